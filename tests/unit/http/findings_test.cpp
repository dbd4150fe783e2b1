// Findings over HTTP: who sees which, how they are filtered, and what somebody decides stays with them.

#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const std::string kFindings = "/api/v1/findings";

/// A complaint in the area, about prohibited conduct, and made void without an approver.
void void_complaint(Desk& desk, const std::string& area) {
    const Response opened =
        desk.post("/api/v1/tickets", R"({"workflow":"complaint","data":{"complaint_type":"service",)"
                                     R"("description":"x","subtype":"脱岗","area":")" +
                                         area + "\"}}");
    REQUIRE(opened.status == 201);
    const std::string id = string_or_empty(object_of(opened), "id");
    REQUIRE(desk.post("/api/v1/tickets/" + id + "/events", R"({"event":"void","data":{"reason":"x"}})").status == 200);
}

std::vector<std::string> ids(const Response& response) {
    std::vector<std::string> all;
    const json::object body = object_of(response);
    for (const json::value& item : body.at("items").as_array()) all.push_back(string_or_empty(item.as_object(), "id"));
    return all;
}

std::vector<std::string> listed(Desk& desk, const std::string& query, const std::string& role = "auditor") {
    return ids(desk.get(kFindings + query, role));
}

Response decide(Desk& desk, const std::string& id, const std::string& role, const std::string& body,
                const std::vector<Header>& headers = {}) {
    return desk.ask(
        {.method = "POST", .target = kFindings + "/" + id + "/decide", .body = body, .role = role, .headers = headers});
}

using Ids = std::vector<std::string>;
const std::string kConduct = "prohibited-conduct.1.1";
const std::string kDecision = R"({"verdict":"explained","reason":"the window had moved next door"})";

}  // namespace

TEST_CASE("findings are listed the last first, and filtered") {
    Desk desk;
    void_complaint(desk, "demo-101");
    const Ids all = listed(desk, "");
    REQUIRE(all.size() == 2);
    CHECK(all.back() == kConduct);
    CHECK(all.front().starts_with("void-unapproved.1."));
    CHECK(listed(desk, "?rule=prohibited-conduct") == Ids{kConduct});
    CHECK(listed(desk, "?severity=serious") == Ids{});
    CHECK(listed(desk, "?from=2026-03-03") == Ids{});
    CHECK(listed(desk, "?to=2026-03-02") == Ids{});
    CHECK(listed(desk, "?from=2026-03-02&to=2026-03-03").size() == 2);
    CHECK(desk.get(kFindings + "?from=yesterday", "auditor").status == 422);
    CHECK(desk.get(kFindings + "?severity=grave", "auditor").status == 422);

    const Response page = desk.get(kFindings + "?limit=1", "auditor");
    CHECK(ids(page) == Ids{all.front()});
    CHECK(object_of(page).at("complete") == true);
    CHECK(listed(desk, "?limit=1&cursor=" + string_or_empty(object_of(page), "next_cursor")) == Ids{kConduct});
    CHECK(desk.get(kFindings + "?cursor=nothing.0.1", "auditor").status == 422);
}

TEST_CASE("a manager sees the findings of his areas, and only those") {
    Desk desk;
    void_complaint(desk, "demo-101");
    void_complaint(desk, "demo-201");
    CHECK(listed(desk, "").size() == 4);
    CHECK(listed(desk, "", "district_manager@demo-wu-jiu").size() == 2);
    CHECK(desk.get(kFindings, "dispatcher").status == 403);
}

TEST_CASE("a decision is journalled, stands with the finding, and may be replaced") {
    Desk desk;
    void_complaint(desk, "demo-101");
    const Response decided = decide(desk, kConduct, "leader", kDecision);
    REQUIRE(decided.status == 200);
    CHECK(json::serialize(object_of(decided).at("decision")) ==
          R"({"verdict":"explained","reason":"the window had moved next door","by":"someone","role":"leader",)"
          R"("at":"2026-03-02T08:05:00+08:00"})");
    const Event& noted = desk.service.fake_reads().all_events.back();
    CHECK(json::serialize(noted.body) == R"({"what":"finding-decided","finding":"prohibited-conduct.1.1",)"
                                         R"("verdict":"explained","reason":"the window had moved next door",)"
                                         R"("actor":"someone","role":"leader"})");
    CHECK(listed(desk, "?open=true").size() == 1);
    CHECK(listed(desk, "?open=false") == Ids{kConduct});
    REQUIRE(decide(desk, kConduct, "admin", R"({"verdict":"confirmed","reason":"seen by three"})").status == 200);
    const json::object list = object_of(desk.get(kFindings + "?open=false", "auditor"));
    CHECK(list.at("items").at(0).at("decision").at("verdict") == "confirmed");
}

TEST_CASE("who may not decide is refused, and so is a decision without a reason") {
    Desk desk;
    void_complaint(desk, "demo-101");
    const std::string about_himself = listed(desk, "?rule=void-unapproved").front();  // "someone" did it
    CHECK(decide(desk, about_himself, "leader", kDecision).status == 403);
    CHECK(decide(desk, kConduct, "auditor", kDecision).status == 403);
    CHECK(decide(desk, kConduct, "district_manager", kDecision).status == 403);
    CHECK(decide(desk, "bounces.1.1", "leader", kDecision).status == 404);
    CHECK(decide(desk, kConduct, "leader", R"({"verdict":"explained","reason":" "})").status == 422);
    CHECK(decide(desk, kConduct, "leader", R"({"verdict":"forgiven","reason":"x"})").status == 422);
    CHECK(listed(desk, "?open=false") == Ids{});
}

TEST_CASE("a decision under one key is made once and answered the same") {
    Desk desk;
    void_complaint(desk, "demo-101");
    const std::vector<Header> key{{"idempotency-key", "k1"}};
    const Response first = decide(desk, kConduct, "leader", kDecision, key);
    const auto events = desk.service.fake_reads().all_events.size();
    const Response again = decide(desk, kConduct, "leader", kDecision, key);
    CHECK(again.body == first.body);
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(desk.service.fake_reads().all_events.size() == events);
}
