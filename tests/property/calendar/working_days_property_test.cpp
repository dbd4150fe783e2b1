// Goal: adding, subtracting and counting working days agree with looking at one day after the other.
#include <catch2/catch.hpp>

#include "tests/property/calendar/oracle.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

constexpr std::uint64_t kCases = 3000;

Date random_date(Random& random) {
    return first_of(kFirstYear) + std::chrono::days(random.between(-400, kYears * 365 + 400));
}

}  // namespace

TEST_CASE("the nth working day, forwards and backwards, is found by looking at each day") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const RandomCalendar world = random_calendar(random);
        const Oracle oracle(world, Instant{}, {1, Unit::working_days}, {});
        const Date from = random_date(random);
        const auto n = random.between(-60, 60);
        Date expected = from;
        for (std::int64_t seen = 0; seen < std::abs(n);) {
            expected += std::chrono::days(n < 0 ? -1 : 1);
            if (oracle.works(expected)) ++seen;
        }
        REQUIRE(add_working_days(world.calendar, from, n) == expected);
        REQUIRE(world.calendar.is_working_day(from) == oracle.works(from));
    }
}

TEST_CASE("counting working days between two dates is the inverse of adding them, in both directions") {
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        const RandomCalendar world = random_calendar(random);
        const Oracle oracle(world, Instant{}, {1, Unit::working_days}, {});
        const Date after = random_date(random);
        const Date through = after + std::chrono::days(random.between(0, 90));
        std::int64_t expected = 0;
        for (Date date = after + std::chrono::days(1); date <= through; date += std::chrono::days(1)) {
            if (oracle.works(date)) ++expected;
        }
        REQUIRE(working_days_between(world.calendar, after, through) == expected);
        REQUIRE(working_days_between(world.calendar, through, after) == -expected);
        const auto n = random.between(0, 60);
        REQUIRE(working_days_between(world.calendar, after, add_working_days(world.calendar, after, n)) == n);
    }
}
