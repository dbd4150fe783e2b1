// Goal: the deadlines people know by heart come out right, with the traps of holidays, make-up days and pauses.
#include "tests/unit/calendar/shipped_calendar.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

std::string due(const std::string& start, const std::string& literal, std::vector<Interval> pauses = {}) {
    return format_time(due_at(shipped(), at(start), limit(literal), pauses).due_at);
}

std::string written(const std::string& time) { return format_time(at(time)); }

}  // namespace

TEST_CASE("working days before long holidays end where the notices make them end") {
    // accepted, +1 wd, +7 wd: the three known traps, then others of the shipped years
    const auto [accepted, one, seven] = GENERATE(table<std::string, std::string, std::string>({
        {"2026-02-13", "2026-02-14", "2026-03-02"},  // make-up Saturday before a nine-day block
        {"2026-09-30", "2026-10-08", "2026-10-15"},  // 10-10 Saturday is worked
        {"2025-01-27", "2025-02-05", "2025-02-12"},  // 02-08 Saturday is worked
        {"2024-02-09", "2024-02-18", "2024-02-26"},  // 02-18 Sunday is worked
        {"2024-09-13", "2024-09-14", "2024-09-25"},  // make-up Saturday before Mid-Autumn
        {"2025-09-30", "2025-10-09", "2025-10-16"},  // 10-11 Saturday is worked
        {"2026-03-02", "2026-03-03", "2026-03-11"},  // nothing special
    }));
    const std::string hour = GENERATE("00:00:00", "08:00:00", "17:29:59", "23:59:59");
    CAPTURE(accepted, hour);
    CHECK(due(accepted + " " + hour, "1wd") == written(one + " 24:00:00"));
    CHECK(due(accepted + " " + hour, "7wd") == written(seven + " 24:00:00"));
}

TEST_CASE("a matter taken on a day off starts to count on the next working day") {
    CHECK(due("2026-02-15 10:00:00", "1wd") == written("2026-02-24 24:00:00"));
    CHECK(due("2026-03-07 10:00:00", "1wd") == written("2026-03-09 24:00:00"));
}

TEST_CASE("limits in hours pass at night and on holidays to the millisecond") {
    CHECK(due("2026-02-16 23:30:00", "45min") == written("2026-02-17 00:15:00"));
    CHECK(due("2026-02-16 23:30:00.123", "24h") == written("2026-02-17 23:30:00.123"));
    CHECK(due("2026-03-02 08:00:00", "30s") == written("2026-03-02 08:00:30"));
}

TEST_CASE("calendar days count from the next day until 24:00, holidays too") {
    CHECK(due("2026-02-13 15:00:00", "7d") == written("2026-02-20 24:00:00"));
    CHECK(due("2026-02-13 00:00:00", "1d") == written("2026-02-14 24:00:00"));
}

TEST_CASE("office hours count at once, over lunch, nights, weekends and holidays only while the office is open") {
    CHECK(due("2026-03-02 09:00:00", "2oh") == written("2026-03-02 11:00:00"));
    CHECK(due("2026-03-02 11:00:00", "2oh") == written("2026-03-02 15:00:00"));
    CHECK(due("2026-03-02 07:00:00", "4oh") == written("2026-03-02 14:30:00"));
    CHECK(due("2026-03-06 16:30:00", "4oh") == written("2026-03-09 11:30:00"));
    CHECK(due("2026-02-14 16:00:00", "4oh") == written("2026-02-24 11:00:00"));
    CHECK(due("2026-03-02 08:30:00", "7oh") == written("2026-03-02 17:30:00"));
}

TEST_CASE("until office-close, a limit in working days ends when the office closes on its last day") {
    const Calendar office = closing_with_the_office();
    const auto ends = [&office](const std::string& start, const std::string& literal) {
        return format_time(due_at(office, at(start), limit(literal)).due_at);
    };
    CHECK(ends("2026-02-13 15:00:00", "1wd") == written("2026-02-14 17:30:00"));
    CHECK(ends("2026-02-13 18:00:00", "7wd") == written("2026-03-02 17:30:00"));
    CHECK(ends("2026-02-13 15:00:00", "7d") == written("2026-02-20 24:00:00"));
    CHECK(format_time(latest_start(office, at("2026-03-06 17:30:00"), limit("1wd"))) == written("2026-03-05 24:00:00"));
    CHECK(format_time(latest_start(office, at("2026-03-06 17:29:59.999"), limit("1wd"))) ==
          written("2026-03-04 24:00:00"));
    CHECK(format_time(latest_start(office, at("2026-03-06 17:00:00"), limit("1wd"))) == written("2026-03-04 24:00:00"));
}

