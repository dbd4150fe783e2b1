#pragma once
/// What `gongdan check` looks at besides a whole installation: workflow files that have no config/ of their own, and
/// the scenarios beside workflows. Reads files, runs nothing.

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/result.hpp"
#include "core/statechart/analysis.hpp"

namespace gongdan {

struct DefinitionCount {
    std::size_t workflows = 0;
    std::size_t scenarios = 0;
};

/// The *.scenarios.yaml in `folder`: do they read, and do they name only what `workflows` and `roles` know?
/// Errc::invalid_input lists every mistake with file:line:column.
[[nodiscard]] Result<std::size_t> check_scenario_files(const std::filesystem::path& folder,
                                                       const std::vector<std::shared_ptr<const Workflow>>& workflows,
                                                       const std::vector<std::string>& roles);

/// One definition or scenario file, a folder of them, or a folder that holds workflows/. `vocabulary` is what they may
/// refer to; `shipped` are the workflows their scenarios may open besides their own. Errc::not_found when there is
/// nothing to check, Errc::invalid_input with every mistake.
[[nodiscard]] Result<DefinitionCount> check_definitions(const std::filesystem::path& path, const Vocabulary& vocabulary,
                                                        const std::vector<std::shared_ptr<const Workflow>>& shipped);

}  // namespace gongdan
