// Goal: an export of a 95598 system becomes cases with their real times, and every row is accounted for.

#include <algorithm>

#include <catch2/catch.hpp>

#include "adapters/yaml/mapping_loader.hpp"
#include "core/statechart/step.hpp"
#include "support.hpp"

using namespace gongdan;
using namespace gongdan::intake;
using namespace gongdan::intake::test;

namespace {

const RowReport& row_at(const Taken& taken, std::int64_t row) {
    for (const RowReport& report : taken.report.rows()) {
        if (report.row == row) return report;
    }
    throw std::runtime_error("no such row");
}

std::vector<std::string> codes(const RowReport& row) {
    std::vector<std::string> all;
    for (const RowFinding& finding : row.findings) all.push_back(finding.code);
    return all;
}

std::string steps(const ImportCommand& command) {
    std::string all;
    for (const HistoryStep& step : command.steps) all += (all.empty() ? "" : " ") + step.event;
    return all;
}

const std::string kHead = "工单编号,业务类型,受理时间,现场分类,工单单位,故障地址,故障描述";

Taken take_text(const std::string& text) {
    const TemporaryFolder folder;
    return take(folder.write("t.csv", text));
}

}  // namespace

TEST_CASE("the same table in UTF-8, with a byte order mark and in GB18030 gives the same cases") {
    const auto plain = take(data_file("faults-utf8.csv"));
    for (const char* name : {"faults-bom.csv", "faults-gb18030.csv"}) {
        const auto other = take(data_file(name));
        CHECK(other.commands.size() == plain.commands.size());
        CHECK(json::serialize(report_json(other.report).at("rows")) ==
              json::serialize(report_json(plain.report).at("rows")));
        CHECK(other.commands.at("2026030212345678").data == plain.commands.at("2026030212345678").data);
    }
    CHECK(take(data_file("faults-gb18030.csv")).report.file().source.encoding == "GB18030");
}

TEST_CASE("every row of the table is in exactly one count") {
    const auto taken = take(data_file("faults-utf8.csv"));
    CHECK(taken.report.rows_read() == 16);
    CHECK(taken.report.count(Outcome::imported) == 7);
    CHECK(taken.report.count(Outcome::duplicate) == 1);
    CHECK(taken.report.count(Outcome::skipped) == 1);
    CHECK(taken.report.count(Outcome::failed) == 3);
    CHECK(taken.report.file().other.header == 1);
    CHECK(taken.report.file().other.blank == 1);
    CHECK(taken.report.file().other.footer == 2);
    CHECK(taken.report.file().unknown_columns == std::vector<std::string>{"天气"});
}

TEST_CASE("a fault's columns become its fields and the steps of its past") {
    const auto taken = take(data_file("faults-utf8.csv"));
    const ImportCommand& fault = taken.commands.at("2026030212345678");
    CHECK(fault.workflow == "fault-repair");
    CHECK(format_time(fault.opened_at) == "2026-03-02T08:00:00+08:00");
    CHECK(fault.data.at("site_class") == "urban");
    CHECK(fault.data.at("hangup_at") == "2026-03-02T08:01:30+08:00");
    CHECK(fault.data.at("customer_no") == "0012345678");
    CHECK(fault.data.at("description") == "【低压故障】全楼停电，\n邻居也没有电");
    CHECK(steps(fault) == "dispatch acknowledge arrive survey repair restore reply call_back archive");
    CHECK(fault.steps[0].data.at("team") == "城东抢修一班");
    CHECK(fault.steps[3].data.at("etr") == "2026-03-02T10:00:00+08:00");
    CHECK(fault.steps[7].data.at("satisfied") == true);
    CHECK(fault.findings.empty());
}

TEST_CASE("a complaint goes through its own workflow, its type found in the category") {
    const auto taken = take(data_file("faults-utf8.csv"));
    const ImportCommand& complaint = taken.commands.at("2026030299990001");
    CHECK(complaint.workflow == "complaint");
    CHECK(complaint.data.at("complaint_type") == "outage");
    CHECK(complaint.data.at("grade") == "general");
    CHECK(steps(complaint) == "assign answer call_back archive");
    CHECK(complaint.steps[2].data.at("satisfied") == false);
}

