// Tickets through the API, over the real engine: open, move, comment, merge, list, journal, explain.

#include <catch2/catch.hpp>

#include "adapters/host/running_key.hpp"
#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;
using Texts = std::vector<std::string>;

namespace {

const std::string kOpen = R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"幸福路 1 号"}})";
const std::string kDispatch = R"({"event":"dispatch","data":{"team":"A"}})";

std::string at(const std::string& id, const std::string& rest = "") { return "/api/v1/tickets/" + id + rest; }

}  // namespace

TEST_CASE("opening answers 201 with the case, its place and its ETag") {
    Desk desk;
    const Response opened = desk.post("/api/v1/tickets", kOpen);
    CHECK(opened.status == 201);
    const json::object ticket = object_of(opened);
    const std::string id = string_or_empty(ticket, "id");
    CHECK(header_of(opened, "Location") == at(id));
    CHECK(header_of(opened, "ETag") == "\"" + std::to_string(ticket.at("revision").as_int64()) + "\"");
    CHECK(header_of(opened, "Content-Type") == "application/json");
    CHECK(ticket.at("state") == "accepted");
    const std::string number = string_or_empty(ticket, "number");
    CHECK(string_or_empty(object_of(desk.get(at(id))), "number") == number);
    CHECK(string_or_empty(object_of(desk.get(at(number))), "id") == id);
}

TEST_CASE("the actor is the token's name and his roles are the token's") {
    Desk desk;
    const std::string id = desk.open_fault();
    CHECK(desk.post(at(id, "/events"), kDispatch).status == 200);
    const json::object journal = object_of(desk.get(at(id, "/journal")));
    int moves = 0;
    for (const json::value& item : journal.at("items").as_array()) {
        const json::object& event = item.as_object();
        if (event.at("type") != "case.moved") continue;
        ++moves;
        CHECK(event.at("actor") == "someone");
        CHECK(event.at("role") == "dispatcher");
    }
    CHECK(moves == 1);
}

TEST_CASE("wrong fields are 422 with every pointer, a wrong role 403, a wrong moment 409 with what is allowed") {
    Desk desk;
    const Response fields = desk.post("/api/v1/tickets", R"({"workflow":"fault-repair","data":{"site_class":"moon"}})");
    CHECK(fields.status == 422);
    CHECK(pointers_of(fields) == Texts{"/data/site_class", "/data/fault_address"});
    CHECK(desk.post("/api/v1/tickets", R"({"workflow":"nothing","data":{}})").status == 422);
    const std::string id = desk.open_fault();
    const Response role =
        desk.ask({.method = "POST", .target = at(id, "/events"), .body = kDispatch, .role = "leader"});
    CHECK(role.status == 403);
    const Response moment = desk.post(at(id, "/events"), R"({"event":"arrive"})");
    CHECK(moment.status == 409);
    CHECK(problem_of(moment) == "not-allowed");
    const json::object problem = object_of(moment);
    const auto& allowed = problem.at("allowed_events").as_array();
    CHECK(std::find(allowed.begin(), allowed.end(), json::value("dispatch")) != allowed.end());
    CHECK(desk.post(at("999", "/events"), kDispatch).status == 404);
    CHECK(desk.get(at("999")).status == 404);
}

TEST_CASE("If-Match with the present ETag passes, a stale or foreign one is 412") {
    Desk desk;
    const std::string id = desk.open_fault();
    const std::string tag = header_of(desk.get(at(id)), "ETag");
    for (const std::string& wrong : {std::string("\"999\""), "W/" + tag, std::string("7"), std::string("\"abc\"")}) {
        INFO(wrong);
        const Response refused = desk.post(at(id, "/events"), kDispatch, {{"if-match", wrong}});
        CHECK(refused.status == 412);
        CHECK(problem_of(refused) == "stale-revision");
    }
    CHECK(desk.post(at(id, "/comments"), R"({"text":"已联系客户"})", {{"if-match", "*"}}).status == 200);
    CHECK(desk.post(at(id, "/events"), kDispatch, {{"if-match", tag}}).status == 412);
    CHECK(desk.post(at(id, "/events"), kDispatch, {{"if-match", header_of(desk.get(at(id)), "ETag")}}).status == 200);
}

