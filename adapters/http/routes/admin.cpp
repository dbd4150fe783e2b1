#include "adapters/http/routes/admin.hpp"

#include "adapters/host/account_views.hpp"
#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/users.hpp"
#include "core/access/scope.hpp"

namespace gongdan::http {
namespace {

host::Doer doer_of(const Call& call) { return {call.principal.name, call.request.remote_address}; }

Result<host::NewToken> wanted_token(Site& site, const json::object& body) {
    host::NewToken token{string_or_empty(body, "name"), {}};
    for (const json::value& role : *get_array(body, "roles")) token.roles.emplace_back(role.as_string());
    auto scope = wanted_scope(site, body);
    if (!scope) return scope.error();
    token.scope = std::move(*scope);
    if (const auto expires = get_string(body, "expires_at")) token.expires_at = parse_time(*expires).value();
    return token;
}

}  // namespace

Response list_tokens(Site& site, const Call& call) {
    const auto tokens = site.service.access().list_tokens();
    if (!tokens) return refuse(tokens.error(), call);
    json::array items;
    for (const host::TokenInfo& token : *tokens) items.push_back(host::token_view(token));
    return json_answer(json::object{{"items", std::move(items)}});
}

void create_token(Site& site, const CallPtr& call, Respond respond) {
    const auto make = [&site, call]() -> Result<Response> {
        auto token = wanted_token(site, call->body);
        if (!token) return token.error();
        const auto secret = site.service.access().create_token(*token, doer_of(*call));
        if (!secret) return secret.error();
        json::object view{{"name", token->name}, {"roles", json::value_from(token->roles)}};
        view["scope"] = scope_or_null(token->scope);
        view["expires_at"] = time_or_null(token->expires_at);
        view["token"] = *secret;
        return json_answer(view, 201);
    };
    const std::string name = string_or_empty(call->body, "name");
    answer_secret_once(site, call, {make, fail(Errc::conflict, "http.token-shown-before", name)}, std::move(respond));
}

Response revoke_token(Site& site, const Call& call) {
    const auto revoked = site.service.access().revoke_token(call.parameters[0], doer_of(call));
    if (!revoked) return refuse(revoked.error(), call);
    Response response;
    response.status = 204;
    return response;
}

}  // namespace gongdan::http
