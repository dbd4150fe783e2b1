#include "core/calendar/duration.hpp"

#include <array>
#include <charconv>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

struct UnitInfo {
    std::string_view suffix;
    Unit unit;
    std::int64_t at_most;  ///< ten years in this unit: longer is a typing mistake
};

constexpr std::array<UnitInfo, 6> kUnits = {{{"s", Unit::seconds, 3650LL * 86400},
                                             {"min", Unit::minutes, 3650LL * 1440},
                                             {"h", Unit::hours, 3650LL * 24},
                                             {"d", Unit::days, 3650},
                                             {"wd", Unit::working_days, 2600},
                                             {"oh", Unit::office_hours, 2600LL * 8}}};

}  // namespace

Result<Limit> parse_limit(std::string_view text) {
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    const std::string_view suffix(end, std::size_t(text.data() + text.size() - end));
    for (const UnitInfo& info : kUnits) {
        if (error == std::errc::invalid_argument || info.suffix != suffix) continue;
        const bool fits = error == std::errc() && amount >= 1 && amount <= info.at_most;
        if (!fits) return fail(Errc::invalid_input, "calendar.limit-range", text);
        return Limit{amount, info.unit};
    }
    return fail(Errc::invalid_input, "calendar.limit-malformed", text);
}

std::string format_limit(Limit limit) {
    for (const UnitInfo& info : kUnits) {
        if (info.unit == limit.unit) return std::to_string(limit.amount).append(info.suffix);
    }
    GONGDAN_UNREACHABLE("a Unit outside its enum");
}

bool is_elapsed(Limit limit) {
    return limit.unit == Unit::seconds || limit.unit == Unit::minutes || limit.unit == Unit::hours;
}

Millis elapsed(Limit limit) {
    switch (limit.unit) {
        case Unit::seconds: return std::chrono::seconds(limit.amount);
        case Unit::minutes: return std::chrono::minutes(limit.amount);
        case Unit::hours: return std::chrono::hours(limit.amount);
        case Unit::days:
        case Unit::working_days:
        case Unit::office_hours: break;
    }
    GONGDAN_UNREACHABLE("only elapsed limits have a fixed length");
}

}  // namespace gongdan
