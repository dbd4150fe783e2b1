#include "adapters/http/routes/tickets.hpp"

#include <fmt/format.h>

#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/attachments.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/names.hpp"
#include "adapters/http/routes/wishes.hpp"
#include "core/base/percent.hpp"
#include "core/clock/explain.hpp"
#include "core/engine/reading.hpp"

namespace gongdan::http {
namespace {

/// People write telephone numbers into reasons.
void mask_reasons(Explanation& told) {
    for (ExplainedPause& pause : told.pauses) pause.reason = mask_text(pause.reason);
    for (ExplainedSegment& segment : told.segments) segment.reason = mask_text(segment.reason);
    for (Change& change : told.changes) change.reason = mask_text(change.reason);
}

/// On the writer thread: only what is cheap. The body is written on the connection's thread.
Response reply_response(const Site& site, const CallPtr& call, Result<Reply> reply) {
    if (!reply) return refuse(reply.error(), *call);
    if (reply->kept) return kept_response(*reply, *call);
    Response response;
    response.status = reply->created ? 201 : 200;
    response.ticket = std::to_string(to_int(reply->record->snapshot.id));
    response.render = [call, reply = std::move(*reply), now = site.service.now(),
                       rules = site.service.configuration().rules](Response& rendered) {
        const json::object view = view_for(call->viewer.get(), reply, {now, *rules->calendar});
        rendered = case_response(view, reply.record->snapshot, rendered.status);
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
    filter.without_area = flag_parameter(request, "without_area");
    filter.team = text_parameter(request, "team");
    if (request.parameter("overdue")) filter.overdue = flag_parameter(request, "overdue");
    filter.at_risk = flag_parameter(request, "at_risk");
    filter.flagged = flag_parameter(request, "flags");
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

Response case_response(const json::object& view, const CaseSnapshot& snapshot, int status) {
    Response response = json_answer(view, status);
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
    submit_wish(site, call, open_wish(call->body, call->viewer), std::move(respond));
}

void fire_event(Site& site, const CallPtr& call, Respond respond) {
    submit_conditional(site, call, respond, [&call](Revision revision) {
        return fire_wish(call->parameters[0], call->body, revision, call->viewer);
    });
}

void comment_ticket(Site& site, const CallPtr& call, Respond respond) {
    submit_conditional(site, call, respond, [&call](Revision revision) {
        return comment_wish(call->parameters[0], call->body, revision, call->viewer);
    });
}

void merge_ticket(Site& site, const CallPtr& call, Respond respond) {
    submit_conditional(site, call, respond, [&call](Revision revision) {
        return merge_wish(call->parameters[0], call->body, revision, call->viewer);
    });
}

/// Not idempotent: every look is a look, and journalled as one.
void unmask_ticket(Site& site, const CallPtr& call, Respond respond) {
    site.service.submit(unmask_wish(call->parameters[0], call->body, call->viewer),
                        [&site, call, respond = std::move(respond)](Result<Reply> reply) {
                            respond(reply_response(site, call, std::move(reply)));
                        });
}

/// The answer comes when the files are gone too. A crash in between leaves orphans, which the doctor finds.
void erase_ticket(Site& site, const CallPtr& call, Respond respond) {
    auto wish = erase_wish(call->parameters[0], call->body, call->viewer);
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    wish.idempotency = std::move(*idempotency);
    site.service.submit(std::move(wish), [&site, call, respond = std::move(respond)](Result<Reply> reply) {
        const CaseRecordPtr record = reply ? reply->record : nullptr;
        Response response = reply_response(site, call, std::move(reply));
        if (!record || record->snapshot.attachments.empty()) return respond(std::move(response));
        site.service.offload([&site, call, record, respond, response = std::move(response)] {
            const auto done = forget_files(site, record->snapshot);
            respond(done ? response : refuse(done.error(), *call));
        });
    });
}

Response get_ticket(Site& site, const Call& call) {
    const Reading reading(site.service.reads(), call.viewer);
    const auto found = reading.find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    // Only the revision is compared: the seconds that remain change by themselves.
    if (call.request.header("if-none-match") == etag(snapshot.revision)) {
        Response unchanged;
        unchanged.status = 304;
        return std::move(unchanged.with("ETag", etag(snapshot.revision)));
    }
    const auto rules = site.service.configuration().rules;
    return case_response(reading.view(snapshot, {site.service.now(), *rules->calendar}), snapshot, 200);
}

Response list_tickets(Site& site, const Call& call) {
    const Instant now = site.service.now();
    const Reading reading(site.service.reads(), call.viewer);
    const auto page = reading.list(filter_of(call.request), now);
    if (!page) return refuse(page.error(), call);
    const auto rules = site.service.configuration().rules;
    json::array items;
    for (const CaseRecordPtr& record : page->cases) {
        items.push_back(reading.view(record->snapshot, {now, *rules->calendar}));
    }
    const bool last = page->next_cursor.empty();
    Response response = json_answer(json::object{
        {"items", std::move(items)}, {"next_cursor", last ? json::value(nullptr) : json::value(page->next_cursor)}});
    if (!last) response.with("Link", next_link(call.request, page->next_cursor));
    return response;
}

Response ticket_journal(Site& site, const Call& call) {
    const Reading reading(site.service.reads(), call.viewer);
    const auto found = reading.find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    const auto after = whole_parameter(call.request, "after", 0);
    const auto limit = whole_parameter(call.request, "limit", kPageDefault);
    const auto page = reading.journal(snapshot, after, int(limit));
    if (!page) return refuse(page.error(), call);
    json::array items;
    for (const json::object& event : page->events) items.push_back(event);
    Response response = answer_with_names(
        site, call,
        json::object{{"items", std::move(items)},
                     {"next_after", page->next_after ? json::value(*page->next_after) : json::value(nullptr)}});
    response.ticket = std::to_string(to_int(snapshot.id));
    return response;
}

Response ticket_intake(Site& site, const Call& call) {
    const Millis every = std::chrono::minutes(whole_parameter(call.request, "every", 10));
    const auto count = int(whole_parameter(call.request, "count", 18));
    const Instant now = site.service.now();
    const Instant midnight = start_of(date_of(now));
    const Instant present = midnight + (now - midnight) / every * every;
    const auto opened = Reading(site.service.reads(), call.viewer)
                            .intake({.from = present - (count - 1) * every, .every = every, .count = count});
    if (!opened) return refuse(opened.error(), call);
    return json_answer(json::object{{"from", format_time(present - (count - 1) * every)},
                                    {"every_min", std::chrono::duration_cast<std::chrono::minutes>(every).count()},
                                    {"opened", json::value_from(*opened)}});
}

Response explain_clock(Site& site, const Call& call) {
    const auto found = Reading(site.service.reads(), call.viewer).find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    const auto cycle = whole_parameter(call.request, "cycle", 0);
    const ClockState* clock =
        cycle == 0 ? snapshot.clock(call.parameters[1]) : snapshot.clock(call.parameters[1], cycle);
    if (clock == nullptr) {
        return refuse(fail(Errc::not_found, "http.no-such-clock", snapshot.number, call.parameters[1]), call);
    }
    ExplainNames names{snapshot.number, snapshot.promise_set, snapshot.workflow->title, {}};
    if (const auto* definition = snapshot.workflow->find_clock(clock->name)) names.clock = definition->title;
    const auto rules = site.service.configuration().rules;
    Explanation told = explain(*clock, *rules->calendar, site.service.now(), names);
    if (!call.viewer->personal) mask_reasons(told);
    Response response = json_answer(explanation_view(told));
    response.ticket = std::to_string(to_int(snapshot.id));
    return response;
}

}  // namespace gongdan::http
