#pragma once
/// Who calls, and whether he may come to this route: bearer tokens, session cookies, and what protects the latter from
/// other sites.

#include <functional>
#include <optional>

#include "adapters/http/routes/route.hpp"
#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

inline constexpr std::string_view kSessionCookie = "gongdan_session";

/// Fills the principal and the session of `call`; a refusal when the call must not go to its route. A request with a
/// bearer token and a cookie counts by its token. A cookie client must send X-CSRF-Token with whatever is not GET or
/// HEAD, and no request may come from another site (Origin).
[[nodiscard]] std::optional<Response> admit_caller(Site& site, Call& call);

/// What there is for this caller under the configuration and the roster in force.
[[nodiscard]] Viewer viewer_of(Site& site, const host::Principal& principal);

/// Whether the route lets him come to it; what it then refuses may depend on what he asks for. A route that is open is
/// open to him. A role that his duty lends him opens no route.
[[nodiscard]] bool may_call(const Route& route, const Viewer& viewer);

/// Asked again and again while a stream is open: whether its caller would still be let in, and see the same as when he
/// came. Outlives the request, and is no use of the session.
[[nodiscard]] std::function<bool()> still_welcome(Site& site, const Call& call);

/// What the session's clients send as X-CSRF-Token. Made from the secret, so that it needs not be kept.
[[nodiscard]] std::string csrf_token(std::string_view session_secret);

/// The value of that cookie; empty without one.
[[nodiscard]] std::string_view cookie_of(const Request& request, std::string_view name);

/// The secret in the request's cookie; empty without one.
[[nodiscard]] std::string_view session_of(const Request& request);

/// Set-Cookie: the session, until the browser closes; or none any more.
[[nodiscard]] std::string session_cookie(const Request& request, std::string_view secret);
[[nodiscard]] std::string no_session_cookie(const Request& request);

}  // namespace gongdan::http
