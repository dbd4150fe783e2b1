// Who gets in where: every role against every route, on a ticket of his own and on one of others. A new route fails
// here until somebody has said who may use it.

#include <catch2/catch.hpp>

#include <map>

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/routes/route.hpp"
#include "core/access/rights.hpp"
#include "core/engine/calendar_change.hpp"
#include "tests/support/images.hpp"
#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"
#include "tests/unit/http/made_up_provider.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

using Roles = std::vector<std::string>;

const Roles kAll = {"call_taker", "dispatcher",  "area_manager", "foreman", "district_manager",
                    "specialist", "county_dept", "leader",       "auditor", "admin"};
const Roles kWriters = {"call_taker", "dispatcher",  "area_manager", "foreman", "district_manager",
                        "specialist", "county_dept", "leader",       "admin"};
const Roles kOpeners = {"call_taker",       "dispatcher", "area_manager", "foreman",
                        "district_manager", "specialist", "admin"};
const Roles kAnswerers = {"dispatcher", "foreman", "district_manager", "county_dept", "leader", "admin"};

/// One operation: how it is asked for, and who may.
struct Row {
    std::string target;
    std::string body{};
    Roles may{};
    bool of_a_ticket = false;  ///< tickets of others do not exist for those who are limited
    bool open = false;         ///< needs no token
    bool accounts = false;     ///< of accounts: there is one named "known", or a setup code
};

/// What is done with one's own session; a token has none, whatever its role. With cookies: session_test.cpp.
Row of_session(const std::string& target, const std::string& body = "") { return {target, body, {}}; }
Row of_accounts(const std::string& target, const std::string& body = "") {
    return {target, body, {"admin"}, false, false, true};
}

const std::string kRosterEntry =
    R"({"kind":"absence","person":"demo-zhang-san","from":"2026-04-01T08:00:00+08:00","to":"2026-04-02T08:00:00+08:00"})";

const std::string kYear = R"({"year":2031,"holidays":["2031-01-01"]})";
/// The same year, confirmed as it was previewed.
std::string seen_year() {
    CalendarYear year{2031, false, {parse_date("2031-01-01").value()}, {}};
    const auto& calendar = *gongdan::test::shipped().rules->calendar;
    return R"({"year":2031,"holidays":["2031-01-01"],"preview":")" + calendar_mark(calendar, year, crypto::sha256) +
           R"("})";
}

using Rows = std::map<std::string, Row, std::less<>>;

/// {id} stands for the ticket.
Rows attachment_rows() {
    const std::string attachments = "/api/v1/tickets/{id}/attachments";
    return {{"attach-file", {attachments, "a note", kWriters, true}},
            {"list-attachments", {attachments, "", kAll, true}},
            {"get-attachment", {attachments + "/1", "", kAll, true}}};
}

/// Of people of the east station; entry 1 is there already.
Rows roster_rows() {
    const Roles planners = {"foreman", "district_manager", "county_dept", "admin"};
    return {{"show-roster", {"/api/v1/roster", "", kAll}},
            {"roster-now", {"/api/v1/roster/now", "", kAll}},
            {"list-roster-gaps", {"/api/v1/roster/gaps", "", kAll}},
            {"roster-feed", {"/api/v1/roster.ics", "", kAll}},
            {"roster-feed-by-link", {"/feeds/feed:d1/roster.ics", "", kAll, false, true}},
            {"make-roster-feed", {"/api/v1/roster/feeds", R"({"name":"n","person":"d1"})", {"admin"}}},
            {"escalation-plan", {"/api/v1/tickets/{id}/escalation-plan", "", kAll, true}},
            {"make-roster-entry", {"/api/v1/roster/entries", kRosterEntry, planners}},
            {"remove-roster-entry", {"/api/v1/roster/entries/1", "", planners}}};
}

Rows link_rows() {
    return {{"show-link", {"{link}", "", kAll, false, true}},
            {"acknowledge-by-link", {"{link}", "", kAll, false, true}}};
}

