#include "adapters/http/routes/sign_on.hpp"

#include <atomic>

#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/entry.hpp"
#include "adapters/http/routes/page.hpp"
#include "core/base/markup.hpp"

namespace gongdan::http {
namespace {

/// Logins that wait for the provider at once: when it hangs, they must not take all threads that read.
constexpr int kWaitingMax = 2;

LocalText title() { return text("sign-on.title"); }

Response refused(const Error& error) { return page(http_status(error.code), title(), alert(error.detail)); }

/// SameSite=Lax, for the browser comes back from another site.
std::string login_cookie(const Request& request, std::string_view binding, std::string_view age) {
    std::string cookie(kLoginCookie);
    cookie += "=";
    cookie += binding;
    cookie += "; Path=/sign-on; HttpOnly; SameSite=Lax; Max-Age=";
    cookie += age;
    if (request.secure) cookie += "; Secure";
    return cookie;
}

/// A page that leads on: a redirect would take the session's cookie, which is for our own site only, along from there.
Response leading_to(std::string_view url) {
    const std::string link = escape_markup(url);
    const LocalText go_on = text("sign-on.go-on");
    return page(200, title(),
                "<meta http-equiv=\"refresh\" content=\"0;url=" + link + "\">\n<p><a href=\"" + link + "\">" +
                    go_on.zh + " <span lang=\"en\">" + go_on.en + "</span></a></p>\n");
}

Response leave(host::SingleSignOn& sign_on, const Request& request) {
    const auto departure = sign_on.depart();
    if (!departure) return refused(departure.error());
    constexpr std::string_view kTenMinutes = "600";
    return leading_to(departure->url).with("Set-Cookie", login_cookie(request, departure->binding, kTenMinutes));
}

Response come_back(host::SingleSignOn& sign_on, host::Accounts& accounts, const Request& request) {
    const auto identity = sign_on.arrive({text_parameter(request, "code"), text_parameter(request, "state"),
                                          std::string(cookie_of(request, kLoginCookie))});
    if (!identity) return refused(identity.error());
    const auto entered = accounts.enter_external(*identity, request.remote_address);
    if (!entered) return refused(entered.error());
    return leading_to("/")
        .with("Set-Cookie", session_cookie(request, entered->secret))
        .with("Set-Cookie", login_cookie(request, "", "0"));
}

/// `work` on a reader's thread, for few at once.
template <class Work>
void beside_readers(Site& site, const Respond& respond, Work work) {
    static std::atomic<int> waiting = 0;
    host::SingleSignOn* const sign_on = site.service.sign_on();
    if (sign_on == nullptr) return respond(refused(fail(Errc::unavailable, "sign-on.none")));
    if (waiting.fetch_add(1) >= kWaitingMax) {
        --waiting;
        return respond(refused(fail(Errc::overloaded, "sign-on.busy")));
    }
    site.service.offload([sign_on, respond, work = std::move(work)] {
        respond(work(*sign_on));
        --waiting;
    });
}

}  // namespace

Response show_sign_on(Site& site, const Call&) {
    return json_answer(json::object{{"configured", site.service.sign_on() != nullptr}});
}

void leave_for_provider(Site& site, const CallPtr& call, Respond respond) {
    beside_readers(site, respond, [call](host::SingleSignOn& sign_on) { return leave(sign_on, call->request); });
}

void return_from_provider(Site& site, const CallPtr& call, Respond respond) {
    beside_readers(site, respond, [&site, call](host::SingleSignOn& sign_on) {
        return come_back(sign_on, site.service.accounts(), call->request);
    });
}

}  // namespace gongdan::http
