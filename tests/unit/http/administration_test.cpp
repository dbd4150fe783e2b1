// Escalations, dead letters, workflows, organisation, tokens, calendars.

#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "core/base/percent.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;
using Texts = std::vector<std::string>;

TEST_CASE("escalations are listed, and the open ones alone when asked") {
    Desk desk;
    EscalationRow row;
    row.id = "1.arrival.1.1.0";
    row.case_id = CaseId(1);
    row.acknowledged_at = desk.service.time;
    desk.service.fake_reads().next_escalations = {{row}, ""};
    const json::object all = object_of(desk.get("/api/v1/escalations"));
    CHECK_FALSE(desk.service.fake_reads().asked_open_only);
    const json::object& first = all.at("items").as_array().at(0).as_object();
    CHECK(first.at("ticket") == "1");
    CHECK(first.at("acknowledged_at") == "2026-03-02T08:05:00+08:00");
    CHECK(first.at("acknowledged_by").is_null());
    CHECK(desk.get("/api/v1/escalations?open").status == 200);
    CHECK(desk.service.fake_reads().asked_open_only);
    CHECK(desk.get("/api/v1/escalations?open=false").status == 200);
    CHECK_FALSE(desk.service.fake_reads().asked_open_only);
}

TEST_CASE("acknowledging stops the climb once; again is 409, an unknown one 404") {
    Desk desk;
    (void)desk.open_fault();
    desk.service.time += std::chrono::hours(1);
    desk.service.sweep(desk.service.time);
    std::string id;
    for (const Event& event : desk.service.fake_reads().all_events) {
        if (event.type == EventType::escalation_raised) id = string_or_empty(event.body, "id");
    }
    REQUIRE_FALSE(id.empty());
    const std::string target = "/api/v1/escalations/" + percent_encode(id) + "/acknowledge";
    const Response done = desk.ask({.method = "POST", .target = target, .role = "district_manager"});
    CHECK(done.status == 200);
    CHECK(object_of(done).contains("revision"));
    CHECK(desk.ask({.method = "POST", .target = target, .role = "district_manager"}).status == 409);
    CHECK(desk.ask({.method = "POST", .target = "/api/v1/escalations/77.x/acknowledge"}).status == 404);
}

TEST_CASE("a dead letter is shown with its message and goes back by its id, slashes and all") {
    Desk desk;
    CHECK(desk.ask({.method = "POST", .target = "/api/v1/dead-letters/x/requeue"}).status == 404);
    OutboxRow row;
    row.notice.id = "1.arrival.1.1.0/m1/desk-file";
    row.notice.message = R"({"title":"超时"})";
    row.state = OutboxRow::State::dead;
    row.attempts = 9;
    desk.service.fake_reads().dead = {row};
    const json::object list = object_of(desk.get("/api/v1/dead-letters"));
    const json::object& letter = list.at("items").as_array().at(0).as_object();
    CHECK(letter.at("state") == "dead");
    CHECK(letter.at("message").as_object().at("title") == "超时");
    const std::string target = "/api/v1/dead-letters/" + percent_encode(row.notice.id) + "/requeue";
    CHECK(desk.ask({.method = "POST", .target = target, .role = "leader"}).status == 403);
    const Response back = desk.ask({.method = "POST", .target = target});
    CHECK(back.status == 200);
    CHECK(object_of(back).at("state") == "pending");
    CHECK(desk.service.requeued == Texts{row.notice.id});
}

TEST_CASE("all dead letters of a channel go back at once, from a time on, and are counted") {
    Desk desk;
    desk.service.fake_reads().dead = {OutboxRow{}, OutboxRow{}};
    const std::string target = "/api/v1/dead-letters/requeue";
    const std::vector<Header> key = {{"idempotency-key", "k1"}};
    const std::string body = R"({"channel":"robot","since":"2026-03-02T08:00:00+08:00"})";
    const Response done = desk.post(target, body, key);
    CHECK(done.status == 200);
    CHECK(object_of(done) == json::object{{"channel", "robot"}, {"requeued", 2}, {"more", false}});
    REQUIRE(desk.service.requeued_all.size() == 1);
    CHECK(desk.service.requeued_all[0].channel == "robot");
    CHECK(desk.service.requeued_all[0].since == parse_time("2026-03-02T08:00:00+08:00").value());
    CHECK(header_of(desk.post(target, body, key), "Idempotency-Replayed") == "true");
    CHECK(desk.service.requeued_all.size() == 1);
    CHECK(desk.post(target, R"({"channel":"robot"})").status == 200);
    CHECK(desk.service.requeued_all[1].since == Instant{});
    for (const char* wrong : {"{}", R"({"channel":""})", R"({"channel":"robot","since":"soon"})"}) {
        INFO(wrong);
        CHECK(desk.post(target, wrong).status == 422);
    }
}

