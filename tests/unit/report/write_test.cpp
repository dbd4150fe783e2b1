// A document in each format: what stands in it, and that nothing in it can do harm.

#include <catch2/catch.hpp>

#include "adapters/report/chart.hpp"
#include "adapters/report/write.hpp"

using namespace gongdan;
using namespace gongdan::report;

namespace {

using Kind = Column::Kind;

Document sample() {
    Sheet sheet;
    sheet.id = "figures";
    sheet.title = {"达标", "Kept"};
    sheet.note = {"说明", "Note"};
    sheet.columns = {{"team", {"班组", "Team"}, Kind::text, 0},      {"count", {"数", "Count"}, Kind::count, 0},
                     {"rate", {"率", "Rate"}, Kind::percent, 0},     {"average", {"平均", "Average"}, Kind::seconds, 0},
                     {"saidi", {"停电", "SAIDI"}, Kind::decimal, 3}, {"at", {"时间", "At"}, Kind::time, 0},
                     {"key", {"条件", "Key"}, Kind::text, 0}};
    sheet.rows = {{Cell::of("城东<一>班"), Cell::of(12), Cell::of(9'950), Cell::of(3'909), Cell::of(-4'250),
                   Cell::of(to_unix_ms(*parse_time("2026-03-02T08:45:00+08:00"))), Cell::of("team=x")},
                  {Cell::of("=1+1"), Cell::of(0), Cell{}, Cell{}, Cell{}, Cell{}, Cell::of("a,\"b\"")}};
    sheet.chart = Chart{Chart::Kind::bars, {"率", "Rate"}, 2, {0}, {}};
    Document document;
    document.title = {"报告", "Report"};
    document.facts = {{{"来源", "Source"}, {"a&b", "a&b"}}};
    document.notes = {{"缺", "missing"}};
    document.sheets = {sheet};
    return document;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("CSV holds ids, plain values, quoted texts, and no formula") {
    CHECK(csv_text(sample()) ==
          "team,count,rate,average,saidi,at,key\r\n"
          "城东<一>班,12,99.50,3909,-4.250,2026-03-02T08:45:00+08:00,team=x\r\n"
          "'=1+1,0,,,,,\"a,\"\"b\"\"\"\r\n");
}

TEST_CASE("JSON holds integers, decimals as strings, and null for nothing") {
    const json::object view = json_view(sample());
    const auto& rows = view.at("sheets").at("figures").at("rows").as_array();
    CHECK(
        json::serialize(rows[0]) ==
        R"({"team":"城东<一>班","count":12,"rate":"99.50","average":3909,"saidi":"-4.250","at":"2026-03-02T08:45:00+08:00","key":"team=x"})");
    CHECK(rows[1].at("rate").is_null());
    CHECK(rows[1].at("team") == "=1+1");
}

TEST_CASE("a table lines up Chinese and Latin, and leaves the keys out") {
    CHECK(table_text(sample(), Language::zh) ==
          "报告\n来源: a&b\n! 缺\n\n达标\n"
          "班组        数       率     平均    停电                 时间\n"
          "城东<一>班  12  99.50 %  1:05:09  -4.250  2026-03-02 08:45:00\n"
          "=1+1         0       –               –\n"
          "* 说明\n");
}

TEST_CASE("a page writes out what a page could take for markup, draws the chart, and asks for nothing") {
    const std::string page = html_text(sample());
    CHECK(has(page, "城东&lt;一&gt;班"));
    CHECK_FALSE(has(page, "<一>"));
    CHECK(has(page, "a&amp;b"));
    CHECK(has(page, "<svg"));
    CHECK(has(page, "title=\"team=x\""));
    CHECK(has(page, "Kept"));
    CHECK(page.find("达标") < page.find("Kept"));
    for (const char* const outside : {"http:", "https:", "<script", "src=", "@import"}) CHECK_FALSE(has(page, outside));
}

TEST_CASE("a chart has a bar for each value and none for nothing") {
    const Document document = sample();
    const std::string svg = chart_svg(document.sheets[0]);
    CHECK(has(svg, "99.50 %"));
    CHECK(has(svg, "width=\"348.2\""));
    CHECK_FALSE(has(svg, "=1+1"));
    Sheet without = document.sheets[0];
    without.chart.reset();
    CHECK(chart_svg(without).empty());
}

TEST_CASE("a line chart has a line for each series over all labels") {
    Sheet sheet;
    sheet.columns = {{"team", {"班组", "Team"}, Kind::text, 0},
                     {"month", {"月", "Month"}, Kind::text, 0},
                     {"rate", {"率", "Rate"}, Kind::percent, 0}};
    for (const char* const team : {"A", "B"}) {
        for (const char* const month : {"2026-01", "2026-02", "2026-03"})
            sheet.rows.push_back({Cell::of(team), Cell::of(month), Cell::of(9'000)});
    }
    sheet.chart = Chart{Chart::Kind::line, {"率", "Rate"}, 2, {1}, {0}};
    const std::string svg = chart_svg(sheet);
    CHECK(has(svg, "2026-02"));
    std::size_t lines = 0;
    for (auto at = svg.find("<polyline"); at != std::string::npos; at = svg.find("<polyline", at + 1)) ++lines;
    CHECK(lines == 2);
    CHECK(has(svg, "52.0,162.0 357.0,162.0 662.0,162.0"));  // 90 % is the bottom
}

TEST_CASE("a workbook is made in memory, and a place that cannot be written is told") {
    const auto bytes = workbook_bytes(sample());
    REQUIRE(bytes.ok());
    CHECK(bytes->starts_with("PK"));
    CHECK(write_workbook(sample(), "/no/such/folder/x.xlsx").error().code == Errc::unavailable);
}
