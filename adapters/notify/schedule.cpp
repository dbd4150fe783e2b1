#include "adapters/notify/schedule.hpp"

#include <algorithm>
#include <array>

namespace gongdan::notify {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Before the second attempt, the third, …; the first is made at once.
constexpr std::array<Millis, kAttempts - 1> kWaits = {seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                                      hours(10),  hours(14),  hours(20),   hours(24)};
constexpr double kJitter = 0.1;

}  // namespace

std::optional<Instant> next_attempt(const Failure& failure) {
    if (failure.attempts >= kAttempts) return std::nullopt;
    const Millis scheduled = kWaits.at(std::size_t(std::max(failure.attempts, 1) - 1));
    const Millis asked = std::clamp(failure.delay.value_or(Millis(0)), Millis(0), kDelayMax);
    const Millis wait = std::max(scheduled, asked);
    return failure.at + wait + Millis(std::int64_t(double(wait.count()) * kJitter * failure.random));
}

}  // namespace gongdan::notify
