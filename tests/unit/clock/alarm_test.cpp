// Goal: a clock says each thing once, at its exact instant, in the order in which people would expect to hear it.
#include "tests/unit/clock/clock_support.hpp"

using namespace gongdan;
using namespace gongdan::testing;
using Texts = std::vector<std::string>;

namespace {

/// The ladder of arrival as it is shipped.
Ladder arrival_ladder() {
    return ladder({share(500), share(800), share(1000), offset(30), repeating(offset(90), 60, 5)});
}

}  // namespace

TEST_CASE("the arrival ladder climbs at 50 %, 80 %, 100 %, half an hour later and then hourly, five times at most") {
    CHECK(all_told(arrival(), arrival_ladder()) == Texts{"08:22:30 rung 1", "08:36:00 rung 2", "08:45:00 breach",
                                                         "08:45:00 rung 3", "09:15:00 rung 4", "10:15:00 rung 5",
                                                         "11:15:00 rung 5 again 1", "12:15:00 rung 5 again 2",
                                                         "13:15:00 rung 5 again 3", "14:15:00 rung 5 again 4"});
}

TEST_CASE("at one instant the breach comes before the rung, and the lower rung before the higher") {
    CHECK(all_told(arrival(), ladder({share(1000), offset(0), offset(0)})) ==
          Texts{"08:45:00 breach", "08:45:00 rung 1", "08:45:00 rung 2", "08:45:00 rung 3"});
}

TEST_CASE("a ladder whose rungs are not in order of time fires all of them in order of time") {
    CHECK(all_told(arrival(), ladder({offset(30), share(800), offset(-15), share(500)})) ==
          Texts{"08:22:30 rung 4", "08:30:00 rung 3", "08:36:00 rung 2", "08:45:00 breach", "09:15:00 rung 1"});
}

TEST_CASE("repeats of one rung and the rungs after it are told in order of time") {
    CHECK(all_told(arrival(), ladder({repeating(offset(10), 20, 3), offset(40)})) ==
          Texts{"08:45:00 breach", "08:55:00 rung 1", "09:15:00 rung 1 again 1", "09:25:00 rung 2",
                "09:35:00 rung 1 again 2"});
}

TEST_CASE("an offset before the due time of a shorter limit is due when the clock starts, not before") {
    const ClockState brief = started("2026-03-02 08:00:00", {10, Unit::minutes});
    CHECK(all_told(brief, ladder({offset(-15), offset(-5)})) ==
          Texts{"08:00:00 rung 1", "08:05:00 rung 2", "08:10:00 breach"});
}

TEST_CASE("a share never reaches 100 % by rounding") {
    const ClockState brief = started("2026-03-02 08:00:00", {1, Unit::seconds});
    const auto next = next_alarm(brief, nullptr, calendar());
    REQUIRE(next);
    CHECK(rung_at(brief, share(999), 0, calendar()) == next->at - Millis(1));
    CHECK(rung_at(brief, share(1000), 0, calendar()) == next->at);
}

TEST_CASE("shares of a working-day limit are shares of its counted days") {
    const ClockState contact = started("2026-02-13 15:00:00", {1, Unit::working_days});
    CHECK(rung_at(contact, share(500), 0, calendar()) == at("2026-02-14 12:00:00"));
    const ClockState reply = started("2026-02-13 15:00:00", {7, Unit::working_days});
    CHECK(rung_at(reply, share(500), 0, calendar()) == at("2026-02-26 12:00:00"));
}

TEST_CASE("without a ladder there is only the breach, and after it nothing") {
    ClockState clock = arrival();
    const auto next = next_alarm(clock, nullptr, calendar());
    REQUIRE(next);
    CHECK(told(*next) == "08:45:00 breach");
    fire(clock, *next);
    CHECK_FALSE(next_alarm(clock, nullptr, calendar()));
}

TEST_CASE("a clock that is paused, stopped or cancelled has no alarm") {
    ClockState clock = arrival();
    clock.status = GENERATE(ClockStatus::paused, ClockStatus::stopped, ClockStatus::cancelled);
    const Ladder steps = arrival_ladder();
    CHECK_FALSE(next_alarm(clock, &steps, calendar()));
}

