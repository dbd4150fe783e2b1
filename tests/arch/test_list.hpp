#pragma once
/// No test may silently stay out of the build.

#include <string>
#include <vector>

#include "tests/arch/source.hpp"

namespace gongdan::arch {

/// The folders below tests/ that `list` builds: the second word of gongdan_test(name folder …).
[[nodiscard]] std::vector<std::string> folders_in(const SourceFile& list);

/// Files *_test.cpp that lie in none of the folders.
[[nodiscard]] std::vector<Finding> scan_left_out(const std::vector<SourceFile>& files,
                                                 const std::vector<std::string>& folders);

}  // namespace gongdan::arch
