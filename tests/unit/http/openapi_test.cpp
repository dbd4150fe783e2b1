// The OpenAPI document against the routes and against real answers.

#include <algorithm>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "adapters/http/openapi/schemas.hpp"
#include "adapters/http/routes/batch.hpp"
#include "adapters/http/routes/route.hpp"
#include "tests/support/images.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

std::string key(std::string_view method, std::string_view path) {
    return std::string(method) + " " + std::string(path);
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

void find_references(const json::value& value, std::set<std::string>& found) {
    if (const auto* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            if (name == "$ref") found.insert(std::string(member.as_string()));
            find_references(member, found);
        }
    }
    if (const auto* array = value.if_array()) {
        for (const json::value& member : *array) find_references(member, found);
    }
}

/// What `body` lacks or has too much against the schema, looking into items once.
std::vector<std::string> differences(const json::object& body, const json::object& schema) {
    std::vector<std::string> found;
    const json::object& properties = schema.at("properties").as_object();
    for (const json::value& name : schema.at("required").as_array()) {
        if (!body.contains(name.as_string())) found.push_back("missing " + std::string(name.as_string()));
    }
    const auto* const further = schema.if_contains("additionalProperties");
    const bool open = further == nullptr || *further == true;
    for (const auto& [name, value] : body) {
        if (!properties.contains(name) && !open) found.push_back("undocumented " + std::string(name));
    }
    return found;
}

/// Documented keys that no answer has are as wrong as undocumented ones.
std::vector<std::string> undocumented(const json::object& body, const json::object& schema) {
    std::vector<std::string> found;
    for (const auto& [name, value] : body) {
        if (!schema.at("properties").as_object().contains(name)) found.push_back(std::string(name));
    }
    return found;
}

std::string media_type_of(const Response& response) {
    const std::string type = header_of(response, "Content-Type");
    return type.substr(0, type.find(';'));
}

/// Of that status of the route; "" stands for an answer without a body. Empty = the status is not documented.
std::set<std::string> documented_media_types(const json::value& document, const Route& route, int status) {
    const json::object& operation =
        document.at("paths").at(route.pattern).at(lower(std::string(route.method))).as_object();
    const auto* response = operation.at("responses").as_object().if_contains(std::to_string(status));
    if (response == nullptr) return {};
    json::error_code error;
    if (const auto* reference = response->as_object().if_contains("$ref"))
        response = document.find_pointer(std::string(reference->as_string()).substr(1), error);
    const auto* content = response->as_object().if_contains("content");
    if (content == nullptr) return {""};
    std::set<std::string> types;
    for (const auto& [type, media] : content->as_object()) types.insert(std::string(type));
    return types;
}

std::string with_parameters(std::string_view pattern, const std::string& value) {
    std::string target(pattern);
    for (auto open = target.find('{'); open != std::string::npos; open = target.find('{'))
        target.replace(open, target.find('}') + 1 - open, value);
    return target;
}

/// A body that is right for the route.
std::string good_body(const Route& route) {
    static const std::map<std::string_view, std::string> bodies = {
        {"OpenTicket", R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"a"}})"},
        {"FireEvent", R"({"event":"arrive"})"},
        {"Comment", R"({"text":"a"})"},
        {"Merge", R"({"into":"1"})"},
        {"BatchLine", R"({"op":"dance"})"},
        {"NewToken", R"({"name":"documented","roles":["leader"]})"},
        {"NewUser", R"({"name":"documented","roles":["leader"]})"},
        {"NewCalendarYear", R"({"holidays":[],"workdays":[]})"}};
    if (route.body == Route::Body::file) return "a note";
    const auto found = bodies.find(route.request_schema);
    return found == bodies.end() ? std::string() : found->second;
}

