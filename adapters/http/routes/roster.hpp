#pragma once
/// The duty roster (值班表): as configured and as it comes out, its gaps, changes to it, the calendar feed, and whom
/// the escalations of a ticket will reach by it.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// ?from and ?to, days (from their 00:00 in China) or instants; a week from today without them.
[[nodiscard]] Response show_roster(Site& site, const Call& call);
[[nodiscard]] Response roster_now(Site& site, const Call& call);
[[nodiscard]] Response list_roster_gaps(Site& site, const Call& call);
/// iCalendar, of ?person or of all: from a week ago to two months ahead.
[[nodiscard]] Response roster_feed(Site& site, const Call& call);
/// The same of one person, for programs that can send no header: the secret stands in the address.
[[nodiscard]] Response roster_feed_by_link(Site& site, const Call& call);
/// Makes such an address; on the reader pool.
void make_roster_feed(Site& site, const CallPtr& call, Respond respond);
void make_roster_entry(Site& site, const CallPtr& call, Respond respond);
void remove_roster_entry(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response escalation_plan(Site& site, const Call& call);

}  // namespace gongdan::http
