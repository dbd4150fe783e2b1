#pragma once
/// The calendar as it is shipped, and short ways to write dates and times of tests.

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "adapters/yaml/config_loader.hpp"
#include "core/calendar/calendar.hpp"

namespace gongdan::testing {

inline const Calendar& shipped() {
    static const Calendar calendar = [] {
        const std::string file = std::string(GONGDAN_SOURCE_DIR) + "/config/calendars/cn.yaml";
        std::ifstream stream(file, std::ios::binary);
        std::ostringstream content;
        content << stream.rdbuf();
        auto loaded = load_calendar(content.str(), file);
        if (!loaded) throw std::runtime_error(loaded.error().detail.en);
        return std::move(*loaded);
    }();
    return calendar;
}

inline Date day(const std::string& written) {
    const auto parsed = parse_date(written);
    if (!parsed) throw std::runtime_error("not a date: " + written);
    return *parsed;
}

/// "2026-03-02 08:00:00" in China; "24:00:00" is the end of the day, as people write it.
inline Instant at(const std::string& written) {
    if (written.substr(11) == "24:00:00") return start_of(day(written.substr(0, 10))) + kDay;
    const auto parsed = parse_time(written + "+08:00");
    if (!parsed) throw std::runtime_error("not a time: " + written);
    return *parsed;
}

inline Limit limit(const std::string& written) {
    const auto parsed = parse_limit(written);
    if (!parsed) throw std::runtime_error("not a limit: " + written);
    return *parsed;
}

/// The shipped days with other rules for the end of a day.
inline Calendar closing_with_the_office() {
    CalendarYear year{2026, false, {}, {}};
    for (Date date = day("2026-01-01"); date <= day("2026-12-31"); date += std::chrono::days(1)) {
        if (shipped().is_holiday(date)) year.holidays.push_back(date);
        if (shipped().is_make_up_day(date)) year.workdays.push_back(date);
    }
    return Calendar("cn-office", {year}, OfficeHours{}, Until::office_close);
}

}  // namespace gongdan::testing
