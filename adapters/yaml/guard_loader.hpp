#pragma once
/// Conditions of transitions from YAML. Internal to adapters/yaml.

#include "adapters/yaml/reader.hpp"

namespace gongdan::yaml {

/// A map with exactly one of all, any, not, equals, in, present, older_than, at_least, ahead, children_closed.
[[nodiscard]] Guard read_guard(const Reader& reader, const YAML::Node& node);

/// A plain scalar as whole number, true/false or text; a quoted one is text, whatever it looks like.
[[nodiscard]] json::value read_scalar(const Reader& reader, const YAML::Node& node);

}  // namespace gongdan::yaml
