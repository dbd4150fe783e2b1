#pragma once
/// The working calendar: its years, and the next one, seen before it is put in force.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_calendars(Site& site, const Call& call);
[[nodiscard]] Response get_calendar(Site& site, const Call& call);
void replace_calendar(Site& site, const CallPtr& call, Respond respond);

/// Changes nothing: the days and the clocks that would move, and the mark by which that is confirmed.
[[nodiscard]] Response preview_calendar(Site& site, const Call& call);
void load_calendar_year(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
