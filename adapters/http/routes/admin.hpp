#pragma once
/// What only an administrator does: tokens and calendars.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_tokens(Site& site, const Call& call);
[[nodiscard]] Response create_token(Site& site, const Call& call);
[[nodiscard]] Response revoke_token(Site& site, const Call& call);
void replace_calendar(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
