#include "adapters/http/routes/api.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "adapters/http/address.hpp"
#include "adapters/http/net/server.hpp"
#include "adapters/http/openapi/openapi.hpp"
#include "adapters/http/openapi/schemas.hpp"
#include "adapters/http/routes/attachments.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/entry.hpp"
#include "adapters/http/routes/site.hpp"
#include "core/base/unambiguous_json.hpp"

namespace gongdan::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::string join(const std::vector<std::string_view>& methods) {
    std::string list = "OPTIONS";
    for (const auto method : methods) {
        list += ", " + std::string(method);
        if (method == "GET") list += ", HEAD";
    }
    return list;
}

/// "Application/JSON; charset=utf-8" → "application/json".
std::string media_type(std::string_view content_type) {
    std::string type(content_type.substr(0, content_type.find(';')));
    while (!type.empty() && type.back() == ' ') type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return type;
}

/// What `curl -d` says when nobody told it otherwise. Taken for JSON when it looks like it; no other site can make use
/// of that: a cookie counts only with its CSRF token, and a foreign Origin is refused.
bool is_unmarked_json(const std::string& type, std::string_view body) {
    const auto first = body.find_first_not_of(" \t\r\n");
    return type == "application/x-www-form-urlencoded" && first != std::string_view::npos && body[first] == '{';
}

bool accepts_type(Route::Body body, const std::string& type) {
    if (body == Route::Body::file) return true;  // nobody believes it: the content is looked at
    if (body == Route::Body::json) return type == "application/json";
    if (body == Route::Body::form) return type == "application/x-www-form-urlencoded";
    return type == "application/x-ndjson" || type == "application/ndjson" || type == "application/jsonl" ||
           type == "application/json";
}

/// Takes nothing of the body.
class Refusal final : public BodySink {
 public:
    Refusal(Response refusal, Watch watch) : refusal_(std::move(refusal)), watch_(std::move(watch)) {}
    [[nodiscard]] std::uint64_t limit() const override { return UINT64_MAX; }
    [[nodiscard]] Response too_large() const override { return refusal_; }
    void take(std::string, Respond respond) override { watch_(std::move(respond))(refusal_); }

 private:
    Response refusal_;
    Watch watch_;
};

}  // namespace

class Api::Inside {
 public:
    Inside(host::Service& service, ApiOptions options)
        : options_(std::move(options)),
          principals_(options_.rates.principal, options_.clock),
          addresses_(options_.rates.address, options_.clock),
          metrics_(routes()),
          findings_(service.reads(), options_.finding_limits),
          site_{service, StreamHub::create(service, kStreamBacklogMax, options_.streams), metrics_,
                options_.attachments, options_.links} {
        add_metrics([this] { return refusal_metrics(); });
        site_.openapi = json::serialize(openapi_document(routes(), options_.version));
        site_.facts = options_.facts;
        site_.workshop = options_.workshop;
        site_.proof = options_.proof;
        site_.findings = &findings_;
    }
    ~Inside() { site_.streams->close(); }

    void handle(Request request, Respond respond);
    [[nodiscard]] std::shared_ptr<BodySink> body_sink(const Request& head);
    void add_metrics(std::function<std::string()> more) {
        const std::lock_guard lock(site_.more_mutex);
        site_.more_metrics.push_back(std::move(more));
    }

 private:
    /// Nothing when the call may go to its route.
    [[nodiscard]] std::optional<Response> admit(Call& call);
    /// The refusal of a caller who asks too often.
    [[nodiscard]] std::optional<Response> limit(const std::string& principal, const Request& request);
    [[nodiscard]] std::string refusal_metrics() const;
    [[nodiscard]] static std::optional<Response> read_body(Call& call);
    [[nodiscard]] Respond watched(const Route* route, std::string trace, Respond respond);
    void note(const Route* route, const std::string& trace, const Response& response, double seconds) const;

    ApiOptions options_;
    RateLimit principals_;
    RateLimit addresses_;
    RequestMetrics metrics_;
    host::FindingBook findings_;
    Site site_;
};

void Api::Inside::handle(Request request, Respond respond) {
    // Bytes from memory, the same for everybody: neither counted against anybody's rate nor logged.
    if (auto file = asset_answer(options_.assets, request)) return respond(std::move(*file));
    Match found = match(routes(), request.method, request.path);
    if (found.methods.empty()) {
        if (auto page = page_answer(options_.assets, request)) return respond(std::move(*page));
    }
    respond = watched(found.route, std::string(request.trace_id()), std::move(respond));
    if (found.route == nullptr) {
        if (auto limited = limit("", request)) return respond(std::move(*limited));
    }
    if (found.methods.empty()) return respond(problem(404, "not-found", text("http.no-such-path"), request.path));
    if (found.route == nullptr) {
        Response response;
        response.status = 204;
        if (request.method != "OPTIONS")
            response = problem(405, "method-not-allowed", text("http.method-not-allowed"), request.path);
        return respond(std::move(response.with("Allow", join(found.methods))));
    }
    if (const CallPtr admitted = admitted_call(request.sink)) {
        // Counting and checking the caller once is enough.
        const auto call = std::make_shared<Call>(*admitted);
        call->request.sink = std::move(request.sink);
        return call->route->handle(site_, call, std::move(respond));
    }
    const auto call = std::make_shared<Call>();
    call->route = found.route;
    call->request = std::move(request);
    call->parameters = std::move(found.parameters);
    if (auto refusal = admit(*call)) return respond(std::move(*refusal));
    call->route->handle(site_, call, std::move(respond));
}