TEST_CASE("an acknowledged climb says no more than the breach") {
    ClockState clock = arrival();
    clock.climb.mark(0, 1);
    clock.climb.acknowledged = true;
    CHECK(all_told(clock, arrival_ladder()) == Texts{"08:45:00 breach"});
}

TEST_CASE("a pause moves the rungs that are still to come and repeats none that have fired") {
    ClockState clock = arrival();
    clock.climb.mark(0, 1);
    pause(clock, on("08:30:00"), on("08:50:00"));
    CHECK(all_told(clock, ladder({share(500), share(800), offset(-3), offset(30)})) ==
          Texts{"08:56:00 rung 2", "09:02:00 rung 3", "09:05:00 breach", "09:35:00 rung 4"});
}

TEST_CASE("an extension that puts a fired rung in the future again does not fire it twice") {
    ClockState clock = arrival();
    const Ladder steps = ladder({offset(-15), share(800)});
    clock.climb.mark(0, 1);  // 08:30
    clock.climb.mark(1, 1);  // 08:36
    clock.limit = {2, Unit::hours};
    clock.due_at = deadline_of(clock, calendar()).due_at;
    CHECK(all_told(clock, steps) == Texts{"10:00:00 breach"});
}

TEST_CASE("an extension that makes rungs change places leaves none out") {
    ClockState clock = started("2026-03-02 08:00:00", {60, Unit::minutes});
    const Ladder steps = ladder({share(800), offset(-15)});
    CHECK(all_told(clock, steps) == Texts{"08:45:00 rung 2", "08:48:00 rung 1", "09:00:00 breach"});
    clock.climb.mark(1, 1);
    clock.limit = {2, Unit::hours};
    clock.due_at = deadline_of(clock, calendar()).due_at;
    CHECK(all_told(clock, steps) == Texts{"09:36:00 rung 1", "10:00:00 breach"});
}

TEST_CASE("while a clock is paused after its breach the later rungs stand still, so that resuming starts no storm") {
    ClockState clock = arrival();
    clock.breached = true;
    clock.climb = {{1, 1, 1}, false};
    pause(clock, on("09:00:00"), on("12:00:00"));
    CHECK(clock.due_at == on("08:45:00"));
    CHECK(all_told(clock, arrival_ladder()) == Texts{"12:15:00 rung 4", "13:15:00 rung 5", "14:15:00 rung 5 again 1",
                                                     "15:15:00 rung 5 again 2", "16:15:00 rung 5 again 3",
                                                     "17:15:00 rung 5 again 4"});
}

TEST_CASE("a new cycle climbs from the first rung again, and the old one is silent") {
    ClockState first = arrival();
    first.status = ClockStatus::stopped;
    first.climb = {{1, 1}, true};
    ClockState second = started("2026-03-02 10:00:00", {45, Unit::minutes});
    second.cycle = 2;
    const Ladder steps = ladder({share(500)});
    CHECK_FALSE(next_alarm(first, &steps, calendar()));
    CHECK(all_told(second, steps) == Texts{"10:22:30 rung 1", "10:45:00 breach"});
}

TEST_CASE("a clock reopened under the policy resume goes on where it stood, with the time between as a pause") {
    ClockState clock = arrival();
    clock.climb.mark(0, 1);
    pause(clock, on("08:25:00"), on("10:25:00"), "reopened");
    CHECK(all_told(clock, ladder({share(500), share(800)})) == Texts{"10:36:00 rung 2", "10:45:00 breach"});
}

TEST_CASE("an open pause is a pause up to the instant that is asked for, and does not move the deadline yet") {
    ClockState clock = arrival();
    clock.status = ClockStatus::paused;
    clock.pauses.push_back({on("08:30:00"), std::nullopt, "weather"});
    const auto intervals = pause_intervals(clock, on("08:40:00"));
    REQUIRE(intervals.size() == 1);
    CHECK(intervals.front().to == on("08:40:00"));
    CHECK(pause_intervals(clock, on("08:30:00")).empty());
    CHECK(deadline_of(clock, calendar()).due_at == on("08:45:00"));
}