TEST_CASE("a pause gives back the time it took, and over a weekend gives a working-day limit nothing") {
    const auto pause = [](const std::string& from, const std::string& to) { return Interval{at(from), at(to)}; };
    CHECK(due("2026-03-02 08:00:00", "45min", {pause("2026-03-02 08:10:00", "2026-03-02 08:30:00")}) ==
          written("2026-03-02 09:05:00"));
    CHECK(due("2026-03-05 10:00:00", "2wd", {pause("2026-03-07 00:00:00", "2026-03-08 24:00:00")}) ==
          written("2026-03-09 24:00:00"));
    CHECK(due("2026-03-05 10:00:00", "2wd", {pause("2026-03-06 00:00:00", "2026-03-09 24:00:00")}) ==
          written("2026-03-11 24:00:00"));
    // on the starting day nothing is lost, because nothing would have counted
    CHECK(due("2026-03-05 10:00:00", "1wd", {pause("2026-03-05 11:00:00", "2026-03-05 15:00:00")}) ==
          written("2026-03-06 24:00:00"));
}

TEST_CASE("a pause that begins exactly at the due time comes too late to move it") {
    const Interval late{at("2026-03-02 08:45:00"), at("2026-03-02 09:45:00")};
    CHECK(due("2026-03-02 08:00:00", "45min", {late}) == written("2026-03-02 08:45:00"));
    const Interval night{at("2026-03-03 00:00:00"), at("2026-03-04 00:00:00")};
    CHECK(due("2026-03-01 08:00:00", "1wd", {night}) == written("2026-03-02 24:00:00"));
}

TEST_CASE("the same pause told twice, or two that overlap, count once") {
    const Interval noon{at("2026-03-02 12:00:00"), at("2026-03-02 13:00:00")};
    const Interval later{at("2026-03-02 12:30:00"), at("2026-03-02 13:30:00")};
    CHECK(due("2026-03-02 11:00:00", "2h", {noon, noon}) == written("2026-03-02 14:00:00"));
    CHECK(due("2026-03-02 11:00:00", "2h", {later, noon}) == written("2026-03-02 14:30:00"));
    CHECK(due("2026-03-02 11:00:00", "2h", {{noon.to, noon.from}}) == written("2026-03-02 13:00:00"));
}

TEST_CASE("a share below the whole is rounded down to the millisecond and stays below the due time") {
    const Instant start = at("2026-03-02 08:00:00");
    CHECK(at_share(shipped(), start, limit("45min"), 500) == at("2026-03-02 08:22:30"));
    CHECK(at_share(shipped(), start, limit("45min"), 800) == at("2026-03-02 08:36:00"));
    CHECK(at_share(shipped(), start, limit("1s"), 999) == start + Millis(999));
    CHECK(at_share(shipped(), start, limit("7s"), 333) == start + Millis(2331));
    CHECK(at_share(shipped(), start, limit("45min"), 1000) == due_at(shipped(), start, limit("45min")).due_at);
    CHECK(at_share(shipped(), at("2026-02-13 15:00:00"), limit("1wd"), 500) == at("2026-02-14 12:00:00"));
    CHECK(at_share(shipped(), at("2026-02-13 15:00:00"), limit("2wd"), 500) == at("2026-02-14 24:00:00"));
}

TEST_CASE("counting stands still outside the mask and goes on past the limit") {
    const Instant start = at("2026-02-13 15:00:00");
    CHECK(counted_between(shipped(), start, limit("1wd"), at("2026-02-13 23:00:00")) == Millis(0));
    CHECK(counted_between(shipped(), start, limit("1wd"), at("2026-02-14 06:00:00")) == std::chrono::hours(6));
    CHECK(counted_between(shipped(), start, limit("1wd"), at("2026-02-23 12:00:00")) == kDay);
    CHECK(counted_between(shipped(), start, limit("1wd"), at("2026-02-24 24:00:00")) == 2 * kDay);
    CHECK(counted_between(shipped(), start, limit("1wd"), start - Millis(1)) == Millis(0));
}

TEST_CASE("backwards, whole days lie between a notice and what it announces") {
    CHECK(latest_start(shipped(), at("2026-03-10 08:00:00"), limit("7d")) == at("2026-03-02 24:00:00"));
    CHECK(latest_start(shipped(), at("2026-02-24 09:00:00"), limit("1wd")) == at("2026-02-13 24:00:00"));
    CHECK(latest_start(shipped(), at("2026-03-10 08:00:00"), limit("24h")) == at("2026-03-09 08:00:00"));
    CHECK(latest_start(shipped(), at("2026-03-10 14:00:00"), limit("4oh")) == at("2026-03-09 17:00:00"));
}

TEST_CASE("segments of a working-day limit name each day and why it counts or not") {
    const auto parts = segments(shipped(), at("2026-02-12 15:00:00"), limit("7wd"), at("2026-02-16 12:00:00"));
    std::vector<std::string> whys;
    for (const Segment& part : parts) whys.push_back(std::string(part.why) + (part.counted ? "+" : "-"));
    CHECK(whys == std::vector<std::string>{"start-day-", "working-day+", "make-up-day+", "holiday-", "holiday-"});
}
