// gongdan audit: the same figures as a script in another language computes, from an export and from the journal.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

const std::string kOracle = GONGDAN_SOURCE_DIR "/tests/e2e/audit_oracle.py";
const std::string kCalendar = GONGDAN_SOURCE_DIR "/config/calendars/cn.yaml";

std::string oracle(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"python3", kOracle});
    const auto finished = run_to_end(arguments);
    INFO(finished.errors);
    REQUIRE(finished.code == 0);
    return finished.output;
}

json::object sheets_of(const Finished& finished) {
    return json::parse(finished.output).as_object().at("sheets").as_object();
}

json::array rows_of(const json::object& sheets, std::string_view id) {
    return sheets.at(id).as_object().at("rows").as_array();
}

/// No column of an export says when the customer was called: it has no rate for that, the journal has 0.00.
std::string without_contact(const std::string& csv) {
    std::istringstream lines(csv);
    std::string kept;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("complaint,contact,")) kept += line + "\n";
    }
    return kept;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("two independent computations of an export agree to the last digit, whatever its encoding") {
    const TemporaryFolder folder;
    for (const std::string encoding : {"utf-8-sig", "gb18030"}) {
        const std::string file = folder / encoding + ".csv";
        (void)oracle({"generate", encoding == "gb18030" ? "5" : "6", "2500", encoding, file});
        for (const std::string by : {"", "site_class", "team", "month", "area", "promise", "site_class,team"}) {
            INFO(encoding << " by " << by);
            const auto audited = program({"audit", "--import", file, "--by", by, "--format", "csv"});
            CHECK(audited.code == 1);  // the export's own flag is wrong here and there
            CHECK(audited.errors.empty());
            CHECK(audited.output == oracle({"figures", file, encoding, by, kCalendar}));
        }
        const auto report = program({"audit", "--import", file, "--json"});
        std::int64_t flags = 0;
        for (const auto& row : rows_of(sheets_of(report), "differences")) flags += row.at("what") == "是否超时" ? 1 : 0;
        CHECK(std::to_string(flags) + "\n" == oracle({"contradictions", file, encoding}));
    }
}

TEST_CASE("a figure of an export drills down to as many tickets as it counts") {
    const TemporaryFolder folder;
    const std::string file = folder / "export.csv";
    (void)oracle({"generate", "9", "800", "utf-8", file});
    const auto report = program({"audit", "--import", file, "--by", "team", "--json"});
    for (const auto& row : rows_of(sheets_of(report), "figures")) {
        const std::string key(row.at("key").as_string());
        for (const std::string outcome : {"on_time", "late", "open_overdue", "cancelled", "unclear"}) {
            const auto listed =
                program({"audit", "--import", file, "--tickets", key + ";outcome=" + outcome, "--json"});
            INFO(key << " " << outcome);
            CHECK(std::int64_t(rows_of(sheets_of(listed), "selection").size()) == row.at(outcome).as_int64());
        }
    }
}

TEST_CASE("the key of every row names as many clocks as the row counts") {
    const TemporaryFolder folder;
    const std::string file = folder / "export.csv";
    (void)oracle({"generate", "4", "300", "utf-8", file});
    for (const std::string by : {"", "workflow"}) {
        const auto sheets = sheets_of(program({"audit", "--import", file, "--by", by, "--json"}));
        for (const auto& [sheet, count] : std::vector<std::pair<std::string, std::string>>{
                 {"figures", "count"}, {"hops", "count"}, {"sites", "stopped"}, {"slowest", "stopped"}}) {
            for (const auto& row : rows_of(sheets, sheet)) {
                const std::string key(row.at("key").as_string());
                INFO(sheet << " " << key);
                const auto listed = sheets_of(program({"audit", "--import", file, "--tickets", key, "--json"}));
                CHECK(std::int64_t(rows_of(listed, "selection").size()) == row.at(count).as_int64());
            }
        }
    }
}

