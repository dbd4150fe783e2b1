#include "adapters/http/stream.hpp"

#include <utility>

namespace gongdan::http {

bool Stream::push(std::string_view bytes) {
    std::unique_lock lock(mutex_);
    if (finished_ || gone_) return false;
    if (!buffer_.empty() && buffer_.size() + bytes.size() > options_.capacity) {
        finished_ = true;
        cut_ = true;
        buffer_.clear();
        signal();
        tell_gone(lock);
        return false;
    }
    buffer_ += bytes;
    signal();
    return true;
}

bool Stream::fits(std::size_t size) const {
    const std::lock_guard lock(mutex_);
    return buffer_.empty() || buffer_.size() + size <= options_.capacity;
}

void Stream::finish() {
    const std::lock_guard lock(mutex_);
    finished_ = true;
    signal();
}

void Stream::break_off() {
    const std::lock_guard lock(mutex_);
    finished_ = true;
    cut_ = true;
    buffer_.clear();
    signal();
}

bool Stream::closed() const {
    const std::lock_guard lock(mutex_);
    return finished_ || gone_;
}

Stream::Chunk Stream::take() {
    std::unique_lock lock(mutex_);
    Chunk chunk{std::exchange(buffer_, {}), false, cut_};
    if (!chunk.bytes.empty()) return chunk;
    chunk.end = finished_;
    waiting_ = !finished_;
    lock.unlock();
    if (!chunk.end && options_.on_drained) options_.on_drained();
    return chunk;
}

void Stream::attach(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

void Stream::beat() {
    const std::lock_guard lock(mutex_);
    if (!finished_ && buffer_.empty()) buffer_ = options_.heartbeat;
}

void Stream::check_welcome() {
    if (!options_.still_welcome || options_.still_welcome()) return;
    const std::lock_guard lock(mutex_);
    finished_ = true;
    buffer_.clear();
    signal();
}

void Stream::dismiss() {
    const std::lock_guard lock(mutex_);
    if (finished_ || options_.whole) return;
    finished_ = true;
    buffer_ += options_.farewell;
    signal();
}

void Stream::abandon() {
    std::unique_lock lock(mutex_);
    wake_ = nullptr;
    finished_ = true;
    tell_gone(lock);
}

void Stream::signal() {
    if (!waiting_ || !wake_) return;
    waiting_ = false;
    wake_();
}

void Stream::tell_gone(std::unique_lock<std::mutex>& lock) {
    if (std::exchange(gone_, true)) return;
    lock.unlock();
    if (options_.on_gone) options_.on_gone();
}

}  // namespace gongdan::http
