// `gongdan whatif` on a data directory: tickets that were taken under the rules in force, looked at under others, while
// their server runs.

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// The shipped file with `what` replaced, in a folder of the test.
std::string changed(const TemporaryFolder& folder, const std::string& file, const std::string& what,
                    const std::string& with) {
    const std::string copy = folder / std::filesystem::path(file).filename();
    std::ofstream(copy) << read_whole(std::string(GONGDAN_SOURCE_DIR) + "/" + file);
    replace_in_file(copy, what, with);
    return copy;
}

/// Events of tickets: exports are entered in the chain of the configuration.
std::int64_t events_of_cases(const std::string& data) {
    const auto events = exported_journal(data);
    return std::count_if(events.begin(), events.end(),
                         [](const json::object& event) { return string_or_empty(event, "case") != "0"; });
}

}  // namespace

TEST_CASE("tickets of a running server under other rules: who is late is told, and nothing is written") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string strict = changed(folder, "config/promises/sgcc-2011.yaml", "urban: 45min", "urban: 15min");
    Server server(data, {.arguments = {"--log", "error"}});
    Client client(server.base(), make_token(data, "dispatcher"));
    const std::string number = open_fault(client, std::chrono::minutes(20));
    const auto before = events_of_cases(data);

    const auto table = program({"whatif", "--data", data, "--promises", strict});
    INFO(table.output << table.errors);
    CHECK(table.code == 0);
    CHECK(table.output.find(
              "fault-repair arrival: 1 clocks, 1 with another due time; late 0 → 1 (1 newly, 0 no longer)") !=
          std::string::npos);
    CHECK(table.output.find("took 1 cases through again") != std::string::npos);

    const auto csv = program({"whatif", "--data", data, "--promises", strict, "--format", "csv"});
    const auto lines = lines_of(csv.output);
    REQUIRE(lines.size() == 2);
    CHECK(lines.front() ==
          "number,workflow,clock,cycle,due_before,due_after,verdict_before,verdict_after,overdue_s_before,"
          "overdue_s_after\r");
    CHECK(lines.back().starts_with(number + ",fault-repair,arrival,1,"));
    CHECK(lines.back().find(",running,late,0,") != std::string::npos);

    const auto report = program({"whatif", "--data", data, "--promises", strict, "--json"});
    const auto view = parse_json(report.output).value().as_object();
    CHECK(view.at("cases") == 1);
    CHECK(view.at("misfits").as_array().empty());
    CHECK(view.at("differences").as_array().front().at("number") == json::value(number));

    const auto earlier = program({"whatif", "--data", data, "--promises", strict, "--to", "2020-01-01", "--json"});
    CHECK(parse_json(earlier.output).value().at("cases") == 0);
    CHECK(events_of_cases(data) == before);
}

TEST_CASE("whatif refuses what it cannot try, and says why") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string promises = std::string(GONGDAN_SOURCE_DIR) + "/config/promises/sgcc-2011.yaml";
    { Server server(data, {.arguments = {"--log", "error"}}); }
    CHECK(program({"whatif", "--data", data}).code == 2);
    CHECK(program({"whatif", "--data", data, "--promises", promises, "--format", "xlsx"}).code == 2);
    CHECK(program({"whatif", "--data", data, "--promises", promises, "--from", "yesterday"}).code == 2);
    CHECK(program({"whatif", "--data", data, "--promises", promises, "--from", "2026-03-02", "--to", "2026-03-01"})
              .code == 2);
    CHECK(program({"whatif", "--data", data, "--calendar", promises}).code == 2);
    CHECK(program({"whatif", "--data", data, "--promises", folder / "missing.yaml"}).code == 3);
    CHECK(program({"whatif", "--data", folder / "nowhere", "--promises", promises}).code == 3);
    const std::string lacking = changed(folder, "config/promises/sgcc-2011.yaml", "  complaint-reply: 7wd\n", "");
    const auto refused = program({"whatif", "--data", data, "--promises", lacking});
    CHECK(refused.code == 2);
    CHECK(refused.errors.find("complaint-reply") != std::string::npos);
}
