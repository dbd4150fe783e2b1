// Goal: a workbook's rows come out as the spreadsheet shows them, ids digit by digit, and no workbook harms us.

#include <catch2/catch.hpp>

#include "adapters/intake/xlsx.hpp"
#include "support.hpp"

using namespace gongdan;
using namespace gongdan::intake;
using namespace gongdan::intake::test;

namespace {

Table workbook(std::map<std::string, std::string> parts, const std::string& sheet = "",
               Packing packing = Packing::deflated) {
    const TemporaryFolder folder;
    write_zip(folder.path("t.xlsx"), parts, packing);
    return read_table(folder.path("t.xlsx"), sheet);
}

Table sheet(const std::string& rows) { return workbook(workbook_parts(rows)); }

/// "too-large: …": the code and the text of the error that ended the reading; empty without one.
std::string said(const Table& table) {
    return table.error ? std::string(name_of(table.error->code)) + ": " + table.error->detail.en : "";
}

}  // namespace

TEST_CASE("cells of every kind are text, in their columns") {
    auto parts = workbook_parts(
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>乙</t></is></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><v>丙</v></c></row><row><c><v>12</v></c><c><v>0.5</v></c></row>)");
    parts["xl/sharedStrings.xml"] = "<sst><si><r><t>甲</t></r><r><t>甲</t></r><rPh><t>jia</t></rPh></si></sst>";
    const auto table = workbook(parts);
    REQUIRE_FALSE(table.error);
    CHECK(table.rows == std::vector<std::vector<std::string>>{{"甲甲", "", "乙", "1", "丙"}, {"12", "0.5"}});
    CHECK(table.raw[1].row == 2);
}

TEST_CASE("a number of 16 digits keeps every digit, and lost ones are told") {
    const auto table = sheet(
        R"(<row><c><v>2026030212345679</v></c><c><v>2.02603021234568E15</v></c><c><v>2026030212345670</v></c><c><v>123456789012345</v></c></row>)");
    REQUIRE(table.raw.size() == 1);
    const auto& cells = table.raw[0].cells;
    CHECK(cells[0].text == "2026030212345679");
    CHECK_FALSE(cells[0].precision_lost);
    CHECK(cells[1].text == "2026030212345680");
    CHECK(cells[1].precision_lost);
    CHECK(cells[2].precision_lost);
    CHECK_FALSE(cells[3].precision_lost);
}

TEST_CASE("exponents of stored numbers are written out digit by digit") {
    CHECK(plain_number("1E3") == "1000");
    CHECK(plain_number("1.5e+1") == "15");
    CHECK(plain_number("1.2345E2") == "123.45");
    CHECK(plain_number("-2.5E1") == "-25");
    CHECK(plain_number("8.3E-2") == "8.3E-2");
    CHECK(plain_number("E") == "E");
    CHECK(plain_number("1E999999999999") == "1E999999999999");
}

TEST_CASE("date styles, built in and custom, show dates; 1904 workbooks count from 1904") {
    const std::string styles =
        R"(<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy/m/d h:mm"/><numFmt numFmtId="171" formatCode="[Red]0.00&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>)";
    auto parts = workbook_parts(
        R"(<row><c s="0"><v>46083.5</v></c><c s="1"><v>46083.5</v></c><c s="2"><v>46083.5</v></c><c s="3"><v>46083.5</v></c><c s="99"><v>1</v></c></row>)");
    parts["xl/styles.xml"] = styles;
    CHECK(workbook(parts).rows[0] ==
          std::vector<std::string>{"46083.5", "2026-03-02 12:00:00", "2026-03-02 12:00:00", "46083.5", "1"});
    parts["xl/workbook.xml"] =
        R"(<workbook><workbookPr date1904="1"/><sheets><sheet name="S" id="r1"/></sheets></workbook>)";
    CHECK(workbook(parts).rows[0][1] == "2030-03-03 12:00:00");
    CHECK(workbook(parts).facts.dates_from_1904);
}

TEST_CASE("date formats are told from number formats") {
    for (const char* date :
         {"yyyy-mm-dd", "m/d/yy h:mm", "[h]:mm:ss", "yyyy\"年\"m\"月\"", "[$-804]yyyy/m/d", "hh:mm AM/PM"})
        CHECK(is_date_format(date));
    for (const char* number : {"0.00", "General", "[Red]#,##0", "\"day\" 0", "0.0_);[Blue]0", "@", "#\\d", "", "["})
        CHECK_FALSE(is_date_format(number));
}

TEST_CASE("the first visible sheet is read unless another is named") {
    auto parts = workbook_parts("<row><c><v>1</v></c></row>");
    parts["xl/workbook.xml"] =
        R"(<workbook><sheets><sheet name="隐" state="veryHidden" id="r2"/><sheet name="明" id="r1"/></sheets></workbook>)";
    parts["xl/_rels/workbook.xml.rels"] =
        R"(<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>)";
    parts["xl/worksheets/sheet2.xml"] = "<worksheet><sheetData><row><c><v>2</v></c></row></sheetData></worksheet>";
    CHECK(workbook(parts).rows[0][0] == "1");
    CHECK(workbook(parts).facts.sheet == "明");
    CHECK(workbook(parts, "隐").rows[0][0] == "2");
    const auto wrong = workbook(parts, "没有");
    REQUIRE(wrong.error);
    CHECK(wrong.error->detail.en.find("明") != std::string::npos);
}

