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

}  // namespace gongdan