TEST_CASE("putting a dead letter back under a key happens once and is answered the same each time") {
    Desk desk;
    desk.service.fake_reads().dead = {OutboxRow{}};
    const std::string target = "/api/v1/dead-letters/x/requeue";
    const std::vector<Header> key = {{"idempotency-key", "k1"}};
    const Response first = desk.post(target, "", key);
    CHECK(first.status == 200);
    const Response again = desk.post(target, "", key);
    CHECK(again.status == 200);
    CHECK(again.body == first.body);
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(desk.service.requeued.size() == 1);
    CHECK(desk.post("/api/v1/dead-letters/y/requeue", "", key).status == 422);
    CHECK(desk.post(target, "", {{"idempotency-key", ""}}).status == 422);
    desk.service.fake_reads().dead = {};
    const std::vector<Header> other = {{"idempotency-key", "k2"}};
    const Response refused = desk.post(target, "", other);
    CHECK(refused.status == 404);
    CHECK(desk.post(target, "", other).body == refused.body);
}

TEST_CASE("a token made under a key is made once, and a repeat never shows it again") {
    Desk desk;
    Ask create{.method = "POST",
               .target = "/api/v1/tokens",
               .body = R"({"name":"gate","roles":["call_taker"]})",
               .role = "admin",
               .headers = {{"idempotency-key", "k1"}}};
    const Response made = desk.ask(create);
    CHECK(made.status == 201);
    const std::string secret = string_or_empty(object_of(made), "token");
    REQUIRE_FALSE(secret.empty());
    const Response again = desk.ask(create);
    CHECK(again.status == 409);
    CHECK(again.body.find(secret) == std::string::npos);
    CHECK(string_or_empty(object_of(again), "detail_en").find("revoke it") != std::string::npos);
    CHECK(string_or_empty(object_of(again), "instance") == create.target);
    create.body = R"({"name":"gate2","roles":["call_taker"]})";
    CHECK(desk.ask(create).status == 422);
    CHECK(desk.get("/api/v1/tokens", "admin").body.find("gate2") == std::string::npos);
    create.headers = {{"idempotency-key", "k2"}};
    create.body = R"({"name":"gate","roles":["call_taker"]})";
    const Response taken = desk.ask(create);
    CHECK(taken.status == 409);
    CHECK(desk.ask(create).body == taken.body);
}

TEST_CASE("workflows are listed and shown whole") {
    Desk desk;
    const json::object list = object_of(desk.get("/api/v1/workflows"));
    CHECK(list.at("items").as_array().size() >= 3);
    const json::object workflow = object_of(desk.get("/api/v1/workflows/fault-repair"));
    CHECK_FALSE(workflow.at("states").as_array().empty());
    CHECK(workflow.at("title").as_object().at("zh") == "故障报修");
    bool found = false;
    for (const json::value& field : workflow.at("fields").as_array()) {
        if (field.as_object().at("name") != "site_class") continue;
        found = true;
        CHECK(field.as_object().at("type") == "enum");
        CHECK(field.as_object().at("values").as_array().size() == 3);
    }
    CHECK(found);
    CHECK(desk.get("/api/v1/workflows/unknown").status == 404);
}

