#include "adapters/http/routes/escalations.hpp"

#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/names.hpp"
#include "adapters/http/routes/tickets.hpp"
#include "adapters/http/routes/wishes.hpp"
#include "core/base/check.hpp"

namespace gongdan::http {
namespace {

json::object escalation_view(const EscalationRow& row) {
    return {{"id", row.id},
            {"ticket", std::to_string(to_int(row.case_id))},
            {"number", row.number},
            {"area", row.area},
            {"clock", row.clock},
            {"rung", row.rung},
            {"level", row.level},
            {"to", json::value_from(row.to)},
            {"people", json::value_from(row.people)},
            {"raised_at", format_time(row.raised_at)},
            {"acknowledged_at",
             row.acknowledged_at ? json::value(format_time(*row.acknowledged_at)) : json::value(nullptr)},
            {"acknowledged_by", row.acknowledged_by.empty() ? json::value(nullptr) : json::value(row.acknowledged_by)}};
}

/// A list names no ticket in `ticket`, but the first of those it is about in `tickets`.
json::object outbox_view(const OutboxRow& row) {
    const bool list = row.entries > 0;
    auto message = parse_json(row.notice.message);
    json::array tickets;
    for (const CaseId id : list ? row.tickets : std::vector{row.notice.case_id})
        tickets.emplace_back(std::to_string(to_int(id)));
    return {{"id", row.notice.id},
            {"escalation", row.notice.escalation},
            {"ticket", list ? json::value(nullptr) : tickets.front()},
            {"list", list},
            {"count", list ? row.entries : 1},
            {"tickets", tickets},
            {"channel", row.notice.channel},
            {"person", row.notice.person},
            {"state", name_of(row.state)},
            {"attempts", row.attempts},
            {"last_answer", row.last_answer},
            {"raised_at", format_time(row.notice.raised_at)},
            {"message", message ? std::move(*message) : json::value(row.notice.message)}};
}

}  // namespace

Response list_escalations(Site& site, const Call& call) {
    const auto limit = whole_parameter(call.request, "limit", kPageDefault);
    const auto cursor = text_parameter(call.request, "cursor");
    const auto page = Reading(site.service.reads(), call.viewer)
                          .escalations(flag_parameter(call.request, "open"), cursor, int(limit));
    if (!page) return refuse(page.error(), call);
    json::array items;
    for (const EscalationRow& row : page->rows) items.push_back(escalation_view(row));
    const bool last = page->next_cursor.empty();
    return answer_with_names(
        site, call,
        json::object{{"items", std::move(items)},
                     {"next_cursor", last ? json::value(nullptr) : json::value(page->next_cursor)}});
}

void acknowledge_escalation(Site& site, const CallPtr& call, Respond respond) {
    submit_wish(site, call, acknowledge_wish(call->parameters[0], "", call->viewer), std::move(respond));
}

Response list_dead_letters(Site& site, const Call& call) {
    const auto limit = whole_parameter(call.request, "limit", kPageDefault);
    const auto rows = site.service.reads().outbox(OutboxRow::State::dead, int(limit));
    if (!rows) return refuse(rows.error(), call);
    json::array items;
    for (const OutboxRow& row : *rows) items.push_back(outbox_view(row));
    return json_answer(json::object{{"items", std::move(items)}});
}

void requeue_dead_letters(Site& site, const CallPtr& call, Respond respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    DeadLetterWish wish{string_or_empty(call->body, "channel"), Instant{}};
    // The schema of the body has seen to the form.
    if (const auto since = get_string(call->body, "since")) wish.since = parse_time(*since).value();
    site.service.requeue_all(std::move(wish), call->viewer->actor, std::move(*idempotency),
                             [call, respond = std::move(respond)](const Result<Reply>& reply) {
                                 respond(reply ? kept_response(*reply, *call) : refuse(reply.error(), *call));
                             });
}

void requeue_dead_letter(Site& site, const CallPtr& call, Respond respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    site.service.requeue(call->parameters[0], call->viewer->actor, std::move(*idempotency),
                         [call, respond = std::move(respond)](const Result<Reply>& reply) {
                             respond(reply ? kept_response(*reply, *call) : refuse(reply.error(), *call));
                         });
}

}  // namespace gongdan::http
