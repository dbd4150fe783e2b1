// The OpenAPI document against the routes and against real answers.

#include <set>

#include <catch2/catch.hpp>

#include "adapters/http/openapi/schemas.hpp"
#include "adapters/http/routes/route.hpp"
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
    const bool open = !schema.contains("additionalProperties");
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
    const std::vector<std::pair<std::string, std::string>> answers = {
        {"/api/v1/tickets/" + id, "Case"},
        {"/api/v1/tickets", "CaseList"},
        {"/api/v1/tickets/" + id + "/journal", "EventList"},
        {"/api/v1/escalations", "EscalationList"},
        {"/api/v1/dead-letters", "DeadLetterList"},
        {"/api/v1/workflows", "WorkflowList"},
        {"/api/v1/workflows/complaint", "Workflow"},
        {"/api/v1/areas", "AreaList"},
        {"/api/v1/roster", "Roster"},
        {"/api/v1/channels", "ChannelList"},
        {"/api/v1/tokens", "TokenList"},
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
    const json::object summary = object_of(desk.get("/api/v1/workflows")).at("items").as_array().at(0).as_object();
    CHECK(differences(summary, schema("WorkflowSummary")).empty());
    const json::object explanation = object_of(desk.get("/api/v1/tickets/" + id + "/clocks/arrival/explain"));
    CHECK(differences(explanation, schema("Explanation")).empty());
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
