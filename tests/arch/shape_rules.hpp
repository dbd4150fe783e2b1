#pragma once
/// Rules about statements, functions and files.

#include <vector>

#include "tests/arch/source.hpp"

namespace gongdan::arch {

inline constexpr int kFileLines = 500;     ///< a longer file holds more than one idea
inline constexpr int kFunctionLines = 70;  ///< a longer function does more than one thing
inline constexpr int kParameters = 5;      ///< more are an options struct
inline constexpr int kNesting = 4;         ///< deeper code belongs into a function of its own

/// g++ 12.2 corrupts memory when a statement with co_await holds a braced value, a conditional operator or a lambda,
/// and a coroutine's reference parameter dangles as soon as its caller's statement ends: name values on the line
/// before, take parameters by value.
[[nodiscard]] std::vector<Finding> scan_coroutines(const SourceFile& file);

[[nodiscard]] std::vector<Finding> scan_sizes(const SourceFile& file);

}  // namespace gongdan::arch
