#pragma once
/// Made-up calendars, limits and pauses, all on whole minutes so that an oracle can count minute by minute.

#include <set>
#include <vector>

#include "core/calendar/calendar.hpp"
#include "tests/property/calendar/random.hpp"

namespace gongdan::testing {

/// A calendar and, beside it, the plain facts it was made from.
struct RandomCalendar {
    std::set<Date> holidays;
    std::set<Date> workdays;
    std::set<int> certain_years;
    std::vector<std::pair<Millis, Millis>> spans;
    Until until = Until::day_end;
    Calendar calendar;
};

inline constexpr int kFirstYear = 2024;
inline constexpr int kYears = 3;

inline Date first_of(int year) {
    return Date(std::chrono::local_days(std::chrono::year(year) / std::chrono::January / 1));
}

inline std::vector<std::pair<Millis, Millis>> random_spans(Random& random) {
    std::vector<std::pair<Millis, Millis>> spans;
    std::int64_t at = random.between(0, 600);
    for (auto count = random.between(1, 3); count > 0 && at < 1400; --count) {
        const std::int64_t to = std::min<std::int64_t>(at + random.between(1, 400), 1440);
        spans.emplace_back(std::chrono::minutes(at), std::chrono::minutes(to));
        at = to + random.between(1, 200);
    }
    return spans;
}

/// Blocks of holidays with make-up days around them, as the notices have, and a few single days anywhere.
inline CalendarYear random_year(Random& random, int year) {
    CalendarYear made{year, random.chance(20), {}, {}};
    for (auto blocks = random.between(0, 7); blocks > 0; --blocks) {
        const Date begin = first_of(year) + std::chrono::days(random.between(0, 355));
        for (auto length = random.between(1, 9), day = std::int64_t(0); day < length; ++day) {
            made.holidays.push_back(begin + std::chrono::days(day));
        }
    }
    for (auto count = random.between(0, 8); count > 0; --count) {
        made.workdays.push_back(first_of(year) + std::chrono::days(random.between(0, 364)));
    }
    return made;
}

inline RandomCalendar random_calendar(Random& random) {
    std::set<Date> holidays;
    std::set<Date> workdays;
    std::set<int> certain;
    std::vector<CalendarYear> years;
    for (int year = kFirstYear; year < kFirstYear + kYears; ++year) {
        if (random.chance(10)) continue;
        years.push_back(random_year(random, year));
        holidays.insert(years.back().holidays.begin(), years.back().holidays.end());
        workdays.insert(years.back().workdays.begin(), years.back().workdays.end());
        if (!years.back().provisional) certain.insert(year);
    }
    const auto spans = random_spans(random);
    const auto until = random.chance(30) ? Until::office_close : Until::day_end;
    Calendar calendar("made-up", std::move(years), OfficeHours{spans}, until);
    return {std::move(holidays), std::move(workdays), std::move(certain), spans, until, std::move(calendar)};
}

inline Limit random_limit(Random& random) {
    switch (random.between(0, 4)) {
        case 0: return {random.between(1, 3000), Unit::minutes};
        case 1: return {random.between(1, 200), Unit::hours};
        case 2: return {random.between(1, 15), Unit::days};
        case 3: return {random.between(1, 20), Unit::working_days};
        default: return {random.between(1, 60), Unit::office_hours};
    }
}

/// Often within days of a New Year, where years that are known and years that are not meet.
inline Instant random_minute(Random& random) {
    if (random.chance(25)) {
        const int year = kFirstYear + int(random.between(0, kYears));
        return start_of(first_of(year)) + std::chrono::minutes(random.between(-4 * 1440, 1440));
    }
    return start_of(first_of(kFirstYear)) + std::chrono::minutes(random.between(0, kYears * 365 * 1440 - 40 * 1440));
}

/// Unsorted and overlapping now and then, as late entries make them; none in half of the cases.
inline std::vector<Interval> random_pauses(Random& random, Instant start) {
    std::vector<Interval> pauses;
    if (random.chance(50)) return pauses;
    for (auto count = random.between(1, 4); count > 0; --count) {
        const Instant from = start + std::chrono::minutes(random.between(-500, 12000));
        pauses.push_back({from, from + std::chrono::minutes(random.between(-10, 6000))});
    }
    return pauses;
}

}  // namespace gongdan::testing
