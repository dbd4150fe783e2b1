// Answers tell what the people are called whose accounts stand in them, and nothing of anybody else.

#include <catch2/catch.hpp>

#include "tests/unit/http/people.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

/// A desk at which "someone" is an account of 演示-指挥一, and "idle" one of a person who has done nothing.
struct Scene {
    Scene() {
        add_account(desk, "someone", "dispatcher", Scope{"d1", {}, {}, {}});
        add_account(desk, "idle", "dispatcher", Scope{"d2", {}, {}, {}});
    }
    std::string names(const std::string& target, const std::string& role = "dispatcher") {
        const Response answer = desk.get(target, role);
        REQUIRE(answer.status == 200);
        return json::serialize(object_of(answer).at("names"));
    }
    Desk desk;
};

const std::string kSomeone = R"({"someone":"演示-指挥一"})";

}  // namespace

TEST_CASE("a journal names the people behind its accounts, and keeps the accounts itself") {
    Scene scene;
    const std::string id = scene.desk.open_fault();
    const std::string journal = "/api/v1/tickets/" + id + "/journal";
    CHECK(scene.names(journal) == kSomeone);
    CHECK(object_of(scene.desk.get(journal)).at("items").at(0).at("actor") == "someone");
}

TEST_CASE("filings, findings, escalations and verifications name people in the same way") {
    Scene scene;
    const std::string filing =
        R"({"areas":["demo-101"],"workflows":["fault-repair"],"from":"2026-03-02T08:00:00+08:00",)"
        R"("to":"2026-03-02T12:00:00+08:00","reason":"台风","evidence":"气象预警 7 号"})";
    REQUIRE(scene.desk.post("/api/v1/filings", filing).status == 201);
    CHECK(scene.names("/api/v1/filings") == kSomeone);
    EscalationRow raised;
    raised.people = {"d2"};
    raised.acknowledged_by = "someone";
    scene.desk.service.fake_reads().next_escalations.rows = {raised};
    CHECK(scene.names("/api/v1/escalations") == R"({"d2":"演示-指挥二","someone":"演示-指挥一"})");
    CHECK(scene.names("/api/v1/findings", "auditor") == "{}");
    REQUIRE(scene.desk.ask({.method = "POST", .target = "/api/v1/proof/verifications", .role = "auditor"}).status ==
            202);
    CHECK(scene.names("/api/v1/proof/verifications/last", "auditor") == kSomeone);
    CHECK(scene.names("/api/v1/proof", "auditor") == kSomeone);
    const std::string absence =
        R"({"kind":"absence","person":"d2","from":"2026-04-01T08:00:00+08:00","to":"2026-04-02T08:00:00+08:00"})";
    REQUIRE(scene.desk.ask({.method = "POST", .target = "/api/v1/roster/entries", .body = absence, .role = "admin"})
                .status == 201);
    CHECK(object_of(scene.desk.get("/api/v1/roster")).at("names").at("someone") == "演示-指挥一");
}

TEST_CASE("a token has the name of its person, whoever is gone none, and what was typed is no question") {
    Scene scene;
    const Response opened = scene.desk.post(
        "/api/v1/tickets",
        R"({"workflow":"complaint","data":{"complaint_type":"service","description":"x","assignee":"idle"}})");
    const std::string journal = "/api/v1/tickets/" + string_or_empty(object_of(opened), "id") + "/journal";
    CHECK(scene.names(journal) == kSomeone);
    auto& accounts = scene.desk.service.accounts();
    REQUIRE(accounts.change("someone", {.scope = Scope{"left-last-year", {}, {}, {}}}, {"test", ""}).ok());
    CHECK(scene.names(journal) == "{}");

    Desk of_tokens;
    REQUIRE(of_tokens.service.access()
                .create_token({"someone", {"dispatcher"}, Scope{"d2", {}, {}, {}}}, {"test", ""})
                .ok());
    const std::string id = of_tokens.open_fault();
    CHECK(json::serialize(object_of(of_tokens.get("/api/v1/tickets/" + id + "/journal")).at("names")) ==
          R"({"someone":"演示-指挥二"})");
}