/// Calls of the route that are answered in every way that is cheap to bring about, each with its name.
std::vector<std::pair<std::string, Ask>> provocations(Desk& desk, const Route& route) {
    const std::string id = desk.open_fault();
    (void)desk.attach(id, gongdan::test::plain_jpeg());
    const auto value = [&route, &id](std::string_view pattern) {
        if (route.pattern.find("calendars") != std::string_view::npos) return with_parameters(pattern, "2026");
        if (route.pattern.find("workflows") != std::string_view::npos) return with_parameters(pattern, "complaint");
        if (route.pattern.find("/tokens/") != std::string_view::npos) return with_parameters(pattern, "documented");
        std::string target(pattern);
        const std::string attachment = "{attachment}";
        if (const auto at = target.find(attachment); at != std::string::npos)
            target.replace(at, attachment.size(), "1");
        return with_parameters(target, id);
    };
    const Ask good{.method = std::string(route.method),
                   .target = value(route.pattern),
                   .body = good_body(route),
                   .role = "admin,dispatcher"};
    std::vector<std::pair<std::string, Ask>> all;
    const auto add = [&all, &good](const std::string& what, auto change) {
        all.emplace_back(what, good);
        change(all.back().second);
    };
    add("good", [](Ask&) {});
    add("stranger", [](Ask& ask) { ask.role.clear(); });
    add("auditor", [](Ask& ask) { ask.role = "auditor"; });
    add("unknown", [&route](Ask& ask) { ask.target = with_parameters(route.pattern, "nobody-knows"); });
    add("query", [](Ask& ask) { ask.target += "?no_such_parameter=1"; });
    add("foreign", [](Ask& ask) { ask.content_type = "text/csv"; });
    add("empty", [](Ask& ask) { ask.body = "{}"; });
    add("broken", [](Ask& ask) { ask.body = "{"; });
    add("long", [&route](Ask& ask) {
        if (route.body != Route::Body::lines) return;
        ask.body.clear();
        for (std::size_t line = 0; line <= kBatchLinesMax; ++line) ask.body += "1\n";
    });
    add("stale", [](Ask& ask) { ask.headers = {{"if-match", "\"999\""}}; });
    add("key", [](Ask& ask) { ask.headers = {{"idempotency-key", "k k"}}; });
    add("full", [](Ask&) {});
    add("unready", [](Ask&) {});
    return all;
}

}  // namespace

TEST_CASE("every route is in the document and the document names no other") {
    Desk desk;
    const json::object document = object_of(desk.get("/api/v1/openapi.json", ""));
    CHECK(document.at("openapi") == "3.1.0");
    std::set<std::string> documented;
    std::set<std::string> operations;
    for (const auto& [path, methods] : document.at("paths").as_object()) {
        for (const auto& [method, operation] : methods.as_object()) {
            documented.insert(key(std::string_view(method), std::string_view(path)));
            CHECK(operations.insert(std::string(operation.as_object().at("operationId").as_string())).second);
        }
    }
    std::set<std::string> served;
    for (const Route& route : routes()) served.insert(key(lower(std::string(route.method)), route.pattern));
    CHECK(documented == served);
}

TEST_CASE("every reference in the document leads somewhere and every schema is used") {
    Desk desk;
    const json::value document = object_of(desk.get("/api/v1/openapi.json", ""));
    std::set<std::string> references;
    find_references(document, references);
    for (const std::string& reference : references) {
        json::error_code error;
        CHECK(document.find_pointer(reference.substr(1), error) != nullptr);
    }
    for (const auto& [name, schema] : schemas()) {
        if (name == "Nothing") continue;  // of the batch line that acknowledges
        INFO(name);
        CHECK(references.count("#/components/schemas/" + std::string(name)) == 1);
    }
}

TEST_CASE("every text of the document exists in both languages") {
    Desk desk;
    const std::string document = desk.get("/api/v1/openapi.json", "").body;
    CHECK(document.find("http.op.") == std::string::npos);
    CHECK(document.find("http.query.") == std::string::npos);
    CHECK(document.find("http.about-") == std::string::npos);
}

