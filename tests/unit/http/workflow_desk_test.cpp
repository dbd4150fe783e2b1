// Workflows as their author looks at them: versions, the check, scenarios; and the organisation with its roles.

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const std::string kComplaint = "/api/v1/workflows/complaint";

json::object one_with(const json::array& items, std::string_view key, std::string_view value) {
    for (const json::value& item : items) {
        if (string_or_empty(item.as_object(), key) == value) return item.as_object();
    }
    FAIL("nothing with this " << key << ": " << value);
    return {};
}

bool has(const json::array& list, const json::value& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

}  // namespace

TEST_CASE("the versions of a workflow tell since when, how many open tickets, and which is in force") {
    Desk desk;
    const std::string present = gongdan::test::shipped().rules->find_workflow("complaint")->version;
    desk.service.fake_reads().versions = {{"0123", desk.service.time, 4}, {present, desk.service.time, 0}};
    const json::object list = object_of(desk.get(kComplaint + "/versions"));
    const json::object& old = list.at("items").as_array().at(0).as_object();
    CHECK(old.at("open") == 4);
    CHECK(old.at("since") == "2026-03-02T08:05:00+08:00");
    CHECK(old.at("in_force") == false);
    CHECK(list.at("items").as_array().at(1).as_object().at("in_force") == true);
    // A number of tickets would tell of those out of his reach.
    const json::object near = object_of(desk.get(kComplaint + "/versions", "foreman@demo-sun-qi"));
    CHECK(near.at("items").at(0).at("open").is_null());
    CHECK(near.at("items").at(0).at("version") == "0123");
    CHECK(string_or_empty(object_of(desk.get(kComplaint + "?version=" + present)), "version") == present);
    CHECK(desk.get(kComplaint + "?version=0123").status == 404);
    desk.service.fake_reads().versions.clear();
    CHECK(desk.get("/api/v1/workflows/nothing/versions").status == 404);
}

TEST_CASE("the check of a shipped workflow finds no fault, and counts its scenarios") {
    Desk desk;
    const json::object check = object_of(desk.get(kComplaint + "/check", "admin"));
    CHECK(check.at("ok") == true);
    CHECK(check.at("faults").as_array().empty());
    CHECK(check.at("warnings").as_array().empty());
    CHECK(check.at("scenarios").as_int64() > 10);
    CHECK(string_or_empty(check, "version") == gongdan::test::shipped().rules->find_workflow("complaint")->version);
    CHECK(desk.get("/api/v1/workflows/nothing/check", "admin").status == 404);
}

TEST_CASE("chosen scenarios are played: each step with what happened and what was expected") {
    Desk desk;
    const json::object list = object_of(desk.get(kComplaint + "/scenarios", "admin"));
    const json::object& first = list.at("items").as_array().at(0).as_object();
    CHECK(first.at("title").as_object().at("en") == "From the acceptance to the archive");
    CHECK(first.at("steps").as_array().at(1).as_object().at("command").as_object().at("event") == "assign");
    const Ask run{.method = "POST",
                  .target = kComplaint + "/scenarios/run",
                  .body = R"({"scenarios":[0,100000]})",
                  .role = "admin"};
    const json::object played = object_of(desk.ask(run));
    CHECK(played.at("passed") == 1);
    CHECK(played.at("failed") == 0);
    const json::object& one = played.at("items").as_array().at(0).as_object();
    CHECK(one.at("whole") == true);
    const auto& steps = one.at("steps").as_array();
    CHECK(steps.size() == first.at("steps").as_array().size());
    const json::object& opened = steps.at(0).as_object();
    CHECK(one_with(opened.at("happened").as_array(), "type", "case.opened").at("state") == "accepted");
    const json::object judged = one_with(opened.at("judged").as_array(), "key", "state");
    CHECK(judged.at("wanted") == "accepted");
    CHECK(judged.at("got") == "accepted");
    CHECK(judged.at("holds") == true);
    // What an earlier step led to is not told again.
    for (const json::value& event : steps.at(1).as_object().at("happened").as_array())
        CHECK(event.as_object().at("type") != "case.opened");
    CHECK(desk.service.fake_reads().all_events.empty());
    CHECK(desk.get("/api/v1/workflows/nothing/scenarios", "admin").status == 404);
}

TEST_CASE("the organisation is shown with masked addresses and with what is missing in it") {
    Desk desk;
    const json::object shown = object_of(desk.get("/api/v1/organisation", "admin"));
    const json::object person = one_with(shown.at("people").as_array(), "id", "demo-zhang-san");
    CHECK(person.at("addresses").as_array().at(0).as_object().at("address") == "d**");
    CHECK(person.at("deputy") == "demo-li-si");
    const json::object fault = one_with(shown.at("faults").as_array(), "subject", "demo-zhang-san");
    CHECK(fault.at("kind") == "person-without-account");
    CHECK(string_or_empty(shown, "file").find("organisation.yaml") != std::string::npos);
    host::NewAccount account{"zhang", {"area_manager"}};
    account.scope.person = "demo-zhang-san";
    REQUIRE(desk.service.accounts().create(account, {"admin", ""}).ok());
    account = {"ghost", {"auditor"}};
    account.scope.person = "who-left";
    REQUIRE(desk.service.accounts().create(account, {"admin", ""}).ok());
    const json::object now = object_of(desk.get("/api/v1/organisation", "admin"));
    const json::object known = one_with(now.at("people").as_array(), "id", "demo-zhang-san");
    CHECK(known.at("accounts") == json::array{json::value("zhang")});
    CHECK(one_with(now.at("faults").as_array(), "kind", "account-of-nobody").at("subject") == "ghost");
}

TEST_CASE("each role tells how far it sees and which steps it may take") {
    Desk desk;
    const json::array items = object_of(desk.get("/api/v1/roles", "admin")).at("items").as_array();
    const json::object dispatcher = one_with(items, "name", "dispatcher");
    const json::object complaint = one_with(dispatcher.at("workflows").as_array(), "workflow", "complaint");
    CHECK(complaint.at("opens") == true);
    CHECK(has(complaint.at("events").as_array(), "assign"));
    const json::object caller = one_with(items, "name", "call_taker");
    const json::object called = one_with(caller.at("workflows").as_array(), "workflow", "complaint");
    CHECK(has(called.at("events").as_array(), "chase"));
    CHECK_FALSE(has(called.at("events").as_array(), "assign"));
    const json::object auditor = one_with(items, "name", "auditor");
    CHECK(auditor.at("reads_only") == true);
    CHECK(one_with(auditor.at("workflows").as_array(), "workflow", "complaint").at("events").as_array().empty());
    CHECK(dispatcher.at("holders") == 2);
}
