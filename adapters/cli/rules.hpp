#pragma once
/// The rules on disk as one bundle for the engine.

#include <filesystem>
#include <memory>

#include "core/base/result.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan::cli {

/// Reads workflows/ and config/ below `root`. The Error lists every mistake with file:line:column.
[[nodiscard]] Result<std::shared_ptr<const Rules>> load_rules(const std::filesystem::path& root);

}  // namespace gongdan::cli
