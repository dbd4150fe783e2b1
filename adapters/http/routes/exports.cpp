#include "adapters/http/routes/exports.hpp"

#include "adapters/host/actors.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/courier.hpp"
#include "adapters/http/routes/entry.hpp"
#include "core/calendar/calendar.hpp"

namespace gongdan::http {
namespace {

constexpr std::int64_t kWorklogDaysMax = 366;  ///< a year of somebody's work; more is no question of his work log

/// The days that the query names, both included; open where it names none.
Result<Interval> days_of(const Request& request) {
    Interval days{Instant::min(), Instant::max()};
    const std::string from = text_parameter(request, "from");
    const std::string to = text_parameter(request, "to");
    if (!from.empty()) {
        const auto first = parse_date(from);
        if (!first) return wrong_fields({{"/query/from", "type", first.error().detail}});
        days.from = start_of(*first);
    }
    if (!to.empty()) {
        const auto last = parse_date(to);
        if (!last) return wrong_fields({{"/query/to", "type", last.error().detail}});
        days.to = start_of(*last) + kDay;
    }
    if (days.from >= days.to) return wrong_fields({{"/query/to", "range", text("audit.period", from, to)}});
    return days;
}

/// Holds a place of those who take something out, as long as it is under way.
class Leaving final : public host::Pieces {
 public:
    Leaving(std::unique_ptr<Place> place, std::unique_ptr<host::Pieces> pieces)
        : place_(std::move(place)), pieces_(std::move(pieces)) {}
    Result<std::optional<std::string>> next() override { return pieces_->next(); }

 private:
    std::unique_ptr<Place> place_;
    std::unique_ptr<host::Pieces> pieces_;
};

/// What leaves, and as what.
struct Parcel {
    std::unique_ptr<host::Pieces> pieces;
    std::string thing;  ///< as in Departure
    std::string what;
    std::string type;
    std::string name;  ///< of the file
};

using Pack = Result<Parcel> (*)(Site& site, const Call& call);

/// Who takes what is written down before it leaves.
Response send(Site& site, const Call& call, Pack pack) {
    if (!site.proof) return refuse(fail(Errc::unavailable, "http.no-proof"), call);
    auto place = std::make_unique<Place>(site.leaving, call.principal.name);
    if (!place->mine()) return refuse(fail(Errc::overloaded, "http.export-busy", kLeavingMax), call);
    auto parcel = pack(site, call);
    if (!parcel) return refuse(parcel.error(), call);
    if (call.request.method != "HEAD") {
        const auto noted = site.service.accounts().note({parcel->thing, parcel->what},
                                                        {call.principal.name, call.request.remote_address});
        if (!noted) return refuse(noted.error(), call);
    }
    Response response;
    response.with("Content-Type", parcel->type);
    response.with("Content-Disposition", "attachment; filename=\"" + parcel->name + "\"");
    Freight freight{.pieces = std::make_unique<Leaving>(std::move(place), std::move(parcel->pieces)),
                    .still_welcome = still_welcome(site, call)};
    response.stream = dispatch(site.service, std::move(freight));
    return response;
}

std::string period_text(const Request& request) {
    return text_parameter(request, "from") + ".." + text_parameter(request, "to");
}

bool names_days(const Request& request) {
    return !text_parameter(request, "from").empty() || !text_parameter(request, "to").empty();
}

/// The lines of every ticket: only for those who may see every ticket.
Result<Parcel> pack_journal(Site& site, const Call& call) {
    if (!call.viewer->reach.all) return fail(Errc::forbidden, "http.whole-only");
    const auto days = days_of(call.request);
    if (!days) return days.error();
    host::JournalWish wish;
    if (names_days(call.request)) wish.entered = *days;
    auto pieces = site.proof.book->journal(wish);
    if (!pieces) return pieces.error();
    return Parcel{std::move(*pieces), names_days(call.request) ? period_text(call.request) : "", "journal-exported",
                  "application/x-ndjson", "journal.ndjson"};
}

Result<Parcel> pack_xes(Site& site, const Call& call) {
    const auto days = days_of(call.request);
    if (!days) return days.error();
    auto pieces = site.proof.book->xes({*days, text_parameter(call.request, "workflow"), call.viewer->reach});
    if (!pieces) return pieces.error();
    return Parcel{std::move(*pieces), names_days(call.request) ? period_text(call.request) : "", "xes-exported",
                  "application/xml", "log.xes"};
}

/// Both days and the person must be named.
Result<Interval> worklog_days(const Request& request) {
    std::vector<FieldProblem> missing;
    for (const char* const name : {"person", "from", "to"}) {
        if (text_parameter(request, name).empty())
            missing.push_back({"/query/" + std::string(name), "required", text("http.missing-key", name)});
    }
    if (!missing.empty()) return wrong_fields(std::move(missing));
    auto days = days_of(request);
    if (days && days->to - days->from > kDay * kWorklogDaysMax)
        return wrong_fields({{"/query/to", "range", text("http.worklog-days", kWorklogDaysMax)}});
    return days;
}

Result<Parcel> pack_worklog(Site& site, const Call& call) {
    const auto days = worklog_days(call.request);
    if (!days) return days.error();
    const std::string person = text_parameter(call.request, "person");
    auto actors = host::actors_of(person, site.service.accounts(), site.service.access());
    if (!actors) return actors.error();
    const bool known = site.service.configuration().organisation->find_person(person) != nullptr;
    // Somebody who left the organisation is still found by what his accounts were called.
    if (!known && actors->size() == 1)
        return wrong_fields({{"/query/person", "unknown", text("worklog.unknown", person)}});
    auto pieces = site.proof.book->worklog({std::move(*actors), *days, call.viewer->reach});
    if (!pieces) return pieces.error();
    return Parcel{std::move(*pieces), person + "/" + period_text(call.request), "worklog-exported",
                  "text/csv; charset=utf-8", "worklog.csv"};
}

template <Pack pack>
Response exported(Site& site, const Call& call) {
    return send(site, call, pack);
}

}  // namespace

std::vector<Route> export_routes() {
    const QueryParameter from{.name = "from", .about = "http.query.export-from"};
    const QueryParameter to{.name = "to", .about = "http.query.export-to"};
    return {{.method = "GET",
             .pattern = "/api/v1/exports/journal",
             .operation = "export-journal",
             .summary = "http.op.export-journal",
             .tag = "exports",
             .roles = {"auditor", "admin"},
             .query = {from, to},
             .answer = Route::Answer::lines,
             .handle = on_reader<exported<pack_journal>>},
            {.method = "GET",
             .pattern = "/api/v1/exports/xes",
             .operation = "export-xes",
             .summary = "http.op.export-xes",
             .tag = "exports",
             .roles = {"auditor", "admin"},
             .query = {from, to, {.name = "workflow", .about = "http.query.workflow"}},
             .answer = Route::Answer::xml,
             .handle = on_reader<exported<pack_xes>>},
            {.method = "GET",
             .pattern = "/api/v1/exports/worklog",
             .operation = "export-worklog",
             .summary = "http.op.export-worklog",
             .tag = "exports",
             .roles = {"auditor", "admin", "foreman", "district_manager", "county_dept", "leader"},
             .query = {{.name = "person", .about = "http.query.worklog-person"}, from, to},
             .answer = Route::Answer::csv,
             .handle = on_reader<exported<pack_worklog>>}};
}

}  // namespace gongdan::http
