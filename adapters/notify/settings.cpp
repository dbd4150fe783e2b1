#include "adapters/notify/settings.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "adapters/notify/network.hpp"
#include "adapters/notify/secret.hpp"
#include "adapters/notify/settings_checks.hpp"
#include "adapters/notify/webhook.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

enum class Type { text, flag, number, list, object, list_or_object, yes_or_networks };

constexpr std::int64_t kNumberMax = 65535;  // ports go up to here; lengths stay far below

struct Setting {
    std::string_view name;
    Type type;
    bool required;
};

constexpr std::array<Setting, 2> kFile = {{{"path", Type::text, true}, {"anywhere", Type::flag, false}}};
constexpr std::array<Setting, 6> kWebhook = {{{"url", Type::text, true},
                                              {"secret", Type::text, false},
                                              {"secret_file", Type::text, false},
                                              {"secret_env", Type::text, false},
                                              {"allow_private", Type::yes_or_networks, false},
                                              {"ca_file", Type::text, false}}};
constexpr std::array<Setting, 2> kExec = {{{"command", Type::list, true}, {"environment", Type::list, false}}};
constexpr std::array<Setting, 3> kSharedObject = {
    {{"library", Type::text, true}, {"options", Type::object, false}, {"environment", Type::list, false}}};

constexpr std::array<Setting, 9> kSignedRobot = {{{"url", Type::text, false},
                                                  {"url_file", Type::text, false},
                                                  {"url_env", Type::text, false},
                                                  {"secret", Type::text, false},
                                                  {"secret_file", Type::text, false},
                                                  {"secret_env", Type::text, false},
                                                  {"max_bytes", Type::number, false},
                                                  {"allow_private", Type::yes_or_networks, false},
                                                  {"ca_file", Type::text, false}}};
constexpr std::array<Setting, 7> kWecom = {{{"url", Type::text, false},
                                            {"url_file", Type::text, false},
                                            {"url_env", Type::text, false},
                                            {"cards", Type::flag, false},
                                            {"max_bytes", Type::number, false},
                                            {"allow_private", Type::yes_or_networks, false},
                                            {"ca_file", Type::text, false}}};
constexpr std::array<Setting, 10> kEmail = {{{"host", Type::text, true},
                                             {"port", Type::number, false},
                                             {"security", Type::text, false},
                                             {"allow_unencrypted", Type::flag, false},
                                             {"username", Type::text, false},
                                             {"password", Type::text, false},
                                             {"password_file", Type::text, false},
                                             {"password_env", Type::text, false},
                                             {"from", Type::text, true},
                                             {"ca_file", Type::text, false}}};
constexpr std::array<Setting, 24> kSms = {{{"provider", Type::text, true},
                                           {"endpoint", Type::text, false},
                                           {"key_id", Type::text, false},
                                           {"secret", Type::text, false},
                                           {"secret_file", Type::text, false},
                                           {"secret_env", Type::text, false},
                                           {"app_id", Type::text, false},
                                           {"region", Type::text, false},
                                           {"sign_name", Type::text, false},
                                           {"template", Type::text, false},
                                           {"parameters", Type::list_or_object, false},
                                           {"digest_template", Type::text, false},
                                           {"digest_parameters", Type::list_or_object, false},
                                           {"parameter_length", Type::number, false},
                                           {"method", Type::text, false},
                                           {"content_type", Type::text, false},
                                           {"headers", Type::list, false},
                                           {"body", Type::text, false},
                                           {"success_pointer", Type::text, false},
                                           {"success_value", Type::text, false},
                                           {"success_pattern", Type::text, false},
                                           {"rejected_pattern", Type::text, false},
                                           {"allow_private", Type::yes_or_networks, false},
                                           {"ca_file", Type::text, false}}};

std::span<const Setting> settings_of(PluginKind kind) {
    switch (kind) {
        case PluginKind::file: return kFile;
        case PluginKind::webhook: return kWebhook;
        case PluginKind::exec: return kExec;
        case PluginKind::shared_object: return kSharedObject;
        case PluginKind::dingtalk:
        case PluginKind::feishu: return kSignedRobot;
        case PluginKind::wecom: return kWecom;
        case PluginKind::email: return kEmail;
        case PluginKind::sms: return kSms;
    }
    GONGDAN_UNREACHABLE("a PluginKind outside its enum");
}

bool is_text(const json::value& value) { return value.is_string() && !value.get_string().empty(); }

bool is_list(const json::value& value) {
    const json::array* list = value.if_array();
    return list != nullptr && !list->empty() && std::all_of(list->begin(), list->end(), is_text);
}

bool is_map_of_texts(const json::value& value) {
    const json::object* map = value.if_object();
    return map != nullptr && !map->empty() &&
           std::all_of(map->begin(), map->end(), [](const auto& member) { return is_text(member.value()); });
}

bool is_network(const json::value& value) { return is_text(value) && parse_network(value.get_string()).has_value(); }

bool fits(Type type, const json::value& value) {
    switch (type) {
        case Type::text: return is_text(value);
        case Type::flag: return value.is_bool();
        case Type::number: return value.is_int64() && value.get_int64() > 0 && value.get_int64() <= kNumberMax;
        case Type::list: return is_list(value);
        case Type::object: return value.is_object();
        case Type::list_or_object: return is_list(value) || is_map_of_texts(value);
        case Type::yes_or_networks: {
            const json::array* list = value.if_array();
            return value.is_bool() || (list != nullptr && std::all_of(list->begin(), list->end(), is_network));
        }
    }
    GONGDAN_UNREACHABLE("a Type outside its enum");
}

