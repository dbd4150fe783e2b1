#include "adapters/crypto/crypto.hpp"
#include "adapters/notify/builtin.hpp"
#include "adapters/notify/cloud_signature.hpp"
#include "adapters/notify/http_exchange.hpp"
#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings.hpp"
#include "adapters/notify/sms_answer.hpp"
#include "adapters/notify/sms_gateway.hpp"
#include "adapters/notify/sms_text.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kTokenMax = 255;  // Aliyun's OutId; Tencent's SessionContext takes 512
constexpr std::size_t kNonceBytes = 16;
constexpr std::size_t kMobileDigits = 11;  // of a mobile telephone in mainland China, which begins with 1

std::string setting_or(const ChannelConfig& config, std::string_view name, const std::string& otherwise) {
    const std::string given = text_setting(config, name);
    return given.empty() ? otherwise : given;
}

/// "host" or "host:port" of "https://host:port/", as it will stand in the header "Host".
std::string host_of(const std::string& endpoint) {
    const auto start = endpoint.find("://") + 3;
    return endpoint.substr(start, endpoint.find('/', start) - start);
}

/// The provider hands it back in its receipts; it does not tell a repeated request from a new one.
std::string token_of(const std::string& id) { return id.size() <= kTokenMax ? id : to_hex(crypto::sha256(id)); }

/// What all providers have in common.
class SmsPlugin : public Plugin {
 public:
    explicit SmsPlugin(const ChannelConfig& config)
        : sign_name_(text_setting(config, "sign_name")),
          texts_(sms_texts_of(config)),
          client_(allowed_networks(config), ca_file_of(config)) {}

    Answer deliver(const Message& message, const Call& call) override {
        const auto phone = phone_number(message.address);
        if (!phone) return rejected(text("notify.sms-number"));
        const auto parsed = parse_json(message.json);
        const json::object* content = parsed ? parsed->if_object() : nullptr;
        if (content == nullptr) return rejected(text("notify.no-id"));
        return send({*phone, token_of(message.id), sms_text(texts_, *content, call.now)}, message, call);
    }

 protected:
    struct Sms {
        std::string phone;
        std::string token;
        SmsText said;
    };
    virtual Answer send(const Sms& sms, const Message& message, const Call& call) = 0;

    std::string sign_name_;
    SmsTexts texts_;
    HttpClient client_;
};

class AliyunPlugin : public SmsPlugin {
 public:
    AliyunPlugin(const ChannelConfig& config, std::string secret)
        : SmsPlugin(config),
          endpoint_(setting_or(config, "endpoint", "https://dysmsapi.aliyuncs.com")),
          key_{text_setting(config, "key_id"), std::move(secret)} {}

 private:
    Answer send(const Sms& sms, const Message& message, const Call& call) override {
        json::object values;
        for (const auto& [name, value] : sms.said.values) values[name] = value;
        AliyunCall request{host_of(endpoint_), "SendSms", "2017-05-25", {}, call.now, {}};
        request.nonce = to_hex(crypto::random_bytes(kNonceBytes));
        request.parameters = {{"PhoneNumbers", sms.phone.starts_with('+') ? sms.phone.substr(1) : sms.phone},
                              {"SignName", sign_name_},
                              {"TemplateCode", sms.said.template_id},
                              {"TemplateParam", json::serialize(values)},
                              {"OutId", sms.token}};
        HttpPost post{"", aliyun_headers(request, key_), ""};
        post.url = endpoint_.substr(0, endpoint_.find(request.host) + request.host.size());
        post.url += "/?" + query_of(request.parameters);
        post.headers.insert(post.headers.end(), {"Accept: application/json", "User-Agent: gongdan", "Content-Type:"});
        return aliyun_answer(client_.post(post, call), message);
    }

    std::string endpoint_;
    CloudKey key_;
};

class TencentPlugin : public SmsPlugin {
 public:
    TencentPlugin(const ChannelConfig& config, std::string secret)
        : SmsPlugin(config),
          endpoint_(setting_or(config, "endpoint", "https://sms.tencentcloudapi.com")),
          region_(setting_or(config, "region", "ap-guangzhou")),
          app_id_(text_setting(config, "app_id")),
          key_{text_setting(config, "key_id"), std::move(secret)} {}

 private:
    Answer send(const Sms& sms, const Message& message, const Call& call) override {
        json::array values;
        for (const auto& [name, value] : sms.said.values) values.emplace_back(value);
        const bool mobile = sms.phone.size() == kMobileDigits && sms.phone.starts_with('1');
        const json::object body{{"PhoneNumberSet", json::array{mobile ? "+86" + sms.phone : sms.phone}},
                                {"SmsSdkAppId", app_id_},
                                {"SignName", sign_name_},
                                {"TemplateId", sms.said.template_id},
                                {"TemplateParamSet", values},
                                {"SessionContext", sms.token}};
        TencentCall request{host_of(endpoint_), "sms", "SendSms", "2021-01-11", region_, {}, call.now};
        request.body = json::serialize(body);
        HttpPost post{endpoint_, tencent_headers(request, key_), request.body};
        post.headers.insert(post.headers.end(), {"User-Agent: gongdan", "Expect:"});
        return tencent_answer(client_.post(post, call), message);
    }

    std::string endpoint_;
    std::string region_;
    std::string app_id_;
    CloudKey key_;
};

/// A gateway may repeat in its answer what it was sent.
void mask(const std::string& secret, std::string& said) {
    if (secret.empty()) return;
    for (auto at = said.find(secret); at != std::string::npos; at = said.find(secret))
        said.replace(at, secret.size(), "");
}

class GatewayPlugin : public SmsPlugin {
 public:
    GatewayPlugin(const ChannelConfig& config, std::string secret) : SmsPlugin(config), secret_(std::move(secret)) {
        request_.url = text_setting(config, "endpoint");
        request_.get = text_setting(config, "method") == "GET";
        request_.content_type = setting_or(config, "content_type", "application/json");
        request_.headers = list_setting(config, "headers");
        request_.body = text_setting(config, "body");
        signs_.pointer = text_setting(config, "success_pointer");
        signs_.value = text_setting(config, "success_value");
        const std::string success = text_setting(config, "success_pattern");
        const std::string refused = text_setting(config, "rejected_pattern");
        if (!success.empty()) signs_.success.emplace(success);
        if (!refused.empty()) signs_.number_refused.emplace(refused);
    }

 private:
    Answer send(const Sms& sms, const Message& message, const Call& call) override {
        const HttpPost post = fill_request(request_, {sms.phone, sms.token, secret_, sign_name_}, sms.said);
        HttpReply reply = client_.post(post, call);
        mask(secret_, reply.body);
        return gateway_answer(reply, signs_, message, call.now);
    }

    std::string secret_;
    GatewayRequest request_;
    GatewaySigns signs_;
};

}  // namespace

Result<std::unique_ptr<Plugin>> make_sms(const ChannelConfig& config, const PluginTools&) {
    auto secret = read_secret(config, "secret");
    if (!secret) return secret.error();
    const std::string provider = text_setting(config, "provider");
    std::unique_ptr<Plugin> plugin;
    if (provider == "aliyun") plugin = std::make_unique<AliyunPlugin>(config, std::move(*secret));
    if (provider == "tencent") plugin = std::make_unique<TencentPlugin>(config, std::move(*secret));
    if (provider == "http") plugin = std::make_unique<GatewayPlugin>(config, std::move(*secret));
    GONGDAN_CHECK(plugin != nullptr, "check_settings() has passed the provider");
    return plugin;
}

}  // namespace gongdan::notify
