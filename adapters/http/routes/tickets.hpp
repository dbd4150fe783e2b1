#pragma once
/// Tickets: open, look at, move, comment, merge, list, journal, explain.

#include "adapters/http/routes/site.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::http {

void open_ticket(Site& site, const CallPtr& call, Respond respond);
void fire_event(Site& site, const CallPtr& call, Respond respond);
void comment_ticket(Site& site, const CallPtr& call, Respond respond);
void merge_ticket(Site& site, const CallPtr& call, Respond respond);
void unmask_ticket(Site& site, const CallPtr& call, Respond respond);
void erase_ticket(Site& site, const CallPtr& call, Respond respond);

[[nodiscard]] Response get_ticket(Site& site, const Call& call);
[[nodiscard]] Response list_tickets(Site& site, const Call& call);
[[nodiscard]] Response ticket_journal(Site& site, const Call& call);
/// How many came in lately, in stretches of ?every minutes (10) that begin at whole multiples of it in Beijing's day;
/// ?count of them (18), the present one included.
[[nodiscard]] Response ticket_intake(Site& site, const Call& call);
[[nodiscard]] Response explain_clock(Site& site, const Call& call);

/// Gives `wish` to the service and answers with the case, or with the answer kept under its Idempotency-Key.
void submit_wish(Site& site, const CallPtr& call, gongdan::Request wish, Respond respond);

[[nodiscard]] std::string etag(std::int64_t revision);
[[nodiscard]] std::string location_of(std::string_view id);

/// The case with its ETag.
[[nodiscard]] Response case_response(const json::object& view, const CaseSnapshot& snapshot, int status);

}  // namespace gongdan::http
