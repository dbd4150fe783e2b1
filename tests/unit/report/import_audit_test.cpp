// Goal: an export is judged by its times, and its own word is held against them, row by row.

#include <catch2/catch.hpp>

#include <fstream>

#include "adapters/report/import_audit.hpp"
#include "adapters/report/places.hpp"
#include "adapters/report/write.hpp"
#include "adapters/yaml/mapping_loader.hpp"
#include "tests/support/shipped.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;
using namespace gongdan::report;
using namespace gongdan::test;

namespace {

const std::string kHead =
    "工单编号,业务类型,受理时间,现场分类,工单单位,故障地址,故障描述,到达现场时间,归档时间,是否超时,是否督办,是否子单,"
    "主单编号,到达现场用时(分钟)\n";

struct Audited {
    std::vector<CaseFact> facts;
    json::array differences;
    std::int64_t contradictions = 0;
    std::int64_t doubts = 0;
    std::array<std::int64_t, 4> rows{};  ///< by intake::Outcome
};

Audited audit_file(const std::string& csv, const std::string& mapping, const Period& period) {
    const TemporaryFolder folder;
    const std::string file = folder / "t.csv";
    std::ofstream(file) << csv;
    const std::string config = GONGDAN_SOURCE_DIR "/config";
    auto importer = intake::Importer::open({file,
                                            load_mapping_file(config + "/mappings/" + mapping).value(),
                                            config,
                                            shipped().rules->workflows,
                                            {"test", {"admin"}},
                                            on("20:00:00")});
    REQUIRE(importer.ok());
    const Places places = places_of(*shipped().organisation);
    ImportAudit judge({*shipped().rules, places, period, on("20:00:00")});
    Audited audited;
    while (const auto row = *importer->next()) {
        if (auto fact = judge.take(*row)) audited.facts.push_back(std::move(*fact));
    }
    audited.contradictions = judge.contradictions();
    audited.doubts = judge.doubts();
    for (std::size_t i = 0; i < audited.rows.size(); ++i) audited.rows[i] = judge.count(intake::Outcome(i));
    Document document;
    std::move(judge).append_to(document);
    const json::object view = json_view(document);
    audited.differences = view.at("sheets").at("differences").at("rows").as_array();
    return audited;
}

Audited audit(const std::string& rows, const Period& period = {}) {
    return audit_file(kHead + rows, "95598.yaml", period);
}

std::vector<std::string> lines_of(const json::array& rows) {
    std::vector<std::string> lines;
    for (const json::value& row : rows) lines.push_back(json::serialize(row));
    return lines;
}

std::string fault(const std::string& number, const std::string& rest) {
    return number + ",故障报修,2026-03-02 08:00:00,城区,甲,乙,丙," + rest + "\n";
}

Outcome arrival_of(const CaseFact& fact) {
    for (const ClockFact& clock : fact.clocks) {
        if (clock.clock == "arrival") return clock.outcome;
    }
    throw std::runtime_error("no arrival");
}

}  // namespace

TEST_CASE("a flag that its times contradict is listed with its row, one that agrees is not") {
    const Audited audited =
        audit(fault("1", "2026-03-02 08:45:00,,否,,,,") + fault("2", "2026-03-02 08:45:01,,否,,,,") +
              fault("3", "2026-03-02 08:30:00,,是,,,,") + fault("4", "2026-03-02 09:00:00,,是,,,,"));
    REQUIRE(audited.facts.size() == 4);
    CHECK(arrival_of(audited.facts[0]) == Outcome::on_time);
    CHECK(arrival_of(audited.facts[1]) == Outcome::late);
    CHECK(audited.contradictions == 2);
    REQUIRE(audited.differences.size() == 2);
    CHECK(json::serialize(audited.differences[0]) ==
          R"({"row":3,"number":"2","what":"是否超时","file_says":"no","recomputed":"late"})");
    CHECK(json::serialize(audited.differences[1]) ==
          R"({"row":4,"number":"3","what":"是否超时","file_says":"yes","recomputed":"on_time"})");
}

TEST_CASE("what never arrived is overdue while it is open, and judges no flag once it was archived without") {
    const Audited audited = audit(fault("1", ",,否,,,,") + fault("2", ",2026-03-02 12:00:00,否,,,,"));
    CHECK(arrival_of(audited.facts[0]) == Outcome::open_overdue);
    CHECK(arrival_of(audited.facts[1]) == Outcome::cancelled);
    CHECK(audited.contradictions == 1);
}

TEST_CASE("a duration that is not what the times say is listed, and is no contradiction of a flag") {
    const Audited audited =
        audit(fault("1", "2026-03-02 08:30:00,,否,,,,29.5") + fault("2", "2026-03-02 08:30:00,,,,,,20"));
    CHECK(audited.contradictions == 0);
    REQUIRE(audited.differences.size() == 1);
    CHECK(json::serialize(audited.differences[0]) ==
          R"x({"row":3,"number":"2","what":"到达现场用时(分钟)","file_says":"20","recomputed":"30"})x");
}

TEST_CASE("merged children are marked, supervised ones too, and neither a repeated nor a foreign row is counted") {
    const Audited audited =
        audit(fault("1", "2026-03-02 08:30:00,,,是,,,") + fault("2", "2026-03-02 09:30:00,,否,,是,1,") +
              fault("1", ",,,,,,") + "9,表扬,2026-03-02 08:00:00,,甲,,丙,,,,,,,\n" + "8,故障报修,,,甲,,丙,,,,,,,\n");
    REQUIRE(audited.facts.size() == 2);
    CHECK(audited.facts[0].supervised);
    CHECK_FALSE(audited.facts[0].merged);
    CHECK(audited.facts[1].merged);
    CHECK(audited.contradictions == 0);  // its master answers for it
    CHECK(audited.rows == std::array<std::int64_t, 4>{2, 1, 1, 1});
}

