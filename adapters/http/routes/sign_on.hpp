#pragma once
/// Logging in at the company's identity provider: there, and back.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// Holds, while the browser is at the provider, what ties its return to this browser.
inline constexpr std::string_view kLoginCookie = "gongdan_login";

/// Whether there is a provider: what a log-in page offers.
[[nodiscard]] Response show_sign_on(Site& site, const Call& call);
void leave_for_provider(Site& site, const CallPtr& call, Respond respond);
void return_from_provider(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
