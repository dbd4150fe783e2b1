// When a failed notice comes again, and when a failing channel is left alone.

#include <catch2/catch.hpp>

#include "adapters/notify/breaker.hpp"
#include "adapters/notify/schedule.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Instant kStart = from_unix_ms(1772424000000);

Millis wait_after(int attempts, std::optional<Millis> delay = {}, double random = 0) {
    const auto next = next_attempt({attempts, kStart, delay, random});
    REQUIRE(next.has_value());
    return *next - kStart;
}

ChannelLimits three_failures() {
    ChannelLimits limits;
    limits.breaker_failures = 3;
    limits.breaker_pause = seconds(30);
    return limits;
}

}  // namespace

TEST_CASE("waits grow as the schedule says, and the tenth failure is the last") {
    const std::vector<Millis> waits = {seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                       hours(10),  hours(14),  hours(20),   hours(24)};
    for (std::size_t i = 0; i < waits.size(); ++i) CHECK(wait_after(int(i) + 1) == waits[i]);
    CHECK_FALSE(next_attempt({10, kStart, {}, 0}).has_value());
    CHECK_FALSE(next_attempt({11, kStart, seconds(1), 0}).has_value());
}

TEST_CASE("jitter only lengthens a wait, by less than a tenth") {
    CHECK(wait_after(2, {}, 0.5) == seconds(315));
    CHECK(wait_after(2, {}, 0.999999) < seconds(330));
}

TEST_CASE("a receiver's own delay is kept, but neither shortens the schedule nor exceeds a day") {
    CHECK(wait_after(1, minutes(2)) == minutes(2));
    CHECK(wait_after(2, seconds(1)) == minutes(5));
    CHECK(wait_after(1, hours(1000)) == hours(24));
    CHECK(wait_after(1, Millis(-5)) == seconds(5));
}

TEST_CASE("the breaker opens after so many failures in a row, and a success in between starts anew") {
    Breaker breaker(three_failures());
    breaker.failure(kStart);
    breaker.failure(kStart);
    breaker.success();
    breaker.failure(kStart);
    breaker.failure(kStart);
    CHECK_FALSE(breaker.open_until(kStart).has_value());
    breaker.failure(kStart);
    CHECK(breaker.open_until(kStart) == kStart + seconds(30));
    CHECK(breaker.open_until(kStart + seconds(29)) == kStart + seconds(30));
    CHECK_FALSE(breaker.open_until(kStart + seconds(30)).has_value());
}

TEST_CASE("a failed probe doubles the rest up to ten minutes, a good one closes the breaker") {
    Breaker breaker(three_failures());
    for (int i = 0; i < 3; ++i) breaker.failure(kStart);
    Instant now = kStart + seconds(30);
    for (const Millis rest : {Millis(seconds(60)), Millis(seconds(120)), Millis(seconds(240)), Millis(seconds(480)),
                              Millis(minutes(10)), Millis(minutes(10))}) {
        breaker.failure(now);
        REQUIRE(breaker.open_until(now) == now + rest);
        now += rest;
    }
    breaker.success();
    breaker.failure(now);
    CHECK_FALSE(breaker.open_until(now).has_value());
}

TEST_CASE("a clock that was set back does not keep a channel silent for long") {
    Breaker breaker(three_failures());
    for (int i = 0; i < 3; ++i) breaker.failure(kStart + hours(48));
    CHECK(breaker.open_until(kStart) == kStart + seconds(30));
    CHECK_FALSE(breaker.open_until(kStart + seconds(30)).has_value());
}
