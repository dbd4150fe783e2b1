#include "adapters/http/routes/findings.hpp"

#include <algorithm>

#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/names.hpp"
#include "core/engine/finding_access.hpp"

namespace gongdan::http {
namespace {

/// A day, from its beginning, or an instant; nothing when absent.
Result<std::optional<Instant>> instant_of(const Call& call, std::string_view name) {
    const std::string given = text_parameter(call.request, name);
    if (given.empty()) return std::optional<Instant>();
    if (const auto date = parse_date(given)) return std::optional(start_of(*date));
    if (const auto at = parse_time(given)) return std::optional(*at);
    return wrong_fields({{"/query/" + std::string(name), "type", text("roster.when", given)}});
}

Result<FindingFilter> filter_of(const Call& call) {
    const auto from = instant_of(call, "from");
    if (!from) return from.error();
    const auto to = instant_of(call, "to");
    if (!to) return to.error();
    FindingFilter filter{text_parameter(call.request, "rule"),
                         severity_of(text_parameter(call.request, "severity")).value_or(Severity::note),
                         {},
                         *from,
                         *to};
    if (!text_parameter(call.request, "open").empty()) filter.open = flag_parameter(call.request, "open");
    return filter;
}

const Finding* find(const std::vector<Finding>& findings, const Viewer& viewer, std::string_view id) {
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [&viewer, id](const Finding& each) { return each.id == id && sees(viewer, each); });
    return found == findings.end() ? nullptr : &*found;
}

/// The schema has seen to the types; `enum` is for the reader of the document.
Result<FindingWish> wish_of(const json::object& body) {
    const std::string given = string_or_empty(body, "verdict");
    const auto verdict = verdict_of(given);
    if (!verdict) return wrong_fields({{"/verdict", "enum", text("finding.no-verdict", given)}});
    return FindingWish{*verdict, string_or_empty(body, "reason")};
}

/// On the reader pool.
void decide(Site& site, const CallPtr& call, const Respond& respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    const auto read = site.findings->read();
    if (!read) return respond(refuse(read.error(), *call));
    const std::string& id = call->parameters[0];
    const Finding* found = find(*read->findings, *call->viewer, id);
    if (found == nullptr) return respond(refuse(fail(Errc::not_found, "finding.unknown", id), *call));
    const auto wish = wish_of(call->body);
    if (!wish) return respond(refuse(wish.error(), *call));
    const auto decided = decide_about(*found, *wish, *call->viewer);
    if (!decided) return respond(refuse(decided.error(), *call));
    const auto answer = [finding = *found, decision = decided->decision](Instant now) {
        Finding after = finding;
        after.decision = decision;
        after.decision->at = now;
        StoredAnswer kept;
        kept.status = 200;
        kept.body = json::serialize(finding_view(after));
        return kept;
    };
    site.service.note(decision_note(*decided), answer, std::move(*idempotency),
                      [call, respond](const Result<Reply>& reply) {
                          respond(reply ? kept_response(*reply, *call) : refuse(reply.error(), *call));
                      });
}

}  // namespace

Response list_findings(Site& site, const Call& call) {
    const auto filter = filter_of(call);
    if (!filter) return refuse(filter.error(), call);
    const auto read = site.findings->read();
    if (!read) return refuse(read.error(), call);
    const auto limit = std::size_t(whole_parameter(call.request, "limit", kPageDefault));
    const std::string cursor = text_parameter(call.request, "cursor");
    const auto& all = *read->findings;
    auto next = cursor.empty() ? all.rbegin() : std::find_if(all.rbegin(), all.rend(), [&cursor](const Finding& each) {
        return each.id == cursor;
    });
    if (!cursor.empty() && next == all.rend())
        return refuse(wrong_fields({{"/query/cursor", "unknown", text("finding.unknown", cursor)}}), call);
    if (!cursor.empty()) ++next;
    json::array items;
    std::string last;
    json::value next_cursor;
    for (; next != all.rend() && next_cursor.is_null(); ++next) {
        if (!sees(*call.viewer, *next) || !filter->takes(*next)) continue;
        if (items.size() == limit) {
            next_cursor = last;
        } else {
            items.push_back(finding_view(*next));
            last = next->id;
        }
    }
    return answer_with_names(site, call,
                             json::object{{"items", std::move(items)},
                                          {"next_cursor", std::move(next_cursor)},
                                          {"through", read->through},
                                          {"complete", read->complete},
                                          {"left_out", read->left_out}});
}

void decide_finding(Site& site, const CallPtr& call, Respond respond) {
    site.service.offload([&site, call, respond = std::move(respond)] { decide(site, call, respond); });
}

std::vector<Route> finding_routes() {
    using Kind = QueryParameter::Kind;
    return {
        {.method = "GET",
         .pattern = "/api/v1/findings",
         .operation = "list-findings",
         .summary = "http.op.list-findings",
         .tag = "findings",
         .roles = {"auditor", "admin", "district_manager", "county_dept", "leader"},
         .query = {{.name = "rule", .about = "http.query.rule"},
                   {.name = "severity",
                    .kind = Kind::choice,
                    .about = "http.query.severity",
                    .choices = {"note", "warning", "serious"}},
                   {.name = "open", .kind = Kind::boolean, .about = "http.query.finding-open"},
                   {.name = "from", .about = "http.query.finding-from"},
                   {.name = "to", .about = "http.query.finding-to"},
                   {.name = "cursor", .about = "http.query.cursor"},
                   {.name = "limit", .kind = Kind::integer, .about = "http.query.limit", .least = 1, .most = kPageMax}},
         .response_schema = "FindingList",
         .handle = on_reader<list_findings>},
        {.method = "POST",
         .pattern = "/api/v1/findings/{id}/decide",
         .operation = "decide-finding",
         .summary = "http.op.decide-finding",
         .tag = "findings",
         .roles = {"county_dept", "leader", "admin"},
         .body = Route::Body::json,
         .request_schema = "FindingVerdict",
         .response_schema = "Finding",
         .idempotent = true,
         .handle = decide_finding}};
}

}  // namespace gongdan::http
