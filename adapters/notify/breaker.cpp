#include "adapters/notify/breaker.hpp"

#include <algorithm>

namespace gongdan::notify {

std::optional<Instant> Breaker::open_until(Instant now) {
    if (!until_ || *until_ <= now) return std::nullopt;
    until_ = std::min(*until_, now + pause_);
    return until_;
}

void Breaker::success() {
    failures_ = 0;
    pause_ = limits_.breaker_pause;
    until_.reset();
}

void Breaker::failure(Instant now) {
    ++failures_;
    const bool probe = until_.has_value();
    if (!probe && failures_ < limits_.breaker_failures) return;
    if (probe) pause_ = std::min(pause_ * 2, kBreakerPauseMax);
    until_ = now + pause_;
}

}  // namespace gongdan::notify
