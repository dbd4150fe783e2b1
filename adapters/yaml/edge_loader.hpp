#pragma once
/// Reads tls, trusted_proxies and limits of gongdan.yaml. Internal to adapters/yaml.

#include <filesystem>

#include "adapters/yaml/edge_settings.hpp"
#include "adapters/yaml/reader.hpp"

namespace gongdan::yaml {

/// Mistakes are noted; what they concern keeps its default.
void read_edge(const Reader& reader, const YAML::Node& root, EdgeSettings& edge);

/// Relative TLS files start at the folder of the configuration.
void resolve_edge(const std::filesystem::path& folder, EdgeSettings& edge);

}  // namespace gongdan::yaml
