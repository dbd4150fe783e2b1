#include "adapters/http/routes/reports.hpp"

#include <algorithm>

#include "adapters/http/routes/checks.hpp"
#include "adapters/report/asked.hpp"
#include "adapters/report/places.hpp"
#include "core/base/check.hpp"

namespace gongdan::http {
namespace {

constexpr std::size_t kTicketsListedMax = 10'000;  ///< behind a figure; more belongs into `gongdan audit --tickets`

report::Query query_of(const Request& request) {
    return {text_parameter(request, "from"), text_parameter(request, "to"), text_parameter(request, "by"),
            text_parameter(request, "format"), text_parameter(request, "tickets")};
}

Response with_type(std::string type, std::string body) {
    Response response;
    response.with("Content-Type", std::move(type));
    response.body = std::move(body);
    return response;
}

Response saved_as(Response response, const std::string& name) {
    return std::move(response.with("Content-Disposition", "attachment; filename=\"" + name + "\""));
}

Response written(const report::Document& document, report::Format format, const Call& call) {
    switch (format) {
        case report::Format::table:
        case report::Format::json: return json_answer(report::json_view(document));
        case report::Format::csv:
            return saved_as(with_type("text/csv; charset=utf-8", report::csv_text(document)), "compliance.csv");
        case report::Format::html: {
            Response page = with_type("text/html; charset=utf-8", report::html_text(document));
            return std::move(page.with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"));
        }
        case report::Format::xlsx: break;
    }
    auto workbook = report::workbook_bytes(document);
    if (!workbook) return refuse(workbook.error(), call);
    return saved_as(with_type(std::string(report::kWorkbookType), std::move(*workbook)), "compliance.xlsx");
}

Response compliance_report(Site& site, const Call& call) {
    const Instant now = site.service.now();
    auto asked = report::understand(query_of(call.request), report::Format::json, date_of(now));
    if (!asked) return refuse(asked.error(), call);
    if (site.facts == nullptr) return refuse(fail(Errc::unavailable, "http.no-reports"), call);
    const Turn turn(site.reporting);
    if (!turn.mine()) return refuse(fail(Errc::overloaded, "http.report-busy"), call);
    const Configuration configuration = site.service.configuration();
    asked->wish.places = report::places_of(*configuration.organisation);
    report::ComplianceSource source{"gongdan", now, configuration.rules->workflows};
    source.teams = configuration.organisation->teams;
    report::Making making(*asked, source, kTicketsListedMax);
    // Whoever sees only some tickets is told by the tickets themselves, which are not kept.
    const Reach& reach = call.viewer->reach;
    const FactsWish wish{[&making](Instant opened_at) { return making.wants(opened_at); }, now, asked->wish.places,
                         !reach.all};
    const auto told = site.facts->tell(wish, [&making, &reach](const CaseFact& fact, const CaseSnapshot* snapshot) {
        if (snapshot == nullptr || reach.covers(snapshot->data)) making.take(fact);
    });
    if (!told) return refuse(told.error(), call);
    source.basis = report::basis_of(*told, wish.replay_all);
    return written(std::move(making).document(), asked->format, call);
}

}  // namespace

std::vector<Route> report_routes() {
    using Kind = QueryParameter::Kind;
    return {{.method = "GET",
             .pattern = "/api/v1/reports/compliance",
             .operation = "compliance-report",
             .summary = "http.op.compliance-report",
             .tag = "reports",
             .roles = {"auditor", "admin", "foreman", "district_manager", "county_dept", "leader"},
             .query = {{.name = "from", .about = "http.query.from-day"},
                       {.name = "to", .about = "http.query.to-day"},
                       {.name = "by", .about = "http.query.by"},
                       {.name = "format",
                        .kind = Kind::choice,
                        .about = "http.query.report-format",
                        .choices = {"json", "csv", "xlsx", "html"}},
                       {.name = "tickets", .about = "http.query.report-tickets"}},
             .answer = Route::Answer::report,
             .response_schema = "Report",
             .handle = on_reader<compliance_report>}};
}

}  // namespace gongdan::http