TEST_CASE("an export whose cells cannot be read is told so, and one of strangers gets no reliability of ours") {
    const TemporaryFolder folder;
    const std::string file = folder / "nyc.csv";
    std::ofstream(file) << "Unique Key,Created Date,Closed Date,Complaint Type,Descriptor,Agency Name,Borough\n"
                           "1,01/10/2020 08:00:00 AM,yesterday,Noise,Loud,DEP,BROOKLYN\n";
    const auto audited = program({"audit", "--import", file, "--mapping", "nyc311", "--json"});
    CHECK(audited.code == 1);
    const auto sheets = sheets_of(audited);
    CHECK(rows_of(sheets, "differences").at(0).at("file_says") == "yesterday");
    CHECK_FALSE(sheets.contains("reliability"));
    for (const auto& row : rows_of(sheets, "figures")) CHECK(row.at("rate").is_null());
    const auto table = program({"audit", "--import", file, "--mapping", "nyc311"});
    CHECK_FALSE(has(table.output, "0.00 %"));
}

TEST_CASE("an audit of an export stores nothing and needs no data directory") {
    const TemporaryFolder folder;
    const std::string file = folder / "export.csv";
    (void)oracle({"generate", "1", "20", "utf-8", file});
    const auto audited = program({"audit", "--import", file}, {.environment = {"GONGDAN_DATA=" + (folder / "data")}});
    CHECK(has(audited.output, "到达现场"));
    CHECK(has(audited.output, "Compliance report"));
    CHECK_FALSE(std::filesystem::exists(folder / "data"));
}

TEST_CASE("imported and audited in the journal, an export has the figures it has straight from the file") {
    const TemporaryFolder folder;
    const std::string file = folder / "export.csv";
    (void)oracle({"generate", "3", "400", "utf-8", file});
    REQUIRE(program({"import", file, "--data", folder / "data"}).code == 0);
    for (const std::string by : {"", "site_class,month", "team"}) {
        const auto journal = program({"audit", "--data", folder / "data", "--by", by, "--format", "csv"});
        CHECK(journal.code == 0);
        const auto straight = program({"audit", "--import", file, "--by", by, "--format", "csv"});
        CHECK(without_contact(journal.output) == without_contact(straight.output));
    }
    const std::vector<std::string> january{"--from", "2025-01-01", "--to", "2025-01-31"};
    std::vector<std::string> compared{"audit", "--data", folder / "data", "--json"};
    compared.insert(compared.end(), january.begin(), january.end());
    const auto sheets = sheets_of(program(compared));
    CHECK(rows_of(sheets, "comparison").size() == rows_of(sheets, "figures").size());
}

TEST_CASE("reports go to files: a workbook is a workbook, a page needs nothing from outside") {
    const TemporaryFolder folder;
    const std::string file = folder / "export.csv";
    (void)oracle({"generate", "2", "300", "utf-8", file});
    const auto workbook = program({"audit", "--import", file, "--format", "xlsx", "--out", folder / "r.xlsx"});
    CHECK(workbook.code == 1);
    CHECK(workbook.output.empty());
    CHECK(read_whole(folder / "r.xlsx").starts_with("PK"));
    (void)program({"audit", "--import", file, "--format", "html", "--out", folder / "r.html"});
    const std::string page = read_whole(folder / "r.html");
    CHECK(page.starts_with("<!doctype html>"));
    CHECK(has(page, "<svg"));
    for (const char* const outside : {"http://", "https://", "<script", "@import", "url("}) {
        INFO(outside);
        CHECK_FALSE(has(page, outside));
    }
}

TEST_CASE("what an audit cannot understand is wrong use") {
    const TemporaryFolder folder;
    const std::string file = folder / "export.csv";
    (void)oracle({"generate", "2", "5", "utf-8", file});
    for (const auto& more : std::vector<std::vector<std::string>>{{"--by", "colour"},
                                                                  {"--by", "team,month,area"},
                                                                  {"--format", "word"},
                                                                  {"--format", "xlsx"},
                                                                  {"--from", "yesterday"},
                                                                  {"--from", "2026-02-01", "--to", "2026-01-01"},
                                                                  {"--tickets", "colour=red"},
                                                                  {"--data", folder / "data"}}) {
        std::vector<std::string> arguments{"audit", "--import", file};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto finished = program(arguments);
        INFO(more.back());
        CHECK(finished.code == 2);
        CHECK(finished.output.empty());
        CHECK_FALSE(finished.errors.empty());
    }
    CHECK(program({"audit", "--import", folder / "missing.csv"}).code == 2);
    CHECK(program({"audit", "--data", folder / "missing"}).code == 3);
}
