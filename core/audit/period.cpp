#include "core/audit/period.hpp"

#include <fmt/format.h>

namespace gongdan {
namespace {

using YearMonthDay = std::chrono::year_month_day;

bool is_last_of_month(Date day) { return YearMonthDay(day + std::chrono::days(1)).day() == std::chrono::day(1); }

int months_in(const Period& period) {
    const YearMonthDay first(*period.from);
    const YearMonthDay last(*period.to);
    return (int(last.year()) - int(first.year())) * 12 + int(unsigned(last.month())) - int(unsigned(first.month())) + 1;
}

Period shift_whole(const Period& period, int months) {
    return {shift_months(*period.from, months),
            shift_months(*period.to + std::chrono::days(1), months) - std::chrono::days(1)};
}

}  // namespace

bool Period::is_months() const {
    return closed() && *from <= *to && YearMonthDay(*from).day() == std::chrono::day(1) && is_last_of_month(*to);
}

Date shift_months(Date day, int months) {
    const YearMonthDay shifted = YearMonthDay(day) + std::chrono::months(months);
    return shifted.ok() ? Date(shifted) : Date(shifted.year() / shifted.month() / std::chrono::last);
}

Period period_before(const Period& period) {
    if (period.is_months()) return shift_whole(period, -months_in(period));
    const auto days = *period.to - *period.from + std::chrono::days(1);
    return {*period.from - days, *period.to - days};
}

Period year_before(const Period& period) {
    if (period.is_months()) return shift_whole(period, -12);
    return {shift_months(*period.from, -12), shift_months(*period.to, -12)};
}

std::string month_of(Date day) {
    const YearMonthDay date(day);
    return fmt::format("{:04}-{:02}", int(date.year()), unsigned(date.month()));
}

}  // namespace gongdan
