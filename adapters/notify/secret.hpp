#pragma once
/// Secrets of channels: in a file, in an environment variable, or (less well) in channels.yaml itself.

#include "adapters/notify/channel.hpp"
#include "core/base/result.hpp"

namespace gongdan::notify {

/// What the setting `name`, the variable that `name`_env names or the file that `name`_file names holds, without the
/// line end that editors put behind it; empty when none of them is set. Errc::invalid_input when it cannot be read.
[[nodiscard]] Result<std::string> read_secret(const ChannelConfig& config, const std::string& name);

/// How many of `name`, `name`_env and `name`_file are set.
[[nodiscard]] int count_secrets(const ChannelConfig& config, const std::string& name);

}  // namespace gongdan::notify
