// Goal: whatever the limit, the pauses, the ladder and the changes of a clock are, it says each thing exactly once and
// in order of time, and its explanation adds up.
#include <set>

#include <catch2/catch.hpp>

#include "core/clock/explain.hpp"
#include "tests/property/calendar/random_calendar.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

constexpr std::uint64_t kCases = 2000;

/// Pauses as a case's ledger has them: one after the other.
void add_ledger(Random& random, ClockState& clock, const Calendar& calendar) {
    Instant from = clock.started_at;
    for (auto count = random.between(0, 3); count > 0; --count) {
        from += std::chrono::minutes(random.between(1, 3000));
        const Instant to = from + std::chrono::minutes(random.between(1, 3000));
        if (from >= clock.due_at) return;
        clock.pauses.push_back({from, to, "reason " + std::to_string(count)});
        clock.due_at = deadline_of(clock, calendar).due_at;
        from = to;
    }
}

ClockState random_clock(Random& random, const Calendar& calendar) {
    ClockState clock;
    clock.name = "reply";
    clock.limit = random_limit(random);
    clock.started_at = random_minute(random);
    clock.due_at = deadline_of(clock, calendar).due_at;
    add_ledger(random, clock, calendar);
    return clock;
}

Ladder random_ladder(Random& random) {
    Ladder ladder;
    for (auto count = random.between(0, 8); count > 0; --count) {
        Rung rung;
        if (random.chance(50)) {
            rung.permille = int(random.between(1, 100)) * 10;
        } else {
            rung.offset = std::chrono::minutes(random.between(-600, 600));
        }
        if (random.chance(30)) {
            rung.repeat_every = std::chrono::minutes(random.between(1, 120));
            rung.times = int(random.between(1, 5));
        }
        ladder.rungs.push_back(rung);
    }
    return ladder;
}

using Said = std::pair<std::size_t, int>;

/// What the clock must say in all: (rung, repeat); the breach as (number of rungs, 0).
std::set<Said> expected(const Ladder& ladder) {
    std::set<Said> all = {{ladder.rungs.size(), 0}};
    for (std::size_t index = 0; index < ladder.rungs.size(); ++index) {
        const Rung& rung = ladder.rungs[index];
        for (int repeat = 0; repeat < (rung.repeat_every > Millis(0) ? rung.times : 1); ++repeat)
            all.insert({index, repeat});
    }
    return all;
}

/// Fires the alarm and tells what it said. False from `once` when it had been said before.
bool fire(ClockState& clock, const Ladder& ladder, const Alarm& alarm, std::set<Said>& said) {
    if (alarm.kind == Alarm::Kind::breach) {
        clock.breached = true;
        return said.insert({ladder.rungs.size(), 0}).second;
    }
    clock.climb.mark(alarm.rung, alarm.repeat + 1);
    return said.insert({alarm.rung, alarm.repeat}).second;
}

}  // namespace

TEST_CASE("firing alarm after alarm says each thing exactly once, never back in time, the breach at the due time") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const RandomCalendar world = random_calendar(random);
        ClockState clock = random_clock(random, world.calendar);
        const Ladder ladder = random_ladder(random);
        std::set<Said> said;
        Instant before = clock.started_at;
        bool orderly = true;
        while (const auto alarm = next_alarm(clock, &ladder, world.calendar)) {
            orderly = orderly && alarm->at >= before;
            if (alarm->kind == Alarm::Kind::breach) orderly = orderly && alarm->at == clock.due_at;
            before = alarm->at;
            REQUIRE(fire(clock, ladder, *alarm, said));
        }
        REQUIRE(orderly);
        REQUIRE(said == expected(ladder));
    }
}

TEST_CASE("extensions and pauses between alarms neither repeat nor drop a rung") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const RandomCalendar world = random_calendar(random);
        ClockState clock = random_clock(random, world.calendar);
        const Ladder ladder = random_ladder(random);
        std::set<Said> said;
        while (const auto alarm = next_alarm(clock, &ladder, world.calendar)) {
            REQUIRE(fire(clock, ladder, *alarm, said));
            if (!clock.breached && random.chance(20)) clock.limit.amount += random.between(1, 10);
            const Instant free = clock.pauses.empty() ? alarm->at : std::max(alarm->at, *clock.pauses.back().to);
            if (random.chance(10)) {
                clock.pauses.push_back({free, free + std::chrono::minutes(random.between(1, 2000)), "pause"});
            }
            if (!clock.breached) clock.due_at = deadline_of(clock, world.calendar).due_at;
        }
        REQUIRE(said == expected(ladder));
    }
}

TEST_CASE("the counted segments of an explanation up to the due time add up to the limit, without gaps") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const RandomCalendar world = random_calendar(random);
        ClockState clock = random_clock(random, world.calendar);
        const Instant until = clock.started_at + std::chrono::minutes(random.between(0, 30'000));
        clock.breached = until > clock.due_at;
        if (random.chance(30)) {
            clock.status = ClockStatus::stopped;
            clock.stopped_at = until;
        }
        // What happens after `until` is not in the ledger yet.
        if (!clock.pauses.empty() && *clock.pauses.back().to > until) continue;
        const Explanation told = explain(clock, world.calendar, until);
        Millis sum(0);
        Instant at = clock.started_at;
        bool faithful = true;
        for (const ExplainedSegment& segment : told.segments) {
            faithful = faithful && segment.from == at && segment.from < segment.to;
            faithful =
                faithful && (segment.why == "overdue") == (segment.why != "paused" && segment.from >= told.due_at);
            faithful = faithful && segment.ahead == (segment.from >= until);
            if (segment.counted) sum += segment.to - segment.from;
            faithful = faithful && segment.total == sum;
            at = segment.to;
        }
        REQUIRE(faithful);
        REQUIRE(at == std::max(told.due_at, until));
        REQUIRE(sum == told.budget);
        REQUIRE(told.recomputed_due_at == told.due_at);
    }
}
