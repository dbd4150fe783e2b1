#include <algorithm>
#include <array>
#include <regex>
#include <span>

#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings.hpp"
#include "adapters/notify/settings_checks.hpp"
#include "adapters/notify/sms_gateway.hpp"
#include "adapters/notify/sms_text.hpp"

namespace gongdan::notify {
namespace {

using Names = std::span<const std::string_view>;

struct Provider {
    std::string_view name;
    Names required;
    Names useless;  ///< settings that another provider would look at
};

constexpr std::array<std::string_view, 9> kForGateways = {
    "method",        "content_type",    "headers",          "body",  "success_pointer",
    "success_value", "success_pattern", "rejected_pattern", "app_id"};
constexpr Names kForGatewaysOnly = Names(kForGateways).first(8);
constexpr std::array<std::string_view, 4> kAliyunNeeds = {"key_id", "sign_name", "template", "parameters"};
constexpr std::array<std::string_view, 5> kTencentNeeds = {"key_id", "sign_name", "template", "parameters", "app_id"};
constexpr std::array<std::string_view, 2> kGatewayNeeds = {"endpoint", "parameters"};
constexpr std::array<std::string_view, 3> kForClouds = {"key_id", "app_id", "region"};
const std::array<Provider, 3> kProviders = {{{"aliyun", kAliyunNeeds, kForGateways},
                                             {"tencent", kTencentNeeds, kForGatewaysOnly},
                                             {"http", kGatewayNeeds, kForClouds}}};

/// "https://host" or "https://host:port", perhaps with a slash behind it: the signatures of clouds are for "/".
bool is_bare_endpoint(const std::string& url) {
    const auto host = url.find("://");
    const auto slash = host == std::string::npos ? host : url.find_first_of("/?#", host + 3);
    return slash == std::string::npos || slash + 1 == url.size();
}

void check_parameters(const ChannelConfig& config, const std::string& name, TemplateUse use,
                      std::vector<FieldProblem>& problems) {
    const json::value* written = config.settings.if_contains(name);
    const bool usable = written != nullptr && (written->is_array() || written->is_object());
    if (!usable) return;
    const auto parsed = parse_sms_parameters(*written, use);
    if (!parsed) {
        problems.push_back({"/" + name, "range", parsed.error().detail});
        return;
    }
    const bool named = written->is_object();
    const std::string provider = text_setting(config, "provider");
    if ((provider == "aliyun" && !named) || (provider == "tencent" && named))
        problems.push_back({"/" + name, "type", text("notify.sms-parameters")});
    const std::int64_t length = get_int(config.settings, "parameter_length").value_or(kSmsParameterLength);
    for (const SmsParameter& parameter : *parsed) {
        if (length < kSmsLinkLeast && holds_link(parameter.content))
            problems.push_back({"/" + name, "range", text("notify.sms-link", kSmsLinkLeast, length)});
        if (provider == "http" && is_gateway_word(parameter.name))
            problems.push_back({"/" + name, "range", text("notify.sms-parameter-name", parameter.name)});
    }
}

/// The names that a gateway's texts may hold in braces: the words that all know, and its own parameters.
std::vector<std::string> known_names(const ChannelConfig& config) {
    const auto words = gateway_words();
    std::vector<std::string> names(words.begin(), words.end());
    constexpr std::array<std::pair<std::string_view, TemplateUse>, 2> kLists = {
        {{"parameters", TemplateUse::notice}, {"digest_parameters", TemplateUse::digest}}};
    for (const auto& [name, use] : kLists) {
        const json::value* written = config.settings.if_contains(name);
        if (written == nullptr || (!written->is_array() && !written->is_object())) continue;
        const auto parsed = parse_sms_parameters(*written, use);
        if (!parsed) continue;  // which has been said
        for (const SmsParameter& parameter : *parsed) names.push_back(parameter.name);
    }
    return names;
}

/// A placeholder that nothing fills would go out as it stands, braces and all.
void check_placeholders(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const auto names = known_names(config);
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "{" : " {") + name + "}";
    const auto check = [&names, &all, &problems](const std::string& setting, const std::string& form) {
        for (const std::string& found : placeholders_in(form)) {
            if (std::find(names.begin(), names.end(), found) == names.end())
                problems.push_back({"/" + setting, "range", text("notify.sms-placeholder", found, all)});
        }
    };
    for (const char* setting : {"endpoint", "body"}) check(setting, text_setting(config, setting));
    for (const std::string& header : list_setting(config, "headers")) check("headers", header);
}

void check_pattern(const ChannelConfig& config, const std::string& name, std::vector<FieldProblem>& problems) {
    try {
        const std::regex compiled(text_setting(config, name));
    } catch (const std::regex_error&) {
        problems.push_back({"/" + name, "range", text("notify.sms-pattern")});
    }
}

void check_gateway(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string method = text_setting(config, "method");
    if (!method.empty() && method != "POST" && method != "GET")
        problems.push_back({"/method", "enum", text("notify.sms-method")});
    for (const char* name : {"success_pattern", "rejected_pattern"}) check_pattern(config, name, problems);
    const bool pointer = config.settings.contains("success_pointer");
    if (pointer != config.settings.contains("success_value"))
        problems.push_back({"", "required", text("notify.sms-success")});
    if (pointer && !text_setting(config, "success_pointer").starts_with('/'))
        problems.push_back({"/success_pointer", "range", text("notify.sms-pointer")});
    check_placeholders(config, problems);
    for (const std::string& header : list_setting(config, "headers")) {
        const bool fits = header.find(": ") != std::string::npos && header.find_first_of("\r\n") == std::string::npos;
        if (!fits) problems.push_back({"/headers", "range", text("notify.sms-header")});
    }
}

}  // namespace

void check_sms(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string name = text_setting(config, "provider");
    const auto* provider =
        std::find_if(kProviders.begin(), kProviders.end(), [&name](const Provider& p) { return p.name == name; });
    if (provider == kProviders.end()) {
        if (!name.empty()) problems.push_back({"/provider", "enum", text("notify.sms-provider")});
        return;
    }
    for (const std::string_view needed : provider->required) {
        if (!config.settings.contains(needed))
            problems.push_back({"", "required", text("notify.setting-missing", needed)});
    }
    for (const std::string_view useless : provider->useless) {
        if (config.settings.contains(useless))
            problems.push_back({"/" + std::string(useless), "unknown", text("notify.sms-not-for", useless, name)});
    }
    const bool gateway = name == "http";
    const int secrets = count_secrets(config, "secret");
    if (gateway ? secrets > 1 : secrets != 1) problems.push_back({"", "required", text("notify.one-secret")});
    const std::string endpoint = text_setting(config, "endpoint");
    const bool fits = endpoint.empty() ||
                      (gateway ? is_gateway_address(endpoint) : is_web_address(endpoint) && is_bare_endpoint(endpoint));
    if (!fits) problems.push_back({"/endpoint", "range", text("notify.url")});
    check_parameters(config, "parameters", TemplateUse::notice, problems);
    check_parameters(config, "digest_parameters", TemplateUse::digest, problems);
    if (config.settings.contains("digest_template") != config.settings.contains("digest_parameters"))
        problems.push_back({"", "required", text("notify.sms-digest")});
    if (gateway) check_gateway(config, problems);
}

}  // namespace gongdan::notify
