#include "adapters/notify/collected.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace gongdan::notify {

void Collected::drain() {
    std::array<char, 4096> buffer;
    while (source_.valid() && !flooded()) {
        const ssize_t got = ::read(source_.get(), buffer.data(), buffer.size());
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0) return source_.reset();
        total_ += std::size_t(got);
        kept_.append(buffer.data(), std::min(std::size_t(got), kPrintedMax - kept_.size()));
    }
}

void Collected::clear() {
    kept_.clear();
    total_ = 0;
}

}  // namespace gongdan::notify
