#include "core/calendar/year_doubts.hpp"

#include <array>
#include <string_view>

namespace gongdan {
namespace {

constexpr unsigned kFriday = 5;
constexpr int kThirteenSince = 2025;

struct Weekday {
    std::string_view zh;
    std::string_view en;
};

/// Of a weekday, Monday = 1.
constexpr std::array<Weekday, kFriday> kWeekdays = {
    {{"周一", "Monday"}, {"周二", "Tuesday"}, {"周三", "Wednesday"}, {"周四", "Thursday"}, {"周五", "Friday"}}};

}  // namespace

std::vector<LocalText> doubts_about(const CalendarYear& year) {
    std::vector<LocalText> doubts;
    for (const Date day : year.workdays) {
        const unsigned weekday = std::chrono::weekday(day).iso_encoding();
        if (weekday > kFriday) continue;
        const auto& [zh, en] = kWeekdays[weekday - 1];
        doubts.push_back(text("calendar.worked-anyway", format_date(day), zh, en));
    }
    const std::size_t lawful = year.year >= kThirteenSince ? 13 : 11;
    if (!year.provisional && year.holidays.size() < lawful)
        doubts.push_back(text("calendar.few-holidays", year.year, year.holidays.size(), lawful));
    return doubts;
}

}  // namespace gongdan
