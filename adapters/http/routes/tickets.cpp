#include "adapters/http/routes/tickets.hpp"

#include <fmt/format.h>

#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/wishes.hpp"
#include "core/clock/explain.hpp"
#include "core/ticket/view.hpp"

namespace gongdan::http {
namespace {

/// On the writer thread: only what is cheap. The body is written on the connection's thread.
Response reply_response(const Site& site, const CallPtr& call, Result<Reply> reply) {
    if (!reply) return refuse(reply.error(), *call);
    if (reply->kept) return kept_response(*reply, *call);
    Response response;
    response.status = reply->created ? 201 : 200;
    response.ticket = std::to_string(to_int(reply->record->snapshot.id));
    response.render = [call, record = std::move(reply->record), now = site.service.now()](Response& rendered) {
        rendered = case_response(record->snapshot, call->principal.roles, now, rendered.status);
    };
    return response;
}

/// Submits what `make` makes of the revision in If-Match.
template <class Make>
void submit_conditional(Site& site, const CallPtr& call, const Respond& respond, Make make) {
    const auto revision = expected_revision(call->request);
    if (!revision) return respond(refuse(revision.error(), *call));
    submit_wish(site, call, make(*revision), respond);
}

CaseFilter filter_of(const Request& request) {
    CaseFilter filter;
    filter.workflow = text_parameter(request, "workflow");
    filter.state = text_parameter(request, "state");
    filter.area = text_parameter(request, "area");
    filter.team = text_parameter(request, "team");
    if (request.parameter("overdue")) filter.overdue = flag_parameter(request, "overdue");
    filter.at_risk = flag_parameter(request, "at_risk");
    filter.with_closed = flag_parameter(request, "with_closed");
    filter.text = text_parameter(request, "q");
    filter.cursor = text_parameter(request, "cursor");
    filter.limit = int(whole_parameter(request, "limit", kPageDefault));
    const auto sort = text_parameter(request, "sort");
    if (sort == "due") filter.sort = CaseFilter::Sort::due;
    if (sort == "opened") filter.sort = CaseFilter::Sort::opened;
    return filter;
}

/// RFC 8288: the same query with the cursor of the next page.
std::string next_link(const Request& request, std::string_view cursor) {
    std::string link = "<" + request.path + "?cursor=" + percent_encode(cursor);
    for (const auto& [name, value] : request.query) {
        if (name != "cursor") link += "&" + percent_encode(name) + "=" + percent_encode(value);
    }
    return link + ">; rel=\"next\"";
}

}  // namespace

std::string etag(std::int64_t revision) { return fmt::format("\"{}\"", revision); }

std::string location_of(std::string_view id) { return fmt::format("/api/v1/tickets/{}", id); }

Response case_response(const CaseSnapshot& snapshot, const std::vector<std::string>& roles, Instant now, int status) {
    Response response = json_answer(case_view(snapshot, roles, now), status);
    response.ticket = std::to_string(to_int(snapshot.id));
    response.with("ETag", etag(snapshot.revision));
    if (status == 201) response.with("Location", location_of(response.ticket));
    return response;
}

void submit_wish(Site& site, const CallPtr& call, gongdan::Request wish, Respond respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    wish.idempotency = std::move(*idempotency);
    site.service.submit(std::move(wish), [&site, call, respond = std::move(respond)](Result<Reply> reply) {
        respond(reply_response(site, call, std::move(reply)));
    });
}

void open_ticket(Site& site, const CallPtr& call, Respond respond) {
    submit_wish(site, call, open_wish(call->body, call->principal), std::move(respond));
}

void fire_event(Site& site, const CallPtr& call, Respond respond) {
    submit_conditional(site, call, respond, [&call](Revision revision) {
        return fire_wish(call->parameters[0], call->body, revision, call->principal);
    });
}

void comment_ticket(Site& site, const CallPtr& call, Respond respond) {
    submit_conditional(site, call, respond, [&call](Revision revision) {
        return comment_wish(call->parameters[0], call->body, revision, call->principal);
    });
}

void merge_ticket(Site& site, const CallPtr& call, Respond respond) {
    submit_conditional(site, call, respond, [&call](Revision revision) {
        return merge_wish(call->parameters[0], call->body, revision, call->principal);
    });
}

Response get_ticket(Site& site, const Call& call) {
    const auto found = site.service.reads().find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    // Only the revision is compared: the seconds that remain change by themselves.
    if (call.request.header("if-none-match") == etag(snapshot.revision)) {
        Response unchanged;
        unchanged.status = 304;
        return std::move(unchanged.with("ETag", etag(snapshot.revision)));
    }
    return case_response(snapshot, call.principal.roles, site.service.now(), 200);
}

Response list_tickets(Site& site, const Call& call) {
    const Instant now = site.service.now();
    const auto page = site.service.reads().list(filter_of(call.request), now);
    if (!page) return refuse(page.error(), call);
    json::array items;
    for (const CaseRecordPtr& record : page->cases) {
        items.push_back(case_view(record->snapshot, call.principal.roles, now));
    }
    const bool last = page->next_cursor.empty();
    Response response = json_answer(json::object{
        {"items", std::move(items)}, {"next_cursor", last ? json::value(nullptr) : json::value(page->next_cursor)}});
    if (!last) response.with("Link", next_link(call.request, page->next_cursor));
    return response;
}

Response ticket_journal(Site& site, const Call& call) {
    const auto found = site.service.reads().find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseId id = (*found)->snapshot.id;
    const auto after = whole_parameter(call.request, "after", 0);
    const auto limit = whole_parameter(call.request, "limit", kPageDefault);
    const auto events = site.service.reads().journal(id, after, int(limit));
    if (!events) return refuse(events.error(), call);
    json::array items;
    for (const Event& event : *events) items.push_back(event_view(event));
    const bool full = std::int64_t(events->size()) == limit;
    Response response =
        json_answer(json::object{{"items", std::move(items)},
                                 {"next_after", full ? json::value(events->back().case_seq) : json::value(nullptr)}});
    response.ticket = std::to_string(to_int(id));
    return response;
}

Response explain_clock(Site& site, const Call& call) {
    const auto found = site.service.reads().find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    const ClockState* clock = snapshot.clock(call.parameters[1]);
    if (clock == nullptr) {
        return refuse(fail(Errc::not_found, "http.no-such-clock", snapshot.number, call.parameters[1]), call);
    }
    ExplainNames names{snapshot.number, snapshot.promise_set, snapshot.workflow->title, {}};
    if (const auto* definition = snapshot.workflow->find_clock(clock->name)) names.clock = definition->title;
    const auto rules = site.service.configuration().rules;
    Response response = json_answer(explanation_view(explain(*clock, *rules->calendar, site.service.now(), names)));
    response.ticket = std::to_string(to_int(snapshot.id));
    return response;
}

}  // namespace gongdan::http
