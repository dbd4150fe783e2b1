#include "adapters/http/routes/entry.hpp"

#include <algorithm>
#include <span>

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/presence.hpp"

namespace gongdan::http {
namespace {

using Refusal = std::optional<Response>;

bool changes_nothing(std::string_view method) { return method == "GET" || method == "HEAD"; }

/// Browsers say where a page that posts comes from; programs say nothing. Compared without the scheme: behind a proxy
/// that ends TLS the two differ.
bool comes_from_elsewhere(const Request& request) {
    const auto origin = request.header("origin");
    if (!origin) return false;
    const auto scheme = origin->find("://");
    return scheme == std::string_view::npos || origin->substr(scheme + 3) != request.header("host").value_or("");
}

Refusal refuse_foreign_origin(const Call& call) {
    if (changes_nothing(call.request.method) || !comes_from_elsewhere(call.request)) return std::nullopt;
    return problem(403, "foreign-origin", text("account.foreign-origin"), call.request.path);
}

Response refuse_stranger(const Call& call, bool sent_token) {
    Response response = refuse(fail(Errc::unauthenticated, "http.no-token"), call);
    return std::move(response.with("WWW-Authenticate", sent_token ? R"(Bearer realm="gongdan", error="invalid_token")"
                                                                  : R"(Bearer realm="gongdan")"));
}

Refusal admit_token(host::Service& service, Call& call) {
    const auto token = bearer_token(call.request.header("authorization").value_or(""));
    auto principal = token.empty() ? std::nullopt : service.access().authenticate(token);
    if (!principal) return refuse_stranger(call, !token.empty());
    if (call.route->entry == Route::Entry::session) return refuse(fail(Errc::forbidden, "account.session-only"), call);
    call.principal = std::move(*principal);
    return std::nullopt;
}

Refusal admit_session(host::Service& service, Call& call) {
    using State = host::FoundSession::State;
    const std::string_view secret = session_of(call.request);
    call.session = service.accounts().find_session(secret, !call.route->unattended);
    switch (call.session.state) {
        case State::unknown: return refuse_stranger(call, false).with("Set-Cookie", no_session_cookie(call.request));
        case State::expired:
            return problem(401, "session-expired", text("account.expired"), call.request.path)
                .with("WWW-Authenticate", R"(Bearer realm="gongdan")")
                .with("Set-Cookie", no_session_cookie(call.request));
        case State::active: break;
    }
    call.session_secret = std::string(secret);
    if (auto refusal = refuse_foreign_origin(call)) return refusal;
    const auto csrf = call.request.header("x-csrf-token").value_or("");
    if (!changes_nothing(call.request.method) && !crypto::equal(csrf, csrf_token(secret))) {
        return problem(403, "csrf", text("account.csrf"), call.request.path);
    }
    const host::Account& account = call.session.account;
    if (account.must_change_password && !call.route->before_password_change) {
        return problem(403, "password-change-required", text("account.password-change-required"), call.request.path);
    }
    call.principal = {account.name, account.roles, account.scope};
    return std::nullopt;
}

/// An auditor's own session is not among what he must not change.
bool changes_tickets(const Route& route) {
    return route.method != "GET" && !route.reads && route.entry != Route::Entry::session;
}

bool has_role(const Route& route, std::span<const std::string> roles) {
    return route.roles.empty() ||
           std::find_first_of(roles.begin(), roles.end(), route.roles.begin(), route.roles.end()) != roles.end();
}

Refusal check_roles(const Call& call) {
    const Route& route = *call.route;
    if (changes_tickets(route) && call.viewer->reads_only)
        return refuse(fail(Errc::forbidden, "viewer.reads-only"), call);
    if (!has_role(route, call.viewer->own_roles())) return refuse(fail(Errc::forbidden, "http.forbidden"), call);
    return std::nullopt;
}

bool same(const Scope& one, const Scope& other) {
    return one.person == other.person && one.stations == other.stations && one.areas == other.areas &&
           one.teams == other.teams;
}

std::string cookie(const Request& request, std::string_view value, std::string_view more) {
    std::string text(kSessionCookie);
    text += "=";
    text += value;
    text += "; Path=/; HttpOnly; SameSite=Strict";
    if (request.secure) text += "; Secure";
    return text += more;
}

}  // namespace

Refusal admit_caller(Site& site, Call& call) {
    if (call.route->entry == Route::Entry::open) return refuse_foreign_origin(call);
    const bool by_cookie = !call.request.header("authorization") && !session_of(call.request).empty();
    if (auto refusal = by_cookie ? admit_session(site.service, call) : admit_token(site.service, call)) return refusal;
    call.viewer = std::make_shared<const Viewer>(viewer_of(site, call.principal));
    return check_roles(call);
}

Viewer viewer_of(Site& site, const host::Principal& principal) {
    const Configuration configuration = site.service.configuration();
    const auto on_call = site.duty.of(configuration.organisation, site.service.now());
    return gongdan::viewer_of({principal.name, principal.roles}, principal.scope, *configuration.roles,
                              *configuration.organisation, *on_call);
}

bool may_call(const Route& route, const Viewer& viewer) {
    return has_role(route, viewer.own_roles()) && !(changes_tickets(route) && viewer.reads_only);
}

std::function<bool()> still_welcome(Site& site, const Call& call) {
    // With other roles, another scope or at the end of his duty the stream would go on showing what is his no more: he
    // may come again.
    const auto as_before = [&site, viewer = call.viewer, principal = call.principal] {
        const Viewer now = viewer_of(site, principal);
        return now.reach == viewer->reach && now.actor.roles == viewer->actor.roles;
    };
    if (!call.session_secret.empty()) {
        return [&site, as_before, secret = call.session_secret, before = call.principal] {
            forget_absent(site);
            const auto session = site.service.accounts().find_session(secret, false);
            return session.state == host::FoundSession::State::active && session.account.roles == before.roles &&
                   before.scope && same(session.account.scope, *before.scope) && as_before();
        };
    }
    const auto authorization = call.request.header("authorization").value_or("");
    return [&site, as_before, token = std::string(bearer_token(authorization))] {
        return site.service.access().authenticate(token).has_value() && as_before();
    };
}

std::string csrf_token(std::string_view session_secret) {
    return crypto::to_base64url(bytes_of(crypto::hmac_sha256(session_secret, "gongdan csrf")));
}

std::string_view cookie_of(const Request& request, std::string_view name) {
    for (const Header& header : request.headers) {
        if (header.name != "cookie") continue;
        std::string_view rest = header.value;
        while (!rest.empty()) {
            std::string_view pair = rest.substr(0, rest.find(';'));
            rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
            pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
            if (!pair.starts_with(name)) continue;
            pair.remove_prefix(name.size());
            if (pair.starts_with('=')) return pair.substr(1);
        }
    }
    return {};
}

std::string_view session_of(const Request& request) { return cookie_of(request, kSessionCookie); }

std::string session_cookie(const Request& request, std::string_view secret) { return cookie(request, secret, ""); }
std::string no_session_cookie(const Request& request) { return cookie(request, "", "; Max-Age=0"); }

}  // namespace gongdan::http
