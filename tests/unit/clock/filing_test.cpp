// What a filing and an answer make of a climb: held rungs wait for the end of the filing, the watch tells of a job that
// was acknowledged and is still not done.

#include "tests/unit/clock/clock_support.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

using Texts = std::vector<std::string>;

Rung held(Rung rung) {
    rung.held_by_filing = true;
    return rung;
}

/// An arrival clock that a filing of 08:00 to `until` covers since its start.
ClockState filed(const std::string& until, const std::string& from = "08:00:00") {
    ClockState clock = arrival();
    clock.exemption = Exemption{"BB1", on(from), on(until), "storm", "warning 7", "boss", {}};
    return clock;
}

/// Half an hour after the answer, three times at most.
Ladder watched(std::vector<Rung> rungs = {}) {
    Ladder steps = ladder(std::move(rungs));
    steps.watch = repeating(offset(30), 30, 3);
    return steps;
}

}  // namespace

TEST_CASE("a held rung waits for the end of the filing, others and the breach keep their time") {
    const Ladder steps = ladder({share(500), held(share(800)), offset(0), held(offset(30))});
    CHECK(all_told(filed("11:00:00"), steps) ==
          Texts{"08:22:30 rung 1", "08:45:00 breach", "08:45:00 rung 3", "11:00:00 rung 2", "11:00:00 rung 4"});
    CHECK(all_told(filed("08:40:00"), steps) ==
          Texts{"08:22:30 rung 1", "08:40:00 rung 2", "08:45:00 breach", "08:45:00 rung 3", "09:15:00 rung 4"});
}

TEST_CASE("a clock without a filing holds nothing") {
    CHECK(all_told(arrival(), ladder({held(share(800))})) == Texts{"08:36:00 rung 1", "08:45:00 breach"});
}

TEST_CASE("what is due before a filing begins is held by nothing") {
    const Ladder steps = ladder({held(share(800)), held(offset(30))});
    CHECK(all_told(filed("11:00:00", "08:40:00"), steps) ==
          Texts{"08:36:00 rung 1", "08:45:00 breach", "11:00:00 rung 2"});
}

TEST_CASE("a held rung that repeats fires once at the end and then goes on, however often it would have fired") {
    const Ladder steps = ladder({held(repeating(offset(0), 60, 3))});
    CHECK(all_told(filed("11:30:00"), steps) ==
          Texts{"08:45:00 breach", "11:30:00 rung 1", "12:30:00 rung 1 again 1", "13:30:00 rung 1 again 2"});
    SECTION("those that fired before the clock was marked count as told") {
        ClockState clock = filed("11:30:00");
        clock.breached = true;
        clock.climb.mark(0, 1);
        clock.exemption->fired = clock.climb.fired;
        CHECK(all_told(clock, steps) == Texts{"11:30:00 rung 1 again 1", "12:30:00 rung 1 again 2"});
    }
    SECTION("so do those that fire before the filing begins") {
        CHECK(all_told(filed("11:30:00", "09:00:00"), steps) ==
              Texts{"08:45:00 breach", "08:45:00 rung 1", "11:30:00 rung 1 again 1", "12:30:00 rung 1 again 2"});
    }
}

TEST_CASE("the watch fires after the answer, repeats so often, and then says no more") {
    ClockState clock = arrival();
    acknowledge(clock, on("08:30:00"));
    CHECK(all_told(clock, watched({share(800), offset(0)})) ==
          Texts{"08:45:00 breach", "09:00:00 watch", "09:30:00 watch again 1", "10:00:00 watch again 2"});
}

TEST_CASE("of the repeats that a stop of the program missed only the last is told, and those to come as ever") {
    ClockState clock = arrival();
    clock.breached = true;
    acknowledge(clock, on("08:30:00"));
    const Ladder steps = watched();  // 09:00, 09:30, 10:00
    const auto told_at = [&clock, &steps](const char* reached) {
        return told(*next_alarm(clock, &steps, calendar(), on(reached)));
    };
    CHECK(told_at("08:59:59") == "09:00:00 watch");
    CHECK(told_at("09:29:59") == "09:00:00 watch");
    CHECK(told_at("09:30:00") == "09:30:00 watch again 1");
    CHECK(told_at("23:00:00") == "10:00:00 watch again 2");
    fire(clock, *next_alarm(clock, &steps, calendar(), on("09:40:00")));
    CHECK(told_at("09:40:00") == "10:00:00 watch again 2");
    clock.breached = false;  // what lies before the last repeat is still said before it
    CHECK(told_at("23:00:00") == "08:45:00 breach");
}

TEST_CASE("a second answer begins the watch anew, and no repeat is numbered twice") {
    ClockState clock = arrival();
    clock.breached = true;
    acknowledge(clock, on("08:30:00"));
    clock.climb.watched = 1;  // 09:00
    acknowledge(clock, on("09:10:00"));
    CHECK(all_told(clock, watched()) ==
          Texts{"09:40:00 watch again 1", "10:10:00 watch again 2", "10:40:00 watch again 3"});
}

TEST_CASE("the watch leaves pauses out, and keeps silent in one") {
    ClockState clock = arrival();
    acknowledge(clock, on("08:10:00"));
    const Ladder steps = watched();
    ClockState paused = clock;
    paused.status = ClockStatus::paused;
    paused.pauses.push_back({on("08:20:00"), std::nullopt, "weather"});
    CHECK_FALSE(next_alarm(paused, &steps, calendar()));
    pause(clock, on("08:20:00"), on("08:50:00"));
    CHECK(all_told(clock, steps).front() == "09:10:00 watch");
}

TEST_CASE("nobody is watched before an answer, nor after the clock has ended") {
    const Ladder steps = watched();
    CHECK(all_told(arrival(), steps) == Texts{"08:45:00 breach"});
    ClockState clock = arrival();
    acknowledge(clock, on("08:10:00"));
    clock.status = GENERATE(ClockStatus::stopped, ClockStatus::cancelled);
    CHECK_FALSE(next_alarm(clock, &steps, calendar()));
}
