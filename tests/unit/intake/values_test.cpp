// Goal: cells and headers that look the same to a person are the same.

#include <catch2/catch.hpp>

#include "adapters/intake/columns.hpp"
#include "adapters/intake/values.hpp"
#include "support.hpp"

using namespace gongdan;
using namespace gongdan::intake;
using namespace gongdan::intake::test;

namespace {

Catalogue shipped_catalogue() {
    auto loaded = load_catalogue(std::string(GONGDAN_SOURCE_DIR) + "/config/intake/fields-95598.csv");
    REQUIRE(loaded);
    return std::move(*loaded);
}

Row row_of(std::int64_t number, std::initializer_list<const char*> cells) {
    Row row{number, number, {}, false};
    for (const char* cell : cells) row.cells.push_back({cell, false});
    return row;
}

}  // namespace

TEST_CASE("wrappers that keep a spreadsheet from making numbers of ids are taken off") {
    CHECK(clean("=\"2026030212345678\"") == "2026030212345678");
    CHECK(clean("'0012") == "0012");
    CHECK(clean("2026030212345678\t") == "2026030212345678");
    CHECK(clean("\xE3\x80\x80 x y \xC2\xA0") == "x y");
    CHECK(clean("\"") == "\"");
    CHECK(clean("'tis") == "'tis");
}

TEST_CASE("width, case, spaces and invisible marks do not matter for comparing") {
    CHECK(fold("派工用时（分钟）") == fold(" 派工用时 (分钟)"));
    CHECK(fold("ＡＢＣ１") == "abc1");
    CHECK(fold("\xEF\xBB\xBF工单\xE2\x80\x8B编号") == "工单编号");
}

TEST_CASE("yes and no in every form") {
    for (const char* yes : {"是", "1", "Y", "y", "Yes", "TRUE", "√", "Ｙ", " 是 "}) CHECK(parse_bool(yes) == true);
    for (const char* no : {"否", "0", "N", "no", "False", "×"}) CHECK(parse_bool(no) == false);
    for (const char* neither : {"", "2", "也许"}) CHECK_FALSE(parse_bool(neither));
}

TEST_CASE("numbers with thousands separators") {
    CHECK(parse_decimal("1,234,567.50") == "1234567.50");
    CHECK(parse_decimal("１，２３４") == "1234");
    CHECK(parse_decimal("-12") == "-12");
    CHECK(parse_integer("1,234") == 1234);
    CHECK(parse_integer("12.0") == 12);
    for (const char* wrong : {"", "12,34", "1,2345", "1.2.3", "12a", "-", ".", ",123"})
        CHECK_FALSE(parse_decimal(wrong));
    CHECK_FALSE(parse_integer("12.5"));
    CHECK_FALSE(parse_integer("99999999999999999999"));
}

TEST_CASE("an id that a spreadsheet made a figure of is recognised") {
    CHECK(is_scientific("2.02603E+15"));
    CHECK(is_scientific("2E+15"));
    for (const char* plain : {"2026030212345678", "E+15", "2.02603E", "WE+1", "12E5"})
        CHECK_FALSE(is_scientific(plain));
}

TEST_CASE("the shipped catalogue has 89 columns, each found by its header and all its aliases") {
    const Catalogue catalogue = shipped_catalogue();
    CHECK(catalogue.columns().size() == 89);
    for (const Column& column : catalogue.columns()) {
        CHECK(catalogue.find(column.header) == &column);
        for (const std::string& alias : column.aliases) {
            INFO(alias);
            CHECK(catalogue.find(alias) == &column);
        }
    }
}

TEST_CASE("headers match with other brackets, without their unit, and with a mark of required columns") {
    const Catalogue catalogue = shipped_catalogue();
    for (const char* header : {"派工用时（分钟）", "派工用时", "*派工用时(分钟)", "派工用时(分)", " 派 工 用 时 ："}) {
        INFO(header);
        REQUIRE(catalogue.find(header) != nullptr);
        CHECK(catalogue.find(header)->id == "dispatch_minutes");
    }
    CHECK(catalogue.find("客户编号(回填)")->id == "customer_no_filled");
    CHECK(catalogue.find("客户编号")->id == "customer_no");
    CHECK(catalogue.find("天气") == nullptr);
    CHECK(catalogue.find("") == nullptr);
}

TEST_CASE("the header is found below titles, and over two lines with group titles") {
    const Catalogue catalogue = shipped_catalogue();
    const Header below =
        find_header({row_of(1, {"95598工单明细"}), row_of(2, {}), row_of(3, {"工单编号", "天气", "受理时间"}),
                     row_of(4, {"1", "晴", "2026-03-02"})},
                    catalogue);
    CHECK(below.row == 3);
    CHECK(below.unknown == std::vector<std::string>{"天气"});
    CHECK(below.cells.at("accept_time") == 2);
    const Header two = find_header(
        {row_of(1, {"工单编号", "时间", ""}), row_of(2, {"", "受理时间", "归档时间"}), row_of(3, {"1", "2", "3"})},
        catalogue);
    CHECK(two.row == 2);
    CHECK(two.cells.size() == 3);
}

TEST_CASE("of two headers for one column its own name wins, and the other is reported") {
    const Catalogue catalogue = shipped_catalogue();
    const Header header = find_header({row_of(1, {"报修单号", "工单编号", "受理时间", "受理时间"})}, catalogue);
    CHECK(header.cells.at("order_no") == 1);
    CHECK(header.repeated == std::vector<std::string>{"报修单号", "受理时间"});
}

TEST_CASE("a catalogue with a name twice or without its columns is refused") {
    const TemporaryFolder folder;
    const std::string head = "canonical,zh_header,aliases_zh,required_for_import\n";
    CHECK(load_catalogue(folder.write("a.csv", head + "x,甲,,\ny,乙,丙|甲,\n")).error().code == Errc::conflict);
    CHECK(load_catalogue(folder.write("b.csv", "name,title\nx,甲\n")).error().code == Errc::invalid_input);
    CHECK(load_catalogue(folder.write("c.csv", head + "x,,,\n")).error().code == Errc::invalid_input);
    CHECK(load_catalogue(folder.write("d.csv", "")).error().code == Errc::invalid_input);
}
