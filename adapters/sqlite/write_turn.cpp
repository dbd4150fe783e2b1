#include "adapters/sqlite/write_turn.hpp"

#include <sqlite3.h>

#include <map>
#include <mutex>
#include <thread>

namespace gongdan::sqlite {
namespace {

constexpr auto kAskAgain = std::chrono::milliseconds(2);  ///< between two tries for the lock
constexpr auto kGiveWay = 2 * kAskAgain;                  ///< long enough for one try of whoever waits

std::chrono::steady_clock::duration ticks() { return std::chrono::steady_clock::now().time_since_epoch(); }

}  // namespace

WriteTurn::WriteTurn(const std::filesystem::path& file, sqlite3* handle, std::chrono::milliseconds patience)
    : file_(file_of(file)), patience_(patience) {
    if (handle != nullptr) sqlite3_busy_handler(handle, on_busy, this);
}

std::shared_ptr<WriteTurn::File> WriteTurn::file_of(const std::filesystem::path& file) {
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

int WriteTurn::on_busy(void* turn, int tries) { return static_cast<WriteTurn*>(turn)->waits(tries) ? 1 : 0; }

bool WriteTurn::waits(int tries) {
    const Ticks now = ticks();
    if (tries == 0) asked_first_ = now;
    if (now - asked_first_ >= patience_) return false;
    file_->asked = now;
    std::this_thread::sleep_for(kAskAgain);
    return true;
}

void WriteTurn::hold(bool holds) {
    if (holds == holds_) return;
    holds_ = holds;
    if (holds) {
        ++file_->holders;
        return;
    }
    file_->let_go = ticks();
    --file_->holders;
}

void WriteTurn::give_way() const {
    if (ticks() - file_->asked.load() < kGiveWay) std::this_thread::sleep_for(kGiveWay);
}

bool WriteTurn::was_held() const {
    if (file_->holders > 0) return true;
    const Ticks let_go = file_->let_go;
    return let_go.count() != 0 && ticks() - let_go <= patience_;
}

}  // namespace gongdan::sqlite
