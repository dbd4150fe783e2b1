// A year's list as somebody brings it: what is read, what is doubted, and where exactly something is wrong.

#include <catch2/catch.hpp>

#include "adapters/yaml/year_list.hpp"

using namespace gongdan;

namespace {

Date day(const std::string& text) { return parse_date(text).value(); }

/// What is wrong, a line each, in English.
std::vector<std::string> wrong_with(const std::string& text, std::optional<int> wanted = {}) {
    const auto list = read_year_list(text, "list.csv", wanted);
    REQUIRE_FALSE(list.ok());
    std::vector<std::string> said;
    for (const FieldProblem& problem : list.error().fields) said.push_back(problem.pointer + " " + problem.detail.en);
    return said;
}

const std::string kTable =
    "date,kind,name\n"
    "2027-01-01,holiday,元旦\n"
    "\n"
    "# 春节\n"
    "2027/2/6,放假,春节\r\n"
    "2027-02-13,调休,春节\n";

}  // namespace

TEST_CASE("a table of the notice is read, whatever its separator, its columns and its words for the kinds") {
    const auto list = read_year_list(kTable, "list.csv", {});
    REQUIRE(list.ok());
    CHECK(list->year.year == 2027);
    CHECK_FALSE(list->year.provisional);
    CHECK(list->year.holidays == std::vector<Date>{day("2027-01-01"), day("2027-02-06")});
    CHECK(list->year.workdays == std::vector<Date>{day("2027-02-13")});
    const auto turned = read_year_list("\xEF\xBB\xBF名称;类型;日期\n\"元旦\";休;\"2027-01-01\"\n", "list.csv", {});
    REQUIRE(turned.ok());
    CHECK(turned->year.holidays == std::vector<Date>{day("2027-01-01")});
    CHECK(read_year_list("2027-01-02\tworkday\n", "list.csv", {})->year.workdays ==
          std::vector<Date>{day("2027-01-02")});
}

TEST_CASE("each line at fault is named, with what would be right") {
    CHECK(
        wrong_with("2027-01-01,holiday\n2027-13-01,holiday\n2027-01-02,free\n2027-01-01,workday\n") ==
        std::vector<std::string>{
            "/text list.csv:2: '2027-13-01' is no date: write 2027-01-01 or 2027/1/1",
            "/text list.csv:3: 'free' is no kind of day: write holiday or workday",
            "/text list.csv:4: 2027-01-01 stands in line 1 already: write each day once, as a holiday or as a working "
            "day"});
    CHECK(wrong_with("").size() == 1);
    std::string other_file;
    for (int line = 0; line < 1000; ++line) other_file += "x\n";
    CHECK(wrong_with(other_file).size() <= 21);
    CHECK(wrong_with("2027-01-01\n").size() == 1);
}

TEST_CASE("of several years one must be chosen, and the others are said to be left out") {
    const std::string both = kTable + "2026-01-01,holiday\n";
    CHECK(
        wrong_with(both) ==
        std::vector<std::string>{"/year there are several years in it (2026, 2027): say with year which one is meant"});
    CHECK(wrong_with(both, 2025) == std::vector<std::string>{"/year the year 2025 is not in it, only: 2026, 2027"});
    const auto chosen = read_year_list(both, "list.csv", 2027);
    REQUIRE(chosen.ok());
    CHECK(chosen->year.year == 2027);
    CHECK(chosen->doubts.front().en == "other years in the file are left out: 2026");
}

TEST_CASE("a calendar file is read, whole or its years alone, and its mistakes keep their lines") {
    const std::string years = "years:\n  2027:\n    provisional: true\n    holidays: [\"2027-01-01\"]\n";
    for (const std::string& start : {std::string(), std::string("calendar: cn\nversion: \"2027.1\"\n")}) {
        const auto list = read_year_list(start + years, "cn.yaml", {});
        REQUIRE(list.ok());
        CHECK(list->year.provisional);
        CHECK(list->year.holidays == std::vector<Date>{day("2027-01-01")});
        CHECK(list->doubts.empty());
    }
    const auto wrong = read_year_list("years:\n  2027:\n    holidays: [\"2026-01-01\", soon]\n", "cn.yaml", {});
    REQUIRE_FALSE(wrong.ok());
    for (const FieldProblem& problem : wrong.error().fields) CHECK(problem.detail.en.find("cn.yaml:3:") == 0);
    CHECK_FALSE(wrong.error().fields.empty());
    CHECK_FALSE(read_year_list("years: {}\n", "cn.yaml", {}).ok());
}

TEST_CASE("a make-up day that is a weekday and a list that is too short are doubted, not refused") {
    const auto list = read_year_list("2027-01-01,holiday\n2027-02-10,workday\n2027-02-13,workday\n", "list.csv", {});
    REQUIRE(list.ok());
    REQUIRE(list->doubts.size() == 2);
    CHECK(list->doubts[0].en == "2027-02-10 is a Wednesday and worked anyway, no make-up day: is the date right?");
    CHECK(list->doubts[0].zh == "2027-02-10 是周三，本来就上班，不是调休：日期是否写错？");
    CHECK(list->doubts[1].en.find("days off listed in 2027: 1, fewer than the 13") == 0);
}

TEST_CASE("what a Chinese input method writes is read as it is meant, and a wrong cell of it is named") {
    const auto list = read_year_list(
        "日期，类型，名称\n２０２７－０１－０１，放假，元旦\n２０２７／２／２０　，上班，春节\n", "list.csv", {});
    REQUIRE(list.ok());
    CHECK(list->year.holidays == std::vector<Date>{parse_date("2027-01-01").value()});
    CHECK(list->year.workdays == std::vector<Date>{parse_date("2027-02-20").value()});
    const auto wrong = read_year_list("２０２７－１３－０１，放假\n2027-01-02，“休”\n", "list.csv", {});
    REQUIRE_FALSE(wrong.ok());
    REQUIRE(wrong.error().fields.size() == 2);
    CHECK(wrong.error().fields[0].detail.zh.find("2027-13-01") != std::string::npos);
    CHECK(wrong.error().fields[1].detail.zh.find("“休”") != std::string::npos);
}
