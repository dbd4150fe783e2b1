// Goal: due times, shares, sums and segments agree with counting minute by minute, whatever the calendar, the limit and
// the pauses are.
#include <catch2/catch.hpp>

#include "tests/property/calendar/oracle.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

constexpr std::uint64_t kCases = 800;

struct Case {
    RandomCalendar world;
    Instant start;
    Limit limit;
    std::vector<Interval> pauses;
};

Case random_case(Random& random) {
    RandomCalendar world = random_calendar(random);
    const Instant start = random_minute(random);
    const Limit limit = random_limit(random);
    auto pauses = random_pauses(random, start);
    if (random.chance(15)) {
        // The border case: a pause that begins just as the limit is used up takes nothing from it.
        const Instant due = due_at(world.calendar, start, limit, pauses).due_at;
        pauses.push_back({due, due + std::chrono::minutes(random.between(1, 3000))});
    }
    return {std::move(world), start, limit, std::move(pauses)};
}

}  // namespace

TEST_CASE("a deadline is the minute at which counting minute by minute reaches the limit") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const Case made = random_case(random);
        Oracle oracle(made.world, made.start, made.limit, made.pauses);
        const Calendar& calendar = made.world.calendar;
        REQUIRE(budget(calendar, made.limit) == oracle.budget());
        const Deadline deadline = due_at(calendar, made.start, made.limit, made.pauses);
        REQUIRE(format_time(deadline.due_at) == format_time(oracle.reach(oracle.budget())));
        REQUIRE(deadline.provisional == oracle.provisional(deadline.due_at));
    }
}

TEST_CASE("a share of a limit is reached when that part of its minutes is counted, and never at the due time") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const Case made = random_case(random);
        Oracle oracle(made.world, made.start, made.limit, made.pauses);
        const int permille = int(random.between(1, 999));
        const Instant at = at_share(made.world.calendar, made.start, made.limit, permille, made.pauses);
        REQUIRE(format_time(at) == format_time(oracle.reach(oracle.budget() * permille / 1000)));
        REQUIRE(at < due_at(made.world.calendar, made.start, made.limit, made.pauses).due_at);
    }
}

TEST_CASE("what is counted up to an instant is the sum of its counted minutes") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const Case made = random_case(random);
        Oracle oracle(made.world, made.start, made.limit, made.pauses);
        const Instant until = made.start + Millis(random.between(-3'600'000, 15 * 86'400'000LL));
        REQUIRE(counted_between(made.world.calendar, made.start, made.limit, until, made.pauses) ==
                oracle.counted_until(until));
    }
}

TEST_CASE("segments cover the time without a gap, add up to what is counted and hold only whole runs") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const Case made = random_case(random);
        Oracle oracle(made.world, made.start, made.limit, made.pauses);
        const Instant until = made.start + Millis(random.between(1, 20 * 86'400'000LL));
        const auto parts = segments(made.world.calendar, made.start, made.limit, until, made.pauses);
        REQUIRE(!parts.empty());
        REQUIRE(parts.front().from == made.start);
        REQUIRE(parts.back().to == until);
        Millis sum(0);
        bool faithful = true;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            faithful = faithful && parts[i].from < parts[i].to && (i == 0 || parts[i].from == parts[i - 1].to);
            faithful =
                faithful && oracle.counts(std::chrono::floor<std::chrono::minutes>(parts[i].from)) == parts[i].counted;
            if (parts[i].counted) sum += parts[i].to - parts[i].from;
        }
        REQUIRE(faithful);
        REQUIRE(sum == counted_between(made.world.calendar, made.start, made.limit, until, made.pauses));
    }
}

TEST_CASE("limits in seconds with pauses agree with counting millisecond by millisecond") {
    const Calendar calendar("none", {});
    for (std::uint64_t number = 0; number < 400; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const Instant start = from_unix_ms(1'770'000'000'000 + random.between(0, 999));
        const Limit limit{random.between(1, 3), Unit::seconds};
        std::vector<Interval> pauses;
        for (auto count = random.between(0, 3); count > 0; --count) {
            const Instant from = start + Millis(random.between(-100, 3000));
            pauses.push_back({from, from + Millis(random.between(0, 900))});
        }
        const int permille = int(random.between(1, 1000));
        Millis left = Millis(limit.amount * 1000) * permille / 1000;
        Instant at = start;
        for (; left > Millis(0); at += Millis(1)) {
            const bool paused = std::any_of(pauses.begin(), pauses.end(),
                                            [at](const Interval& pause) { return pause.from <= at && at < pause.to; });
            if (!paused) left -= Millis(1);
        }
        REQUIRE(at_share(calendar, start, limit, permille, pauses) == at);
    }
}

TEST_CASE("the latest start is the border between starts that meet a deadline and starts that miss it") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const Case made = random_case(random);
        const Calendar& calendar = made.world.calendar;
        Instant deadline = made.start + Millis(random.between(0, 59'999));
        if (random.chance(20)) deadline = start_of(date_of(deadline)) + made.world.spans.back().second;  // closing time
        const Instant latest = latest_start(calendar, deadline, made.limit);
        REQUIRE(due_at(calendar, latest - Millis(1), made.limit).due_at <= deadline);
        REQUIRE(due_at(calendar, latest + Millis(1), made.limit).due_at > deadline);
    }
}
