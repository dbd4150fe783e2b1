// Goal: the shipped calendar is China's official one for 2024-2026, day by day, and says that 2027 is provisional.
#include <set>

#include "tests/unit/calendar/shipped_calendar.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

struct Block {
    const char* first;
    const char* last;
};

/// The notices of the State Council: blocks of days off, and the weekend days worked for them.
const std::vector<Block> kHolidays = {
    {"2024-01-01", "2024-01-01"}, {"2024-02-10", "2024-02-17"}, {"2024-04-04", "2024-04-06"},
    {"2024-05-01", "2024-05-05"}, {"2024-06-10", "2024-06-10"}, {"2024-09-15", "2024-09-17"},
    {"2024-10-01", "2024-10-07"}, {"2025-01-01", "2025-01-01"}, {"2025-01-28", "2025-02-04"},
    {"2025-04-04", "2025-04-06"}, {"2025-05-01", "2025-05-05"}, {"2025-05-31", "2025-06-02"},
    {"2025-10-01", "2025-10-08"}, {"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"},
    {"2026-04-04", "2026-04-06"}, {"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"},
    {"2026-09-25", "2026-09-27"}, {"2026-10-01", "2026-10-07"}};

const std::vector<const char*> kWorked = {"2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11",
                                          "2024-09-14", "2024-09-29", "2024-10-12", "2025-01-26", "2025-02-08",
                                          "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14",
                                          "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"};

DayKind expected_kind(Date date, const std::set<Date>& holidays, const std::set<Date>& worked) {
    if (worked.count(date) != 0) return DayKind::make_up_day;
    if (holidays.count(date) != 0) return DayKind::holiday;
    const auto weekday = std::chrono::weekday(date);
    const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
    return weekend ? DayKind::weekend : DayKind::working_day;
}

}  // namespace

TEST_CASE("every day of 2024 to 2026 is what the official notices say") {
    std::set<Date> holidays;
    for (const Block& block : kHolidays) {
        for (Date date = day(block.first); date <= day(block.last); date += std::chrono::days(1)) holidays.insert(date);
    }
    std::set<Date> worked;
    for (const char* date : kWorked) worked.insert(day(date));
    for (Date date = day("2024-01-01"); date <= day("2026-12-31"); date += std::chrono::days(1)) {
        CAPTURE(format_date(date));
        REQUIRE(shipped().kind_of(date) == expected_kind(date, holidays, worked));
        REQUIRE(shipped().is_certain(date));
    }
}

TEST_CASE("the working day before a block of holidays, the block and the working day after it are told apart") {
    for (const Block& block : kHolidays) {
        CAPTURE(block.first, block.last);
        const Date before = add_working_days(shipped(), day(block.first), -1);
        const Date after = add_working_days(shipped(), day(block.last), 1);
        CHECK(before < day(block.first));
        CHECK(after > day(block.last));
        CHECK(add_working_days(shipped(), before, 1) == after);
        CHECK(working_days_between(shipped(), before, day(block.last)) == 0);
        CHECK(working_days_between(shipped(), before, after) == 1);
    }
}

TEST_CASE("a year holds as many working days as the notices leave") {
    CHECK(working_days_between(shipped(), day("2023-12-31"), day("2024-12-31")) == 251);
    CHECK(working_days_between(shipped(), day("2024-12-31"), day("2025-12-31")) == 248);
    CHECK(working_days_between(shipped(), day("2025-12-31"), day("2026-12-31")) == 248);
}

TEST_CASE("2027 is provisional and holds the statutory days, years before 2024 and after 2027 are unknown") {
    CHECK_FALSE(shipped().is_certain(day("2027-01-01")));
    CHECK(shipped().is_holiday(day("2027-02-05")));
    CHECK(shipped().is_holiday(day("2027-10-03")));
    CHECK(shipped().is_working_day(day("2027-10-04")));
    CHECK_FALSE(shipped().is_certain(day("2023-12-31")));
    CHECK_FALSE(shipped().is_certain(day("2028-01-03")));
    CHECK(shipped().is_working_day(day("2028-01-03")));
    CHECK_FALSE(shipped().is_working_day(day("2028-01-01")));
}
