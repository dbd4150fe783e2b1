// From a void that hides a breach to the decision about it: the real program, its API and the command line.

#include <catch2/catch.hpp>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

json::object found(const std::string& data, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"findings", "--data", data, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return parse_json(program(arguments).output).value().as_object();
}

}  // namespace

TEST_CASE("a serious finding fails the command until somebody has decided, beside the server as without it") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string dispatcher = make_token(data, "dispatcher", "desk");
    const std::string leader = make_token(data, "leader", "boss");
    std::string id;
    {
        Server server(data);
        Client desk(server.base(), dispatcher);
        const std::string number = open_fault(desk, std::chrono::hours(2));
        REQUIRE(
            desk.post("/api/v1/tickets/" + number + "/events", R"({"event":"void","data":{"reason":"x"}})").status ==
            200);
        const json::object list = found(data);
        REQUIRE(list.at("findings").as_array().size() == 1);
        const json::object& finding = list.at("findings").as_array().front().as_object();
        CHECK(finding.at("rule") == "void-unapproved");
        CHECK(finding.at("severity") == "serious");
        CHECK(finding.at("number") == json::value(number));
        CHECK(finding.at("person") == "desk");
        CHECK(program({"findings", "--data", data}).code == 1);
        CHECK(program({"findings", "--data", data, "--rule", "bounces"}).code == 0);
        CHECK(program({"findings", "--data", data, "--rule", "no-such"}).code == 2);

        id = std::string(finding.at("id").as_string());
        const std::string decide = "/api/v1/findings/" + id + "/decide";
        const std::string word = R"({"verdict":"confirmed","reason":"seen"})";
        CHECK(desk.post(decide, word).status == 403);
        Client boss(server.base(), leader);
        CHECK(boss.post(decide, word).status == 200);
        CHECK(object_of(boss.get("/api/v1/findings?open=true&severity=serious")).at("items").as_array().empty());
        CHECK(program({"findings", "--data", data}).code == 0);
    }
    const json::object after = found(data);
    CHECK(after.at("undecided_serious") == 0);
    const json::object& decided = after.at("findings").as_array().front().as_object();
    CHECK(decided.at("id") == json::value(id));
    CHECK(decided.at("decision").as_object().at("by") == "boss");
    CHECK(program({"verify", "--data", data}).code == 0);
    const auto csv = lines_of(program({"findings", "--data", data, "--format", "csv"}).output);
    REQUIRE(csv.size() == 2);
    CHECK(csv[1].find("\"" + id + "\",\"void-unapproved\",\"serious\"") == 0);
}
