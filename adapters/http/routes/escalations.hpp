#pragma once
/// Escalations and the notices that could not be delivered.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_escalations(Site& site, const Call& call);
void acknowledge_escalation(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response list_dead_letters(Site& site, const Call& call);
void requeue_dead_letters(Site& site, const CallPtr& call, Respond respond);
void requeue_dead_letter(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
