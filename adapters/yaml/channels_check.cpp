#include "adapters/yaml/channels_check.hpp"

#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>

#include "adapters/notify/settings.hpp"
#include "adapters/notify/webhook.hpp"
#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Reader;

constexpr std::array<std::string_view, 3> kSecrets = {"url", "secret", "password"};

std::optional<LocalText> fault_of_file(const fs::path& file) {
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (!fs::is_regular_file(status)) return text("channels.secret-missing", file.string());
    if ((status.permissions() & fs::perms::others_read) != fs::perms::none)
        return text("channels.secret-open", file.string());
    std::ifstream content(file);
    if (!content) return text("channels.secret-closed", file.string());
    // A line end alone is what an editor leaves in an empty file.
    std::string first;
    content >> first;
    return first.empty() ? std::optional(text("channels.secret-empty", file.string())) : std::nullopt;
}

std::optional<LocalText> fault_of_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    const bool set = value != nullptr && *value != '\0';
    return set ? std::nullopt : std::optional(text("channels.secret-unset", name));
}

/// Of a secret that does not stand in channels.yaml itself, where the loader has looked at it.
std::optional<LocalText> fault_of_key(const std::string& secret) {
    const auto keys = notify::webhook_keys(secret);
    return keys ? std::nullopt : std::optional(keys.error().detail);
}

std::string content_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

struct Channel {
    YAML::Node settings;
    bool webhook = false;
};

void check_secret(const Reader& reader, const Channel& channel, const std::string& name, const fs::path& folder) {
    const bool key = channel.webhook && name == "secret";
    if (const YAML::Node file = channel.settings[name + "_file"]; file && file.IsScalar()) {
        auto fault = fault_of_file(folder / file.Scalar());
        if (!fault && key) fault = fault_of_key(content_of(folder / file.Scalar()));
        if (fault) reader.note(file, *fault);
    }
    if (const YAML::Node variable = channel.settings[name + "_env"]; variable && variable.IsScalar()) {
        auto fault = fault_of_variable(variable.Scalar());
        if (!fault && key) fault = fault_of_key(std::getenv(variable.Scalar().c_str()));
        if (fault) reader.note(variable, *fault);
    }
}

void check_command(const Reader& reader, const YAML::Node& command, const fs::path& folder) {
    constexpr auto kExecutable = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
    for (std::size_t place = 0; place < command.size(); ++place) {
        const YAML::Node entry = command[place];
        const auto file = notify::command_file(folder, entry.Scalar(), place);
        if (!file) continue;
        std::error_code error;
        const fs::file_status status = fs::status(*file, error);
        if (!fs::is_regular_file(status)) {
            reader.note(entry, text("channels.program-missing", file->string()));
        } else if (place == 0 && (status.permissions() & kExecutable) == fs::perms::none) {
            reader.note(entry, text("channels.program-closed", file->string()));
        }
    }
}

void check_channel(const Reader& reader, const YAML::Node& node, const fs::path& folder) {
    if (!node.IsMap()) return;  // which the loader has refused
    const YAML::Node settings = node["settings"];
    if (!settings || !settings.IsMap()) return;
    const Channel channel{settings, node["plugin"].as<std::string>("") == "webhook"};
    for (const std::string_view name : kSecrets) check_secret(reader, channel, std::string(name), folder);
    if (const YAML::Node command = settings["command"]; command && command.IsSequence())
        check_command(reader, command, folder);
}

}  // namespace

Result<void> check_channels(const fs::path& config_folder) {
    const fs::path file = config_folder / "channels.yaml";
    const auto content = read_file(file);
    if (!content) return content.error();
    const auto checked =
        yaml::load<bool>(*content, file.string(), [&config_folder](const Reader& reader, const YAML::Node& root) {
            for (const auto& [key, channel] : reader.entries(root)) check_channel(reader, channel, config_folder);
            return true;
        });
    return checked ? Result<void>() : checked.error();
}

}  // namespace gongdan
