#include "adapters/notify/settings.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "adapters/notify/network.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

enum class Type { text, flag, list, object, yes_or_networks };

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

std::span<const Setting> settings_of(PluginKind kind) {
    switch (kind) {
        case PluginKind::file: return kFile;
        case PluginKind::webhook: return kWebhook;
        case PluginKind::exec: return kExec;
        case PluginKind::shared_object: return kSharedObject;
    }
    GONGDAN_UNREACHABLE("a PluginKind outside its enum");
}

bool is_text(const json::value& value) { return value.is_string() && !value.get_string().empty(); }

bool is_list(const json::value& value) {
    const json::array* list = value.if_array();
    return list != nullptr && !list->empty() && std::all_of(list->begin(), list->end(), is_text);
}

bool is_network(const json::value& value) { return is_text(value) && parse_network(value.get_string()).has_value(); }

bool fits(Type type, const json::value& value) {
    switch (type) {
        case Type::text: return is_text(value);
        case Type::flag: return value.is_bool();
        case Type::list: return is_list(value);
        case Type::object: return value.is_object();
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
        case Type::list: return text("notify.setting-list");
        case Type::object: return text("notify.setting-map");
        case Type::yes_or_networks: return text("notify.setting-networks");
    }
    GONGDAN_UNREACHABLE("a Type outside its enum");
}

std::string names_of(std::span<const Setting> settings) {
    std::string all;
    for (const Setting& setting : settings) all += (all.empty() ? "" : ", ") + std::string(setting.name);
    return all;
}

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

void check_webhook(const ChannelConfig& config, std::vector<FieldProblem>& problems) {
    const std::string url = text_setting(config, "url");
    if (!url.empty() && !is_web_address(url)) problems.push_back({"/url", "range", text("notify.url")});
    constexpr std::array<std::string_view, 3> kSecrets = {"secret", "secret_file", "secret_env"};
    const auto given = std::count_if(kSecrets.begin(), kSecrets.end(),
                                     [&config](std::string_view name) { return config.settings.contains(name); });
    if (given != 1) problems.push_back({"", "required", text("notify.one-secret")});
}

/// The names of the database, its log and its index, of the lock and of the key of the links.
bool is_ours(const std::string& name) { return name == "lock" || name == "link.key" || name.starts_with("gongdan.db"); }

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
    if (config.plugin == PluginKind::file) check_file(config, problems);
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

}  // namespace gongdan::notify
