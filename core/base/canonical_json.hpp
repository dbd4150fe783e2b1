#pragma once
/// RFC 8785 (JSON Canonicalization Scheme) for values without binary floating point.

#include <string>

#include "core/base/json.hpp"

namespace gongdan {

/// Keys sorted by UTF-16 code units, no white space, shortest escapes. A double is a bug (checked): the journal holds
/// decimals as strings or as integers of the smallest unit.
[[nodiscard]] std::string canonical_json(const json::value& value);

/// Same, appended to `out`.
void append_canonical_json(const json::value& value, std::string& out);

/// False when `value` holds a double anywhere: such input is refused at the edge.
[[nodiscard]] bool is_canonical(const json::value& value);

}  // namespace gongdan
