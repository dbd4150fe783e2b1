#pragma once
/// The console's files, built into the program by console.cmake.

#include <span>

#include "adapters/http/assets.hpp"

namespace gongdan::console {

/// Empty in a program that was built with -DGONGDAN_CONSOLE=OFF. Lives as long as the program; thread-safe.
[[nodiscard]] std::span<const http::Asset> assets();

}  // namespace gongdan::console
