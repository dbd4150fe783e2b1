#include "adapters/yaml/secrets_check.hpp"

#include <fstream>
#include <optional>

#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Reader;

constexpr std::array<std::string_view, 3> kSettings = {"url_file", "secret_file", "password_file"};

std::optional<LocalText> fault_of(const fs::path& file) {
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

void check_channel(const Reader& reader, const YAML::Node& channel, const fs::path& folder) {
    if (!channel.IsMap()) return;  // which the loader has refused
    const YAML::Node settings = channel["settings"];
    if (!settings || !settings.IsMap()) return;
    for (const std::string_view name : kSettings) {
        const YAML::Node file = settings[std::string(name)];
        if (!file || !file.IsScalar()) continue;
        if (const auto fault = fault_of(folder / file.Scalar())) reader.note(file, *fault);
    }
}

}  // namespace

Result<void> check_secret_files(const fs::path& config_folder) {
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
