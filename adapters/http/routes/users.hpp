#pragma once
/// Accounts as the administrator sees them, and the log of what happened to them.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_users(Site& site, const Call& call);
void create_user(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response get_user(Site& site, const Call& call);
[[nodiscard]] Response change_user(Site& site, const Call& call);
void reset_password(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response unlock_user(Site& site, const Call& call);
[[nodiscard]] Response end_sessions(Site& site, const Call& call);
[[nodiscard]] Response drop_totp_of(Site& site, const Call& call);
[[nodiscard]] Response account_log(Site& site, const Call& call);

/// What `body` says of a scope; nothing when it says nothing. Errc::invalid_input for what the organisation does not
/// have.
[[nodiscard]] Result<std::optional<Scope>> wanted_scope(Site& site, const json::object& body);

}  // namespace gongdan::http
