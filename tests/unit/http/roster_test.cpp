// The roster over HTTP: how it comes out, changes that count at once, gaps, the feed, and the plan made of it.

#include <catch2/catch.hpp>

#include "core/base/percent.hpp"
#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const std::string kEntries = "/api/v1/roster/entries";
/// The night of the second of March is d2's.
const std::string kOverride = R"({"kind":"override","person":"d1","instead_of":"d2","role":"dispatcher",)"
                              R"("from":"2026-03-02T20:00:00+08:00","to":"2026-03-03T08:00:00+08:00"})";

Response change(Desk& desk, const std::string& body, const std::string& role = "admin",
                const std::vector<Header>& headers = {}) {
    return desk.ask({.method = "POST", .target = kEntries, .body = body, .role = role, .headers = headers});
}

json::array items_of(const Response& response) { return object_of(response).at("items").as_array(); }

/// Who serves in `role` by the answer of /roster/now.
std::vector<std::string> now_serving(Desk& desk, std::string_view role) {
    std::vector<std::string> people;
    for (const json::value& item : items_of(desk.get("/api/v1/roster/now"))) {
        if (string_or_empty(item.as_object(), "role") == role)
            people.push_back(string_or_empty(item.as_object(), "person"));
    }
    return people;
}

}  // namespace

TEST_CASE("the roster comes out resolved for the days asked for, a week from today when none are") {
    Desk desk;
    const json::object week = object_of(desk.get("/api/v1/roster"));
    CHECK(week.at("from") == "2026-03-02T00:00:00+08:00");
    CHECK(week.at("to") == "2026-03-09T00:00:00+08:00");
    const json::object day = object_of(desk.get("/api/v1/roster?from=2026-03-03&to=2026-03-04"));
    bool night = false;
    for (const json::value& item : day.at("spans").as_array()) {
        const json::object& span = item.as_object();
        CHECK(string_or_empty(span, "from") >= "2026-03-03T00:00:00+08:00");
        night = night || (span.at("person") == "d2" && span.at("from") == "2026-03-03T20:00:00+08:00");
    }
    CHECK(night);
    CHECK(desk.get("/api/v1/roster?from=yesterday").status == 422);
    CHECK(desk.get("/api/v1/roster?from=2026-03-03&to=2026-03-03").status == 422);
    CHECK(desk.get("/api/v1/roster?from=2026-03-03&to=2026-06-04").status == 422);
}

TEST_CASE("a change counts at once, is journalled with its maker, and can be taken back") {
    Desk desk;
    desk.service.time = gongdan::test::on("21:00:00");
    CHECK(now_serving(desk, "dispatcher") == std::vector<std::string>{"d2"});
    const Response made = change(desk, kOverride);
    REQUIRE(made.status == 201);
    const json::object entry = object_of(made);
    CHECK(entry.at("id") == "1");
    CHECK(entry.at("made_by") == "someone");
    CHECK(now_serving(desk, "dispatcher") == std::vector<std::string>{"d1"});
    const Event& event = desk.service.fake_reads().all_events.back();
    CHECK(event.type == EventType::configuration_changed);
    CHECK(event.body.at("what") == "roster-entry");
    CHECK(event.body.at("actor") == "someone");
    CHECK(object_of(desk.get("/api/v1/roster")).at("entries").as_array().size() == 1);

    const Ask removal{.method = "DELETE", .target = kEntries + "/1", .role = "admin"};
    CHECK(desk.ask(removal).status == 204);
    CHECK(now_serving(desk, "dispatcher") == std::vector<std::string>{"d2"});
    CHECK(desk.service.fake_reads().all_events.back().body.at("what") == "roster-entry-removed");
    CHECK(desk.ask(removal).status == 404);
}

TEST_CASE("the same change under one key is made once and answered the same") {
    Desk desk;
    const Response first = change(desk, kOverride, "admin", {{"idempotency-key", "k"}});
    const Response again = change(desk, kOverride, "admin", {{"idempotency-key", "k"}});
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.header("Idempotency-Replayed") == "true");
    CHECK(object_of(desk.get("/api/v1/roster")).at("entries").as_array().size() == 1);
}