TEST_CASE("a workbook that unpacks a thousandfold is not read") {
    auto parts = workbook_parts("");
    parts["xl/worksheets/sheet1.xml"] = "<worksheet>" + std::string(40 << 20, ' ') + "</worksheet>";
    CHECK(said(workbook(parts)) ==
          "too-large: 'xl/worksheets/sheet1.xml' unpacks to 40 MiB, more than 250 times its size: it is not read");
}

TEST_CASE("a workbook that lies about its size is read no further than it said") {
    const TemporaryFolder folder;
    auto parts = workbook_parts("");
    const std::string sheet = "<worksheet>" + std::string(40 << 20, ' ') + "</worksheet>";
    parts["xl/worksheets/sheet1.xml"] = sheet;
    write_zip(folder.path("t.xlsx"), parts);
    std::string bytes = read_file(folder.path("t.xlsx"));
    // Every place that tells the sheet's size: its local header and the central directory.
    const auto little = [](std::uint32_t size) {
        std::string text;
        for (int shift = 0; shift < 32; shift += 8) text += char(size >> shift & 0xFF);
        return text;
    };
    int places = 0;
    for (auto at = bytes.find(little(std::uint32_t(sheet.size()))); at != std::string::npos;
         at = bytes.find(little(std::uint32_t(sheet.size())), at)) {
        bytes.replace(at, 4, little(200'000));
        ++places;
    }
    CHECK(places == 2);
    const auto table = read_table(folder.write("lie.xlsx", bytes));
    CHECK(said(table) ==
          "too-large: 'xl/worksheets/sheet1.xml' unpacks to more than the workbook says: it is not read");
}

TEST_CASE("an archive within the archive is not opened") {
    const TemporaryFolder folder;
    write_zip(folder.path("inner.xlsx"), workbook_parts("<row><c><v>1</v></c></row>"));
    CHECK(said(workbook({{"xl/inner.xlsx", read_file(folder.path("inner.xlsx"))}})) ==
          "invalid-input: the workbook lacks 'xl/workbook.xml', or is damaged");
}

TEST_CASE("shared strings take no more memory than they may, however little they take in the file") {
    const TemporaryFolder folder;
    auto parts = workbook_parts("");
    // Five bytes each in the file, and a whole string in memory.
    std::string all = "<sst>";
    for (std::size_t i = 0; i <= (1 << 20) / sizeof(std::string); ++i) all += "<si/>";
    parts["xl/sharedStrings.xml"] = std::move(all) + "</sst>";
    write_zip(folder.path("t.xlsx"), parts);
    const auto archive = Archive::open(folder.path("t.xlsx"));
    REQUIRE(archive.ok());
    CHECK(read_workbook(*archive, "").ok());
    const auto refused = read_workbook(*archive, "", 1 << 20);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == Errc::too_large);
    CHECK(refused.error().detail.en == "the workbook unpacks to more than 1 MiB: divide it into several files");
}

TEST_CASE("the parts beside rows and strings are small, or not read") {
    for (const char* part : {"xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}) {
        auto parts = workbook_parts("");
        parts[part] = "<x>" + std::string(17 << 20, ' ') + "</x>";
        CHECK(said(workbook(parts, "", Packing::stored)) ==
              "too-large: the workbook unpacks to more than 16 MiB: divide it into several files");
    }
}

TEST_CASE("entities that would grow without end are refused") {
    auto parts = workbook_parts("");
    parts["xl/sharedStrings.xml"] =
        R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>)";
    const auto table = workbook(parts);
    REQUIRE(table.error);
    CHECK(table.error->code == Errc::invalid_input);
}

TEST_CASE("too many entries, wide rows and endless rows are refused") {
    auto parts = workbook_parts("");
    for (int i = 0; i <= kEntriesMax; ++i) parts["x/" + std::to_string(i)] = "";
    CHECK(said(workbook(parts)) == "too-large: the workbook holds 10004 files, at most 10000 are read");
    CHECK(sheet(R"(<row><c r="XFD1"><v>1</v></c></row>)").error->code == Errc::too_large);
    CHECK(sheet("<row><c t=\"str\"><v>" + std::string(kRowBytesMax + 10, 'x') + "</v></c></row>").error->code ==
          Errc::too_large);
    CHECK(sheet(R"(<row r="99999999"><c><v>1</v></c></row>)").error->code == Errc::too_large);
}

TEST_CASE("missing parts, wrong indexes and broken XML are errors or empty cells, never crashes") {
    CHECK(
        sheet(R"(<row><c t="s"><v>99</v></c><c t="s"><v>-1</v></c><c r="!!" s="-5"><v>x</v></c></row>)").rows.size() ==
        1);
    CHECK(sheet("<row><c><v>1</v></row>").error->code == Errc::invalid_input);
    auto parts = workbook_parts("");
    parts.erase("xl/worksheets/sheet1.xml");
    CHECK(workbook(parts).error->code == Errc::invalid_input);
    CHECK(workbook({{"a.txt", "x"}}).error->code == Errc::invalid_input);
}
