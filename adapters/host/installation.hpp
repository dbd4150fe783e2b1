#pragma once
/// Everything on disk that is data and not state: rules, people, channels, settings; read once at start.

#include <filesystem>
#include <memory>

#include "adapters/notify/channel.hpp"
#include "adapters/yaml/config_loader.hpp"
#include "core/audit/finding_limits.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::host {

struct Installation {
    std::filesystem::path config_file;
    Settings settings;
    std::shared_ptr<const RoleBook> roles;
    std::shared_ptr<const Rules> rules;
    std::shared_ptr<const Organisation> organisation;
    std::vector<notify::ChannelConfig> channels;
    FindingLimits finding_limits;

    [[nodiscard]] std::filesystem::path config_folder() const { return config_file.parent_path(); }
    [[nodiscard]] Configuration configuration() const { return {rules, organisation, roles}; }
};

/// The Error lists every mistake of every file with file:line:column.
[[nodiscard]] Result<Installation> load_installation(const std::filesystem::path& config_file);

}  // namespace gongdan::host