TEST_CASE("If-None-Match with the present ETag is 304 without a body") {
    Desk desk;
    const std::string id = desk.open_fault();
    const std::string tag = header_of(desk.get(at(id)), "ETag");
    const Response unchanged = desk.ask({.target = at(id), .headers = {{"if-none-match", tag}}});
    CHECK(unchanged.status == 304);
    CHECK(unchanged.body.empty());
    CHECK(desk.ask({.target = at(id), .headers = {{"if-none-match", "\"0\""}}}).status == 200);
}

TEST_CASE("the same Idempotency-Key gets the first answer again and does nothing") {
    Desk desk;
    const std::vector<Header> key = {{"idempotency-key", "k1"}};
    const Response first = desk.post("/api/v1/tickets", kOpen, key);
    CHECK(header_of(first, "Idempotency-Replayed").empty());
    desk.service.time += std::chrono::minutes(7);  // clocks have moved on, the answer has not
    const std::size_t events = desk.service.fake_reads().all_events.size();
    const Response again = desk.post("/api/v1/tickets", kOpen, key);
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(header_of(again, "Location") == header_of(first, "Location"));
    CHECK(header_of(again, "ETag") == header_of(first, "ETag"));
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(desk.service.fake_reads().all_events.size() == events);
}

TEST_CASE("the same key with another body, or on another path, is 422; another caller's key is his own") {
    Desk desk;
    const std::vector<Header> key = {{"idempotency-key", "k1"}};
    CHECK(desk.post("/api/v1/tickets", kOpen, key).status == 201);
    CHECK(desk.post("/api/v1/tickets", kOpen + " ", key).status == 422);
    CHECK(desk.post(at("1", "/events"), kOpen, key).status == 422);
    Ask other{.method = "POST", .target = "/api/v1/tickets", .body = kOpen, .role = "", .headers = key};
    other.headers.push_back({"authorization", "Bearer other:dispatcher"});
    const Response opened = desk.ask(other);
    CHECK(opened.status == 201);
    CHECK(header_of(opened, "Idempotency-Replayed").empty());
}

TEST_CASE("a refusal is kept under its key too, and comes again as a problem") {
    Desk desk;
    const std::string id = desk.open_fault();
    const std::vector<Header> key = {{"idempotency-key", "k2"}};
    const Response first = desk.post(at(id, "/events"), R"({"event":"arrive"})", key);
    CHECK(first.status == 409);
    CHECK(string_or_empty(object_of(first), "instance") == at(id, "/events"));
    desk.service.time += std::chrono::minutes(7);
    const Response again = desk.post(at(id, "/events"), R"({"event":"arrive"})", key);
    CHECK(again.status == 409);
    CHECK(again.body == first.body);
    CHECK(header_of(again, "Content-Type") == "application/problem+json");
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
}

TEST_CASE("a key that is empty, too long or not plain ASCII is refused") {
    Desk desk;
    for (const std::string& key : {std::string(), std::string(256, 'k'), std::string("钥匙"), std::string("a b")}) {
        CHECK(desk.post("/api/v1/tickets", kOpen, {{"idempotency-key", key}}).status == 422);
    }
    CHECK(desk.post("/api/v1/tickets", kOpen, {{"idempotency-key", std::string(255, 'k')}}).status == 201);
}

TEST_CASE("a store that cannot write and a full queue are 503 with Retry-After") {
    Desk desk;
    for (const Errc code : {Errc::read_only, Errc::overloaded}) {
        desk.service.refuse_next = fail(code, "test.refused");
        const Response refused = desk.post("/api/v1/tickets", kOpen);
        CHECK(refused.status == 503);
        CHECK_FALSE(header_of(refused, "Retry-After").empty());
    }
}

TEST_CASE("a key whose command still runs is told as that, not as a conflict to be decided about") {
    Desk desk;
    desk.service.refuse_next = host::key_running();
    const Response refused = desk.post("/api/v1/tickets", kOpen, {{"idempotency-key", "k"}});
    CHECK(refused.status == 409);
    CHECK(problem_of(refused) == "key-running");
    CHECK(object_of(refused).at("title") == "key-running");
    desk.service.refuse_next = fail(Errc::conflict, "test.refused");
    CHECK(problem_of(desk.post("/api/v1/tickets", kOpen)) == "conflict");
}

