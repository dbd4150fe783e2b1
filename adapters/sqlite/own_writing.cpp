#include "adapters/sqlite/own_writing.hpp"

#include <map>
#include <mutex>

namespace gongdan::sqlite {

using SteadyClock = std::chrono::steady_clock;

OwnWriting::OwnWriting(const std::filesystem::path& file) : file_(file_of(file)) {}

std::shared_ptr<OwnWriting::File> OwnWriting::file_of(const std::filesystem::path& file) {
    static std::mutex mutex;
    static std::map<std::filesystem::path, std::weak_ptr<File>> known;
    const std::lock_guard lock(mutex);
    std::erase_if(known, [](const auto& entry) { return entry.second.expired(); });
    std::error_code error;
    const auto canonical = std::filesystem::weakly_canonical(file, error);
    auto& kept = known[error ? file : canonical];
    auto shared = kept.lock();
    if (!shared) kept = shared = std::make_shared<File>();
    return shared;
}

void OwnWriting::set(bool writes) {
    if (writes == writes_) return;
    writes_ = writes;
    if (writes) {
        ++file_->writers;
        return;
    }
    file_->ended = SteadyClock::now().time_since_epoch();
    --file_->writers;
}

bool OwnWriting::seen_within(std::chrono::milliseconds span) const {
    if (file_->writers > 0) return true;
    const SteadyClock::duration ended = file_->ended;
    return ended.count() != 0 && SteadyClock::now().time_since_epoch() - ended <= span;
}

}  // namespace gongdan::sqlite
