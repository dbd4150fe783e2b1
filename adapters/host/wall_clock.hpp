#pragma once
/// The one place that reads the wall clock for the engine.

#include "core/base/time.hpp"

namespace gongdan::host {

[[nodiscard]] inline Instant wall_now() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

}  // namespace gongdan::host
