#include "adapters/http/routes/setup.hpp"

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/session.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.7 system-ui,\"Noto Sans CJK SC\",\"Microsoft YaHei\",sans-serif;max-width:28rem;margin:3rem auto;"
    "padding:0 1.2rem;color:#1c2733}h1{font-size:1.5rem}label{display:block;margin-top:1rem}input,button{font:inherit;"
    "width:100%;box-sizing:border-box;padding:.5rem;margin-top:.2rem;border:1px solid #8a97a3;border-radius:4px}"
    "button{background:#0b6b4f;color:#fff;border:0;margin-top:1.5rem;cursor:pointer}"
    "[role=alert]{background:#fdecea;color:#8a1c12;padding:.6rem;border-radius:4px}";

constexpr std::string_view kPage = R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>工单 Gongdan: 初始设置 Set-up</title>
<style>{style}</style>
</head>
<body>
<h1>初始设置 <span lang="en">Set-up</span></h1>
{content}</body>
</html>
)html";

constexpr std::string_view kForm =
    R"html(<p>建立第一个管理员账号。<br><span lang="en">Make the first administrator's account.</span></p>
<form method="post" action="/setup">
<input type="hidden" name="code" value="{code}">
<label>用户名 <span lang="en">Name</span>
<input name="name" value="{name}" required maxlength="64" autocomplete="username" autocapitalize="none" autofocus></label>
<label>口令，至少 12 个字符 <span lang="en">Password, at least 12 characters</span>
<input name="password" type="password" required minlength="12" maxlength="256" autocomplete="new-password"></label>
<label>再输入一次 <span lang="en">The same again</span>
<input name="again" type="password" required minlength="12" maxlength="256" autocomplete="new-password"></label>
<button>建立 <span lang="en">Make it</span></button>
</form>
)html";

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            case '\'': safe += "&#39;"; break;
            default: safe += c;
        }
    }
    return safe;
}

std::string alert(const LocalText& text) {
    return fmt::format("<p role=\"alert\">{}<br><span lang=\"en\">{}</span></p>\n", escaped(text.zh), escaped(text.en));
}

/// Nothing may be loaded or run but this very style sheet. The browser must name where the form comes from (Origin),
/// but tell no other site of the code in the address.
Response page(int status, const std::string& content) {
    static const std::string policy = [] {
        const Digest digest = crypto::sha256(kStyle);
        const auto hash = crypto::to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
        return "default-src 'none'; style-src 'sha256-" + hash +
               "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }();
    Response response;
    response.status = status;
    response.body = fmt::format(kPage, fmt::arg("style", kStyle), fmt::arg("content", content));
    response.with("Content-Type", "text/html; charset=utf-8");
    response.with("Content-Security-Policy", policy);
    return std::move(response.with("Referrer-Policy", "same-origin"));
}

std::string form(std::string_view code, std::string_view name) {
    return fmt::format(kForm, fmt::arg("code", escaped(code)), fmt::arg("name", escaped(name)));
}

Response make_admin(Site& site, const Call& call) {
    const host::Accounts::SetUp wish{string_or_empty(call.body, "code"), string_or_empty(call.body, "name"),
                                     string_or_empty(call.body, "password"), call.request.remote_address};
    const std::string again = form(wish.code, wish.name);
    if (wish.password != string_or_empty(call.body, "again")) {
        return page(422, alert(text("account.passwords-differ")) + again);
    }
    const auto done = site.service.accounts().set_up(wish);
    if (done) {
        const LocalText ready = text("account.set-up-done");
        return page(200, "<p>" + ready.zh + "<br><span lang=\"en\">" + ready.en + "</span></p>\n");
    }
    const bool may_try_again = done.error().code == Errc::invalid_input || done.error().code == Errc::overloaded;
    return page(http_status(done.error().code), alert(done.error().detail) + (may_try_again ? again : std::string()));
}

}  // namespace

Response setup_page(Site& site, const Call& call) {
    const std::string code = text_parameter(call.request, "code");
    const auto good = site.service.accounts().is_setup_code(code);
    if (!good) return refuse(good.error(), call);
    if (!*good) return page(403, alert(text("account.bad-setup-code")));
    return page(200, form(code, ""));
}

void set_up(Site& site, const CallPtr& call, Respond respond) {
    on_password_thread(site, call, respond, [&site, call] { return make_admin(site, *call); });
}

}  // namespace gongdan::http
