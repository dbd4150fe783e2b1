#pragma once
/// What the subcommands do, behind the command line's options. Each returns the exit code.

#include <string>
#include <vector>

namespace gongdan::cli {

struct Common {
    std::string config;  ///< --config; empty = the installed one
};

struct SimulateOptions {
    std::string file;  ///< "-" = standard input
};
[[nodiscard]] int run_simulate(const Common& common, const SimulateOptions& options);

/// Checks installations (folders that hold workflows/ and config/) or the one in force.
[[nodiscard]] int run_check(const Common& common, const std::vector<std::string>& folders, bool as_json);

}  // namespace gongdan::cli
