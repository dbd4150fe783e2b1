#pragma once
/// The files that channels take their secrets from, looked at before they are needed. Only `gongdan check` asks: other
/// commands may be run by people who cannot read secrets, and need none.

#include <filesystem>

#include "core/base/result.hpp"

namespace gongdan {

/// The files named by url_file, secret_file and password_file in `config_folder`/channels.yaml: are they there,
/// readable by us, not empty, and closed to other users of the machine? Errc::invalid_input lists every mistake with
/// file:line:column.
[[nodiscard]] Result<void> check_secret_files(const std::filesystem::path& config_folder);

}  // namespace gongdan
