#include "adapters/http/openapi/openapi.hpp"

#include <algorithm>

#include "adapters/attachments/media.hpp"
#include "adapters/http/openapi/schemas.hpp"
#include "adapters/http/routes/entry.hpp"
#include "adapters/report/write.hpp"
#include "core/base/check.hpp"
#include "core/base/texts.hpp"

namespace gongdan::http {
namespace {

json::object reference(std::string_view kind, std::string_view name) {
    return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

/// Both languages in one line: Chinese first.
std::string both(std::string_view text_id) {
    const LocalText found = text(text_id);
    return found.zh + " · " + found.en;
}

json::object parameter(std::string_view name, std::string_view in, json::object schema_of, bool required) {
    return {{"name", name}, {"in", in}, {"required", required}, {"schema", std::move(schema_of)}};
}

json::object query_schema(const QueryParameter& query) {
    switch (query.kind) {
        case QueryParameter::Kind::text: return {{"type", "string"}};
        case QueryParameter::Kind::boolean: return {{"type", "boolean"}};
        case QueryParameter::Kind::integer: {
            json::object integer{{"type", "integer"}, {"minimum", query.least}};
            if (query.most != INT64_MAX) integer["maximum"] = query.most;
            return integer;
        }
        case QueryParameter::Kind::choice: {
            json::array choices;
            for (const auto choice : query.choices) choices.push_back(json::value(choice));
            return {{"type", "string"}, {"enum", std::move(choices)}};
        }
    }
    GONGDAN_UNREACHABLE("a QueryParameter::Kind outside its enum");
}

json::array parameters_of(const Route& route) {
    json::array list;
    for (auto open = route.pattern.find('{'); open != std::string_view::npos;
         open = route.pattern.find('{', open + 1)) {
        const auto name = route.pattern.substr(open + 1, route.pattern.find('}', open) - open - 1);
        list.push_back(parameter(name, "path", {{"type", "string"}}, true));
    }
    for (const QueryParameter& query : route.query) {
        json::object described = parameter(query.name, "query", query_schema(query), false);
        described["description"] = both(query.about);
        list.push_back(std::move(described));
    }
    if (route.idempotent) list.push_back(reference("parameters", "IdempotencyKey"));
    if (route.conditional) list.push_back(reference("parameters", "IfMatch"));
    if (route.answer == Route::Answer::events) list.push_back(reference("parameters", "LastEventId"));
    return list;
}

std::string_view media_type(Route::Answer answer) {
    switch (answer) {
        case Route::Answer::json: return "application/json";
        case Route::Answer::events: return "text/event-stream";
        case Route::Answer::lines: return "application/x-ndjson";
        case Route::Answer::text: return "text/plain";
        case Route::Answer::html: return "text/html";
        case Route::Answer::file: return "application/octet-stream";
        case Route::Answer::calendar: return "text/calendar";
        case Route::Answer::report: return "application/json";
        case Route::Answer::xml: return "application/xml";
        case Route::Answer::csv: return "text/csv";
        case Route::Answer::nothing: return "";
    }
    GONGDAN_UNREACHABLE("a Route::Answer outside its enum");
}

std::string_view media_type(Route::Body body) {
    switch (body) {
        case Route::Body::json: return "application/json";
        case Route::Body::lines: return "application/x-ndjson";
        case Route::Body::form: return "application/x-www-form-urlencoded";
        case Route::Body::file: return "application/octet-stream";
        case Route::Body::none: return "";
    }
    GONGDAN_UNREACHABLE("a Route::Body outside its enum");
}

json::object content(std::string_view type, std::string_view schema_name) {
    json::object media;
    if (!schema_name.empty()) media["schema"] = reference("schemas", schema_name);
    json::object by_type;
    by_type[type] = std::move(media);
    return by_type;
}

/// Whatever was attached: the types that are taken, and no others.
json::object file_content() {
    json::object by_type;
    for (const auto& type : attachments::media_types()) {
        by_type[type] = json::object{{"schema", json::object{{"type", "string"}, {"format", "binary"}}}};
    }
    return by_type;
}

/// Besides JSON, which has a schema.
void add_report_content(json::object& by_type) {
    const json::object any{{"schema", json::object{{"type", "string"}}}};
    by_type["text/csv"] = any;
    by_type["text/html"] = any;
    by_type[report::kWorkbookType] = json::object{{"schema", json::object{{"type", "string"}, {"format", "binary"}}}};
}

json::object success_of(const Route& route) {
    json::object response{{"description", "OK"}};
    const auto type = media_type(route.answer);
    if (!type.empty()) response["content"] = content(type, route.response_schema);
    if (route.answer == Route::Answer::file) response["content"] = file_content();
    if (route.answer == Route::Answer::report) add_report_content(response.at("content").as_object());
    const json::object text_value{{"schema", json::object{{"type", "string"}}}};
    json::object headers;
    if (route.response_schema == "Case") {
        headers["ETag"] = text_value;
        if (route.success == 201) headers["Location"] = text_value;
    }
    if (route.idempotent) headers["Idempotency-Replayed"] = text_value;
    if (!headers.empty()) response["headers"] = std::move(headers);
    return response;
}

json::object responses_of(const Route& route) {
    json::object responses;
    responses[std::to_string(route.success)] = success_of(route);
    // The file was there already.
    if (route.body == Route::Body::file) responses["200"] = success_of(route);
    std::vector<int> refusals;
    const bool open = route.entry == Route::Entry::open;
    if (!open || route.takes_password) refusals.insert(refusals.end(), {401, 403});
    if (route.takes_password) refusals.push_back(429);
    if (route.pattern.find('{') != std::string_view::npos) refusals.push_back(404);
    if ((route.idempotent && route.body != Route::Body::lines) || route.conflicts) refusals.push_back(409);
    if (route.expires) refusals.push_back(410);
    if (route.conditional) refusals.push_back(412);
    if (route.body != Route::Body::none) refusals.insert(refusals.end(), {400, 413, 415, 422});
    // An unknown query parameter or a malformed key, where there is no body to be wrong.
    if (route.body == Route::Body::none && !open) refusals.push_back(422);
    if (!open || route.takes_password || route.operation == "readiness") refusals.push_back(503);
    if (!route.takes_password) refusals.push_back(429);  // who asks too often, whatever he asks
    std::sort(refusals.begin(), refusals.end());
    const std::string_view how = route.answer == Route::Answer::html ? "Page" : "Problem";
    for (const int status : refusals) responses[std::to_string(status)] = reference("responses", how);
    return responses;
}

json::object security(std::string_view scheme) {
    json::object wanted;
    wanted[scheme] = json::array();
    return wanted;
}

json::object operation_of(const Route& route) {
    json::object operation{{"operationId", route.operation},
                           {"summary", both(route.summary)},
                           {"tags", json::array{json::value(route.tag)}},
                           {"parameters", parameters_of(route)},
                           {"responses", responses_of(route)}};
    if (route.body != Route::Body::none) {
        operation["requestBody"] =
            json::object{{"required", true}, {"content", content(media_type(route.body), route.request_schema)}};
    }
    if (route.entry == Route::Entry::open) operation["security"] = json::array();
    if (route.entry == Route::Entry::session) operation["security"] = json::array{security("session")};
    if (!route.roles.empty()) {
        json::array roles;
        for (const auto role : route.roles) roles.push_back(json::value(role));
        operation["x-roles"] = std::move(roles);
    }
    return operation;
}

json::object shared_parameters() {
    json::object key = parameter("Idempotency-Key", "header", {{"type", "string"}, {"maxLength", 255}}, false);
    key["description"] = both("http.about-idempotency-key");
    json::object match =
        parameter("If-Match", "header", {{"type", "string"}, {"examples", json::array{"\"7\""}}}, false);
    match["description"] = both("http.about-if-match");
    json::object last = parameter("Last-Event-ID", "header", {{"type", "string"}}, false);
    last["description"] = both("http.about-last-event-id");
    return {{"IdempotencyKey", std::move(key)}, {"IfMatch", std::move(match)}, {"LastEventId", std::move(last)}};
}

std::string lower(std::string_view method) {
    std::string name(method);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

}  // namespace

json::object openapi_document(const std::vector<Route>& table, std::string_view version) {
    json::object paths;
    for (const Route& route : table) {
        if (!paths.contains(route.pattern)) paths[route.pattern] = json::object();
        paths[route.pattern].as_object()[lower(route.method)] = operation_of(route);
    }
    const json::object bearer{{"type", "http"}, {"scheme", "bearer"}};
    json::object page_content = content("application/problem+json", "Problem");
    page_content["text/html"] = json::object();
    const json::object page{{"description", "RFC 9457, or a page for people"}, {"content", std::move(page_content)}};
    const json::object session{
        {"type", "apiKey"}, {"in", "cookie"}, {"name", kSessionCookie}, {"description", both("http.about-session")}};
    const json::object problem{{"description", "RFC 9457"},
                               {"content", content("application/problem+json", "Problem")}};
    return {{"openapi", "3.1.0"},
            {"info", json::object{{"title", "Gongdan 工单"},
                                  {"version", version},
                                  {"description", both("http.about-api")},
                                  {"license", json::object{{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
            {"servers", json::array{json::object{{"url", "/"}}}},
            {"security", json::array{security("bearer"), security("session")}},
            {"paths", std::move(paths)},
            {"components", json::object{{"schemas", schemas()},
                                        {"parameters", shared_parameters()},
                                        {"responses", json::object{{"Problem", problem}, {"Page", page}}},
                                        {"securitySchemes", json::object{{"bearer", bearer}, {"session", session}}}}}};
}

}  // namespace gongdan::http
