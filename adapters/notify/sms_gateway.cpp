#include "adapters/notify/sms_gateway.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "adapters/notify/settings_checks.hpp"
#include "core/base/percent.hpp"

namespace gongdan::notify {
namespace {

constexpr std::array<std::string_view, 5> kWords = {"phone", "id", "secret", "sign_name", "template"};

using Encode = std::string (*)(std::string_view);

std::string in_json(std::string_view text) {
    const std::string quoted = json::serialize(json::value(text));
    return quoted.substr(1, quoted.size() - 2);
}

std::string in_xml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        constexpr std::string_view kSpecial = "&<>\"'";
        const bool special = kSpecial.find(c) != std::string_view::npos;
        escaped += special ? "&#" + std::to_string(int(c)) + ";" : std::string(1, c);
    }
    return escaped;
}

std::string in_header(std::string_view text) {
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return line;
}

Encode encoding_of(const std::string& content_type) {
    const auto says = [&content_type](const char* word) { return content_type.find(word) != std::string::npos; };
    if (says("json")) return &in_json;
    if (says("x-www-form-urlencoded")) return &percent_encode;
    return says("xml") ? &in_xml : &in_header;
}

using Values = std::map<std::string, std::string, std::less<>>;

/// One pass: what a value holds in braces is not filled in again.
std::string filled(std::string_view form, const Values& values, Encode encode) {
    std::string text;
    for (std::size_t at = 0; at < form.size();) {
        const std::size_t end = form[at] == '{' ? form.find('}', at) : std::string_view::npos;
        const auto found =
            end == std::string_view::npos ? values.end() : values.find(form.substr(at + 1, end - at - 1));
        if (found == values.end()) {
            text += form[at++];
        } else {
            text += encode(found->second);
            at = end + 1;
        }
    }
    return text;
}

}  // namespace

std::span<const std::string_view> gateway_words() { return kWords; }

std::vector<std::string> placeholders_in(std::string_view form) {
    constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    std::vector<std::string> names;
    for (auto open = form.find('{'); open != std::string_view::npos; open = form.find('{', open + 1)) {
        const auto end = form.find_first_not_of(kName, open + 1);
        // The braces of JSON hold quotes, blanks or nothing.
        if (end == std::string_view::npos || form[end] != '}' || end == open + 1) continue;
        names.emplace_back(form.substr(open + 1, end - open - 1));
    }
    return names;
}

bool is_gateway_word(std::string_view name) { return std::find(kWords.begin(), kWords.end(), name) != kWords.end(); }

bool is_gateway_address(const std::string& url) {
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) return false;
    const auto path = url.find_first_of("/?#", scheme + 3);
    // Braces in the host would let a value choose where the secret goes.
    return url.find('{') >= path && is_web_address(url.substr(0, path));
}

HttpPost fill_request(const GatewayRequest& request, const GatewayValues& values, const SmsText& said) {
    Values all(said.values.begin(), said.values.end());
    all["phone"] = values.phone;
    all["id"] = values.id;
    all["secret"] = values.secret;
    all["sign_name"] = values.sign_name;
    all["template"] = said.template_id;
    HttpPost post{filled(request.url, all, &percent_encode), {"User-Agent: gongdan", "Expect:"}, {}, request.get};
    if (!request.get) {
        post.headers.push_back("Content-Type: " + request.content_type);
        post.body = filled(request.body, all, encoding_of(request.content_type));
    }
    for (const std::string& header : request.headers) post.headers.push_back(filled(header, all, &in_header));
    return post;
}

}  // namespace gongdan::notify
