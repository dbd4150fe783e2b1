#pragma once
/// What only an administrator does: tokens.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_tokens(Site& site, const Call& call);
/// A token is shown once and stands nowhere: under an Idempotency-Key a repeat is 409, with what to do.
void create_token(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response revoke_token(Site& site, const Call& call);

}  // namespace gongdan::http