LocalText what_fits(Type type) {
    switch (type) {
        case Type::text: return text("notify.setting-text");
        case Type::flag: return text("notify.setting-flag");
        case Type::number: return text("notify.setting-number", kNumberMax);
        case Type::list: return text("notify.setting-list");
        case Type::object: return text("notify.setting-map");
        case Type::list_or_object: return text("notify.setting-parameters");
        case Type::yes_or_networks: return text("notify.setting-networks");
    }
    GONGDAN_UNREACHABLE("a Type outside its enum");
}

std::string names_of(std::span<const Setting> settings) {
    std::string all;
    for (const Setting& setting : settings) all += (all.empty() ? "" : ", ") + std::string(setting.name);
    return all;
}

}  // namespace

bool is_web_address(const std::string& url) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
    if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return false;
    char* user = nullptr;
    // A password in the address would end up in logs of proxies and receivers: secrets have settings of their own.
    if (curl_url_get(parsed.get(), CURLUPART_USER, &user, 0) == CURLUE_OK) {
        curl_free(user);
        return false;
    }
    char* part = nullptr;
    if (curl_url_get(parsed.get(), CURLUPART_SCHEME, &part, 0) != CURLUE_OK) return false;
    const std::string scheme = part;
    curl_free(part);
    return scheme == "https" || scheme == "http";
}

namespace {

void check_webhook(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string url = text_setting(config, "url");
    if (!url.empty() && !is_web_address(url)) problems.push_back({"/url", "range", text("notify.url")});
    constexpr std::array<std::string_view, 3> kSecrets = {"secret", "secret_file", "secret_env"};
    const auto given = std::count_if(kSecrets.begin(), kSecrets.end(),
                                     [&config](std::string_view name) { return config.settings.contains(name); });
    if (given != 1) problems.push_back({"", "required", text("notify.one-secret")});
    const std::string secret = text_setting(config, "secret");
    if (given != 1 || secret.empty()) return;
    if (const auto keys = webhook_keys(secret); !keys) problems.push_back({"/secret", "range", keys.error().detail});
}

void check_robot(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string url = text_setting(config, "url");
    if (!url.empty() && !is_web_address(url)) problems.push_back({"/url", "range", text("notify.url")});
    if (count_secrets(config, "url") != 1) problems.push_back({"", "required", text("robot.one-url")});
    if (count_secrets(config, "secret") > 1) problems.push_back({"", "required", text("robot.several-secrets")});
}

bool is_robot(PluginKind kind) {
    return kind == PluginKind::dingtalk || kind == PluginKind::wecom || kind == PluginKind::feishu;
}

/// The names of the database, its log and its index, of the lock and of the key of the links.
bool is_ours(const std::string& name) {
    return name == "lock" || name == "link.key" || name == "seal.key" || name.starts_with("gongdan.db");
}

/// A notice file lies in the data folder, beside what is ours there, unless the configuration asks for another place.
void check_file(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string given = text_setting(config, "path");
    const std::filesystem::path path = std::filesystem::path(given).lexically_normal();
    if (given.empty() || get_bool(config.settings, "anywhere").value_or(false)) return;
    const bool outside = path.is_absolute() || *path.begin() == "..";
    if (outside) problems.push_back({"/path", "range", text("notify.path-outside", given)});
    const bool no_name = path.filename().empty() || path == ".";
    if (!outside && (no_name || is_ours(path.string())))
        problems.push_back({"/path", "range", text("notify.path-taken", given)});
}

}  // namespace

Result<void> check_settings(const ChannelConfig& config) {
    const auto known = settings_of(config.plugin);
    std::vector<FieldProblem> problems;
    for (const auto& [name, value] : config.settings) {
        const auto found =
            std::find_if(known.begin(), known.end(), [&n = name](const Setting& s) { return s.name == n; });
        const std::string pointer = "/" + std::string(name);
        if (found == known.end()) {
            problems.push_back(
                {pointer, "unknown", text("notify.setting-unknown", std::string(name), names_of(known))});
        } else if (!fits(found->type, value)) {
            problems.push_back({pointer, "type", what_fits(found->type)});
        }
    }
    for (const Setting& setting : known) {
        if (!setting.required || config.settings.contains(setting.name)) continue;
        problems.push_back({"", "required", text("notify.setting-missing", setting.name)});
    }
    if (config.plugin == PluginKind::webhook) check_webhook(config, problems);
    if (is_robot(config.plugin)) check_robot(config, problems);
    if (config.plugin == PluginKind::file) check_file(config, problems);
    if (config.plugin == PluginKind::email) check_email(config, problems);
    if (config.plugin == PluginKind::sms) check_sms(config, problems);
    if (problems.empty()) return {};
    Error error = fail(Errc::invalid_input, "notify.settings", config.name, problems.front().detail.zh,
                       problems.front().detail.en);
    error.fields = std::move(problems);
    return error;
}

std::string text_setting(const ChannelConfig& config, std::string_view name) {
    return string_or_empty(config.settings, name);
}

std::vector<std::string> list_setting(const ChannelConfig& config, std::string_view name) {
    std::vector<std::string> texts;
    const json::array* list = get_array(config.settings, name);
    if (list == nullptr) return texts;
    for (const json::value& item : *list) texts.emplace_back(item.get_string());
    return texts;
}

std::filesystem::path below(const std::filesystem::path& folder, const std::string& path) { return folder / path; }

std::optional<std::filesystem::path> command_file(const std::filesystem::path& folder, const std::string& entry,
                                                  std::size_t place) {
    const bool script = (entry.ends_with(".py") || entry.ends_with(".sh")) && !entry.starts_with("-");
    const bool names_file = place == 0 ? entry.find('/') != std::string::npos : script;
    return names_file ? std::optional(below(folder, entry)) : std::nullopt;
}

}  // namespace gongdan::notify
