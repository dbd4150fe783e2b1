#pragma once
/// Signing of Standard Webhooks 1.0.

#include <string>
#include <vector>

#include "adapters/notify/channel.hpp"
#include "core/base/result.hpp"

namespace gongdan::notify {

struct WebhookContent {
    std::string id;
    std::int64_t timestamp_s = 0;  ///< Unix time
    std::string body;
};

/// "v1,<base64>", one for each key and separated by blanks: HMAC-SHA256 over "id.timestamp.body".
[[nodiscard]] std::string webhook_signature(const WebhookContent& content, const std::vector<std::string>& keys);

/// `id` as it can stand in a header and before a full stop: all but letters, digits, '-', '_', '/' and ':' is
/// percent-encoded.
[[nodiscard]] std::string webhook_id(const std::string& id);

/// The keys in "whsec_<base64>", several separated by blanks (the receiver accepts any of them while the secret is
/// changed). Errc::invalid_input without repeating the secret.
[[nodiscard]] Result<std::vector<std::string>> webhook_keys(const std::string& secret);

}  // namespace gongdan::notify
