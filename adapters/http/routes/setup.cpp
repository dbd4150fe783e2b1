#include "adapters/http/routes/setup.hpp"

#include <fmt/format.h>

#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/page.hpp"
#include "adapters/http/routes/session.hpp"
#include "core/base/markup.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kForm =
    R"html(<p>建立第一个管理员账号。<br><span lang="en">Create the first administrator's account.</span></p>
<form method="post" action="/setup">
<input type="hidden" name="code" value="{code}">
<label>用户名 <span lang="en">Name</span>
<input name="name" value="{name}" required maxlength="64" autocomplete="username" autocapitalize="none" autofocus></label>
<label>口令，至少 12 个字符 <span lang="en">Password, at least 12 characters</span>
<input name="password" type="password" required minlength="12" maxlength="256" autocomplete="new-password"></label>
<label>再输入一次 <span lang="en">The password again</span>
<input name="again" type="password" required minlength="12" maxlength="256" autocomplete="new-password"></label>
<button>建立账号 <span lang="en">Create the account</span></button>
</form>
)html";

Response setup_page_with(int status, const std::string& content) {
    return page(status, text("account.set-up-title"), content);
}

std::string form(std::string_view code, std::string_view name) {
    return fmt::format(kForm, fmt::arg("code", escape_markup(code)), fmt::arg("name", escape_markup(name)));
}

Response make_admin(Site& site, const Call& call) {
    const host::Accounts::SetUp wish{string_or_empty(call.body, "code"), string_or_empty(call.body, "name"),
                                     string_or_empty(call.body, "password"), call.request.remote_address};
    const std::string again = form(wish.code, wish.name);
    if (wish.password != string_or_empty(call.body, "again")) {
        return setup_page_with(422, alert(text("account.passwords-differ")) + again);
    }
    const auto done = site.service.accounts().set_up(wish);
    if (done) {
        const LocalText ready = text("account.set-up-done");
        const LocalText go_on = text("sign-on.go-on");
        return setup_page_with(200, fmt::format("<p>{}<br><span lang=\"en\">{}</span></p>\n"
                                                "<p><a href=\"/\">{} <span lang=\"en\">{}</span></a></p>\n",
                                                ready.zh, ready.en, go_on.zh, go_on.en));
    }
    const bool may_try_again = done.error().code == Errc::invalid_input || done.error().code == Errc::overloaded;
    return setup_page_with(http_status(done.error().code),
                           alert(done.error().detail) + (may_try_again ? again : std::string()));
}

}  // namespace

Response setup_page(Site& site, const Call& call) {
    const std::string code = text_parameter(call.request, "code");
    const auto good = site.service.accounts().is_setup_code(code);
    if (!good) return refuse(good.error(), call);
    if (!*good) return setup_page_with(403, alert(text("account.bad-setup-code")));
    return setup_page_with(200, form(code, ""));
}

void set_up(Site& site, const CallPtr& call, Respond respond) {
    on_password_thread(site, call, respond, [&site, call] { return make_admin(site, *call); });
}

}  // namespace gongdan::http
