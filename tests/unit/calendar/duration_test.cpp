// Goal: duration literals are read exactly, and a wrong one says which of the two things is wrong with it.
#include <catch2/catch.hpp>

#include "core/calendar/duration.hpp"

using namespace gongdan;

TEST_CASE("every unit is read and written back as it was") {
    const auto [literal, limit] = GENERATE(table<std::string, Limit>({{"30s", {30, Unit::seconds}},
                                                                      {"45min", {45, Unit::minutes}},
                                                                      {"2h", {2, Unit::hours}},
                                                                      {"7d", {7, Unit::days}},
                                                                      {"7wd", {7, Unit::working_days}},
                                                                      {"4oh", {4, Unit::office_hours}},
                                                                      {"2600wd", {2600, Unit::working_days}},
                                                                      {"3650d", {3650, Unit::days}}}));
    CAPTURE(literal);
    const auto read = parse_limit(literal);
    REQUIRE(read.ok());
    CHECK(*read == limit);
    CHECK(format_limit(*read) == literal);
}

TEST_CASE("what is no whole number with a unit is refused as malformed, with the literal in the message") {
    const std::string literal =
        GENERATE("", "min", "45", "45 min", " 45min", "45min ", "45MIN", "45minutes", "4.5h", "1h30min", "+5min",
                 "0x5h", "五min", "45m", "7w", "1d1d", "-min", "99999999999999999999");
    CAPTURE(literal);
    const auto read = parse_limit(literal);
    REQUIRE(!read.ok());
    CHECK(read.error().code == Errc::invalid_input);
    CHECK(read.error().detail == text("calendar.limit-malformed", literal));
}

TEST_CASE("nothing, less than nothing and more than ten years are refused as out of range") {
    const std::string literal = GENERATE("0s", "0min", "-5min", "-1wd", "3651d", "2601wd", "20801oh", "87601h",
                                         "5256001min", "315360001s", "99999999999999999999h");
    CAPTURE(literal);
    const auto read = parse_limit(literal);
    REQUIRE(!read.ok());
    CHECK(read.error().code == Errc::invalid_input);
    CHECK(read.error().detail == text("calendar.limit-range", literal));
}

TEST_CASE("only seconds, minutes and hours simply pass") {
    CHECK(is_elapsed({1, Unit::seconds}));
    CHECK(is_elapsed({1, Unit::minutes}));
    CHECK(is_elapsed({1, Unit::hours}));
    CHECK_FALSE(is_elapsed({1, Unit::days}));
    CHECK_FALSE(is_elapsed({1, Unit::working_days}));
    CHECK_FALSE(is_elapsed({1, Unit::office_hours}));
    CHECK(elapsed({90, Unit::minutes}) == elapsed({5400, Unit::seconds}));
    CHECK(elapsed({24, Unit::hours}) == kDay);
}
