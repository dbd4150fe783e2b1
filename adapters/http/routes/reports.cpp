#include "adapters/http/routes/reports.hpp"

#include <algorithm>

#include "adapters/http/routes/checks.hpp"
#include "adapters/report/asked.hpp"
#include "adapters/report/places.hpp"
#include "core/audit/journal_facts.hpp"
#include "core/base/check.hpp"

namespace gongdan::http {
namespace {

constexpr int kEventsAtATime = 2'000;              ///< read from the journal in one go
constexpr std::size_t kTicketsListedMax = 10'000;  ///< behind a figure; more belongs into `gongdan audit --tickets`

/// Holds the one place there is for a report: each reads the whole journal, and readers of tickets must not wait.
class Turn {
 public:
    explicit Turn(std::atomic<bool>& taken) : taken_(taken), mine_(!taken.exchange(true)) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
        if (mine_) taken_ = false;
    }
    [[nodiscard]] bool mine() const { return mine_; }

 private:
    std::atomic<bool>& taken_;
    bool mine_;
};

report::Query query_of(const Request& request) {
    return {text_parameter(request, "from"), text_parameter(request, "to"), text_parameter(request, "by"),
            text_parameter(request, "format"), text_parameter(request, "tickets")};
}

/// The definition the case is pinned to: most often one in force.
std::shared_ptr<const Workflow> workflow_of(ReadModel& reads, const Rules& rules, const Event& opened) {
    const auto in_force = rules.find_workflow(string_or_empty(opened.body, "workflow"));
    if (in_force && in_force->version == string_or_empty(opened.body, "version")) return in_force;
    const auto record = reads.find_case(opened.case_id);
    return record ? (*record)->snapshot.workflow : nullptr;
}

Result<void> read_journal(ReadModel& reads, JournalFacts& facts) {
    std::int64_t after = 0;
    while (true) {
        const auto events = reads.events_after(after, kEventsAtATime);
        if (!events) return events.error();
        for (const Event& event : *events) {
            if (auto taken = facts.take(event); !taken) return taken;
        }
        if (int(events->size()) < kEventsAtATime) return {};
        after = events->back().seq;
    }
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
    const Turn turn(site.reporting);
    if (!turn.mine()) return refuse(fail(Errc::overloaded, "http.report-busy"), call);
    const Configuration configuration = site.service.configuration();
    asked->wish.places = report::places_of(*configuration.organisation);
    const report::ComplianceSource source{"gongdan", now, configuration.rules->workflows};
    report::Making making(*asked, source, kTicketsListedMax);
    ReadModel& reads = site.service.reads();
    const Reach& reach = call.viewer->reach;
    JournalFacts facts(
        {[&reads, &configuration](const Event& opened) { return workflow_of(reads, *configuration.rules, opened); },
         [&making](Instant opened_at) { return making.wants(opened_at); }, asked->wish.places, now,
         [&making, &reach](const CaseFact& fact, const CaseSnapshot& snapshot) {
             if (reach.covers(snapshot.data)) making.take(fact);
         }});
    if (auto read = read_journal(reads, facts); !read) return refuse(read.error(), call);
    facts.finish();
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
