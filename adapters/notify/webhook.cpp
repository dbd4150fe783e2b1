#include "adapters/notify/webhook.hpp"

#include <cctype>
#include <sstream>

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/notify/builtin.hpp"
#include "adapters/notify/http_exchange.hpp"
#include "adapters/notify/privacy.hpp"
#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings.hpp"

namespace gongdan::notify {
namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr int kGone = 410;

bool is_throttle(int status) { return status == 429 || status == 502 || status == 503 || status == 504; }

class WebhookPlugin : public Plugin {
 public:
    WebhookPlugin(const ChannelConfig& config, std::vector<std::string> keys)
        : url_(text_setting(config, "url")),
          keys_(std::move(keys)),
          client_(allowed_networks(config), ca_file_of(config)) {}

    Answer deliver(const Message& message, const Call& call) override {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(call.now).time_since_epoch();
        const WebhookContent content{webhook_id(message.id), seconds.count(), message.json};
        HttpPost request{url_, {}, message.json};
        request.headers = {"Content-Type: application/json",
                           "User-Agent: gongdan",
                           "Expect:",  // one round trip, not two
                           "webhook-id: " + content.id,
                           fmt::format("webhook-timestamp: {}", content.timestamp_s),
                           "webhook-signature: " + webhook_signature(content, keys_)};
        return answer_of(client_.post(request, call), message, call);
    }

 private:
    static Answer answer_of(const HttpReply& reply, const Message& message, const Call& call) {
        if (reply.refused_address) return rejected(reply.problem);
        if (reply.status == 0) return retry(reply.problem);
        if (reply.status >= 200 && reply.status < 300) return delivered();
        const LocalText reason = text("notify.http-status", reply.status, scrub(reply.body, message));
        if (reply.status == kGone) {
            Answer answer = rejected(reason);
            answer.target_gone = true;
            return answer;
        }
        Answer answer = retry(reason, parse_retry_after(reply.retry_after, call.now));
        answer.throttled = is_throttle(reply.status);
        return answer;
    }

    std::string url_;
    std::vector<std::string> keys_;
    HttpClient client_;
};

}  // namespace

std::string webhook_signature(const WebhookContent& content, const std::vector<std::string>& keys) {
    const std::string signed_text = fmt::format("{}.{}.{}", content.id, content.timestamp_s, content.body);
    std::string signatures;
    for (const std::string& key : keys) {
        signatures += signatures.empty() ? "v1," : " v1,";
        signatures += crypto::to_base64(bytes_of(crypto::hmac_sha256(key, signed_text)));
    }
    return signatures;
}

std::string webhook_id(const std::string& id) {
    std::string encoded;
    for (const char c : id) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain =
            byte < 0x80 && (std::isalnum(byte) != 0 || std::string_view("-_/:").find(c) != std::string_view::npos);
        encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return encoded;
}

Result<std::vector<std::string>> webhook_keys(const std::string& secret) {
    std::vector<std::string> keys;
    std::istringstream parts(secret);
    for (std::string part; parts >> part;) {
        const std::string_view encoded = part;
        keys.push_back(crypto::from_base64(encoded.starts_with(kPrefix) ? encoded.substr(kPrefix.size()) : encoded));
        if (keys.back().empty()) return fail(Errc::invalid_input, "notify.secret-form");
    }
    if (keys.empty()) return fail(Errc::invalid_input, "notify.secret-form");
    return keys;
}

Result<std::unique_ptr<Plugin>> make_webhook(const ChannelConfig& config, const PluginTools&) {
    const auto secret = read_secret(config, "secret");
    if (!secret) return secret.error();
    auto keys = webhook_keys(*secret);
    if (!keys)
        return fail(Errc::invalid_input, "notify.settings", config.name, keys.error().detail.zh,
                    keys.error().detail.en);
    return std::unique_ptr<Plugin>(std::make_unique<WebhookPlugin>(config, std::move(*keys)));
}

}  // namespace gongdan::notify
