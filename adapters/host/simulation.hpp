#pragma once
/// Commands with their times in, journal events out, in virtual time, nothing stored: `gongdan simulate`, and
/// scenarios.

#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::host {

/// Reads NDJSON commands from `in` and writes NDJSON events to `out` until the input ends. A refused command becomes a
/// `command.rejected` line, and so does one with an unknown op or a member that does not belong there; nothing has
/// changed then. Only a line that cannot be placed in time (no JSON object, no `at`, an `at` before the last one) ends
/// the run, with an Error that names its number.
[[nodiscard]] Result<void> simulate(std::istream& in, std::ostream& out, Configuration configuration);

/// The same with lines and events as values.
[[nodiscard]] Result<std::vector<json::object>> simulate_lines(const std::vector<std::string>& lines,
                                                               Configuration configuration);

}  // namespace gongdan::host
