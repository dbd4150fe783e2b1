#pragma once
/// Logging in and out, and what people do with their own account.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

void log_in(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response show_session(Site& site, const Call& call);
[[nodiscard]] Response log_out(Site& site, const Call& call);
void change_password(Site& site, const CallPtr& call, Respond respond);
void enrol_totp(Site& site, const CallPtr& call, Respond respond);
[[nodiscard]] Response confirm_totp(Site& site, const Call& call);
void drop_totp(Site& site, const CallPtr& call, Respond respond);

/// Runs `work` on the thread for passwords; 503 when too many wait.
void on_password_thread(Site& site, const CallPtr& call, const Respond& respond, std::function<Response()> work);

}  // namespace gongdan::http