TEST_CASE("rows outside of the period are not held against the file's own word") {
    const std::string row = fault("1", "2026-03-02 09:30:00,,否,,,,");
    CHECK(audit(row, {*parse_date("2026-03-02"), *parse_date("2026-03-02")}).contradictions == 1);
    CHECK(audit(row, {*parse_date("2026-03-03"), {}}).contradictions == 0);
}

using Lines = std::vector<std::string>;

TEST_CASE("a clock that ends before it starts is unclear: neither on time nor late, listed, and confirms no flag") {
    const std::string head = "工单编号,业务类型,受理时间,挂机时间,现场分类,故障地址,故障描述,到达现场时间,是否超时\n";
    const Audited audited =
        audit_file(head + "1,故障报修,2026-03-02 06:50:00,2026-03-02 08:00:00,城区,乙,丙,2026-03-02 07:00:00,是\n",
                   "95598.yaml", {});
    REQUIRE(audited.facts.size() == 1);
    CHECK(arrival_of(audited.facts[0]) == Outcome::unclear);
    CHECK(audited.contradictions == 0);
    CHECK(audited.doubts == 1);
    CHECK(
        lines_of(audited.differences) ==
        Lines{
            R"({"row":2,"number":"1","what":"arrival","file_says":"2026-03-02T07:00:00+08:00","recomputed":"unclear"})",
            R"({"row":2,"number":"1","what":"挂机时间","file_says":"2026-03-02T08:00:00+08:00","recomputed":"hangup-after-arrival"})"});
}

TEST_CASE("a clock that would start in the future only is unclear too") {
    const std::string head = "工单编号,业务类型,受理时间,挂机时间,现场分类,故障地址,故障描述\n";
    const Audited audited =
        audit_file(head + "1,故障报修,2026-03-02 08:00:00,2027-01-01 08:00:00,城区,乙,丙\n", "95598.yaml", {});
    CHECK(arrival_of(audited.facts.at(0)) == Outcome::unclear);
    CHECK(
        lines_of(audited.differences) ==
        Lines{
            R"({"row":2,"number":"1","what":"arrival","file_says":"2027-01-01T08:00:00+08:00","recomputed":"unclear"})"});
}

TEST_CASE("a cell that cannot be read, or lies in the future, is listed with its column and its value") {
    const Audited audited =
        audit(fault("1", "yesterday,,,,,,") + fault("2", "2026-03-02 08:30:00,,也许,,,,") +
              fault("3", "2026-03-02 08:30:00,2027-01-01 00:00:00,,,,,") +
              "4,故障报修,2026-03-02 08:00:00,火星,甲,乙,丙,2026-03-02 08:30:00,,,,,,\n" +
              "5,故障报修,2026-03-03 08:00:00,城区,甲,乙,丙,,,,,,,\n" + "6,故障报修,13/31/2026,城区,甲,乙,丙,,,,,,,\n");
    CHECK(audited.facts.size() == 4);
    CHECK(audited.contradictions == 0);
    CHECK(audited.rows == std::array<std::int64_t, 4>{4, 0, 0, 2});
    Lines what;
    for (const json::value& row : audited.differences)
        what.push_back(std::to_string(row.at("row").as_int64()) + " " + std::string(row.at("what").as_string()) + " " +
                       std::string(row.at("file_says").as_string()) + " " +
                       std::string(row.at("recomputed").as_string()));
    CHECK(what == Lines{"2 到达现场时间 yesterday time-unreadable/arrive_time",
                        "3 是否超时 也许 value-unreadable/is_overdue",
                        "4 归档时间 2027-01-01T00:00:00+08:00 time-in-future/archive_time",
                        "5 现场分类 火星 value-unreadable/site_class", "5 site_class  field-missing", "6 row  failed",
                        "6 受理时间 2026-03-03T08:00:00+08:00 time-in-future/accept_time", "7 row  failed",
                        "7 受理时间 13/31/2026 time-unreadable/accept_time"});
    CHECK(audited.doubts == 8);
}

TEST_CASE(
    "what an import finds stands in the audit too: closed after due, updated before opening, closed before it was "
    "opened") {
    const std::string head =
        "Unique Key,Created Date,Closed Date,Due Date,Resolution Action Updated Date,Complaint Type,Descriptor,Agency "
        "Name\n";
    const Audited audited = audit_file(head +
                                           "1,01/10/2020 08:00:00 AM,01/12/2020 08:00:00 AM,01/11/2020 08:00:00 "
                                           "AM,01/09/2020 08:00:00 AM,Noise,Loud,DEP\n" +
                                           "2,01/10/2020 08:00:00 AM,01/12/2017 08:00:00 AM,,,Noise,Loud,DEP\n",
                                       "nyc311.yaml", {});
    REQUIRE(audited.facts.size() == 2);
    Lines codes;
    for (const json::value& row : audited.differences)
        codes.push_back(std::to_string(row.at("row").as_int64()) + " " + std::string(row.at("recomputed").as_string()));
    CHECK(codes == Lines{"2 closed-after-due", "2 updated-before-opening", "3 unclear", "3 times-out-of-order"});
    CHECK(audited.doubts == 1);
}
