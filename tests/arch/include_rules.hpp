#pragma once
/// Which folder may include what. The arrows are those of docs/architecture.md: adapters → core, and inside core
/// engine → {access, audit} → {ticket, escalation} → {statechart, clock} → calendar → base.

#include <vector>

#include "tests/arch/source.hpp"

namespace gongdan::arch {

struct Include {
    std::string target;  ///< between the quotes or angle brackets
    bool quoted = false;
    int line = 0;
};

[[nodiscard]] std::vector<Include> includes_of(const SourceFile& file);

/// core: its own arrows, the standard library without clocks, threads and files, Boost.JSON and fmt.
[[nodiscard]] std::vector<Finding> scan_core_arrows(const SourceFile& file);

/// adapters: only core and adapters, and each foreign library only where it is at home.
[[nodiscard]] std::vector<Finding> scan_adapter_arrows(const SourceFile& file);

/// Folders of adapters that include each other in a circle.
[[nodiscard]] std::vector<Finding> scan_circles(const std::vector<SourceFile>& files);

/// A source whose header stands beside it includes that header first: so the header is known to compile alone.
[[nodiscard]] std::vector<Finding> scan_own_header_first(const SourceFile& file, const std::vector<SourceFile>& all);

}  // namespace gongdan::arch