TEST_CASE("who only reads is offered no step, and is refused comments, files and steps") {
    Desk desk;
    const std::string id = desk.open_fault();
    CHECK_FALSE(object_of(desk.get(at(id))).at("allowed_events").as_array().empty());
    CHECK(object_of(desk.get(at(id), "auditor")).at("allowed_events").as_array().empty());
    const auto post = [&desk, &id](const std::string& what, const std::string& body) {
        return desk.ask({.method = "POST", .target = at(id, what), .body = body, .role = "auditor"}).status;
    };
    CHECK(post("/comments", R"({"text":"x"})") == 403);
    CHECK(post("/events", R"({"event":"chase"})") == 403);
    CHECK(desk.attach(id, "a note", "", "auditor").status == 403);
}

TEST_CASE("a comment joins the journal; an empty or overlong one is refused") {
    Desk desk;
    const std::string id = desk.open_fault();
    CHECK(desk.post(at(id, "/comments"), R"({"text":""})").status == 422);
    CHECK(desk.post(at(id, "/comments"), R"({"text":")" + std::string(8001, 'x') + "\"}").status == 422);
    const Response noted = desk.post(at(id, "/comments"), R"({"text":"客户来电催问"})");
    CHECK(noted.status == 200);
    CHECK(string_or_empty(object_of(noted), "id") == id);
    CHECK(desk.get(at(id, "/journal")).body.find("客户来电催问") != std::string::npos);
}

TEST_CASE(
    "an arrival that a phone sends late, with the time of its button, makes up for the breach that fired meanwhile") {
    Desk desk;
    const std::string id = desk.open_fault();  // urban, from 08:00: due at 08:45
    REQUIRE(desk.post(at(id, "/events"), kDispatch).status == 200);
    const std::string role = "area_manager@demo-zhang-san";
    const auto fire = [&desk, &id, &role](const std::string& body) {
        return desk.ask({.method = "POST",
                         .target = at(id, "/events"),
                         .body = body,
                         .role = role,
                         .headers = {{"idempotency-key", std::to_string(std::hash<std::string>{}(body))}}});
    };
    REQUIRE(fire(R"({"event":"acknowledge"})").status == 200);
    desk.service.time = gongdan::test::on("09:30:00");
    desk.service.sweep(desk.service.time);
    const std::string arrival = R"({"event":"arrive","occurred_at":"2026-03-02T08:31:07.250+08:00"})";
    REQUIRE(fire(arrival).status == 200);
    CHECK(fire(arrival).status == 200);  // the phone never saw the answer
    const std::string journal = desk.get(at(id, "/journal")).body;
    const auto count = [&journal](const std::string& type) {
        std::size_t found = 0;
        for (auto at = journal.find(type); at != std::string::npos; at = journal.find(type, at + 1)) ++found;
        return found;
    };
    CHECK(count(R"("type":"clock.breached")") == 1);
    CHECK(count(R"("type":"clock.corrected")") == 1);
    CHECK(count(R"("event":"arrive")") == 2);  // the move, and the finding that it was entered late
    CHECK(journal.find("2026-03-02T08:31:07.250+08:00") != std::string::npos);
}

TEST_CASE("merging joins a ticket to its master by id or number") {
    Desk desk;
    const std::string master = desk.open_fault();
    const std::string child = desk.open_fault();
    const std::string number = string_or_empty(object_of(desk.get(at(master))), "number");
    CHECK(desk.post(at(child, "/merge"), R"({})").status == 422);
    const Response merged = desk.post(at(child, "/merge"), R"({"into":")" + number + R"("})");
    CHECK(merged.status == 200);
    CHECK(string_or_empty(object_of(merged), "merged_into") == master);
}

