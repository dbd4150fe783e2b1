#include "adapters/http/routes/users.hpp"

#include "adapters/host/account_views.hpp"
#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "core/access/scope.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::http {
namespace {

host::Doer doer_of(const Call& call) { return {call.principal.name, call.request.remote_address}; }

std::vector<std::string> roles_in(const json::object& body) {
    std::vector<std::string> roles;
    for (const json::value& role : *get_array(body, "roles")) roles.emplace_back(role.as_string());
    return roles;
}

Result<Response> initial_password(const std::string& name, const Result<std::string>& password, int status) {
    if (!password) return password.error();
    return json_answer(json::object{{"name", name}, {"initial_password", *password}}, status);
}

Response nothing_or_refused(const Result<void>& done, const Call& call) {
    if (!done) return refuse(done.error(), call);
    Response response;
    response.status = 204;
    return response;
}

SecretMaker password_maker(std::function<Result<Response>()> make) {
    return {std::move(make), fail(Errc::conflict, "account.shown-before"), true};
}

}  // namespace

Result<std::optional<Scope>> wanted_scope(Site& site, const json::object& body) {
    const auto* given = get_object(body, "scope");
    if (given == nullptr) return std::optional<Scope>();
    Scope scope = read_scope(*given);
    auto problems = unknown_in(scope, *site.service.configuration().organisation, "/scope");
    if (!problems.empty()) return wrong_fields(std::move(problems));
    return std::optional(std::move(scope));
}

Response list_users(Site& site, const Call& call) {
    const auto accounts = site.service.accounts().list();
    if (!accounts) return refuse(accounts.error(), call);
    json::array items;
    for (const host::Account& account : *accounts) items.push_back(host::account_view(account));
    return json_answer(json::object{{"items", std::move(items)}});
}

void create_user(Site& site, const CallPtr& call, Respond respond) {
    const auto make = [&site, call]() -> Result<Response> {
        auto scope = wanted_scope(site, call->body);
        if (!scope) return scope.error();
        const host::NewAccount account{string_or_empty(call->body, "name"), roles_in(call->body),
                                       scope->value_or(Scope{})};
        const auto password = site.service.accounts().create(account, doer_of(*call));
        return initial_password(account.name, password, 201);
    };
    answer_secret_once(site, call, password_maker(make), std::move(respond));
}

Response get_user(Site& site, const Call& call) {
    const auto account = site.service.accounts().find(call.parameters[0]);
    return account ? json_answer(host::account_view(*account)) : refuse(account.error(), call);
}

Response change_user(Site& site, const Call& call) {
    host::AccountChange change;
    if (call.body.contains("roles")) change.roles = roles_in(call.body);
    auto scope = wanted_scope(site, call.body);
    if (!scope) return refuse(scope.error(), call);
    change.scope = std::move(*scope);
    change.disabled = get_bool(call.body, "disabled");
    const auto account = site.service.accounts().change(call.parameters[0], change, doer_of(call));
    return account ? json_answer(host::account_view(*account)) : refuse(account.error(), call);
}

void reset_password(Site& site, const CallPtr& call, Respond respond) {
    const auto make = [&site, call]() -> Result<Response> {
        const std::string& name = call->parameters[0];
        return initial_password(name, site.service.accounts().reset_password(name, {}, doer_of(*call)), 200);
    };
    answer_secret_once(site, call, password_maker(make), std::move(respond));
}

Response unlock_user(Site& site, const Call& call) {
    return nothing_or_refused(site.service.accounts().unlock(call.parameters[0], doer_of(call)), call);
}

Response end_sessions(Site& site, const Call& call) {
    return nothing_or_refused(site.service.accounts().end_sessions(call.parameters[0], doer_of(call)), call);
}

Response drop_totp_of(Site& site, const Call& call) {
    return nothing_or_refused(site.service.accounts().drop_totp(call.parameters[0], doer_of(call)), call);
}

Response account_log(Site& site, const Call& call) {
    const int limit = int(whole_parameter(call.request, "limit", kPageDefault));
    const auto entries = site.service.accounts().log(whole_parameter(call.request, "before", 0), limit);
    if (!entries) return refuse(entries.error(), call);
    json::array items;
    for (const host::AccountLogEntry& entry : *entries) items.push_back(host::log_view(entry));
    const bool more = int(entries->size()) == limit;
    json::value next(nullptr);
    if (more) next = entries->back().seq;
    return json_answer(json::object{{"items", std::move(items)}, {"next_before", std::move(next)}});
}

}  // namespace gongdan::http
