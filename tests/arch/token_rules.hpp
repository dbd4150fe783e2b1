#pragma once
/// Words that must not appear.

#include <vector>

#include "tests/arch/source.hpp"

namespace gongdan::arch {

/// core has no clock, sleep, randomness, environment, thread, file or stream: time comes in as a value, the rest by
/// ports.
[[nodiscard]] std::vector<Finding> scan_core_tokens(const SourceFile& file);

/// A callback that outlives its statement must say what it keeps: no lambda captures everything.
[[nodiscard]] std::vector<Finding> scan_captures(const SourceFile& file);

/// Notes to oneself belong into the tracker, in any kind of file.
[[nodiscard]] std::vector<Finding> scan_reminders(const SourceFile& file);

}  // namespace gongdan::arch
