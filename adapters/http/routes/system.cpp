#include "adapters/http/routes/system.hpp"

#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/entry.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kHome = R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>工单 Gongdan</title>
<style>
body { font: 16px/1.7 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1.2rem; color: #1c2733; }
h1 { font-size: 1.8rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
a { color: #0b6b4f; } code { background: #eef3f1; padding: .1em .35em; border-radius: 4px; }
</style>
</head>
<body>
<h1>工单 Gongdan</h1>
<p>95598 供电服务工单引擎：受理、派单、时限、升级，每一步都记入不可篡改的日志。</p>
<p lang="en">A ticket engine for the 95598 power hotline: every step a fact in the journal, every deadline kept to the second.</p>
<h2>接口 API</h2>
<ul>
<li><a href="/api/v1/openapi.json">OpenAPI 3.1</a>：接口说明 · description of the API</li>
<li><a href="/readyz">/readyz</a>、<a href="/healthz">/healthz</a>：是否就绪 · is it ready</li>
<li><a href="/metrics">/metrics</a>：运行指标 · Prometheus metrics</li>
</ul>
<h2>开始使用 First steps</h2>
<p>用 <code>gongdan token create --data DIR --name desk --role dispatcher</code> 生成令牌，随每个请求发送 <code>Authorization: Bearer …</code>。</p>
<p lang="en">Make a token with <code>gongdan token create</code> and send it with every request.</p>
</body>
</html>
)html";

Response plain(std::string_view type, std::string body, int status = 200) {
    Response response;
    response.status = status;
    response.body = std::move(body);
    response.with("Content-Type", std::string(type));
    return response;
}

/// Where a reader wants to go on: Last-Event-ID (what a browser sends when it reconnects) before ?after=.
Result<std::optional<std::int64_t>> resume_after(const Request& request) {
    const auto header = request.header("last-event-id");
    const auto given = header && !header->empty() ? header : request.parameter("after");
    if (!given) return std::optional<std::int64_t>();
    const auto seq = parse_whole(*given);
    if (!seq || *seq < 0)
        return wrong_fields({{"/headers/last-event-id", "type", text("http.query-whole", 0, INT64_MAX)}});
    return seq;
}

}  // namespace

Response health(Site&, const Call&) { return json_answer(json::object{{"status", "ok"}}); }

Response readiness(Site& site, const Call& call) {
    const auto state = site.service.readiness();
    if (state.ready) return json_answer(json::object{{"ready", true}});
    json::array problems;
    for (const LocalText& problem : state.problems)
        problems.push_back(json::object{{"zh", problem.zh}, {"en", problem.en}});
    json::object body = problem_object(fail(Errc::unavailable, "http.not-ready"), call.request.path);
    body["problems"] = std::move(problems);
    return problem_response(503, body);
}

Response metrics(Site& site, const Call&) {
    std::string body = site.service.metrics() + site.metrics.text();
    body += "# HELP gongdan_http_streams Open event streams.\n# TYPE gongdan_http_streams gauge\n";
    body += "gongdan_http_streams " + std::to_string(site.streams->readers()) + "\n";
    body +=
        "# HELP gongdan_http_streams_refused_total Streams refused because there were too many.\n"
        "# TYPE gongdan_http_streams_refused_total counter\n";
    body += "gongdan_http_streams_refused_total " + std::to_string(site.streams->refusals()) + "\n";
    const std::lock_guard lock(site.more_mutex);
    for (const auto& more : site.more_metrics) body += more();
    return plain("text/plain; version=0.0.4; charset=utf-8", std::move(body));
}

Response openapi(Site& site, const Call&) { return json_response(200, site.openapi); }

Response home(Site&, const Call&) {
    Response response = plain("text/html; charset=utf-8", std::string(kHome));
    return std::move(response.with("Content-Security-Policy",
                                   "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"));
}

Response open_stream(Site& site, const Call& call) {
    const auto after = resume_after(call.request);
    if (!after) return refuse(after.error(), call);
    // Who is revoked or logs out loses his stream too, within a second: ServerOptions::welcome_check and host::Access's
    // delay.
    const auto stream = site.streams->join(*after, call.viewer, still_welcome(site, call), call.principal.name);
    if (!stream) return refuse(stream.error(), call);
    // People see each other; a program has nobody to show it to.
    if (!call.session_secret.empty()) {
        site.service.offload([streams = site.streams, told = *stream] { streams->follow_presence(told); });
    }
    Response response;
    response.stream = *stream;
    response.with("Content-Type", "text/event-stream");
    return std::move(response.with("X-Accel-Buffering", "no"));  // proxies must not hold events back
}

}  // namespace gongdan::http