TEST_CASE("a wrong change is refused with every field at fault, and nothing is written") {
    Desk desk;
    const std::size_t before = desk.service.fake_reads().all_events.size();
    const Response refused = change(desk, R"({"kind":"swap","person":"nobody","with":"d1","role":"king",)"
                                          R"("from":"2026-03-03T08:00:00+08:00","to":"2026-03-03T07:00:00+08:00"})");
    CHECK(refused.status == 422);
    CHECK(object_of(refused).at("errors").as_array().size() == 3);
    CHECK(change(desk, R"({"kind":"absence","person":"d1"})").status == 422);
    CHECK(desk.service.fake_reads().all_events.size() == before);
}

TEST_CASE("a foreman plans for the people of his station, and for nobody else's") {
    Desk desk;
    const auto absent = [](const std::string& person) {
        return R"({"kind":"absence","person":")" + person +
               R"(","from":"2026-03-03T08:00:00+08:00","to":"2026-03-04T08:00:00+08:00"})";
    };
    const std::string foreman = "foreman@demo-sun-qi";
    CHECK(change(desk, absent("demo-li-si"), foreman).status == 201);
    CHECK(change(desk, absent("demo-wang-wu"), foreman).status == 403);
    CHECK(change(desk, absent("d1"), foreman).status == 403);  // of the whole county
    CHECK(change(desk, absent("demo-wang-wu"), "county_dept").status == 201);
    CHECK(desk.ask({.method = "DELETE", .target = kEntries + "/2", .role = foreman}).status == 403);
    CHECK(desk.ask({.method = "DELETE", .target = kEntries + "/1", .role = foreman}).status == 204);
}

TEST_CASE("a call taker put in a dispatcher's place is made so with a warning at his field; a dispatcher without one") {
    Desk desk;
    const json::object fit = object_of(change(desk, kOverride));
    CHECK(fit.at("warnings").as_array().empty());
    const Response made = change(desk, R"({"kind":"override","person":"ct1","instead_of":"d2","role":"dispatcher",)"
                                       R"("from":"2026-03-04T20:00:00+08:00","to":"2026-03-05T08:00:00+08:00"})");
    REQUIRE(made.status == 201);
    const json::array warnings = object_of(made).at("warnings").as_array();
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].at("pointer") == "/person");
    CHECK(warnings[0].at("code") == "role");
    CHECK(warnings[0].at("detail").as_string().find("演示-坐席一") != json::string::npos);
    // Only the answer warns: the roster shows the entry as it is kept.
    const json::object roster = object_of(desk.get("/api/v1/roster"));
    for (const json::value& entry : roster.at("entries").as_array())
        CHECK_FALSE(entry.as_object().contains("warnings"));
}

TEST_CASE("a refused planner is told at the field of whom it is about") {
    Desk desk;
    const auto pointer = [&desk](const std::string& people, const std::string& role) {
        const Response refused = change(
            desk, "{" + people + R"(,"from":"2026-03-03T08:00:00+08:00","to":"2026-03-04T08:00:00+08:00"})", role);
        CHECK(refused.status == 403);
        return std::string(object_of(refused).at("errors").as_array().at(0).at("pointer").as_string());
    };
    const std::string foreman = "foreman@demo-sun-qi";
    CHECK(pointer(R"("kind":"absence","person":"demo-wang-wu")", foreman) == "/person");
    CHECK(pointer(R"("kind":"swap","person":"demo-li-si","with":"demo-wang-wu")", foreman) == "/with");
    CHECK(pointer(R"("kind":"absence","person":"demo-li-si","deputy":"demo-sun-qi")", foreman) == "/deputy");
}

