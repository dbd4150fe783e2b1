#include "core/calendar/calendar.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gongdan {
namespace {

int year_of(Date date) { return int(std::chrono::year_month_day(date).year()); }

bool is_weekend(Date date) {
    const auto weekday = std::chrono::weekday(date);
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

}  // namespace

Calendar::Calendar(std::string version, std::vector<CalendarYear> years, OfficeHours hours, Until until)
    : version_(std::move(version)), hours_(std::move(hours)), until_(until) {
    for (CalendarYear& year : years) {
        holidays_.insert(year.holidays.begin(), year.holidays.end());
        workdays_.insert(year.workdays.begin(), year.workdays.end());
        years_[year.year] = std::move(year);
    }
}

bool Calendar::is_working_day(Date date) const {
    if (workdays_.contains(date)) return true;
    return !holidays_.contains(date) && !is_weekend(date);
}

bool Calendar::is_certain(Date date) const {
    const auto found = years_.find(year_of(date));
    return found != years_.end() && !found->second.provisional;
}

Calendar Calendar::with_year(const CalendarYear& year) const {
    std::vector<CalendarYear> years;
    for (const auto& [number, known] : years_) {
        if (number != year.year) years.push_back(known);
    }
    years.push_back(year);
    return Calendar(fmt::format("{}+{}", version_, year.year), std::move(years), hours_, until_);
}

Date add_working_days(const Calendar& calendar, Date from, std::int64_t n) {
    const auto one_day = std::chrono::days(n < 0 ? -1 : 1);
    Date date = from;
    for (std::int64_t left = n < 0 ? -n : n; left > 0;) {
        date += one_day;
        if (calendar.is_working_day(date)) --left;
    }
    return date;
}

std::int64_t working_days_between(const Calendar& calendar, Date after, Date through) {
    if (through < after) return -working_days_between(calendar, through, after);
    std::int64_t count = 0;
    for (Date date = after + std::chrono::days(1); date <= through; date += std::chrono::days(1)) {
        if (calendar.is_working_day(date)) ++count;
    }
    return count;
}

}  // namespace gongdan