TEST_CASE("a step of a workflow says what it does besides moving, and which fields its condition looks at") {
    Desk desk;
    const json::object workflow = object_of(desk.get("/api/v1/workflows/fault-repair"));
    json::object reply;
    json::object bounce;
    for (const json::value& state : workflow.at("states").as_array()) {
        if (state.at("name") == "replied") CHECK(state.at("hop") == "review");
        if (state.at("name") != "on_site") continue;
        for (const json::value& step : state.at("transitions").as_array()) {
            if (step.at("event") == "reply") reply = step.as_object();
            if (step.at("event") == "return") bounce = step.as_object();
        }
    }
    CHECK(reply.at("guard_fields") == json::array{"close_code"});
    CHECK(reply.at("ask") == json::array{"close_code", "cause", "result"});
    CHECK(bounce.at("ask").as_array().empty());
    CHECK(reply.at("effect").is_null());
    CHECK(bounce.at("guard_fields").as_array().empty());
    CHECK(bounce.at("effect") == "bounce");
}

TEST_CASE("areas, roster and channels come from the organisation, without phone numbers") {
    Desk desk;
    const json::object organisation = object_of(desk.get("/api/v1/areas"));
    CHECK_FALSE(organisation.at("items").as_array().empty());
    const json::object crew{{"id", "A"}, {"title", {{"zh", "演示东所抢修一班"}, {"en", "Demo East crew"}}}};
    CHECK(organisation.at("teams").as_array().at(0) == crew);
    const json::object roster = object_of(desk.get("/api/v1/roster"));
    REQUIRE_FALSE(roster.at("people").as_array().empty());
    const std::set<std::string> shown = {"id", "name", "roles", "station", "teams", "areas", "channels", "deputy"};
    for (const json::value& person : roster.at("people").as_array()) {
        for (const auto& [key, value] : person.as_object()) CHECK(shown.count(std::string(key)) == 1);
    }
}

TEST_CASE("channels are those configured, in their order and with their backlog, then those only named") {
    Desk desk;
    host::Channel rested;
    rested.name = "zz-last-by-name";
    rested.title = {"短信", "text message"};
    rested.plugin = "exec";
    rested.state = host::Channel::State::resting;
    rested.last_answer = "exit 7";
    rested.last_failed_at = desk.service.time;
    host::Channel quiet;
    quiet.name = "aa-first-by-name";
    quiet.delivered = 3;
    desk.service.configured_channels = {rested, quiet};
    desk.service.fake_reads().waiting = {{"removed-robot", 2, 1}, {"zz-last-by-name", 5, 4}};
    const json::object body = object_of(desk.get("/api/v1/channels"));
    const auto& items = body.at("items").as_array();
    const auto at = [&items](std::size_t i) -> const json::object& { return items.at(i).as_object(); };
    REQUIRE(items.size() >= 4);
    CHECK(at(0).at("name") == "zz-last-by-name");
    CHECK(at(0).at("state") == "resting");
    CHECK(at(0).at("title").as_object().at("zh") == "短信");
    CHECK(at(0).at("pending") == 5);
    CHECK(at(0).at("dead") == 4);
    CHECK(at(0).at("last_answer") == "exit 7");
    CHECK(at(0).at("last_failed_at") == "2026-03-02T08:05:00+08:00");
    CHECK(at(0).at("last_delivered_at").is_null());
    CHECK(at(1).at("name") == "aa-first-by-name");
    CHECK(at(1).at("state") == "delivering");
    CHECK(at(1).at("people") == 0);
    std::map<std::string, json::object> others;
    for (std::size_t i = 2; i < items.size(); ++i) {
        CHECK(at(i).at("state") == "not-configured");
        others.emplace(std::string(at(i).at("name").as_string()), at(i));
    }
    CHECK(others.at("removed-robot").at("pending") == 2);
    CHECK(others.at("removed-robot").at("people") == 0);
    CHECK(others.at("desk-file").at("people").as_int64() > 0);  // of the organisation, which no channel here serves
}

TEST_CASE("an administrator sees what a channel would send for a ticket, as a notice or as a digest") {
    Desk desk;
    const std::string id = desk.open_fault();
    const std::string target = "/api/v1/channels/desk/preview?ticket=" + id;
    const Response shown = desk.get(target, "admin");
    CHECK(shown.status == 200);
    CHECK(object_of(shown).at("body") == "notice");
    CHECK(object_of(desk.get(target + "&digest=true", "admin")).at("body") == "digest");
    CHECK(desk.get(target, "dispatcher").status == 403);
    CHECK(desk.get("/api/v1/channels/none/preview?ticket=" + id, "admin").status == 404);
    CHECK(desk.get("/api/v1/channels/desk/preview?ticket=GZ20000101000001", "admin").status == 404);
    CHECK(desk.get("/api/v1/channels/desk/preview", "admin").status == 422);
    CHECK(desk.get(target + "&digest=maybe", "admin").status == 422);
}

