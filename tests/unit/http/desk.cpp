#include "tests/unit/http/desk.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

#include "core/base/percent.hpp"
#include "tests/support/shipped.hpp"

namespace gongdan::http::test {

namespace {

const host::Installation& shipped_installation() {
    static const host::Installation installation = [] {
        auto loaded = host::load_installation(GONGDAN_SOURCE_DIR "/config/gongdan.yaml");
        if (!loaded) throw std::runtime_error(loaded.error().detail.en);
        return std::move(*loaded);
    }();
    return installation;
}

}  // namespace

Desk::Desk()
    : workshop(shipped_installation()),
      api_(service, {.version = "0.0.0",
                     .log = [this](LogLevel, const std::string& line) { log.push_back(line); },
                     .attachments = attachments_of_all(),
                     .links = &links,
                     .facts = &facts,
                     .workshop = &workshop,
                     .proof = {&book, &verifications}}) {}

std::string Desk::link(const std::string& escalation, const std::string& person) const {
    const std::string url = links.make(escalation, person, service.now());
    return url.substr(url.find("/a/"));
}

Attachments Desk::attachments_of_all() {
    const auto in_use = [this](const std::string& sha256) -> Result<bool> {
        for (int id = 1;; ++id) {
            const auto found = service.reads().find(std::to_string(id));
            if (!found) return false;
            if ((*found)->snapshot.attachment(sha256) != nullptr) return true;
        }
    };
    return {&vault, in_use};
}

std::optional<Response> Desk::send_body(Request& request) {
    request.sink = request.body.empty() ? nullptr : api_.body_sink(request);
    if (!request.sink) return std::nullopt;
    const std::string body = std::exchange(request.body, {});
    constexpr std::size_t kPart = 1000;
    std::vector<std::string> parts{""};
    for (std::size_t at = 0; at < body.size(); at += kPart) parts.push_back(body.substr(at, kPart));
    std::optional<Response> refusal;
    for (const std::string& part : parts) {
        request.sink->take(part, [&refusal](Response answer) {
            if (answer.status != BodySink::kGoOn) refusal = std::move(answer);
        });
        if (refusal) return refusal;
    }
    return std::nullopt;
}

Response Desk::attach(const std::string& id, const std::string& file, const std::string& name,
                      const std::string& role) {
    const std::string query = name.empty() ? "" : "?name=" + percent_encode(name);
    return ask({.method = "POST",
                .target = "/api/v1/tickets/" + id + "/attachments" + query,
                .body = file,
                .role = role,
                .content_type = "application/octet-stream"});
}

std::string Desk::file(const std::string& area) {
    using gongdan::test::on;
    std::string id;
    service.change_filing(NewFiling{{area}, {"fault-repair"}, on("08:00:00"), on("20:00:00"), "storm", "warning 7"},
                          gongdan::test::viewer("dispatcher"), std::nullopt, [&id](const Result<Reply>& reply) {
                              if (reply) id = string_or_empty(json::parse(reply->kept->body).as_object(), "id");
                          });
    return id;
}

Response Desk::ask(const Ask& ask) {
    Request request;
    request.method = ask.method;
    if (!parse_target(ask.target, request)) throw std::runtime_error("malformed target " + ask.target);
    request.headers = ask.headers;
    request.secure = ask.secure;
    if (!ask.role.empty()) request.headers.push_back({"authorization", "Bearer " + token(ask.role)});
    if (!ask.body.empty() && !ask.content_type.empty()) request.headers.push_back({"content-type", ask.content_type});
    const auto trace = request.header("traceparent");
    if (trace) request.traceparent = std::string(*trace);
    request.body = ask.body;
    if (auto refusal = send_body(request)) return std::move(*refusal);
    std::vector<Response> answers;
    api_.handle(std::move(request), [&answers](Response response) {
        const auto render = std::move(response.render);
        if (render) render(response);
        answers.push_back(std::move(response));
    });
    if (answers.size() != 1) throw std::runtime_error("not exactly one answer to " + ask.target);
    return std::move(answers.front());
}

Response Desk::get(const std::string& target, const std::string& role) { return ask({.target = target, .role = role}); }

Response Desk::post(const std::string& target, const std::string& body, std::vector<Header> headers) {
    return ask({.method = "POST", .target = target, .body = body, .headers = std::move(headers)});
}

std::string Desk::open_fault() {
    const Response opened = post(
        "/api/v1/tickets",
        R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"幸福路 1 号","hangup_at":"2026-03-02T08:00:00+08:00"}})");
    if (opened.status != 201) throw std::runtime_error(opened.body);
    return string_or_empty(object_of(opened), "id");
}

std::string streamed(const Response& response) {
    if (!response.stream) throw std::runtime_error("no stream");
    std::string bytes;
    while (true) {
        const Stream::Chunk chunk = response.stream->take();
        if (chunk.cut) throw std::runtime_error("broken off");
        if (chunk.end) return bytes;
        bytes += chunk.bytes;
    }
}

json::object object_of(const Response& response) {
    auto parsed = parse_json(response.body);
    if (!parsed || !parsed->is_object()) throw std::runtime_error("not a JSON object: " + response.body);
    return parsed->as_object();
}

std::string problem_of(const Response& response) {
    const std::string type = string_or_empty(object_of(response), "type");
    return type.substr(type.rfind(':') + 1);
}

std::vector<std::string> pointers_of(const Response& response) {
    std::vector<std::string> pointers;
    const json::object body = object_of(response);
    const auto* errors = get_array(body, "errors");
    if (errors == nullptr) return pointers;
    for (const json::value& error : *errors) pointers.push_back(string_or_empty(error.as_object(), "pointer"));
    return pointers;
}

std::string header_of(const Response& response, std::string_view name) {
    return std::string(response.header(name).value_or(""));
}

}  // namespace gongdan::http::test
