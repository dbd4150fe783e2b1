#include "adapters/http/routes/rate_limit.hpp"

#include <algorithm>
#include <utility>

namespace gongdan::http {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

}  // namespace

RateLimit::RateLimit(Rate rate, Clock clock, std::size_t callers_max)
    : rate_(rate), clock_(std::move(clock)), callers_max_(callers_max) {}

std::optional<std::int64_t> RateLimit::take(const std::string& caller) {
    if (rate_.per_second <= 0) return std::nullopt;
    const nanoseconds each = nanoseconds(seconds(1)) / rate_.per_second;
    const nanoseconds room = each * std::max(rate_.burst, 1);
    const std::lock_guard lock(mutex_);
    const Instant now = clock_();
    Instant& full = full_at(caller, now);
    const Instant after = std::max(full, now) + each;
    if (after - now > room) {
        ++refusals_;
        return std::chrono::ceil<seconds>(after - now - room).count();
    }
    full = after;
    return std::nullopt;
}

/// With the lock held.
RateLimit::Instant& RateLimit::full_at(const std::string& caller, Instant now) {
    const auto known = full_.find(caller);
    if (known != full_.end()) return known->second;
    if (full_.size() >= callers_max_ && now >= forget_at_) {
        // A full bucket is as good as none. Looked through once a second at most: it takes a few milliseconds.
        std::erase_if(full_, [now](const auto& entry) { return entry.second <= now; });
        forget_at_ = now + seconds(1);
    }
    if (full_.size() >= callers_max_) return shared_;
    return full_.emplace(caller, now).first->second;
}

std::uint64_t RateLimit::refusals() const {
    const std::lock_guard lock(mutex_);
    return refusals_;
}

std::size_t RateLimit::callers() const {
    const std::lock_guard lock(mutex_);
    return full_.size();
}

}  // namespace gongdan::http
