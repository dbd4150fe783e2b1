// Times are part of what is hashed: each instant has one spelling.

#include <catch2/catch.hpp>

#include "core/base/time.hpp"

using namespace gongdan;

TEST_CASE("times are written in UTC+8 with milliseconds only when there are some") {
    CHECK(format_time(from_unix_ms(0)) == "1970-01-01T08:00:00+08:00");
    CHECK(format_time(from_unix_ms(1'772'409'600'000)) == "2026-03-02T08:00:00+08:00");
    CHECK(format_time(from_unix_ms(1'772'409'600'007)) == "2026-03-02T08:00:00.007+08:00");
    CHECK(format_time(from_unix_ms(1'772'467'199'990)) == "2026-03-02T23:59:59.990+08:00");
    CHECK(format_time(from_unix_ms(1'772'467'200'000)) == "2026-03-03T00:00:00+08:00");
    CHECK(format_time(from_unix_ms(-1)) == "1970-01-01T07:59:59.999+08:00");
    CHECK(format_time(from_unix_ms(1'709'136'000'000)) == "2024-02-29T00:00:00+08:00");
}

TEST_CASE("what is written is read back as the same instant") {
    // A prime step walks through every hour, month, leap day and millisecond pattern of two centuries.
    constexpr std::int64_t kStep = 86'400'000LL * 11 + 3'599'987;
    const std::int64_t last = to_unix_ms(*parse_time("2199-12-30T00:00:00+08:00"));
    for (std::int64_t ms = to_unix_ms(*parse_time("1990-01-01T00:00:00+08:00")); ms < last; ms += kStep) {
        const auto read = parse_time(format_time(from_unix_ms(ms)));
        REQUIRE(read.ok());
        REQUIRE(to_unix_ms(*read) == ms);
    }
}