TEST_CASE("times out of order and wrong durations are findings of a row that is imported") {
    const auto taken = take(data_file("faults-utf8.csv"));
    CHECK(codes(row_at(taken, 3)) == std::vector<std::string>{"duration-differs/arrive_minutes"});
    CHECK(taken.commands.at("2026030212345679").findings ==
          std::vector<std::string>{"duration-differs/arrive_minutes"});
    CHECK(codes(row_at(taken, 4)) == std::vector<std::string>{"times-out-of-order"});
    CHECK(taken.commands.at("2026030212345680").findings.empty());  // the core journals the order itself
}

TEST_CASE("each form of time and of site class in the table is understood") {
    const auto taken = take(data_file("faults-utf8.csv"));
    CHECK(taken.commands.at("2026030212345679").data.at("site_class") == "rural");   // 02
    CHECK(taken.commands.at("2026030212345680").data.at("site_class") == "remote");  // 特殊边远地区
    CHECK(taken.commands.at("2026030212345681").data.at("site_class") == "urban");   // 1
    CHECK(format_time(taken.commands.at("2026030212345681").steps.at(1).at) ==
          "2026-03-02T08:30:00+08:00");  // a serial
}

TEST_CASE("rows that cannot become cases say why") {
    const auto taken = take(data_file("faults-utf8.csv"));
    CHECK(row_at(taken, 6).reasons[0] == text("intake.duplicate", 2));
    CHECK(row_at(taken, 9).reasons[0] == text("intake.kind-unknown", "业务类型", "表扬"));
    CHECK(row_at(taken, 10).reasons[0] == text("intake.no-opening", "受理时间"));
    CHECK(row_at(taken, 11).reasons[0] == text("intake.number-destroyed", "工单编号", "2.02603E+15"));
    CHECK(row_at(taken, 12).reasons[0] == text("intake.no-number", "工单编号"));
}

TEST_CASE("a merged child points to its master and has no steps of its own") {
    const auto taken = take(data_file("faults-utf8.csv"));
    const ImportCommand& child = taken.commands.at("2026030212345683");
    CHECK(steps(child) == "merge");
    CHECK(child.steps[0].data.at("into") == "2026030212345678");
}

TEST_CASE("optional values that cannot be read are left out and told") {
    const auto taken = take(data_file("faults-utf8.csv"));
    const ImportCommand& odd = taken.commands.at("2026030212345684");
    CHECK_FALSE(odd.data.contains("site_class"));
    CHECK(odd.findings == std::vector<std::string>{"value-unreadable/site_class", "time-unreadable/arrive_time"});
    CHECK(codes(row_at(taken, 14)).back() == "field-missing");
}

TEST_CASE("a workbook with a title, a two-line header, date cells and 16-digit ids is imported") {
    const auto taken = take(data_file("faults.xlsx"));
    REQUIRE_FALSE(taken.refused);
    CHECK(taken.report.file().source.sheet == "明细");
    CHECK(taken.commands.size() == 3);
    const ImportCommand& fault = taken.commands.at("2026030212345678");
    CHECK(format_time(fault.opened_at) == "2026-03-02T08:00:00+08:00");
    CHECK(steps(fault) == "arrive archive");
    CHECK(format_time(fault.steps[1].at) == "2026-03-02T15:00:00+08:00");  // a serial without a date style
    CHECK(taken.commands.at("2026030212345680").findings == std::vector<std::string>{"precision-lost/order_no"});
    CHECK(taken.report.rows_read() == 7);
    CHECK(taken.report.file().other.footer == 1);
}

TEST_CASE("power restored before the repair is finished is no disorder when the export says so") {
    const std::string text =
        kHead +
        ",恢复送电时间,记录修复时间,是否启用先复电后抢修\n"
        "1,故障报修,2026-03-02 08:00:00,城区,甲,乙,丙,2026-03-02 09:00:00,2026-03-02 11:00:00,是\n"
        "2,故障报修,2026-03-02 08:00:00,城区,甲,乙,丙,2026-03-02 09:00:00,2026-03-02 11:00:00,否\n";
    const auto taken = take_text(text);
    CHECK(steps(taken.commands.at("1")) == "restore repair");
    CHECK(row_at(taken, 2).findings.empty());
    CHECK(codes(row_at(taken, 3)) == std::vector<std::string>{"times-out-of-order"});
}

