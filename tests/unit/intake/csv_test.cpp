// Goal: whatever program wrote the text file, its rows come out as people see them.

#include <catch2/catch.hpp>

#include "adapters/intake/csv.hpp"
#include "support.hpp"

using namespace gongdan;
using namespace gongdan::intake;
using namespace gongdan::intake::test;
using Rows = std::vector<std::vector<std::string>>;

namespace {

Table csv(const std::string& bytes) {
    const TemporaryFolder folder;
    return read_table(folder.write("t.csv", bytes));
}

}  // namespace

TEST_CASE("quoted cells keep separators, doubled quotes and line breaks") {
    CHECK(csv("a,b\n\"x, \"\"y\"\"\nz\",2\n").rows == Rows{{"a", "b"}, {"x, \"y\"\nz", "2"}});
}

TEST_CASE("every kind of line end ends a row, and the last row needs none") {
    CHECK(csv("a,b\r\n1,2\r\n3,4").rows == Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}});
    CHECK(csv("a,b\r1,2\r").rows == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(csv("a,\n").rows == Rows{{"a", ""}});
}

TEST_CASE("rows know their number and the text line they begin on") {
    const auto table = csv("a,b\n\"1\n1\",2\n3,4\n");
    REQUIRE(table.raw.size() == 3);
    CHECK(table.raw[2].row == 3);
    CHECK(table.raw[2].line == 4);
}

TEST_CASE("the separator is found out, however many commas the texts hold") {
    CHECK(csv("a;b;c\n1,5;2,5;x, y, z\n1;2;3\n").rows[1] == std::vector<std::string>{"1,5", "2,5", "x, y, z"});
    CHECK(csv("a\tb\n1\t2\n").facts.separator == '\t');
    CHECK(csv("a|b\n1|2\n").facts.separator == '|');
    CHECK(csv("sep=;\na;b\n").rows == Rows{{"sep=", ""}, {"a", "b"}});
}

TEST_CASE("a byte order mark is no part of the first header") {
    CHECK(csv("\xEF\xBB\xBF工单编号,b\n").rows == Rows{{"工单编号", "b"}});
}

TEST_CASE("GB18030 is told from UTF-8, also when only its last line is Chinese") {
    const std::string ascii(200'000, 'a');
    const auto table = csv("h\n" + ascii + "\n\xB9\xA4\xB5\xA5\n");  // 工单
    CHECK(table.facts.encoding == "GB18030");
    CHECK(table.rows.back() == std::vector<std::string>{"工单"});
}

TEST_CASE("four-byte characters of GB18030 are read") {
    CHECK(csv("\xB9\xA4,\x90\x30\x81\x30\n").rows == Rows{{"工", "\xF0\x90\x80\x80"}});
}

TEST_CASE("UTF-16 of a spreadsheet's Unicode text is read") {
    const std::string little("\xFF\xFE\xE5\x5D\t\0b\0\n\0", 10);  // 工<tab>b
    CHECK(csv(little).rows == Rows{{"工", "b"}});
    const std::string big("\xFE\xFF\x5D\xE5\0\t\0b\0\n", 10);
    CHECK(csv(big).rows == Rows{{"工", "b"}});
}

TEST_CASE("a UTF-8 file cut in the middle of a character stays UTF-8") {
    std::string text = "工单编号,受理时间,故障地址,故障描述,现场分类,工单单位\n";
    text.resize(text.size() - 2);
    const auto table = csv(text);
    CHECK(table.facts.encoding == "UTF-8");
    CHECK(table.facts.damaged_characters >= 1);
    CHECK(table.rows[0][0] == "工单编号");
}

TEST_CASE("overlong forms and surrogates are no characters") {
    CHECK(utf8_sequence("\xC0\xAF") == 0);
    CHECK(utf8_sequence("\xE0\x80\xAF") == 0);
    CHECK(utf8_sequence("\xED\xA0\x80") == 0);
    CHECK(utf8_sequence("\xF4\x90\x80\x80") == 0);
    CHECK(utf8_sequence("\xE5\xB7") == -1);
    CHECK(utf8_sequence("工") == 3);
}

TEST_CASE("characters and line ends that straddle two pieces of the file stay whole") {
    for (std::size_t pad = 65'530; pad < 65'540; ++pad) {
        const auto table = csv(std::string(pad, 'x') + "工\r\n\"单\"\"\",2\r\n");
        REQUIRE(table.rows.size() == 2);
        CHECK(table.rows[0][0] == std::string(pad, 'x') + "工");
        CHECK(table.rows[1] == std::vector<std::string>{"单\"", "2"});
    }
}

TEST_CASE("a quote that is never closed is told, and takes no more than a row's limit") {
    const auto cut = csv("a,b\n1,\"open\n2,3\n");
    REQUIRE(cut.raw.size() == 2);
    CHECK(cut.raw[1].unclosed_quote);
    const auto endless = csv("a,b\n1,\"" + std::string(kRowBytesMax + 10, 'x'));
    REQUIRE(endless.error);
    CHECK(endless.error->code == Errc::too_large);
    CHECK(endless.rows.size() == 1);
}

TEST_CASE("too many columns are refused") {
    const auto table = csv(std::string(kColumnsMax + 10, ',') + "\n");
    REQUIRE(table.error);
    CHECK(table.error->code == Errc::too_large);
}

TEST_CASE("a missing file, a folder and an empty file are told apart from data") {
    const TemporaryFolder folder;
    CHECK(read_table(folder.path("none.csv")).error->code == Errc::not_found);
    CHECK(read_table(folder.path("")).error);
    const auto empty = csv("");
    CHECK_FALSE(empty.error);
    CHECK(empty.rows.empty());
}

TEST_CASE("old workbooks and web pages named .xls are refused with what to do") {
    CHECK(csv(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8)).error->code == Errc::invalid_input);
    CHECK(csv("<html><table><tr><td>工单编号").error->code == Errc::invalid_input);
}
