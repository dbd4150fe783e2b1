#pragma once
/// Mapping files of the importer (config/mappings/*.yaml). Errors name file:line:column and what would be right.

#include <string>

#include "adapters/intake/mapping.hpp"
#include "core/base/result.hpp"

namespace gongdan {

/// Reads one mapping; `file` is named in errors.
[[nodiscard]] Result<intake::Mapping> load_mapping(const std::string& text, const std::string& file);

/// The same from a file: Errc::not_found when it cannot be read.
[[nodiscard]] Result<intake::Mapping> load_mapping_file(const std::string& path);

}  // namespace gongdan
