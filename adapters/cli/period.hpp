#pragma once
/// Days on the command line.

#include <string>

#include "core/calendar/calendar.hpp"

namespace gongdan::cli {

/// From 00:00 of the day `from` until 24:00 of the day `to`; empty = from the beginning, without an end.
/// Errc::invalid_input for what is no day, and for an end before the beginning.
[[nodiscard]] Result<Interval> period_of(const std::string& from, const std::string& to);

}  // namespace gongdan::cli