Rows delivery_rows() {
    const Roles readers = {"admin", "dispatcher", "district_manager", "county_dept", "leader", "auditor"};
    return {{"list-deliveries", {"/api/v1/deliveries?ticket={id}", "", readers, true}},
            {"ticket-notices", {"/api/v1/tickets/{id}/notices", "", kAll, true}},
            {"test-channel", {"/api/v1/channels/desk-file/test", R"({"to":"x"})", {"admin"}}}};
}

Rows report_rows() {
    const Roles readers = {"auditor", "admin", "foreman", "district_manager", "county_dept", "leader"};
    return {{"compliance-report", {"/api/v1/reports/compliance?by=team", "", readers}}};
}

const std::string kFiling = R"({"areas":["demo-101"],"workflows":["fault-repair"],"from":"2026-03-02T08:00:00+08:00",)"
                            R"("to":"2026-03-02T20:00:00+08:00","reason":"storm","evidence":"warning 7"})";

/// Of an area of the east station, filed by somebody else.
Rows filing_rows() {
    const std::string filing = "/api/v1/filings/BB20260302000001";
    const Roles approvers = {"county_dept", "leader"};
    return {{"list-filings", {"/api/v1/filings", "", kAll}},
            {"make-filing", {"/api/v1/filings", kFiling, {"dispatcher", "foreman", "district_manager"}}},
            {"approve-filing", {filing + "/approve", "", approvers}},
            {"withdraw-filing", {filing + "/withdraw", "", approvers}}};
}

/// {finding}: of no ticket and nobody in particular.
Rows finding_rows() {
    return {
        {"list-findings", {"/api/v1/findings", "", {"auditor", "admin", "district_manager", "county_dept", "leader"}}},
        {"decide-finding",
         {"/api/v1/findings/{finding}/decide",
          R"({"verdict":"explained","reason":"x"})",
          {"admin", "county_dept", "leader"}}}};
}

Rows proof_rows() {
    const Roles auditors = {"auditor", "admin"};
    const Roles managers = {"auditor", "admin", "foreman", "district_manager", "county_dept", "leader"};
    return {{"show-proof", {"/api/v1/proof", "", auditors}},
            {"list-seals", {"/api/v1/seals", "", auditors}},
            {"start-verification", {"/api/v1/proof/verifications", "", auditors}},
            {"last-verification", {"/api/v1/proof/verifications/last", "", auditors}},
            {"prove-event", {"/api/v1/proof/events/1", "", auditors}},
            {"export-journal", {"/api/v1/exports/journal", "", auditors}},
            {"export-xes", {"/api/v1/exports/xes", "", auditors}},
            {"export-worklog",
             {"/api/v1/exports/worklog?person=demo-zhang-san&from=2026-03-01&to=2026-03-02", "", managers}}};
}

Rows system_rows() {
    return {{"openapi", {"/api/v1/openapi.json", "", kAll, false, true}},
            {"show-sign-on", {"/api/v1/sign-on", "", kAll, false, true}},
            {"health", {"/healthz", "", kAll, false, true}},
            {"readiness", {"/readyz", "", kAll, false, true}},
            {"metrics", {"/metrics", "", kAll, false, true}},
            {"home", {"/", "", kAll, false, true}}};
}

Rows workshop_rows() {
    return {{"preview-calendar", {"/api/v1/calendars/preview", kYear, {"admin"}}},
            {"load-calendar", {"/api/v1/calendars", seen_year(), {"admin"}}},
            {"list-workflow-versions", {"/api/v1/workflows/complaint/versions", "", kAll}},
            {"check-workflow", {"/api/v1/workflows/complaint/check", "", {"admin"}}},
            {"list-scenarios", {"/api/v1/workflows/complaint/scenarios", "", {"admin"}}},
            {"run-scenarios", {"/api/v1/workflows/complaint/scenarios/run", R"({"scenarios":[0]})", {"admin"}}},
            {"show-organisation", {"/api/v1/organisation", "", {"admin"}}},
            {"list-roles", {"/api/v1/roles", "", {"admin"}}}};
}

