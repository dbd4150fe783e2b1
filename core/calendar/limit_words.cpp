#include "core/calendar/limit_words.hpp"

#include "core/base/check.hpp"

namespace gongdan {

LocalText limit_words(Limit limit) {
    const bool one = limit.amount == 1;
    switch (limit.unit) {
        case Unit::seconds: return text("limit.seconds", limit.amount);
        case Unit::minutes: return text("limit.minutes", limit.amount);
        case Unit::hours: return text("limit.hours", limit.amount);
        case Unit::days: return text(one ? "limit.one-day" : "limit.days", limit.amount);
        case Unit::working_days: return text(one ? "limit.one-working-day" : "limit.working-days", limit.amount);
        case Unit::office_hours: return text(one ? "limit.one-office-hour" : "limit.office-hours", limit.amount);
    }
    GONGDAN_UNREACHABLE("a Unit outside its enum");
}

LocalText span_words(Millis span) {
    using std::chrono::duration_cast;
    const std::chrono::seconds left = duration_cast<std::chrono::seconds>(span < Millis(0) ? -span : span);
    const auto days = duration_cast<std::chrono::days>(left).count();
    const auto hours = duration_cast<std::chrono::hours>(left).count() % 24;
    const auto minutes = duration_cast<std::chrono::minutes>(left).count() % 60;
    const auto seconds = left.count() % 60;
    if (days > 0) return hours > 0 ? text("span.days-hours", days, hours) : text("span.days", days);
    if (hours > 0) return minutes > 0 ? text("span.hours-minutes", hours, minutes) : text("span.hours", hours);
    if (minutes > 0)
        return seconds > 0 ? text("span.minutes-seconds", minutes, seconds) : text("span.minutes", minutes);
    return text("span.seconds", seconds);
}

}  // namespace gongdan
