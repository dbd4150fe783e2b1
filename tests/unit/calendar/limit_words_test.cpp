// Limits are said in words: nobody at a desk has to know what "7wd" is.

#include <catch2/catch.hpp>

#include "core/calendar/limit_words.hpp"

using namespace gongdan;

TEST_CASE("every unit of a limit has words in both languages, in the singular too") {
    const auto words = [](const char* written) { return limit_words(parse_limit(written).value()); };
    CHECK(words("45min").zh == "45 分钟");
    CHECK(words("45min").en == "45 min");
    CHECK(words("30s").zh == "30 秒");
    CHECK(words("2h").en == "2 h");
    CHECK(words("7d").zh == "7 天");
    CHECK(words("7d").en == "7 days");
    CHECK(words("7wd").zh == "7 个工作日");
    CHECK(words("7wd").en == "7 working days");
    CHECK(words("1wd").en == "1 working day");
    CHECK(words("1d").en == "1 day");
    CHECK(words("4oh").zh == "4 个办公小时");
    CHECK(words("1oh").en == "1 office hour");
}

TEST_CASE("a stretch is said in its two greatest units, whichever way it goes") {
    using namespace std::chrono_literals;
    CHECK(span_words(117s).zh == "1 分 57 秒");
    CHECK(span_words(117s).en == "1 min 57 s");
    CHECK(span_words(-117s).zh == "1 分 57 秒");
    CHECK(span_words(57s + 999ms).zh == "57 秒");
    CHECK(span_words(0s).en == "0 s");
    CHECK(span_words(10min).zh == "10 分钟");
    CHECK(span_words(2h + 5min + 59s).zh == "2 小时 5 分");
    CHECK(span_words(2h).en == "2 h");
    CHECK(span_words(49h + 30min).en == "2 d 1 h");
    CHECK(span_words(48h + 30min).zh == "2 天");
}
