// How many open tickets there are, put together as boards and managers look at them.
#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

CaseCount count(const std::string& key, std::int64_t open, std::int64_t overdue, const std::string& workflow = "") {
    CaseCount made;
    made.key = key;
    made.workflow = workflow;
    made.open = open;
    made.at_risk = 1;
    made.overdue = overdue;
    made.unassigned = 2;
    return made;
}

json::object asked(Desk& desk, const std::string& by, std::vector<CaseCount> counts) {
    desk.service.fake_reads().next_counts = std::move(counts);
    const Response answer = desk.get("/api/v1/tickets/counts?by=" + by);
    REQUIRE(answer.status == 200);
    return object_of(answer);
}

std::vector<std::string> ids(const json::object& answer) {
    std::vector<std::string> found;
    for (const json::value& item : answer.at("items").as_array())
        found.push_back(string_or_empty(item.as_object(), "id"));
    return found;
}

std::string zh(const json::object& answer, std::size_t item) {
    return std::string(answer.at("items").at(item).at("title").at("zh").as_string());
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("an area named by id and one named by name are one group, the worst group first") {
    Desk desk;
    const json::object answer =
        asked(desk, "area",
              {count("demo-102", 9, 0), count("demo-101", 3, 1), count("演示一号台区（城区）", 2, 1), count("", 1, 0)});
    CHECK(ids(answer) == Ids{"demo-101", "demo-102", ""});
    CHECK(answer.at("items").at(0).at("open") == 5);
    CHECK(answer.at("items").at(0).at("overdue") == 2);
    CHECK(zh(answer, 0) == "演示一号台区（城区）");
    CHECK(zh(answer, 2) == "未注明");
    CHECK(answer.at("all").at("open") == 15);
    CHECK(answer.at("all").at("unassigned") == 8);
    CHECK(answer.at("left_out") == 0);
    CHECK(desk.service.fake_reads().last_count == CountBy::area);
}

TEST_CASE("a station's tickets are those of its areas; places that nobody knows have none") {
    Desk desk;
    const json::object answer = asked(
        desk, "station", {count("demo-101", 3, 0), count("demo-103", 4, 0), count("demo-201", 1, 5), count("x", 1, 0)});
    CHECK(ids(answer) == Ids{"demo-west", "demo-east", ""});
    CHECK(answer.at("items").at(1).at("open") == 7);
    CHECK(zh(answer, 1) == "演示东供电所");
}

TEST_CASE("workflows and states have the titles of their definitions, crews their own names") {
    Desk desk;
    CHECK(zh(asked(desk, "workflow", {count("fault-repair", 1, 0)}), 0) == "故障报修");
    const json::object states = asked(desk, "state", {count("accepted", 1, 0, "fault-repair")});
    CHECK(zh(states, 0) == "已受理");
    CHECK(states.at("items").at(0).at("workflow") == "fault-repair");
    CHECK(zh(asked(desk, "team", {count("A", 1, 0)}), 0) == "演示东所抢修一班");
    CHECK(zh(asked(desk, "team", {count("Z", 1, 0)}), 0) == "Z");
    CHECK(zh(asked(desk, "state", {count("gone", 1, 0, "gone")}), 0) == "gone");
    CHECK(desk.get("/api/v1/tickets/counts?by=colour").status == 422);
}

TEST_CASE("more groups than a page holds are left out, and counted all the same") {
    Desk desk;
    std::vector<CaseCount> many;
    for (int i = 0; i < 1003; ++i) many.push_back(count("team " + std::to_string(i), 1, 0));
    const json::object answer = asked(desk, "team", std::move(many));
    CHECK(ids(answer).size() == 1000);
    CHECK(answer.at("left_out") == 3);
    CHECK(answer.at("all").at("open") == 1003);
}

TEST_CASE("a crew counts what it sees, and nothing else") {
    Desk desk;
    CHECK(desk.get("/api/v1/tickets/counts", "area_manager@demo-zhang-san").status == 200);
    const Reach reach = desk.service.fake_reads().last_reach;
    CHECK_FALSE(reach.all);
    CHECK(reach.teams == std::vector<std::string>{"A"});
    CHECK_FALSE(reach.told.empty());
}
