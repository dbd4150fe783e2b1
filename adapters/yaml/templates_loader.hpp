#pragma once
/// The texts of config/templates.yaml: what channels say.

#include <filesystem>

#include "adapters/notify/templates.hpp"
#include "adapters/yaml/reader.hpp"
#include "core/base/result.hpp"

namespace gongdan {

/// Reads `config_folder`/templates.yaml; without that file, and for every text it leaves out, the defaults.
/// Errc::invalid_input names file:line:column of every mistake, with the placeholders that are known there.
[[nodiscard]] Result<notify::Templates> load_templates(const std::filesystem::path& config_folder);

namespace yaml {

/// Reads {notice: {title, body}, digest: {title, body, line, more}}, each {zh, en}, over what `templates` holds;
/// whatever is left out stays. Mistakes are noted.
void read_templates(const Reader& reader, const YAML::Node& node, notify::Templates& templates);

}  // namespace yaml
}  // namespace gongdan