Rows workload_rows() {
    return {{"count-tickets", {"/api/v1/tickets/counts", "", kAll}},
            {"note-presence", of_session("/api/v1/tickets/{id}/presence", R"({"doing":"viewing"})")}};
}

Rows other_rows() {
    const std::string ticket = "/api/v1/tickets/{id}";
    return {
        {"open-ticket",
         {"/api/v1/tickets",
          R"({"workflow":"complaint","data":{"complaint_type":"service","description":"x","area":"demo-101","team":"A","assignee":"demo-sp-meter"}})",
          kOpeners}},
        {"list-tickets", {"/api/v1/tickets", "", kAll}},
        {"ticket-intake", {"/api/v1/tickets/intake", "", kAll}},
        {"find-similar", {"/api/v1/tickets/similar?address=x&area=demo-101", "", kAll}},
        {"suggest-area", {"/api/v1/areas/suggest?address=x", "", kAll}},
        {"get-ticket", {ticket, "", kAll, true}},
        {"fire-event",
         {ticket + "/events",
          R"({"event":"chase"})",
          {"call_taker", "dispatcher", "foreman", "district_manager", "admin"},
          true}},
        {"comment-ticket", {ticket + "/comments", R"({"text":"x"})", kWriters, true}},
        {"merge-ticket",
         {"/api/v1/tickets/{fault}/merge",
          R"({"into":"{master}"})",
          {"call_taker", "dispatcher", "foreman", "district_manager", "admin"}}},
        {"unmask-ticket", {ticket + "/unmask", R"({"reason":"x"})", kAll, true}},
        {"erase-ticket", {"/api/v1/tickets/{closed}/erase", R"({"reason":"x"})", {"admin"}}},
        {"ticket-journal", {ticket + "/journal", "", kAll, true}},
        {"explain-clock", {ticket + "/clocks/contact/explain", "", kAll, true}},
        {"batch", {"/api/v1/batch", R"({"op":"comment","ticket":"{id}","text":"x"})", kWriters}},
        {"list-escalations", {"/api/v1/escalations", "", kAll}},
        {"acknowledge-escalation", {"/api/v1/escalations/{id}.contact.1.2.1/acknowledge", "", kAnswerers, true}},
        {"list-dead-letters", {"/api/v1/dead-letters", "", {"admin", "dispatcher", "auditor"}}},
        {"requeue-dead-letters", {"/api/v1/dead-letters/requeue", R"({"channel":"desk"})", {"admin", "dispatcher"}}},
        {"requeue-dead-letter", {"/api/v1/dead-letters/1/requeue", "", {"admin", "dispatcher"}}},
        {"stream", {"/api/v1/stream", "", kAll}},
        {"list-workflows", {"/api/v1/workflows", "", kAll}},
        {"get-workflow", {"/api/v1/workflows/complaint", "", kAll}},
        {"list-areas", {"/api/v1/areas", "", kAll}},
        {"list-channels", {"/api/v1/channels", "", kAll}},
        {"preview-channel", {"/api/v1/channels/desk/preview?ticket={id}", "", {"admin"}}},
        {"list-calendars", {"/api/v1/calendars", "", kAll}},
        {"get-calendar", {"/api/v1/calendars/2026", "", kAll}},
        {"replace-calendar",
         {"/api/v1/calendars/2031", R"({"holidays":["2031-01-01"],"workdays":[],"provisional":true})", {"admin"}}},
        {"list-tokens", {"/api/v1/tokens", "", {"admin"}}},
        {"create-token", {"/api/v1/tokens", R"({"name":"n","roles":["dispatcher"]})", {"admin"}}},
        {"revoke-token", {"/api/v1/tokens/known", "", {"admin"}}},
        {"log-in",
         {"/api/v1/session", R"({"name":"known","password":"four correct horses"})", kAll, false, true, true}},
        {"show-session", of_session("/api/v1/session")},
        {"log-out", of_session("/api/v1/session")},
        {"change-password", of_session("/api/v1/session/password", R"({"password":"x","new_password":"y"})")},
        {"enrol-totp", of_session("/api/v1/session/totp", R"({"password":"x"})")},
        {"drop-totp", of_session("/api/v1/session/totp/drop", R"({"password":"x"})")},
        {"confirm-totp", of_session("/api/v1/session/totp/confirm", R"({"code":"123456"})")},
        {"list-users", of_accounts("/api/v1/users")},
        {"create-user", of_accounts("/api/v1/users", R"({"name":"new","roles":["auditor"]})")},
        {"get-user", of_accounts("/api/v1/users/known")},
        {"change-user", of_accounts("/api/v1/users/known", R"({"roles":["auditor"]})")},
        {"reset-password", of_accounts("/api/v1/users/known/reset-password")},
        {"unlock-user", of_accounts("/api/v1/users/known/unlock")},
        {"end-sessions", of_accounts("/api/v1/users/known/sessions")},
        {"drop-totp-of", of_accounts("/api/v1/users/known/totp")},
        {"account-log", {"/api/v1/account-log", "", {"admin", "auditor"}, false, false, true}},
        {"leave-for-provider", {"/sign-on", "", kAll, false, true}},
        {"return-from-provider", {"/sign-on/return?code=c&state=s", "", kAll, false, true}},
        {"setup-page", {"/setup?code={code}", "", kAll, false, true, true}},
        {"set-up",
         {"/setup", "code={code}&name=boss&password=four+correct+horses&again=four+correct+horses", kAll, false, true,
          true}},
    };
}