TEST_CASE("every parameter in a path is documented as one") {
    Desk desk;
    const json::object document = object_of(desk.get("/api/v1/openapi.json", ""));
    for (const auto& [path, methods] : document.at("paths").as_object()) {
        const std::string_view pattern = path;
        const auto braces = std::count(pattern.begin(), pattern.end(), '{');
        for (const auto& [method, operation] : methods.as_object()) {
            std::int64_t in_path = 0;
            for (const json::value& parameter : operation.as_object().at("parameters").as_array()) {
                const auto* in = parameter.as_object().if_contains("in");
                if (in != nullptr && *in == "path") ++in_path;
            }
            CHECK(in_path == braces);
        }
    }
}

TEST_CASE("real answers have the documented keys and no others") {
    Desk desk;
    const std::string id = desk.open_fault();
    desk.service.fake_reads().next_page = {{*desk.service.fake_reads().find(id)}, ""};
    desk.service.fake_reads().next_escalations = {{EscalationRow{}}, ""};
    desk.service.fake_reads().dead = {OutboxRow{}};
    desk.service.fake_reads().next_deliveries = {{DeliveryRow{}}, ""};
    desk.service.fake_reads().next_notices = {{NoticeRow{}}, ""};
    const std::vector<std::pair<std::string, std::string>> answers = {
        {"/api/v1/tickets/" + id, "Case"},
        {"/api/v1/tickets", "CaseList"},
        {"/api/v1/tickets/" + id + "/journal", "EventList"},
        {"/api/v1/tickets/" + id + "/attachments", "AttachmentList"},
        {"/api/v1/escalations", "EscalationList"},
        {"/api/v1/dead-letters", "DeadLetterList"},
        {"/api/v1/deliveries", "DeliveryList"},
        {"/api/v1/tickets/" + id + "/notices", "NoticeList"},
        {"/api/v1/workflows", "WorkflowList"},
        {"/api/v1/workflows/complaint", "Workflow"},
        {"/api/v1/areas", "AreaList"},
        {"/api/v1/roster", "Roster"},
        {"/api/v1/roster/now", "RosterNow"},
        {"/api/v1/roster/gaps?from=2026-10-01", "RosterGapList"},
        {"/api/v1/tickets/" + id + "/escalation-plan", "EscalationPlan"},
        {"/api/v1/channels", "ChannelList"},
        {"/api/v1/channels/desk/preview?ticket=" + id, "ChannelPreview"},
        {"/api/v1/tokens", "TokenList"},
        {"/api/v1/calendars", "CalendarList"},
        {"/api/v1/calendars/2026", "CalendarYear"},
        {"/healthz", "Health"},
        {"/readyz", "Readiness"},
        {"/api/v1/none", "Problem"},
    };
    for (const auto& [target, name] : answers) {
        INFO(target);
        const json::object body = object_of(desk.get(target, "admin"));
        CHECK(differences(body, schema(name)).empty());
        CHECK(undocumented(body, schema(name)).empty());
    }
    const json::object ticket = object_of(desk.get("/api/v1/tickets/" + id));
    const json::object& clock = ticket.at("clocks").as_array().at(0).as_object();
    CHECK(differences(clock, schema("Clock")).empty());
    CHECK(undocumented(clock, schema("Clock")).empty());
    const json::object escalation = object_of(desk.get("/api/v1/escalations")).at("items").as_array().at(0).as_object();
    CHECK(differences(escalation, schema("Escalation")).empty());
    CHECK(undocumented(escalation, schema("Escalation")).empty());
    const json::object letter = object_of(desk.get("/api/v1/dead-letters")).at("items").as_array().at(0).as_object();
    CHECK(differences(letter, schema("DeadLetter")).empty());
    CHECK(undocumented(letter, schema("DeadLetter")).empty());
    const json::object delivery = object_of(desk.get("/api/v1/deliveries")).at("items").as_array().at(0).as_object();
    CHECK(differences(delivery, schema("Delivery")).empty());
    CHECK(undocumented(delivery, schema("Delivery")).empty());
    const json::object notices = object_of(desk.get("/api/v1/tickets/" + id + "/notices"));
    const json::object notice = notices.at("items").as_array().at(0).as_object();
    CHECK(differences(notice, schema("Notice")).empty());
    CHECK(undocumented(notice, schema("Notice")).empty());
    const json::object channel = object_of(desk.get("/api/v1/channels")).at("items").as_array().at(0).as_object();
    CHECK(differences(channel, schema("Channel")).empty());
    CHECK(undocumented(channel, schema("Channel")).empty());
    const json::object summary = object_of(desk.get("/api/v1/workflows")).at("items").as_array().at(0).as_object();
    CHECK(differences(summary, schema("WorkflowSummary")).empty());
    const json::object explanation = object_of(desk.get("/api/v1/tickets/" + id + "/clocks/arrival/explain"));
    CHECK(differences(explanation, schema("Explanation")).empty());
}

