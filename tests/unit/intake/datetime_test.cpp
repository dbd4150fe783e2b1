// Goal: a time is read as it was meant, or not at all.

#include <catch2/catch.hpp>

#include "adapters/intake/datetime.hpp"

using namespace gongdan;
using namespace gongdan::intake;
using namespace std::chrono_literals;

namespace {

/// In China's zone, as RFC 3339; "" when it cannot be read.
std::string china(std::string_view text, TimeFormat format = {}) {
    const auto read = read_time(text, format);
    if (!read) return "";
    if (read->offset) return format_time(Instant(read->local.time_since_epoch()) - *read->offset);
    return format_time(Zone().to_instant(read->local));
}

std::string in_zone(std::string_view zone, std::string_view text) {
    const auto known = Zone::parse(zone);
    REQUIRE(known);
    return format_time(known->to_instant(read_time(text, {})->local));
}

}  // namespace

TEST_CASE("all forms of one time are the same time") {
    const char* forms[] = {"2026-03-02 08:00:00",
                           "2026-03-02 08:00",
                           "2026/3/2 8:00",
                           "2026/03/02 8:00:00",
                           "2026.3.2 8:00",
                           "2026年3月2日 8时0分",
                           "2026年3月2日8时0分0秒",
                           "2026年03月02日 08:00:00",
                           "20260302080000",
                           "202603020800",
                           "20260302080000000",
                           "2026-03-02T08:00:00",
                           "2026-03-02T08:00:00.000",
                           "2026-03-02T08:00:00+08:00",
                           "2026-03-02T00:00:00Z",
                           "2026-03-02T00:00Z",
                           "2026-03-01T19:00:00-0500",
                           "2026-03-02 08:00:00 +08",
                           "46083.333333333336",
                           "46083.33333",
                           "４６０８３.３３３３３",
                           "２０２６－０３－０２　０８：００：００",
                           "  2026-03-02 08:00:00\t",
                           "2026-03-02 上午 8:00",
                           "2026/3/2 星期一 8:00",
                           "2026年3月2日(周一) 上午8点",
                           "2026-03-02 8:00 AM"};
    for (const char* form : forms) {
        INFO(form);
        CHECK(china(form) == "2026-03-02T08:00:00+08:00");
    }
}

TEST_CASE("seconds, fractions and the end of the day count") {
    CHECK(china("2026年3月2日 8时0分30秒") == "2026-03-02T08:00:30+08:00");
    CHECK(china("2026-03-02 08:00:00.1239") == "2026-03-02T08:00:00.123+08:00");
    CHECK(china("2026-03-02 24:00:00") == "2026-03-03T00:00:00+08:00");
    CHECK(china("2026-03-02") == "2026-03-02T00:00:00+08:00");
    CHECK(china("20260302") == "2026-03-02T00:00:00+08:00");
}

TEST_CASE("noon and midnight of the twelve-hour clock") {
    CHECK(china("2026-03-02 12:00:00 AM") == "2026-03-02T00:00:00+08:00");
    CHECK(china("2026-03-02 12:00:00 PM") == "2026-03-02T12:00:00+08:00");
    CHECK(china("2026-03-02 下午 1:30") == "2026-03-02T13:30:00+08:00");
    CHECK(china("2026-03-02 下午 13:30") == "2026-03-02T13:30:00+08:00");
}

TEST_CASE("day and month change places only when the mapping says so") {
    const TimeFormat american{DateOrder::month_first, false};
    const TimeFormat british{DateOrder::day_first, false};
    CHECK(china("04/18/2019 09:55:45 PM", american) == "2019-04-18T21:55:45+08:00");
    CHECK(china("18/04/2019 21:55", british) == "2019-04-18T21:55:00+08:00");
    CHECK(china("2019/4/18 21:55", american) == "2019-04-18T21:55:00+08:00");
    CHECK(china("04/18/2019 09:55:45 PM").empty());
    CHECK(china("18/04/2019", american).empty());
}

TEST_CASE("what is no time is nothing") {
    const char* wrong[] = {"",
                           "昨天",
                           "2026-02-30 08:00:00",
                           "2026-13-01",
                           "2026-03-02 25:00",
                           "2026-03-02 08:60",
                           "26-03-02",
                           "1989-12-31",
                           "2200-01-01",
                           "20261301000000",
                           "2026030208",
                           "2026-03-02 08:00:00 later",
                           "-5",
                           "60",
                           "1e300",
                           "nan",
                           "inf",
                           "2026-03-02T08:00:00+25:00",
                           "0000-00-00 00:00:00",
                           "9999999999999999",
                           "2026-03-02 08:00:00 +",
                           "24:30",
                           "2026--03-02",
                           "：",
                           "年月日"};
    for (const char* text : wrong) {
        INFO(text);
        CHECK(china(text).empty());
    }
}

TEST_CASE("serial days follow the spreadsheet's calendar with its day that never was") {
    const auto day = [](double serial) { return format_serial(serial, false).substr(0, 10); };
    CHECK(day(1) == "1900-01-01");
    CHECK(day(59) == "1900-02-28");
    CHECK_FALSE(from_serial(60, false));
    CHECK(day(61) == "1900-03-01");
    CHECK(day(46083) == "2026-03-02");
    CHECK(format_serial(44621, true).substr(0, 10) == "2026-03-02");
    CHECK(format_serial(0.25, false) == "06:00:00");
    CHECK_FALSE(from_serial(-1, false));
    CHECK_FALSE(from_serial(1e9, false));
}

TEST_CASE("a serial cut to five decimals is still the same second") {
    CHECK(china("46083.35417") == "2026-03-02T08:30:00+08:00");
    CHECK(china("40725.70833333333") == "2011-07-01T17:00:00+08:00");
}

TEST_CASE("a time of day stands alone in its own column") {
    CHECK(read_time_of_day("0.70833333333333337") == Millis(17h));
    CHECK(read_time_of_day("8.3333333333333329E-2") == Millis(2h));
    CHECK(read_time_of_day("17:00") == Millis(17h));
    CHECK(read_time_of_day("0") == Millis(0));
    CHECK_FALSE(read_time_of_day("1.5"));
    CHECK_FALSE(read_time_of_day("25:00"));
}

TEST_CASE("zones are offsets or names with summer time") {
    CHECK(in_zone("-05:00", "2019-04-18 21:55:45") == "2019-04-19T10:55:45+08:00");
    CHECK(in_zone("-0500", "2019-04-18 21:55:45") == "2019-04-19T10:55:45+08:00");
    CHECK(in_zone("America/New_York", "2019-04-18 21:55:45") == "2019-04-19T09:55:45+08:00");
    CHECK(in_zone("America/New_York", "2019-01-18 21:55:45") == "2019-01-19T10:55:45+08:00");
    CHECK(in_zone("UTC", "2019-01-18 21:55:45") == "2019-01-19T05:55:45+08:00");
}

TEST_CASE("an hour that summer time repeats is its first, one it skips counts as if unmoved") {
    CHECK(in_zone("America/New_York", "2019-11-03 01:30:00") == "2019-11-03T13:30:00+08:00");
    CHECK(in_zone("America/New_York", "2019-03-10 02:30:00") == "2019-03-10T15:30:00+08:00");
}

TEST_CASE("a zone nobody knows is refused") {
    for (const char* name : {"", "+8", "Mars/Base", "+99:00", "+08:99"}) CHECK_FALSE(Zone::parse(name));
}
