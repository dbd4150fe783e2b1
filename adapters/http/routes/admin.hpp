#pragma once
/// What only an administrator does: tokens and calendars.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_tokens(Site& site, const Call& call);
/// A token is shown once and stands nowhere: under an Idempotency-Key a repeat is 409, with what to do.
void create_token(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response revoke_token(Site& site, const Call& call);
/// Everybody may look at the days that deadlines are counted on.
[[nodiscard]] Response list_calendars(Site& site, const Call& call);
[[nodiscard]] Response get_calendar(Site& site, const Call& call);
void replace_calendar(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
