#include "adapters/http/routes/session.hpp"

#include "adapters/http/routes/entry.hpp"
#include "core/access/scope.hpp"
#include "core/engine/filings.hpp"

namespace gongdan::http {
namespace {

host::Doer doer_of(const Call& call) { return {call.principal.name, call.request.remote_address}; }

/// What the engine refuses whatever is asked for, beside the roles of the routes.
bool may_begin(std::string_view operation, const Viewer& viewer, const RoleBook& roles) {
    if (operation == "make-filing") return may_file(viewer, roles);
    if (operation == "approve-filing") return may_approve(viewer, roles);
    if (operation == "unmask-ticket") return viewer.may_unmask && !viewer.personal;
    if (operation == "withdraw-filing") return may_file(viewer, roles) || may_approve(viewer, roles);
    return true;
}

/// The operations that are worth offering him.
json::array operations_of(Site& site, const host::Account& account) {
    const Viewer viewer = viewer_of(site, {account.name, account.roles, account.scope});
    const auto roles = site.service.configuration().roles;
    json::array operations;
    for (const Route& route : routes()) {
        if (may_call(route, viewer) && may_begin(route.operation, viewer, *roles))
            operations.emplace_back(route.operation);
    }
    return operations;
}

json::object session_view(Site& site, const host::Account& account, std::string_view secret) {
    return {{"account", account.name},
            {"roles", json::value_from(account.roles)},
            {"may", operations_of(site, account)},
            {"scope", scope_view(account.scope)},
            {"csrf", csrf_token(secret)},
            {"must_change_password", account.must_change_password},
            {"totp", account.totp}};
}

Response refused(const host::Refused& refused, const Call& call) {
    using Why = host::Refused::Why;
    const std::string& path = call.request.path;
    switch (refused.why) {
        case Why::wrong: return problem(401, "bad-credentials", text("account.bad-credentials"), path);
        case Why::code_needed: return problem(401, "totp-required", text("account.totp-needed"), path);
        case Why::locked: break;
    }
    const auto seconds = refused.retry_after.count();
    Response response = problem(429, "too-many-attempts", text("account.locked", seconds), path);
    return std::move(response.with("Retry-After", std::to_string(seconds)));
}

Response entry_answer(Site& site, const Result<host::Entry>& entry, const Call& call) {
    if (!entry) return refuse(entry.error(), call);
    if (const auto* no = std::get_if<host::Refused>(&*entry)) return refused(*no, call);
    const auto& entered = std::get<host::Entered>(*entry);
    Response response = json_answer(session_view(site, entered.account, entered.secret));
    return std::move(response.with("Set-Cookie", session_cookie(call.request, entered.secret)));
}

Response nothing() {
    Response response;
    response.status = 204;
    return response;
}

Response done_or_refused(const Result<void>& done, const Call& call) {
    return done ? nothing() : refuse(done.error(), call);
}

/// `work` after the password was said again: a browser left open, or a stolen cookie, must not change the second
/// factor.
void with_password(Site& site, const CallPtr& call, const Respond& respond, std::function<Response()> work) {
    on_password_thread(site, call, respond, [&site, call, work = std::move(work)] {
        const host::Accounts::Proof proof{string_or_empty(call->body, "password"), call->request.remote_address};
        const auto refusal = site.service.accounts().prove(call->principal.name, proof);
        if (!refusal) return refuse(refusal.error(), *call);
        return *refusal ? refused(**refusal, *call) : work();
    });
}

}  // namespace

void on_password_thread(Site& site, const CallPtr& call, const Respond& respond, std::function<Response()> work) {
    const bool taken = site.service.offload_password([respond, work = std::move(work)] { respond(work()); });
    if (!taken) respond(refuse(fail(Errc::overloaded, "account.busy"), *call));
}

void log_in(Site& site, const CallPtr& call, Respond respond) {
    on_password_thread(site, call, respond, [&site, call] {
        const host::Credentials credentials{
            string_or_empty(call->body, "name"), string_or_empty(call->body, "password"),
            string_or_empty(call->body, "totp"), call->request.remote_address, std::string(session_of(call->request))};
        return entry_answer(site, site.service.accounts().log_in(credentials), *call);
    });
}

Response show_session(Site& site, const Call& call) {
    json::object view = session_view(site, call.session.account, call.session_secret);
    view["expires_at"] = format_time(call.session.expires_at);
    return json_answer(view);
}

Response log_out(Site& site, const Call& call) {
    const auto done = site.service.accounts().log_out(call.session_secret, call.request.remote_address);
    return done_or_refused(done, call).with("Set-Cookie", no_session_cookie(call.request));
}

void change_password(Site& site, const CallPtr& call, Respond respond) {
    on_password_thread(site, call, respond, [&site, call] {
        const host::PasswordChange change{string_or_empty(call->body, "password"),
                                          string_or_empty(call->body, "new_password"), call->request.remote_address};
        return entry_answer(site, site.service.accounts().change_password(call->session_secret, change), *call);
    });
}

void enrol_totp(Site& site, const CallPtr& call, Respond respond) {
    with_password(site, call, respond, [&site, call] {
        const auto enrolment = site.service.accounts().enrol_totp(call->principal.name);
        if (!enrolment) return refuse(enrolment.error(), *call);
        return json_answer(json::object{{"secret", enrolment->secret}, {"uri", enrolment->uri}});
    });
}

Response confirm_totp(Site& site, const Call& call) {
    const std::string code = string_or_empty(call.body, "code");
    return done_or_refused(site.service.accounts().confirm_totp(call.principal.name, code, doer_of(call)), call);
}

void drop_totp(Site& site, const CallPtr& call, Respond respond) {
    with_password(site, call, respond, [&site, call] {
        return done_or_refused(site.service.accounts().drop_totp(call->principal.name, doer_of(*call)), *call);
    });
}

}  // namespace gongdan::http