TEST_CASE("an unknown master is pointed at where the caller named it, at the first answer and at a repeat") {
    Desk desk;
    const std::string child = desk.open_fault();
    for (const char* const key : {"k1", "k1"}) {
        const Response beside = desk.post(at(child, "/merge"), R"({"into":"999"})", {{"idempotency-key", key}});
        CHECK(beside.status == 422);
        CHECK(pointers_of(beside) == Texts{"/into"});
    }
    const Response inside = desk.post(at(child, "/events"), R"({"event":"merge","data":{"into":"999"}})");
    CHECK(inside.status == 422);
    CHECK(pointers_of(inside) == Texts{"/data/into"});
}

TEST_CASE("the journal comes in pages") {
    Desk desk;
    const std::string id = desk.open_fault();
    const json::object all = object_of(desk.get(at(id, "/journal")));
    CHECK(all.at("next_after").is_null());
    const std::size_t count = all.at("items").as_array().size();
    REQUIRE(count >= 2);
    std::size_t seen = 0;
    json::value after = 0;
    while (!after.is_null()) {
        const json::object page = object_of(desk.get(at(id, "/journal?limit=1&after=" + json::serialize(after))));
        seen += page.at("items").as_array().size();
        after = page.at("next_after");
    }
    CHECK(seen == count);
}

TEST_CASE("a clock explains itself; an unknown clock is 404") {
    Desk desk;
    const std::string id = desk.open_fault();
    const Response told = desk.get(at(id, "/clocks/arrival/explain"));
    CHECK(told.status == 200);
    const json::object explanation = object_of(told);
    CHECK(explanation.at("clock") == "arrival");
    CHECK(explanation.at("due_at") == "2026-03-02T08:45:00+08:00");
    CHECK_FALSE(explanation.at("segments").as_array().empty());
    CHECK(desk.get(at(id, "/clocks/arrival/explain?cycle=1")).body == told.body);
    CHECK(desk.get(at(id, "/clocks/arrival/explain?cycle=2")).status == 404);
    CHECK(desk.get(at(id, "/clocks/arrival/explain?cycle=0")).status == 422);
    CHECK(desk.get(at(id, "/clocks/tea/explain")).status == 404);
    CHECK(desk.get(at("999", "/clocks/arrival/explain")).status == 404);
}

TEST_CASE("list filters reach the read model as they were meant") {
    Desk desk;
    CHECK(desk.get("/api/v1/"
                   "tickets?workflow=complaint&state=accepted&area=A1&team=T1&overdue=false&at_risk&flags&with_closed=1"
                   "&q=%E5%B9%B8%E7%A6%8F+%E8%B7%AF&sort=due&cursor=abc&limit=7")
              .status == 200);
    const CaseFilter& filter = desk.service.fake_reads().last_filter;
    CHECK(filter.workflow == "complaint");
    CHECK(filter.state == "accepted");
    CHECK(filter.area == "A1");
    CHECK(filter.team == "T1");
    CHECK(filter.overdue == false);
    CHECK(filter.at_risk);
    CHECK(filter.flagged);
    CHECK(filter.with_closed);
    CHECK(filter.text == "幸福 路");
    CHECK(filter.sort == CaseFilter::Sort::due);
    CHECK(filter.cursor == "abc");
    CHECK(filter.limit == 7);
    CHECK(desk.get("/api/v1/tickets").status == 200);
    CHECK_FALSE(filter.overdue.has_value());
    CHECK(filter.sort == CaseFilter::Sort::opened_desc);
    CHECK(filter.limit == kPageDefault);
}

TEST_CASE("a page of tickets names the next one, as a cursor and as a link") {
    Desk desk;
    const std::string id = desk.open_fault();
    desk.service.fake_reads().next_page = {{*desk.service.fake_reads().find(id)}, "n+1"};
    const Response page = desk.get("/api/v1/tickets?state=accepted&q=a%26b");
    const json::object body = object_of(page);
    CHECK(body.at("items").as_array().size() == 1);
    CHECK(body.at("next_cursor") == "n+1");
    CHECK(header_of(page, "Link") == R"(</api/v1/tickets?cursor=n%2B1&state=accepted&q=a%26b>; rel="next")");
    desk.service.fake_reads().next_page = {};
    const Response last = desk.get("/api/v1/tickets");
    CHECK(object_of(last).at("next_cursor").is_null());
    CHECK(header_of(last, "Link").empty());
}
