// Filings over HTTP: filed, approved, withdrawn and listed; what the case, the explanation and the plan show of them.

#include <catch2/catch.hpp>

#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const std::string kFilings = "/api/v1/filings";
const std::string kStorm = R"({"areas":["demo-101"],"workflows":["fault-repair"],"from":"2026-03-02T08:00:00+08:00",)"
                           R"("to":"2026-03-02T12:00:00+08:00","reason":"台风","evidence":"气象预警 7 号"})";

Response change(Desk& desk, const std::string& target, const std::string& role, const std::string& body = "",
                const std::vector<Header>& headers = {}) {
    return desk.ask({.method = "POST", .target = target, .body = body, .role = role, .headers = headers});
}

std::vector<std::string> listed(Desk& desk, const std::string& query, const std::string& role = "auditor") {
    std::vector<std::string> ids;
    const json::object list = object_of(desk.get(kFilings + query, role));
    for (const json::value& item : list.at("items").as_array()) ids.push_back(string_or_empty(item.as_object(), "id"));
    return ids;
}

using Ids = std::vector<std::string>;
const std::string kFirst = "BB20260302000001";
const std::string kSecond = "BB20260302000002";

std::string fault_in(Desk& desk, const std::string& area) {
    return string_or_empty(
        object_of(desk.post("/api/v1/tickets", R"({"workflow":"fault-repair","data":{"site_class":"urban",)"
                                               R"("fault_address":"x","team":"A","area":")" +
                                                   area + "\"}}")),
        "id");
}

}  // namespace

TEST_CASE("a filing is made by one, approved by another, and withdrawn") {
    Desk desk;
    const Response made = change(desk, kFilings, "dispatcher", kStorm);
    REQUIRE(made.status == 201);
    CHECK(header_of(made, "Location") == "");
    const json::object filing = object_of(made);
    CHECK(string_or_empty(filing, "id") == kFirst);
    CHECK(filing.at("state") == "filed");
    CHECK(filing.at("filed_by") == "someone");
    CHECK(filing.at("area_names").as_array().size() == 1);
    // The same person in another role is still the same person.
    CHECK(change(desk, kFilings + "/" + kFirst + "/approve", "leader").status == 403);
    REQUIRE(desk.file("demo-101") == kSecond);
    const Response approved = change(desk, kFilings + "/" + kSecond + "/approve", "leader");
    CHECK(approved.status == 200);
    CHECK(object_of(approved).at("approved_role") == "leader");
    CHECK(change(desk, kFilings + "/" + kSecond + "/approve", "leader").status == 409);
    CHECK(object_of(change(desk, kFilings + "/" + kSecond + "/withdraw", "leader")).at("state") == "withdrawn");
    CHECK(change(desk, kFilings + "/BB1/approve", "leader").status == 404);
    CHECK(desk.service.fake_reads().all_events.back().body.at("what") == "filing-withdrawn");
}

TEST_CASE("a filing with mistakes is refused with a pointer at each") {
    Desk desk;
    const Response empty = change(desk, kFilings, "dispatcher", "{}");
    CHECK(empty.status == 422);
    CHECK(pointers_of(empty).size() == 6);
    const Response wrong = change(desk, kFilings, "dispatcher",
                                  R"({"areas":["nowhere"],"workflows":[],"from":"2026-03-02T08:00:00+08:00",)"
                                  R"("to":"2026-03-02T08:00:00+08:00","reason":"","evidence":"x"})");
    CHECK(wrong.status == 422);
    CHECK(pointers_of(wrong) == std::vector<std::string>{"/areas/0", "/workflows", "/to", "/to", "/reason"});
    CHECK(change(desk, kFilings, "dispatcher", R"({"areas":[1]})").status == 422);
}

TEST_CASE("the same filing under one key is made once and answered the same") {
    Desk desk;
    const std::vector<Header> key{{"idempotency-key", "k1"}};
    const Response made = change(desk, kFilings, "dispatcher", kStorm, key);
    const Response again = change(desk, kFilings, "dispatcher", kStorm, key);
    CHECK(again.status == 201);
    CHECK(again.body == made.body);
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(listed(desk, "").size() == 1);
    const Response refused =
        change(desk, kFilings + "/" + kFirst + "/approve", "leader", "", {{"idempotency-key", "k2"}});
    CHECK(refused.status == 403);
    CHECK(change(desk, kFilings + "/" + kFirst + "/approve", "leader", "", {{"idempotency-key", "k2"}}).status == 403);
}

TEST_CASE("filings are listed, the last one first, by state and area, to whom sees an area of theirs") {
    Desk desk;
    REQUIRE(desk.file("demo-101") == kFirst);
    REQUIRE(desk.file("demo-201") == kSecond);
    REQUIRE(change(desk, kFilings + "/" + kSecond + "/approve", "leader").status == 200);
    CHECK(listed(desk, "") == Ids{kSecond, kFirst});
    CHECK(listed(desk, "?state=approved") == Ids{kSecond});
    CHECK(listed(desk, "?state=withdrawn").empty());
    CHECK(listed(desk, "?area=demo-101") == Ids{kFirst});
    CHECK(desk.get(kFilings + "?state=done").status == 422);
    CHECK(listed(desk, "", "foreman@demo-sun-qi") == Ids{kFirst});
    CHECK(change(desk, kFilings + "/" + kSecond + "/withdraw", "foreman@demo-sun-qi").status == 404);
}

TEST_CASE("a case, its explanation and its plan show the filing that covers a clock") {
    Desk desk;
    const std::string inside = fault_in(desk, "demo-101");
    const std::string outside = fault_in(desk, "demo-102");
    REQUIRE(desk.file("demo-101") == kFirst);
    REQUIRE(change(desk, kFilings + "/" + kFirst + "/approve", "leader").status == 200);
    const json::object exemption{{"filing", kFirst},
                                 {"from", "2026-03-02T08:00:00+08:00"},
                                 {"until", "2026-03-02T20:00:00+08:00"},
                                 {"reason", "storm"},
                                 {"evidence", "warning 7"},
                                 {"approver", "someone"},
                                 {"entered_later", false}};
    const auto clock_of = [&desk](const std::string& id) {
        const json::object shown = object_of(desk.get("/api/v1/tickets/" + id));
        for (const json::value& clock : shown.at("clocks").as_array()) {
            if (clock.as_object().at("name") == "arrival") return clock.as_object();
        }
        return json::object();
    };
    CHECK(clock_of(inside).at("exemption") == exemption);
    CHECK(clock_of(outside).at("exemption").is_null());
    const std::string explain = "/clocks/arrival/explain";
    CHECK(object_of(desk.get("/api/v1/tickets/" + inside + explain)).at("exemption") == exemption);
    CHECK(object_of(desk.get("/api/v1/tickets/" + outside + explain)).at("exemption").is_null());
    const json::object plan = object_of(desk.get("/api/v1/tickets/" + inside + "/escalation-plan"));
    for (const json::value& planned : plan.at("clocks").as_array()) {
        const json::object& clock = planned.as_object();
        if (clock.at("clock") != "arrival") continue;
        CHECK(clock.at("exemption") == exemption);
        CHECK(clock.at("steps").as_array().back().as_object().at("at") == "2026-03-02T20:00:00+08:00");
    }
}
