#include "core/base/time.hpp"

#include <catch2/catch.hpp>

using namespace gongdan;
using std::chrono::days;
using std::chrono::year;

namespace {

/// Milliseconds since the epoch of a time that must be readable.
std::int64_t ms(std::string_view text) {
    const auto parsed = parse_time(text);
    INFO(text);
    REQUIRE(parsed);
    return to_unix_ms(*parsed);
}

Errc refusal(std::string_view text) {
    const auto parsed = parse_time(text);
    INFO(text);
    REQUIRE_FALSE(parsed);
    return parsed.error().code;
}

}  // namespace

TEST_CASE("the same moment is read from any offset") {
    CHECK(ms("1990-01-01T00:00:00Z") == 631'152'000'000);
    CHECK(ms("2026-03-02T08:00:00+08:00") == 1'772'409'600'000);
    CHECK(ms("2026-03-02T00:00:00Z") == ms("2026-03-02T08:00:00+08:00"));
    CHECK(ms("2026-03-01T19:30:00-04:30") == ms("2026-03-02T08:00:00+08:00"));
    CHECK(ms("2026-03-02t00:00:00z") == ms("2026-03-02 00:00:00Z"));
}

TEST_CASE("a fraction is cut to milliseconds and never rounded up") {
    const auto whole = ms("2026-03-02T08:00:00+08:00");
    CHECK(ms("2026-03-02T08:00:00.5+08:00") == whole + 500);
    CHECK(ms("2026-03-02T08:00:00.001+08:00") == whole + 1);
    CHECK(ms("2026-03-02T08:00:00.000999999+08:00") == whole);
    CHECK(ms("2026-03-02T08:00:00.999999999+08:00") == whole + 999);
}

TEST_CASE("what is no RFC 3339 time is refused as invalid input") {
    for (const auto* text : {"",
                             "2026-03-02",
                             "2026-03-02T08:00:00",
                             "2026-03-02T08:00+08:00",
                             "2026-03-02T08:00:00+0800",
                             "2026-03-02T08:00:00+08",
                             "2026-03-02T08:00:00.+08:00",
                             "2026-03-02T08:00:00.1234567890+08:00",
                             "2026-03-02T24:00:00+08:00",
                             "2026-03-02T08:60:00+08:00",
                             "2026-03-02T08:00:60+08:00",
                             "2026-03-02T08:00:00+24:00",
                             "2026-03-02T08:00:00+08:60",
                             "2026-02-29T08:00:00+08:00",
                             "2026-13-01T08:00:00+08:00",
                             "2026-03-02T08:00:00+08:00 ",
                             " 2026-03-02T08:00:00+08:00",
                             "2026-03-02T08:00:00ZZ",
                             "2026/03/02T08:00:00Z",
                             "2026-03-02X08:00:00Z",
                             "2026-3-2T08:00:00Z and more",
                             "1989-12-31T23:59:59Z",
                             "2200-01-01T00:00:00Z",
                             "1990-01-01T00:00:00+09:00",
                             "2199-12-31T23:59:59Z",
                             "2199-12-31T23:59:59-23:59",
                             "+026-03-02T08:00:00Z"}) {
        CHECK(refusal(text) == Errc::invalid_input);
    }
}

TEST_CASE("a time is written in China's zone, with milliseconds only when there are some") {
    CHECK(format_time(from_unix_ms(1'772'409'600'000)) == "2026-03-02T08:00:00+08:00");
    CHECK(format_time(from_unix_ms(1'772'409'600'007)) == "2026-03-02T08:00:00.007+08:00");
    CHECK(format_time(from_unix_ms(1'772'409'599'999)) == "2026-03-02T07:59:59.999+08:00");
    CHECK(format_time(from_unix_ms(1'772'380'799'000)) == "2026-03-01T23:59:59+08:00");
    CHECK(format_time(from_unix_ms(1'772'380'800'000)) == "2026-03-02T00:00:00+08:00");
}

TEST_CASE("what is written is read back to the millisecond") {
    // A prime step visits every part of the day and of the year over two centuries.
    constexpr std::int64_t kStep = 7'919'777'777;
    const auto last = ms("2199-12-31T00:00:00Z");
    for (auto at = ms("1990-01-02T00:00:00Z"); at < last; at += kStep) {
        const auto text = format_time(from_unix_ms(at));
        if (ms(text) != at) FAIL(text);
    }
}

TEST_CASE("the range of times begins and ends with years of China, whatever offset they are written in") {
    for (const auto* edge : {"1990-01-01T00:00:00+08:00", "2199-12-31T23:59:59.999+08:00"}) {
        CHECK(format_time(from_unix_ms(ms(edge))) == edge);
        CHECK(is_in_range(from_unix_ms(ms(edge))));
    }
    CHECK_FALSE(is_in_range(from_unix_ms(ms("1990-01-01T00:00:00+08:00") - 1)));
    CHECK_FALSE(is_in_range(from_unix_ms(ms("2199-12-31T23:59:59.999+08:00") + 1)));
    CHECK(parse_time("2200-01-01T00:00:00Z").error().detail.en.find("use a year from 1990 to 2199") !=
          std::string::npos);
}

TEST_CASE("a day of China begins at 16:00 UTC of the day before") {
    const Date day = Date(std::chrono::local_days(year(2026) / 3 / 2));
    CHECK(to_unix_ms(start_of(day)) == ms("2026-03-01T16:00:00Z"));
    CHECK(date_of(start_of(day)) == day);
    CHECK(date_of(start_of(day) - Millis(1)) == day - days(1));
    CHECK(date_of(start_of(day) + kDay - Millis(1)) == day);
    CHECK(date_of(start_of(day) + kDay) == day + days(1));
}

TEST_CASE("a date is read and written, and a day that is not in the calendar is refused") {
    const auto leap = parse_date("2024-02-29");
    REQUIRE(leap);
    CHECK(*leap == Date(std::chrono::local_days(year(2024) / 2 / 29)));
    CHECK(format_date(*leap) == "2024-02-29");
    for (const auto* text : {"", "2026-02-29", "2100-02-29", "2026-04-31", "2026-00-10", "2026-10-00", "2026-1-1",
                             "2026-01-01 ", "20260101", "2026/01/01", "1989-12-31", "2200-01-01", "年年年-01-01"}) {
        const auto parsed = parse_date(text);
        INFO(text);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::invalid_input);
    }
}

TEST_CASE("a time in a refusal is Beijing's, by 24 hours, with seconds only when there are some") {
    const auto written = [](const char* at) { return written_time(*parse_time(at)); };
    CHECK(written("2026-11-30T06:05:00Z") == "2026-11-30 14:05");
    CHECK(written("2026-11-30T14:05:09.500+08:00") == "2026-11-30 14:05:09");
    CHECK(written("2026-11-30T14:05:00.500+08:00") == "2026-11-30 14:05:00");
    CHECK(written("2026-11-29T16:00:00Z") == "2026-11-30 00:00");
}

TEST_CASE("a time is spoken without its day when that is today, and midnight ends the day before") {
    const auto spoken = [](const char* at) { return spoken_time(*parse_time(at), *parse_date("2026-03-02")); };
    CHECK(spoken("2026-03-02T08:45:59+08:00") == "08:45");
    CHECK(spoken("2026-03-03T00:00:00+08:00") == "24:00");
    CHECK(spoken("2026-03-02T00:00:00+08:00") == "2026-03-01 24:00");
    CHECK(spoken("2026-03-03T00:00:01+08:00") == "2026-03-03 00:00");
}
