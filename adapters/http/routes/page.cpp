#include "adapters/http/routes/page.hpp"

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "core/base/markup.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kStyle =
    "body{font:16px/1.7 system-ui,\"Noto Sans CJK SC\",\"Microsoft YaHei\",sans-serif;max-width:28rem;margin:3rem auto;"
    "padding:0 1.2rem;color:#1c2733}h1{font-size:1.5rem}a{color:#0b6b4f}span[lang=en]{color:#5b6875}"
    "h1 span[lang=en]{font-weight:400}button span[lang=en],[role=alert] span[lang=en]{color:inherit}"
    "label{display:block;margin-top:1rem}input,button{font:inherit;"
    "width:100%;box-sizing:border-box;padding:.5rem;margin-top:.2rem;border:1px solid #8a97a3;border-radius:4px}"
    "button{background:#0b6b4f;color:#fff;border:0;margin-top:1.5rem;cursor:pointer}"
    "[role=alert]{background:#fdecea;color:#8a1c12;padding:.6rem;border-radius:4px}"
    "[role=status]{background:#e6f4ea;color:#0b5137;padding:.6rem;border-radius:4px}"
    "[lang=en]{font-size:.85em}dl{display:grid;grid-template-columns:minmax(5.5rem,auto) 1fr;gap:.3rem .9rem}"
    "dt{color:#5a6672}dd{margin:0;overflow-wrap:anywhere}dt [lang=en],li [lang=en],dd [lang=en]{color:#5a6672}"
    ".late,.late [lang=en]{color:#8a1c12}ul{list-style:none;padding:0}li{border-top:1px solid #d5dbe0;padding:.6rem 0}"
    "summary{cursor:pointer;padding:.4rem 0}nav{display:flex;justify-content:space-between;gap:.9rem}";

constexpr std::string_view kPage = R"html(<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>工单 Gongdan: {zh} {en}</title>
<style>{style}</style>
</head>
<body>
<h1>{zh} <span lang="en">{en}</span></h1>
{content}</body>
</html>
)html";

}  // namespace

std::string alert(const LocalText& text) {
    return fmt::format("<p role=\"alert\">{}<br><span lang=\"en\">{}</span></p>\n", escape_markup(text.zh),
                       escape_markup(text.en));
}

/// Nothing may be loaded or run but this very style sheet. The browser must name where the form comes from (Origin),
/// but tell no other site of the code in the address.
Response page(int status, const LocalText& title, const std::string& content) {
    static const std::string policy = [] {
        const auto hash = crypto::to_base64(bytes_of(crypto::sha256(kStyle)));
        return "default-src 'none'; style-src 'sha256-" + hash +
               "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }();
    Response response;
    response.status = status;
    response.body = fmt::format(kPage, fmt::arg("style", kStyle), fmt::arg("zh", escape_markup(title.zh)),
                                fmt::arg("en", escape_markup(title.en)), fmt::arg("content", content));
    response.with("Content-Type", "text/html; charset=utf-8");
    response.with("Content-Security-Policy", policy);
    return std::move(response.with("Referrer-Policy", "same-origin"));
}

}  // namespace gongdan::http
