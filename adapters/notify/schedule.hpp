#pragma once
/// When a notice is tried again (Standard Webhooks 1.0).

#include <optional>

#include "core/base/time.hpp"

namespace gongdan::notify {

inline constexpr int kAttempts = 10;                         ///< then dead letter, some three days after the first
inline constexpr Millis kDelayMax = std::chrono::hours(24);  ///< of what a receiver asks for

struct Failure {
    int attempts = 0;               ///< made so far, the failed one included; from 1
    Instant at{};                   ///< of the failed one
    std::optional<Millis> delay{};  ///< what the receiver asked for
    double random = 0;              ///< in [0, 1): the jitter, so that a mended receiver is not run over
};

/// The later of the schedule (5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h after the failure, up to a tenth
/// more) and of the receiver's own delay: never sooner than it asks, and a short one does not use up the attempts.
/// Nothing when all attempts are used up.
[[nodiscard]] std::optional<Instant> next_attempt(const Failure& failure);

}  // namespace gongdan::notify
