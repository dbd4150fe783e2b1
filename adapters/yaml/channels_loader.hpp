#pragma once
/// The channels of config/channels.yaml: over which ways notices leave the house.

#include <filesystem>
#include <vector>

#include "adapters/notify/channel.hpp"
#include "core/base/result.hpp"

namespace gongdan {

/// Reads `config_folder`/channels.yaml, in the order of the file. Relative paths in the settings start at
/// `config_folder`. Texts are those of templates.yaml with what a channel says otherwise. Reads no secret.
/// Errc::invalid_input names file:line:column of every mistake, those in the settings of a plugin and in templates.yaml
/// among them; Errc::unavailable when the file cannot be opened.
[[nodiscard]] Result<std::vector<notify::ChannelConfig>> load_channels(const std::filesystem::path& config_folder);

}  // namespace gongdan
