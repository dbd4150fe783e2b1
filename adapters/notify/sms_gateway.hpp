#pragma once
/// The request to a gateway of short messages, as the settings write it: words in braces are filled in, all else stands
/// as it is, other braces too (a body of JSON is full of them).

#include <span>

#include "adapters/notify/http_exchange.hpp"
#include "adapters/notify/sms_text.hpp"

namespace gongdan::notify {

struct GatewayRequest {
    std::string url;
    bool get = false;
    std::string content_type;          ///< says how values are made safe in the body: JSON, XML or a form
    std::vector<std::string> headers;  ///< "name: value"
    std::string body;
};

/// What can be filled in beside the parameters.
struct GatewayValues {
    std::string phone;
    std::string id;      ///< of the notice, the same for every attempt
    std::string secret;  ///< never logged
    std::string sign_name;
};

/// Names in braces such as {phone}: letters, digits and _. Other braces are part of the form.
[[nodiscard]] std::vector<std::string> placeholders_in(std::string_view form);

/// phone, id, secret, sign_name and template, static data; no parameter can be called so.
[[nodiscard]] std::span<const std::string_view> gateway_words();
[[nodiscard]] bool is_gateway_word(std::string_view name);

/// http or https without user name and password, words in braces allowed behind the host.
[[nodiscard]] bool is_gateway_address(const std::string& url);

/// `request` filled in. Values cannot change the form of the request: each is encoded as its place asks for.
[[nodiscard]] HttpPost fill_request(const GatewayRequest& request, const GatewayValues& values, const SmsText& said);

}  // namespace gongdan::notify
