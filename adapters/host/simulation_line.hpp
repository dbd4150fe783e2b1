#pragma once
/// The form of one line of `gongdan simulate` (DESIGN: simulate, the exact lines).

#include "core/base/json.hpp"

namespace gongdan::host {

/// Errc::invalid_input with a pointer for every member at fault, unless the line has a known `op`, no members but those
/// of its op, each of its type, and all that its op cannot do without. What the members mean is up to the engine.
[[nodiscard]] Result<void> check_line(const json::object& line);

}  // namespace gongdan::host