TEST_CASE("a missing required column is an error that names it, its aliases and what was found instead") {
    const auto taken = take_text("编号,业务类型,受理时间,现场分类\n1,故障报修,2026-03-02,城区\n");
    REQUIRE(taken.refused);
    CHECK(taken.refused->code == Errc::invalid_input);
    for (const char* word : {"工单编号", "报修单号", "编号"})
        CHECK(taken.refused->detail.zh.find(word) != std::string::npos);
}

TEST_CASE("expected columns that a table lacks are reported, not refused") {
    const auto taken = take_text("工单编号,业务类型,受理时间,现场分类,故障地址\n1,故障报修,2026-03-02 08:00,城区,x\n");
    REQUIRE_FALSE(taken.refused);
    CHECK(taken.report.file().missing_columns == std::vector<std::string>{"工单单位", "故障描述"});
    CHECK(taken.report.count(Outcome::imported) == 1);
}

TEST_CASE("a file without any known header is refused") {
    for (const char* text : {"", "\n\n\n", "a,b,c\n1,2,3\n", "\x01\x02\xFF\xFE garbage"}) {
        const auto taken = take_text(text);
        REQUIRE(taken.refused);
        CHECK(taken.refused->code == Errc::invalid_input);
    }
}

TEST_CASE("a header repeated between pages is no row, a footer with a time is one") {
    const auto taken = take_text(kHead + "\n1,故障报修,2026-03-02 08:00,城区,甲,乙,丙\n" + kHead +
                                 "\n合计路2号,故障报修,2026-03-02 08:00,城区,甲,乙,丙\n");
    CHECK(taken.report.file().other.header == 2);
    CHECK(taken.report.file().other.footer == 0);
    CHECK(taken.report.count(Outcome::imported) == 2);
}

TEST_CASE("a row that failed does not make a later good one a duplicate") {
    const auto taken = take_text(kHead + "\n1,故障报修,,城区,甲,乙,丙\n1,故障报修,2026-03-02 08:00,城区,甲,乙,丙\n");
    CHECK(taken.report.count(Outcome::failed) == 1);
    CHECK(taken.report.count(Outcome::imported) == 1);
}

TEST_CASE("a workflow that is not there yet makes rows skipped, and the mapping's surplus is named") {
    auto options = options_for(data_file("faults-utf8.csv"), "95598");
    options.workflows.pop_back();
    const auto taken = take(options);
    CHECK(taken.report.count(Outcome::skipped) == 2);
    const auto& unused = taken.report.file().unused_fields;
    CHECK(std::find(unused.begin(), unused.end(), "complaint") != unused.end());
}

TEST_CASE("what the mapping fills is in the shipped workflows") {
    CHECK(take(data_file("faults-utf8.csv")).report.file().unused_fields.empty());
}

TEST_CASE("every command passes the field checks of its workflow") {
    for (const char* name : {"faults-utf8.csv", "faults.xlsx"}) {
        for (const auto& [number, command] : take(data_file(name)).commands) {
            for (const auto& workflow : shipped_workflows()) {
                if (workflow->name != command.workflow) continue;
                CHECK(check_fields(*workflow, command.data, false).empty());
                for (const HistoryStep& step : command.steps) CHECK(check_fields(*workflow, step.data, false).empty());
            }
        }
    }
}

TEST_CASE("what the store or the core says about a row is recorded") {
    RowReport row{2, 2, "1", Outcome::imported, {}, {}};
    settle_present(row);
    CHECK(row.outcome == Outcome::duplicate);
    settle_refused(row, fail(Errc::invalid_input, "intake.no-file", "x"));
    CHECK(row.outcome == Outcome::failed);
    CHECK(row.reasons.size() == 1);
}

