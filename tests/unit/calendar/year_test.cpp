// Goal: a deadline that depends on days not yet announced says so, and a year can be replaced while all runs.
#include "tests/unit/calendar/shipped_calendar.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

bool provisional(const std::string& start, const std::string& literal) {
    return due_at(shipped(), at(start), limit(literal)).provisional;
}

}  // namespace

TEST_CASE("a working-day deadline that ends in a known year is certain, one day later it is provisional") {
    CHECK_FALSE(provisional("2026-12-29 10:00:00", "2wd"));  // ends 2026-12-31 24:00
    CHECK(provisional("2026-12-30 10:00:00", "2wd"));
    CHECK(provisional("2028-05-05 10:00:00", "1wd"));
    CHECK(provisional("2026-12-31 17:00:00", "4oh"));
}

TEST_CASE("a starting day in an unknown year does not matter, because it never counts") {
    CHECK_FALSE(provisional("2023-12-31 10:00:00", "1wd"));
    CHECK(provisional("2023-12-31 10:00:00", "1oh"));
}

TEST_CASE("elapsed time and calendar days need no notice of holidays") {
    CHECK_FALSE(provisional("2026-12-31 23:00:00", "24h"));
    CHECK_FALSE(provisional("2028-12-31 23:00:00", "7d"));
}

TEST_CASE("a pause that pushes a deadline into a provisional year makes it provisional") {
    const std::vector<Interval> pauses = {{at("2026-12-25 00:00:00"), at("2026-12-28 24:00:00")}};
    const Deadline deadline = due_at(shipped(), at("2026-12-24 10:00:00"), limit("5wd"), pauses);
    CHECK(deadline.provisional);
    CHECK_FALSE(due_at(shipped(), at("2026-12-24 10:00:00"), limit("5wd")).provisional);
}

TEST_CASE("replacing a year changes its days alone, is certain, and shows in the version") {
    const CalendarYear official{2027, false, {day("2027-01-01"), day("2027-01-04")}, {day("2027-01-09")}};
    const Calendar changed = shipped().with_year(official);
    CHECK(changed.version() == shipped().version() + "+2027");
    CHECK(changed.is_certain(day("2027-06-01")));
    CHECK(changed.is_holiday(day("2027-01-04")));
    CHECK(changed.is_make_up_day(day("2027-01-09")));
    CHECK_FALSE(changed.is_holiday(day("2027-02-05")));
    CHECK(changed.is_make_up_day(day("2026-02-14")));
    CHECK(shipped().is_working_day(day("2027-01-04")));
    const Deadline deadline = due_at(changed, at("2026-12-30 09:00:00"), limit("7wd"));
    CHECK(deadline.due_at == at("2027-01-11 24:00:00"));
    CHECK_FALSE(deadline.provisional);
}

TEST_CASE("a notice may name days of the year before, as New Year's make-up days do") {
    const Calendar changed = shipped().with_year({2027, false, {day("2027-01-01")}, {day("2026-12-27")}});
    CHECK(changed.is_make_up_day(day("2026-12-27")));
    CHECK(changed.is_holiday(day("2026-10-01")));
}

TEST_CASE("a date listed both as off and as worked is worked, and a listed weekday is an ordinary working day") {
    const Calendar calendar(
        "made-up", {{2026, false, {day("2026-03-07"), day("2026-03-09")}, {day("2026-03-07"), day("2026-03-09")}}});
    CHECK(calendar.kind_of(day("2026-03-07")) == DayKind::make_up_day);
    CHECK(calendar.kind_of(day("2026-03-09")) == DayKind::working_day);
}

TEST_CASE("office hours in disorder are put in order, and none at all means the whole working day") {
    const auto hour = [](int hours) { return Millis(std::chrono::hours(hours)); };
    const Calendar calendar(
        "made-up", {},
        OfficeHours{{{hour(14), hour(30)}, {hour(8), hour(10)}, {hour(9), hour(12)}, {hour(5), hour(5)}}});
    CHECK(calendar.hours().spans == OfficeHours{{{hour(8), hour(12)}, {hour(14), hour(24)}}}.spans);
    const Calendar always("made-up", {}, OfficeHours{{}}, Until::office_close);
    CHECK(due_at(always, at("2026-03-02 08:00:00"), limit("4oh")).due_at == at("2026-03-02 12:00:00"));
    CHECK(due_at(always, at("2026-03-02 08:00:00"), limit("1wd")).due_at == at("2026-03-03 24:00:00"));
}

TEST_CASE("a limit that a pause of half a century keeps from counting is due at the horizon, never at once") {
    const std::vector<Interval> pauses = {{at("2026-03-02 08:00:00"), at("2076-03-02 08:00:00")}};
    const Deadline deadline = due_at(shipped(), at("2026-03-02 08:00:00"), limit("45min"), pauses);
    CHECK(deadline.due_at > at("2060-01-01 00:00:00"));
}