TEST_CASE("calendar years can be looked at by everybody, and say where they come from") {
    Desk desk;
    const json::object list = object_of(desk.get("/api/v1/calendars", "auditor"));
    CHECK_FALSE(list.at("version").as_string().empty());
    CHECK(list.at("items").as_array().size() >= 3);
    const json::object year = object_of(desk.get("/api/v1/calendars/2026", "auditor"));
    CHECK(year.at("source") == "file");
    CHECK(year.at("provisional") == false);
    const auto& workdays = year.at("workdays").as_array();
    CHECK(std::find(workdays.begin(), workdays.end(), json::value("2026-01-04")) != workdays.end());
    const std::string body = R"({"holidays":["2031-01-01"],"workdays":[],"provisional":true})";
    CHECK(desk.get("/api/v1/calendars/2031").status == 404);
    const Response put = desk.ask({.method = "PUT", .target = "/api/v1/calendars/2031", .body = body, .role = "admin"});
    CHECK(put.status == 200);
    CHECK(desk.get("/api/v1/calendars/2031").body == put.body);
    CHECK(object_of(put).at("source") == "administrator");
    CHECK(desk.get("/api/v1/calendars/soon").status == 404);
}

TEST_CASE("a token is shown once, listed without its secret, and revoked") {
    Desk desk;
    Ask create{.method = "POST",
               .target = "/api/v1/tokens",
               .body = R"({"name":"gate","roles":["call_taker"]})",
               .role = "admin"};
    const Response made = desk.ask(create);
    CHECK(made.status == 201);
    const std::string secret = string_or_empty(object_of(made), "token");
    CHECK_FALSE(secret.empty());
    CHECK(desk.ask(create).status == 409);
    create.body = R"({"name":"gate2","roles":[]})";
    CHECK(desk.ask(create).status == 422);
    create.body = R"({"name":"gate2","roles":[5]})";
    CHECK(pointers_of(desk.ask(create)) == Texts{"/roles/0"});
    const Response list = desk.get("/api/v1/tokens", "admin");
    CHECK(list.body.find("gate") != std::string::npos);
    CHECK(list.body.find(secret) == std::string::npos);
    const Header use{"authorization", "Bearer " + secret};
    CHECK(desk.ask({.target = "/api/v1/tickets", .role = "", .headers = {use}}).status == 200);
    CHECK(desk.ask({.method = "DELETE", .target = "/api/v1/tokens/gate", .role = "admin"}).status == 204);
    CHECK(desk.ask({.target = "/api/v1/tickets", .role = "", .headers = {use}}).status == 401);
    CHECK(desk.ask({.method = "DELETE", .target = "/api/v1/tokens/nobody", .role = "admin"}).status == 404);
}

TEST_CASE("a calendar year is replaced by the administrator, and its days are checked") {
    Desk desk;
    Ask put{.method = "PUT", .target = "/api/v1/calendars/2027", .role = "admin"};
    put.body = R"({"holidays":["2027-01-01","2026-12-31"],"workdays":["2027-01-01","2027-01-02"]})";
    const Response refused = desk.ask(put);
    CHECK(refused.status == 422);
    CHECK(pointers_of(refused) == Texts{"/holidays/1", "/workdays/0"});
    put.body = R"({"holidays":["2027-13-01"],"workdays":[]})";
    CHECK(pointers_of(desk.ask(put)) == Texts{"/holidays/0"});
    put.body = R"({"holidays":["2027-01-01"],"workdays":["2027-01-02"]})";
    CHECK(desk.ask({.method = "PUT", .target = put.target, .body = put.body}).status == 403);
    const Response done = desk.ask(put);
    CHECK(done.status == 200);
    CHECK(object_of(done).at("year") == 2027);
    CHECK(desk.service.configuration().rules->calendar->is_make_up_day(*parse_date("2027-01-02")));
    put.target = "/api/v1/calendars/soon";
    CHECK(desk.ask(put).status == 404);
}