TEST_CASE("the report reads in both languages and says when reading stopped") {
    auto taken = take(data_file("faults-utf8.csv"));
    CHECK(report_text(taken.report, Language::zh).find("共读取 16 行：导入 7，重复 1，跳过 1，失败 3") !=
          std::string::npos);
    CHECK(report_text(taken.report, Language::en).find("16 rows read: 7 imported, 1 duplicate, 1 skipped, 3 failed") !=
          std::string::npos);
    CHECK_FALSE(report_json(taken.report).contains("stopped_by"));
    const auto cut = take_text(kHead + "\n1,故障报修,2026-03-02 08:00,城区,甲,乙,丙\n2,故障报修,\"" +
                               std::string(kRowBytesMax, 'x'));
    CHECK(report_json(cut.report).contains("stopped_by"));
    CHECK(cut.report.count(Outcome::imported) == 1);
}

TEST_CASE("mistakes in a mapping name their place") {
    const auto wrong = [](const std::string& yaml) {
        const auto loaded = load_mapping(yaml, "m.yaml");
        return loaded ? std::string("none") : loaded.error().detail.en;
    };
    CHECK(wrong("mapping: x\nkind: y\nnumber: {colum: z}\nworkflows: {}\n").find("m.yaml:3:") == 0);
    CHECK(wrong("mapping: x\nkind: y\nnumber: {column: z}\ntimezone: Mars/Base\nworkflows: {}\n").find("m.yaml:4:") ==
          0);
    CHECK(wrong("mapping: x\nkind: y\nnumber: {column: z}\ndate_order: up\nworkflows: {}\n").find("m.yaml:4:") == 0);
    CHECK(wrong("mapping: x\nkind: y\nnumber: {column: z}\nworkflows: {a: {fields: {b: {join: x}}, opened_at: t}}\n")
              .find("m.yaml:4:") == 0);
    CHECK(wrong("mapping: x\n").find("m.yaml:1:") == 0);
    CHECK(wrong("[").find("m.yaml:") == 0);
    CHECK(wrong("mapping: x\nkind: y\nnumber: {column: z}\nworkflows: {a: {opened_at: [t, {day: d, clock: c}]}}\n") ==
          "none");
}

TEST_CASE("a mapping that names a column the catalogue lacks is refused") {
    auto options = options_for(data_file("faults-utf8.csv"), "95598");
    options.mapping.workflows[0].fields.push_back({"area", {{"no_such_column"}, " ", "", {}, {}, ""}});
    const auto taken = take(options);
    REQUIRE(taken.refused);
    CHECK(taken.refused->detail.en.find("no_such_column") != std::string::npos);
}

TEST_CASE("the other system's own word on a deadline is read, and what is neither yes nor no becomes a finding") {
    const std::string head =
        "工单编号,业务类型,受理时间,现场分类,工单单位,故障地址,故障描述,是否超时,到达现场用时(分钟),到达现场时间";
    const std::string row = ",故障报修,2026-03-02 08:00:00,城区,甲,乙,丙,";
    const TemporaryFolder folder;
    const std::string file = folder.write("t.csv", head + "\n1" + row + "是,60,2026-03-02 09:10:00\n2" + row +
                                                       "0,,\n3" + row + "也许,,\n4" + row + ",,\n");
    auto importer = Importer::open(options_for(file, "95598"));
    REQUIRE(importer.ok());
    std::vector<BuiltRow> rows;
    while (auto row_read = *importer->next()) rows.push_back(std::move(*row_read));
    REQUIRE(rows.size() == 4);
    REQUIRE(rows[0].verdicts.size() == 1);
    CHECK(rows[0].verdicts[0].clock == "arrival");
    CHECK(rows[0].verdicts[0].column == "是否超时");
    CHECK(rows[0].verdicts[0].late);
    REQUIRE(rows[0].differences.size() == 1);
    CHECK(rows[0].differences[0].exported == "60");
    CHECK(rows[0].differences[0].recomputed == "70");
    CHECK_FALSE(rows[1].verdicts.at(0).late);
    CHECK(rows[2].verdicts.empty());
    CHECK(codes(rows[2].report) == std::vector<std::string>{"value-unreadable/is_overdue"});
    CHECK(rows[3].verdicts.empty());
}
