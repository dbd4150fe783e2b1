// What leaves the program for others: the event log for process mining, and a person's work log.

#include <catch2/catch.hpp>

#include <fstream>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// A data directory in which the person demo-zhang-san, under an account's token of another name, worked on two
/// tickets.
class Ground {
 public:
    Ground() {
        Server server(folder_ / "data", {.arguments = {"--log", "error"}});
        Client desk(server.base(), make_token(data(), "dispatcher"));
        const auto token = program({"token", "create", "--data", data(), "--name", "crew-phone", "--role",
                                    "area_manager", "--person", "demo-zhang-san"});
        REQUIRE(token.code == 0);
        Client crew(server.base(), lines_of(token.output).front());
        const std::string first = open_fault(desk, std::chrono::minutes(5));
        REQUIRE(
            desk.post(path(first), R"({"event":"dispatch","data":{"team":"T1","assignee":"demo-zhang-san"}})").status ==
            200);
        REQUIRE(crew.post(path(first), R"({"event":"acknowledge"})").status == 200);
        REQUIRE(crew.post("/api/v1/tickets/" + first + "/comments", R"({"text":"客户 13900001111 不在"})").status <
                300);
        (void)open_fault(desk);
        REQUIRE(server.stop() == 0);
    }
    [[nodiscard]] std::string data() const { return folder_ / "data"; }
    [[nodiscard]] std::string file(const std::string& name) const { return folder_ / name; }

 private:
    static std::string path(const std::string& number) { return "/api/v1/tickets/" + number + "/events"; }
    TemporaryFolder folder_;
};

std::string today() { return format_date(date_of(std::chrono::floor<Millis>(std::chrono::system_clock::now()))); }

}  // namespace

TEST_CASE("the event log is XES as the standard wants it, without personal data, and its leaving is noted") {
    const Ground ground;
    const auto log = program({"export", "xes", "--data", ground.data()});
    INFO(log.errors);
    REQUIRE(log.code == 0);
    std::ofstream(ground.file("log.xes")) << log.output;
    const auto checked =
        run_to_end({"python3", std::string(GONGDAN_SOURCE_DIR) + "/tests/e2e/check_xes.py", ground.file("log.xes")});
    INFO(checked.output << checked.errors);
    CHECK(checked.code == 0);
    CHECK(checked.output == "2 4\n");
    for (const std::string hidden : {"演示路", "13900001111"}) CHECK(log.output.find(hidden) == std::string::npos);
    CHECK(program({"user", "log", "--data", ground.data()}).output.find("xes-exported") != std::string::npos);

    const auto none = program({"export", "xes", "--data", ground.data(), "--workflow", "complaint"});
    CHECK(none.code == 0);
    CHECK(none.output.find("<trace>") == std::string::npos);
    CHECK(none.output.ends_with("</log>\n"));
    CHECK(program({"export", "xes", "--data", ground.data(), "--from", "soon"}).code == 2);
    CHECK(program({"export", "xes", "--data", ground.file("nowhere")}).code == 3);
}

TEST_CASE("a part of the journal says that it is one, and verifies nowhere") {
    const Ground ground;
    const auto part = program({"export", "journal", "--data", ground.data(), "--case", "2"});
    INFO(part.errors);
    REQUIRE(part.code == 0);
    const auto lines = lines_of(part.output);
    CHECK(lines.size() == 3);  // the opening, and two clocks
    for (const std::string& line : lines) {
        CHECK(line.find(R"("subject":"case/2")") != std::string::npos);
        CHECK(line.find(R"("excerpt":true)") != std::string::npos);
    }
    const auto refused = program({"verify", "--journal", "-"}, {.input = part.output});
    CHECK(refused.code == 1);
    CHECK(refused.output.find("an excerpt of a journal and cannot be verified whole") != std::string::npos);

    const auto none = program({"export", "journal", "--data", ground.data(), "--to", "2020-01-01"});
    CHECK(none.code == 0);
    CHECK(none.output.empty());
    CHECK(program({"export", "journal", "--data", ground.data(), "--case", "GZ19990101000001"}).code == 2);
    CHECK(program({"export", "journal", "--data", ground.data(), "--from", "soon"}).code == 2);
}

TEST_CASE("a work log finds what a person did under any of his accounts and tokens") {
    const Ground ground;
    const auto worklog = [&ground](const std::string& person, const std::string& day, const std::string& format) {
        return program(
            {"export", "worklog", "--data", ground.data(), "--person", person, "--date", day, "--format", format});
    };
    // The server may have worked over midnight; the log is then of both days.
    const std::string yesterday = format_date(parse_date(today()).value() - std::chrono::days(1));
    const auto log = worklog("demo-zhang-san", today(), "csv");
    INFO(log.output << log.errors);
    REQUIRE(log.code == 0);
    const auto before = worklog("demo-zhang-san", yesterday, "csv");
    const std::string both = log.output + before.output;
    CHECK(lines_of(both).size() == 4);
    CHECK(both.find(",acknowledge,已派单 → 已接单,") != std::string::npos);
    CHECK(both.find(",comment,,客户 139****1111 不在,") != std::string::npos);

    const auto page = worklog("demo-zhang-san", today(), "html");
    CHECK(page.output.starts_with("<!doctype html>"));
    CHECK(page.output.find("演示-张三") != std::string::npos);
    CHECK(worklog("nobody", today(), "html").code == 2);
    CHECK(worklog("demo-zhang-san", "2026-02-30", "html").code == 2);
    CHECK(worklog("demo-zhang-san", today(), "xlsx").code == 2);
    CHECK(program({"user", "log", "--data", ground.data()}).output.find("worklog-exported") != std::string::npos);
}
