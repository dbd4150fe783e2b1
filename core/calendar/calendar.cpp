#include "core/calendar/calendar.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr std::chrono::days kOneDay(1);

int year_of(Date date) { return int(std::chrono::year_month_day(date).year()); }

bool is_weekend(Date date) { return std::chrono::weekday(date).iso_encoding() > 5; }

/// Sorted, disjoint, inside the day; no hours at all would make every office limit endless, so the whole day is open.
OfficeHours tidy(OfficeHours hours) {
    auto& spans = hours.spans;
    for (auto& [from, to] : spans) {
        from = std::clamp(from, Millis(0), kDay);
        to = std::clamp(to, Millis(0), kDay);
    }
    std::erase_if(spans, [](const auto& span) { return span.first >= span.second; });
    std::sort(spans.begin(), spans.end());
    OfficeHours tidied{{}};
    for (const auto& span : spans) {
        if (!tidied.spans.empty() && span.first <= tidied.spans.back().second) {
            tidied.spans.back().second = std::max(tidied.spans.back().second, span.second);
        } else {
            tidied.spans.push_back(span);
        }
    }
    if (tidied.spans.empty()) tidied.spans.emplace_back(Millis(0), kDay);
    return tidied;
}

}  // namespace

std::string_view name_of(DayKind kind) {
    switch (kind) {
        case DayKind::working_day: return "working-day";
        case DayKind::make_up_day: return "make-up-day";
        case DayKind::weekend: return "weekend";
        case DayKind::holiday: return "holiday";
    }
    GONGDAN_UNREACHABLE("a DayKind outside its enum");
}

Result<void> check_year(const CalendarYear& year) {
    std::vector<FieldProblem> problems;
    if (year.year < kYearMin || year.year > kYearMax) {
        problems.push_back({"/year", "range", text("calendar.year-range", year.year, kYearMin, kYearMax)});
    }
    std::set<Date> seen;
    const auto look_at = [&problems, &seen, &year](const std::vector<Date>& days, const char* list) {
        for (std::size_t i = 0; i < days.size(); ++i) {
            const std::string pointer = fmt::format("/{}/{}", list, i);
            const std::string day = format_date(days[i]);
            if (year_of(days[i]) != year.year)
                problems.push_back({pointer, "range", text("calendar.other-year", day, year.year)});
            if (!seen.insert(days[i]).second)
                problems.push_back({pointer, "conflict", text("calendar.day-twice", day)});
        }
    };
    look_at(year.holidays, "holidays");
    look_at(year.workdays, "workdays");
    if (problems.empty()) return {};
    Error error = fail(Errc::invalid_input, "calendar.wrong-year", year.year, problems.front().detail.zh,
                       problems.front().detail.en);
    error.fields = std::move(problems);
    return error;
}

Calendar::Calendar(std::string version, std::vector<CalendarYear> years, OfficeHours hours, Until until)
    : version_(std::move(version)), hours_(tidy(std::move(hours))), until_(until) {
    for (CalendarYear& year : years) years_.insert_or_assign(year.year, std::move(year));
    build_table();
}

void Calendar::build_table() {
    // A notice may name days of the neighbouring year (New Year's make-up days): the table spans the days, not the
    // years.
    Date last{};
    bool any = false;
    const auto span_over = [this, &last, &any](const std::vector<Date>& dates) {
        for (const Date date : dates) {
            first_ = any ? std::min(first_, date) : date;
            last = any ? std::max(last, date) : date;
            any = true;
        }
    };
    for (const auto& [number, year] : years_) {
        span_over(year.holidays);
        span_over(year.workdays);
    }
    if (!any) return;
    for (Date date = first_; date <= last; date += kOneDay) {
        kinds_.push_back(is_weekend(date) ? DayKind::weekend : DayKind::working_day);
    }
    const auto at = [this](Date date) -> DayKind& { return kinds_[std::size_t((date - first_).count())]; };
    for (const auto& [number, year] : years_) {
        for (const Date date : year.holidays) at(date) = DayKind::holiday;
    }
    for (const auto& [number, year] : years_) {
        for (const Date date : year.workdays) {
            at(date) = is_weekend(date) ? DayKind::make_up_day : DayKind::working_day;
        }
    }
}

bool Calendar::is_certain(Date first, Date last) const {
    for (int year = year_of(first); year <= year_of(last); ++year) {
        const auto found = years_.find(year);
        if (found == years_.end() || found->second.provisional) return false;
    }
    return true;
}

Calendar Calendar::with_year(const CalendarYear& year) const {
    std::vector<CalendarYear> years;
    for (const auto& [number, known] : years_) {
        if (number != year.year) years.push_back(known);
    }
    years.push_back(year);
    years.back().replaced = true;
    return Calendar(fmt::format("{}+{}", version_, year.year), std::move(years), hours_, until_);
}

Date add_working_days(const Calendar& calendar, Date from, std::int64_t n) {
    const auto step = n < 0 ? -kOneDay : kOneDay;
    Date date = from;
    for (std::int64_t left = n < 0 ? -n : n; left > 0;) {
        date += step;
        if (calendar.is_working_day(date)) --left;
    }
    return date;
}

std::int64_t working_days_between(const Calendar& calendar, Date after, Date through) {
    if (through < after) return -working_days_between(calendar, through, after);
    std::int64_t count = 0;
    for (Date date = after + kOneDay; date <= through; date += kOneDay) count += calendar.is_working_day(date) ? 1 : 0;
    return count;
}

}  // namespace gongdan
