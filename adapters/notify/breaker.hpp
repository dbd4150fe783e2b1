#pragma once
/// The circuit breaker of one channel: what fails again and again is left alone for a while.

#include "adapters/notify/channel.hpp"

namespace gongdan::notify {

/// Closed: calls pass. Open after `breaker_failures` failures in a row: none passes until its rest is over. Then half
/// open: the next call is a probe, whose success closes, and whose failure opens again for twice as long, up to
/// kBreakerPauseMax. Not thread-safe.
class Breaker {
 public:
    explicit Breaker(const ChannelLimits& limits) : limits_(limits), pause_(limits.breaker_pause) {}

    /// When the next call may be made; nothing = now. A clock that was set back does not lengthen a rest.
    [[nodiscard]] std::optional<Instant> open_until(Instant now);

    void success();
    void failure(Instant now);

 private:
    ChannelLimits limits_;
    Millis pause_;
    int failures_ = 0;
    std::optional<Instant> until_;  // kept while half open: it tells that the next call is a probe
};

}  // namespace gongdan::notify
