#pragma once
/// What `gongdan check` looks at besides a whole installation: workflow files that have no config/ of their own, and
/// the scenarios beside workflows. Reads files, runs nothing.

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/result.hpp"
#include "core/escalation/organisation.hpp"
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

/// The rungs of `ladders` that could tell nobody, because no role of theirs is held by anybody who has an address.
/// Errc::invalid_input lists each with its place in `file`, where the ladders were read.
[[nodiscard]] Result<void> check_reach(const std::filesystem::path& file, const std::vector<Ladder>& ladders,
                                       const Organisation& organisation);

/// One definition or scenario file, a folder of them, or a folder that holds workflows/. `vocabulary` is what they may
/// refer to; `shipped` are the workflows their scenarios may open besides their own. Errc::not_found when there is
/// nothing to check, Errc::invalid_input with every mistake.
[[nodiscard]] Result<DefinitionCount> check_definitions(const std::filesystem::path& path, const Vocabulary& vocabulary,
                                                        const std::vector<std::shared_ptr<const Workflow>>& shipped);

}  // namespace gongdan
