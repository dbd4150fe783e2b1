#pragma once
/// Whether a plugin of somebody else keeps its side of docs/plugins.md: what `gongdan plugin test` runs, through the
/// same code that delivers in the server.

#include <vector>

#include "adapters/notify/plugin.hpp"

namespace gongdan::notify {

/// How one check went.
struct Finding {
    std::string check;  ///< its name for scripts, e.g. "digest"
    LocalText title;
    bool passed = false;
    LocalText remark;  ///< why it failed; else what the plugin answered when that was not "delivered". May be empty
    Millis took{0};
};

/// Runs the checks for `config`, which is of kind exec or shared_object: `config.limits.deadline` holds for each call.
/// Ends after the first check when the plugin does not open at all. The messages are made up, but they are really
/// delivered. `tools.log` is not used.
///
/// Becomes the reaper of orphans meanwhile and kills every child it did not start with: not for a process in which
/// other threads start programs. Errc::invalid_input when the settings are wrong, unavailable without
/// gongdan-plugin-runner.
[[nodiscard]] Result<std::vector<Finding>> examine(const ChannelConfig& config, const PluginTools& tools);

}  // namespace gongdan::notify