const Rows& rows() {
    static const Rows all = [] {
        Rows gathered = other_rows();
        gathered.merge(attachment_rows());
        gathered.merge(workload_rows());
        gathered.merge(roster_rows());
        gathered.merge(delivery_rows());
        gathered.merge(report_rows());
        gathered.merge(filing_rows());
        gathered.merge(finding_rows());
        gathered.merge(proof_rows());
        gathered.merge(system_rows());
        gathered.merge(link_rows());
        gathered.merge(workshop_rows());
        return gathered;
    }();
    return all;
}

/// Everybody in the east station, or in charge of complaints about meters; those without a limit have no person.
const std::map<std::string, std::string, std::less<>> kPeople = {{"area_manager", "demo-zhang-san"},
                                                                 {"foreman", "demo-sun-qi"},
                                                                 {"district_manager", "demo-wu-jiu"},
                                                                 {"specialist", "demo-sp-meter"}};

bool has(const Roles& roles, std::string_view role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

std::string complaint(Desk& desk, const std::string& area, const std::string& team, const std::string& assignee) {
    const Response opened =
        desk.post("/api/v1/tickets", R"({"workflow":"complaint","data":{"complaint_type":"service","description":"x",)"
                                     R"("contact_phone":"13800000000","area":")" +
                                         area + R"(","team":")" + team + R"(","assignee":")" + assignee + "\"}}");
    REQUIRE(opened.status == 201);
    return string_or_empty(object_of(opened), "id");
}

/// A desk with tickets of every kind; the placeholders of Row::target and their values.
struct Scene {
    Desk desk;
    MadeUpProvider provider;
    std::map<std::string, std::string> names;

    explicit Scene(bool own) {
        const std::string mine = complaint(desk, "demo-101", "A", "demo-sp-meter");
        const std::string foreign = complaint(desk, "demo-201", "B", "demo-sp-loss");
        names["{id}"] = own ? mine : foreign;
        for (const std::string& id : {mine, foreign})
            REQUIRE(desk.attach(id, gongdan::test::plain_jpeg()).status == 201);
        names["{fault}"] = fault();
        names["{master}"] = fault();
        names["{closed}"] = complaint(desk, "demo-101", "A", "demo-sp-meter");
        REQUIRE(
            desk.post("/api/v1/tickets/" + names["{closed}"] + "/events", R"({"event":"void","data":{"reason":"x"}})")
                .status == 200);
        REQUIRE(desk.ask({.method = "POST",
                          .target = "/api/v1/tokens",
                          .body = R"({"name":"known","roles":["admin"]})",
                          .role = "admin"})
                    .status == 201);
        REQUIRE(desk.ask({.method = "POST", .target = "/api/v1/roster/entries", .body = kRosterEntry, .role = "admin"})
                    .status == 201);
        REQUIRE(desk.file("demo-101") == "BB20260302000001");
        names["{finding}"] = finding();
        desk.service.fake_reads().dead = {OutboxRow{}};
        desk.service.configured_channels.emplace_back().name = "desk-file";
        desk.service.provider = &provider;
        desk.service.sweep(desk.service.time + std::chrono::hours(24 * 20));
        names["{link}"] = desk.link(mine + ".contact.1.2.1", "demo-sun-qi");
    }