TEST_CASE("the shipped roster has no gaps; a dispatcher who is absent with his deputy makes one") {
    Desk desk;
    CHECK(items_of(desk.get("/api/v1/roster/gaps?from=2026-03-02&to=2026-06-02")).empty());
    REQUIRE(change(desk, R"({"kind":"absence","person":"d2","from":"2026-03-03T00:00:00+08:00",)"
                         R"("to":"2026-03-04T00:00:00+08:00"})")
                .status == 201);
    CHECK(items_of(desk.get("/api/v1/roster/gaps")).empty());  // d1 stands in
    REQUIRE(change(desk, R"({"kind":"absence","person":"demo-county-1","deputy":"demo-auditor",)"
                         R"("from":"2026-03-03T00:00:00+08:00","to":"2026-03-05T00:00:00+08:00"})")
                .status == 201);
    REQUIRE(change(desk, R"({"kind":"absence","person":"demo-county-2","deputy":"demo-auditor",)"
                         R"("from":"2026-03-03T00:00:00+08:00","to":"2026-03-05T00:00:00+08:00"})")
                .status == 201);
    REQUIRE(change(desk, R"({"kind":"absence","person":"demo-auditor","from":"2026-03-03T00:00:00+08:00",)"
                         R"("to":"2026-03-05T00:00:00+08:00"})")
                .status == 201);
    const json::array gaps = items_of(desk.get("/api/v1/roster/gaps"));
    REQUIRE(gaps.size() == 3);  // on duty; and the roles that the two hold alone
    CHECK(gaps[0].as_object().at("kind") == "absent-without-deputy");
    CHECK(gaps[1].as_object().at("kind") == "role-unattended");
    CHECK(gaps[2].as_object().at("role") == "auditor");
    CHECK(gaps[0].as_object().at("from") == "2026-03-03T00:00:00+08:00");
}

TEST_CASE("the feed is a calendar of one person or of all, and an unknown person is a mistake") {
    Desk desk;
    const Response feed = desk.get("/api/v1/roster.ics?person=d1");
    CHECK(feed.status == 200);
    CHECK(feed.header("Content-Type") == "text/calendar; charset=utf-8");
    CHECK(feed.body.starts_with("BEGIN:VCALENDAR\r\n"));
    CHECK(feed.body.find("UID:dispatcher.d1.20260302T000000Z@gongdan\r\n") != std::string::npos);
    CHECK(feed.body.find("dispatcher.d2") == std::string::npos);
    CHECK(desk.get("/api/v1/roster.ics").body.find("dispatcher.d2") != std::string::npos);
    CHECK(desk.get("/api/v1/roster.ics?person=nobody").status == 422);
}

