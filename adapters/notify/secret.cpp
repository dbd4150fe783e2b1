#include "adapters/notify/secret.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "adapters/notify/settings.hpp"

namespace gongdan::notify {

Result<std::string> read_secret(const ChannelConfig& config, const std::string& name) {
    if (auto secret = text_setting(config, name); !secret.empty()) return secret;
    if (const auto variable = text_setting(config, name + "_env"); !variable.empty()) {
        const char* value = std::getenv(variable.c_str());
        if (value == nullptr) return fail(Errc::invalid_input, "notify.no-secret-env", config.name, variable);
        return std::string(value);
    }
    const std::string file_name = text_setting(config, name + "_file");
    if (file_name.empty()) return std::string();
    const auto path = below(config.folder, file_name);
    std::ifstream file(path);
    std::ostringstream content;
    content << file.rdbuf();
    std::string secret = content.str();
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r')) secret.pop_back();
    if (!file || secret.empty()) {
        return fail(Errc::invalid_input, "notify.no-secret-file", config.name, path.string());
    }
    return secret;
}

int count_secrets(const ChannelConfig& config, const std::string& name) {
    int count = 0;
    for (const std::string& place : {name, name + "_env", name + "_file"}) {
        count += config.settings.contains(place) ? 1 : 0;
    }
    return count;
}

}  // namespace gongdan::notify