TEST_CASE("what is told of the proof has the documented keys and no others") {
    Desk desk;
    desk.book.all_seals.emplace_back().number = 1;
    desk.book.carriers.emplace_back().channel = "notary";
    for (const auto& [target, name] :
         std::vector<std::pair<std::string, std::string>>{{"/api/v1/proof", "ProofState"},
                                                          {"/api/v1/seals", "SealList"},
                                                          {"/api/v1/proof/verifications/last", "Verification"},
                                                          {"/api/v1/proof/events/1", "CaseProof"}}) {
        INFO(target);
        const json::object body = object_of(desk.get(target, "auditor"));
        CHECK(differences(body, schema(name)).empty());
        CHECK(undocumented(body, schema(name)).empty());
    }
    const json::object state = object_of(desk.get("/api/v1/proof", "auditor"));
    CHECK(undocumented(state.at("last_seal").as_object(), schema("Seal")).empty());
    CHECK(undocumented(state.at("carriers").as_array().at(0).as_object(), schema("SealCarrier")).empty());
}

TEST_CASE("whatever a route answers, its status is documented with the very media type that was sent") {
    Desk desk;
    const json::value document = object_of(desk.get("/api/v1/openapi.json", ""));
    std::set<int> seen;
    for (const Route& route : routes()) {
        CHECK(documented_media_types(document, route, 429).count("application/problem+json") == 1);
        for (const auto& [what, ask] : provocations(desk, route)) {
            desk.service.ready = {what != "unready", {}};
            if (what == "full" && route.method == "POST")
                desk.service.refuse_next = fail(Errc::overloaded, "test.full");
            const Response answer = desk.ask(ask);
            desk.service.refuse_next.reset();
            INFO(what << ": " << ask.method << " " << ask.target << " -> " << answer.status << " " << answer.body);
            CHECK(documented_media_types(document, route, answer.status).count(media_type_of(answer)) == 1);
            seen.insert(answer.status);
        }
    }
    CHECK(seen == std::set<int>{200, 201, 202, 204, 400, 401, 403, 404, 409, 412, 413, 415, 422, 503});
}

TEST_CASE("a route with a literal segment is not taken for one with a parameter, and parameters are decoded") {
    const Match merge = match(routes(), "POST", "/api/v1/tickets/a%2Fb/merge");
    REQUIRE(merge.route != nullptr);
    CHECK(merge.route->operation == "merge-ticket");
    CHECK(merge.parameters == std::vector<std::string>{"a/b"});
    CHECK(match(routes(), "GET", "/api/v1/tickets//journal").methods.empty());
    CHECK(match(routes(), "GET", "/api/v1/tickets/1/journal/").methods.empty());
    CHECK(match(routes(), "HEAD", "/healthz").route != nullptr);
    CHECK(match(routes(), "GET", "").methods.empty());
}