/// Refusals come before the body: a stranger must not fill the disk.
std::shared_ptr<BodySink> Api::Inside::body_sink(const Request& head) {
    Match found = match(routes(), head.method, head.path);
    if (found.route == nullptr || found.route->body != Route::Body::file) return nullptr;
    const auto call = std::make_shared<Call>();
    call->route = found.route;
    call->request = head;
    call->parameters = std::move(found.parameters);
    auto refusal = admit(*call);
    if (!refusal && site_.attachments.vault == nullptr)
        refusal = refuse(fail(Errc::unavailable, "attachment.none"), *call);
    Watch watch = [this, route = call->route, trace = std::string(head.trace_id())](Respond respond) {
        return watched(route, trace, std::move(respond));
    };
    if (!refusal) return upload_sink(site_, call, std::move(watch));
    return std::make_shared<Refusal>(std::move(*refusal), std::move(watch));
}

std::optional<Response> Api::Inside::admit(Call& call) {
    auto refusal = admit_caller(site_, call);
    if (auto limited = limit(call.principal.name, call.request)) return limited;
    if (refusal) return refusal;
    auto problems = check_query(*call.route, call.request);
    // What a browser or a probe appends to an open page is nobody's mistake.
    if (!problems.empty() && call.route->entry != Route::Entry::open)
        return refuse(wrong_fields(std::move(problems)), call);
    return read_body(call);
}

std::optional<Response> Api::Inside::limit(const std::string& principal, const Request& request) {
    const auto wait_s =
        principal.empty() ? addresses_.take(address_group(request.remote_address)) : principals_.take(principal);
    if (!wait_s) return std::nullopt;
    Response response = problem(429, "too-many-requests", text("http.too-many-requests", *wait_s), request.path);
    return std::move(response.with("Retry-After", std::to_string(*wait_s)));
}

std::string Api::Inside::refusal_metrics() const {
    return fmt::format(
        "# HELP gongdan_http_rate_limited_total Requests refused because their caller asked too often.\n"
        "# TYPE gongdan_http_rate_limited_total counter\n"
        "gongdan_http_rate_limited_total{{by=\"principal\"}} {}\n"
        "gongdan_http_rate_limited_total{{by=\"address\"}} {}\n",
        principals_.refusals(), addresses_.refusals());
}

std::optional<Response> Api::Inside::read_body(Call& call) {
    const Request& request = call.request;
    if (call.route->body == Route::Body::none) return std::nullopt;
    const auto type = request.header("content-type");
    const auto coding = request.header("content-encoding");
    const std::string sent = type ? media_type(*type) : std::string();
    const bool readable = !type || accepts_type(call.route->body, sent) || is_unmarked_json(sent, request.body);
    if (!readable || (coding && *coding != "identity")) {
        return problem(415, "unsupported-media-type", text("http.unsupported-media-type"), request.path);
    }
    if (call.route->body == Route::Body::lines || call.route->body == Route::Body::file) return std::nullopt;
    const bool form = call.route->body == Route::Body::form;
    auto parsed = form ? Result<json::value>(parse_form(request.body)) : parse_unambiguous_json(request.body);
    if (!parsed) return problem(400, "malformed-json", parsed.error().detail, request.path);
    auto* object = parsed->if_object();
    if (object == nullptr) return refuse(wrong_fields({{"", "type", text("http.wrong-type", "object")}}), call);
    auto problems = check_body(schema(call.route->request_schema), *object);
    if (!problems.empty()) return refuse(wrong_fields(std::move(problems)), call);
    call.body = std::move(*object);
    return std::nullopt;
}

/// `respond`, but counting and logging the answer, and keeping it out of caches.
Respond Api::Inside::watched(const Route* route, std::string trace, Respond respond) {
    const auto started = SteadyClock::now();
    return [this, route, trace = std::move(trace), respond = std::move(respond), started](Response response) {
        const double seconds = std::chrono::duration<double>(SteadyClock::now() - started).count();
        metrics_.observe(route, response.status, seconds);
        note(route, trace, response, seconds);
        if (!response.render) return respond(std::move(response.with("Cache-Control", "no-store")));
        auto render = std::move(response.render);
        response.render = [render = std::move(render)](Response& rendered) {
            render(rendered);
            rendered.with("Cache-Control", "no-store");
        };
        respond(std::move(response));
    };
}

void Api::Inside::note(const Route* route, const std::string& trace, const Response& response, double seconds) const {
    LogLevel level = LogLevel::debug;
    if (response.status >= 400) level = LogLevel::warning;
    // Who floods us shall not flood the log as well: the metrics count him.
    if (response.status == 429) level = LogLevel::debug;
    if (response.status == 500) level = LogLevel::error;
    if (!options_.log || level < options_.log_from) return;
    // The pattern, not the path: a path may name what somebody searched for.
    json::object line{{"method", route == nullptr ? "" : route->method},
                      {"route", route == nullptr ? "" : route->pattern},
                      {"status", response.status},
                      {"duration_ms", std::int64_t(seconds * 1000)}};
    if (!response.ticket.empty()) line["ticket"] = response.ticket;
    if (!trace.empty()) line["trace_id"] = trace;
    write_log(options_.log, level, "request", line);
}

Api::Api(host::Service& service, ApiOptions options) : inside_(std::make_unique<Inside>(service, std::move(options))) {}
Api::~Api() = default;

void Api::handle(Request request, Respond respond) { inside_->handle(std::move(request), std::move(respond)); }
std::shared_ptr<BodySink> Api::body_sink(const Request& head) { return inside_->body_sink(head); }
void Api::add_metrics(std::function<std::string()> more) { inside_->add_metrics(std::move(more)); }

std::size_t Api::body_limit(std::string_view path) { return path == "/api/v1/batch" ? kBatchLimit : kBodyLimit; }

}  // namespace gongdan::http