    std::string fault() {
        const Response opened = desk.post(
            "/api/v1/tickets",
            R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"x","area":"demo-101","team":"A"}})");
        return string_or_empty(object_of(opened), "id");
    }

    std::string finding() {
        desk.service.note(
            {{"what", "clock-jump"}, {"jump_ms", 6000}}, [](Instant) { return StoredAnswer{}; }, std::nullopt,
            [](const Result<Reply>& reply) { REQUIRE(reply.ok()); });
        return "clock-jump.0." + std::to_string(desk.service.fake_reads().all_events.back().seq);
    }

    std::string filled(std::string pattern) const {
        for (const auto& [name, value] : names) {
            if (const auto at = pattern.find(name); at != std::string::npos) pattern.replace(at, name.size(), value);
        }
        return pattern;
    }

    void add_accounts(const Row& row) {
        auto& accounts = desk.service.accounts();
        if ((row.target + row.body).find("{code}") != std::string::npos) {
            names["{code}"] = accounts.make_setup_code().value();
        } else {
            REQUIRE(accounts.create({"known", {"dispatcher"}, {}, "four correct horses", false}, {"test", ""}).ok());
        }
    }

    /// The status; of a batch, that of its only line.
    int ask(const Route& route, const Row& row, const std::string& token) {
        if (row.accounts) add_accounts(row);
        const bool lines = route.body == Route::Body::lines;
        const bool form = route.body == Route::Body::form;
        const std::string type = form ? "application/x-www-form-urlencoded" : "application/json";
        const Response answer = desk.ask({.method = std::string(route.method),
                                          .target = filled(row.target),
                                          .body = filled(row.body),
                                          .role = token,
                                          .headers = {{"cookie", "gongdan_login=bound"}},
                                          .content_type = lines ? "application/x-ndjson" : type});
        INFO(answer.body);
        if (!lines || answer.status != 200) return answer.status;
        return int(json::parse(answer.body).as_object().at("status").as_int64());
    }
};

}  // namespace

TEST_CASE("every route has a row that says who may use it, and no row is left over") {
    std::vector<std::string> operations;
    for (const Route& route : routes()) {
        operations.emplace_back(route.operation);
        INFO(route.operation << " needs a row in tests/unit/http/access_table_test.cpp");
        CHECK(rows().contains(route.operation));
    }
    for (const auto& [operation, row] : rows()) CHECK(has(operations, operation));
    for (const RoleRights& rights : *gongdan::test::shipped().roles) CHECK(has(kAll, rights.role));
}

TEST_CASE("every role gets what its row allows, on its own tickets, and nothing else") {
    for (const Route& route : routes()) {
        const auto found = rows().find(route.operation);
        if (found == rows().end()) continue;
        const Row& row = found->second;
        for (const std::string& role : kAll) {
            const auto person = kPeople.find(role);
            const std::string token = person == kPeople.end() ? role : role + "@" + person->second;
            INFO(route.operation << " as " << token);
            const int own = Scene(true).ask(route, row, token);
            const bool refused = own == 403 || own == 404;
            CHECK((has(row.may, role) || row.open ? own < 300 : refused));
            const bool limited = person != kPeople.end();
            if (!row.of_a_ticket || !limited) continue;
            const int foreign = Scene(false).ask(route, row, token);
            // That a ticket exists is not told either: not even a role that might not do this at all learns it.
            CHECK((foreign == 404 || (foreign == 403 && !has(row.may, role))));
        }
        if (!row.open) CHECK(Scene(true).ask(route, row, "") == 401);
    }
}