TEST_CASE("a feed has a secret address for calendars that send no header: of one person, without a token") {
    Desk desk;
    const std::string feeds = "/api/v1/roster/feeds";
    const auto post = [&desk, &feeds](const std::string& body) {
        return desk.ask({.method = "POST", .target = feeds, .body = body, .role = "admin"});
    };
    const Response made = post(R"({"name":"d1's calendar","person":"d1","expires_at":"2027-01-01T00:00:00+08:00"})");
    REQUIRE(made.status == 201);
    const json::object feed = object_of(made);
    CHECK(feed.at("person") == "d1");
    CHECK(feed.at("expires_at") == "2027-01-01T00:00:00+08:00");
    const std::string path(feed.at("path").as_string());
    const auto open = [&desk](const std::string& target) { return desk.ask({.target = target, .role = ""}); };
    const Response shown = open(path);
    CHECK(shown.status == 200);
    CHECK(shown.header("Content-Type") == "text/calendar; charset=utf-8");
    CHECK(shown.body == desk.get("/api/v1/roster.ics?person=d1").body);
    CHECK(shown.body.find("dispatcher.d2") == std::string::npos);
    CHECK(open("/feeds/guessed/roster.ics").status == 404);
    CHECK(open("/feeds/feed:nobody/roster.ics").status == 404);  // he has left
    CHECK(post(R"({"name":"x","person":"nobody"})").status == 422);
    const json::array listed = items_of(desk.ask({.target = "/api/v1/tokens", .role = "admin"}));
    CHECK(listed.back().at("roles") == json::array{"roster-feed"});
}

TEST_CASE("the plan says who is told next by the roster of that time, and follows a change of the roster") {
    Desk desk;
    const std::string target = "/api/v1/tickets/" + desk.open_fault() + "/escalation-plan";
    const json::object plan = object_of(desk.get(target));
    CHECK(plan.at("as_of") == "2026-03-02T08:05:00+08:00");
    REQUIRE(plan.at("next").is_object());
    const json::object& next = plan.at("next").as_object();
    CHECK(next.at("kind") == "rung");
    CHECK(string_or_empty(next, "at") > "2026-03-02T08:05:00+08:00");
    CHECK_FALSE(next.at("roles").as_array().at(0).as_object().at("people").as_array().empty());
    CHECK_FALSE(plan.at("now").as_array().empty());
    CHECK(plan.at("unfit_channels") ==
          json::value(json::array{{{"channel", "desk-file"}, {"state", "missing"}, {"until", nullptr}}}));
    CHECK(desk.get("/api/v1/tickets/99/escalation-plan").status == 404);

    const std::string before = json::serialize(plan);
    CHECK(before.find("demo-county-1") != before.npos);  // on duty in this week
    REQUIRE(change(desk, R"({"kind":"override","person":"demo-auditor","instead_of":"demo-county-1",)"
                         R"("from":"2026-03-02T08:05:00+08:00","to":"2026-03-09T08:00:00+08:00"})")
                .status == 201);
    const std::string after = desk.get(target).body;
    CHECK(after.find("demo-auditor") != after.npos);
    CHECK(after.find("demo-county-1") == after.npos);
}

TEST_CASE("the plan tells of a channel that rests how long it does, and nothing of one that delivers") {
    Desk desk;
    const std::string target = "/api/v1/tickets/" + desk.open_fault() + "/escalation-plan";
    host::Channel channel;
    channel.name = "desk-file";
    desk.service.configured_channels = {channel};
    CHECK(object_of(desk.get(target)).at("unfit_channels").as_array().empty());
    channel.state = host::Channel::State::resting;
    channel.resting_until = *parse_time("2026-03-02T08:06:00+08:00");
    desk.service.configured_channels = {channel};
    CHECK(object_of(desk.get(target)).at("unfit_channels") ==
          json::value(
              json::array{{{"channel", "desk-file"}, {"state", "resting"}, {"until", "2026-03-02T08:06:00+08:00"}}}));
    channel.state = host::Channel::State::gone;
    desk.service.configured_channels = {channel};
    CHECK(object_of(desk.get(target)).at("unfit_channels") ==
          json::value(json::array{{{"channel", "desk-file"}, {"state", "gone"}, {"until", nullptr}}}));
}

TEST_CASE("the plan of a ticket whose escalation was answered says that nobody else will be told") {
    Desk desk;
    const std::string id = desk.open_fault();
    desk.service.time += std::chrono::hours(1);
    desk.service.sweep(desk.service.time);
    std::string escalation;
    for (const Event& event : desk.service.fake_reads().all_events) {
        if (event.type == EventType::escalation_raised) escalation = string_or_empty(event.body, "id");
    }
    const std::string answer = "/api/v1/escalations/" + percent_encode(escalation) + "/acknowledge";
    REQUIRE(desk.ask({.method = "POST", .target = answer, .role = "district_manager"}).status == 200);
    const json::object plan = object_of(desk.get("/api/v1/tickets/" + id + "/escalation-plan"));
    bool acknowledged = false;
    for (const json::value& value : plan.at("clocks").as_array()) {
        const json::object& clock = value.as_object();
        if (clock.at("outlook") != "acknowledged") continue;
        acknowledged = true;
        for (const json::value& step : clock.at("steps").as_array()) CHECK(step.as_object().at("kind") == "breach");
    }
    CHECK(acknowledged);
}

TEST_CASE("nobody makes himself serve for somebody else, whose rungs would then tell him") {
    Desk desk;
    const std::string times = R"("from":"2026-03-02T08:00:00+08:00","to":"2026-03-03T08:00:00+08:00"})";
    const auto refused = [&desk, &times](const std::string& entry) {
        return change(desk, entry + times, "foreman").status == 403;
    };
    CHECK(refused(R"({"kind":"override","person":"someone","instead_of":"demo-leader-east","role":"leader",)"));
    CHECK(refused(R"({"kind":"absence","person":"demo-leader-east","deputy":"someone",)"));
    CHECK(refused(R"({"kind":"swap","person":"someone","with":"demo-leader-east",)"));
}
