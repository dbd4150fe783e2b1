#pragma once
/// What channels need around them, looked at before they are needed. Only `gongdan check` asks: other commands may be
/// run by people who cannot read secrets, and need none.

#include <filesystem>

#include "core/base/result.hpp"

namespace gongdan {

/// What the channels in `config_folder`/channels.yaml would not start or not deliver without:
///   secrets   files named by url_file, secret_file and password_file are there, readable by us, not empty, and closed
///             to other users of the machine; variables named by url_env, secret_env and password_env are set in our
///             environment; a webhook's secret is base64
///   programs  the files that `command` names (notify::command_file) are there, the program is executable
/// Errc::invalid_input lists every mistake with file:line:column.
[[nodiscard]] Result<void> check_channels(const std::filesystem::path& config_folder);

}  // namespace gongdan