TEST_CASE("a crew's token does nothing but that crew's jobs, by whatever way it asks") {
    Scene scene(false);
    const std::string crew = "area_manager@demo-zhang-san";
    const std::string foreign = scene.names["{id}"];
    const auto post = [&scene, &crew](const std::string& target, const std::string& body) {
        return scene.desk.ask({.method = "POST", .target = target, .body = body, .role = crew}).status;
    };
    CHECK(scene.desk.get("/api/v1/tickets/" + foreign, crew).status == 404);
    CHECK(post("/api/v1/tickets/" + foreign + "/events", R"({"event":"contact"})") == 404);
    // Nor can it pull a foreign ticket in, or open one for others.
    CHECK(post("/api/v1/tickets", R"({"workflow":"work-order","parent":")" + foreign +
                                      R"(","data":{"team":"A","fault_address":"x"}})") == 404);
    CHECK(post("/api/v1/tickets",
               R"({"workflow":"complaint","data":{"complaint_type":"service","description":"x","team":"B"}})") == 403);
    // Its own job cannot be pushed out of its sight either, but by an event that is meant for that.
    const std::string own = "/api/v1/tickets/1";
    CHECK(post(own + "/events", R"({"event":"contact","data":{"team":"B","area":"demo-201"}})") == 403);
    // Lists and the stream are asked for with its own reach.
    CHECK(scene.desk.get("/api/v1/tickets?team=B", crew).status == 200);
    const Reach reach = scene.desk.service.fake_reads().last_filter.reach;
    CHECK_FALSE(reach.all);
    CHECK(reach.teams == std::vector<std::string>{"A"});
    const Response stream = scene.desk.get("/api/v1/stream?after=0", crew);
    REQUIRE(stream.stream);
    const std::string seen = stream.stream->take().bytes;
    CHECK(seen.find(R"("case":")" + foreign + "\"") == std::string::npos);
    CHECK(seen.find(R"("case":"1")") != std::string::npos);
}

TEST_CASE("who does not need personal data sees it masked, and in full after a reason, which is journalled") {
    Scene scene(true);
    const std::string ticket = "/api/v1/tickets/" + scene.names["{id}"];
    const auto phone = [](const json::object& view) {
        return string_or_empty(view.at("data").as_object(), "contact_phone");
    };
    const json::object plain = object_of(scene.desk.get(ticket, "dispatcher"));
    CHECK(phone(plain) == "13800000000");
    CHECK(plain.at("masked") == false);
    for (const std::string role : {"county_dept", "leader", "auditor", "admin"}) {
        INFO(role);
        const json::object masked = object_of(scene.desk.get(ticket, role));
        CHECK(phone(masked) == "138****0000");
        CHECK(masked.at("masked") == true);
        CHECK(scene.desk.get(ticket + "/journal", role).body.find("13800000000") == std::string::npos);
        const Response stream = scene.desk.get("/api/v1/stream?after=0", role);
        CHECK(stream.stream->take().bytes.find("13800000000") == std::string::npos);
        CHECK(scene.desk.ask({.method = "POST", .target = ticket + "/unmask", .body = R"({"reason":""})", .role = role})
                  .status == 422);
    }
    const Response shown = scene.desk.ask(
        {.method = "POST", .target = ticket + "/unmask", .body = R"({"reason":"稽查抽查"})", .role = "auditor"});
    CHECK(phone(object_of(shown)) == "13800000000");
    const std::string journal = scene.desk.get(ticket + "/journal?limit=100", "auditor").body;
    CHECK(journal.find("unmasked") != std::string::npos);
    CHECK(journal.find("稽查抽查") != std::string::npos);
    // The next look is masked again.
    CHECK(phone(object_of(scene.desk.get(ticket, "auditor"))) == "138****0000");
}
