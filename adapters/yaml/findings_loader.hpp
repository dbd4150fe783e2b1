#pragma once
/// The thresholds of config/findings.yaml: from where on something is worth an auditor's look.

#include <filesystem>

#include "core/audit/finding_limits.hpp"

namespace gongdan {

/// Reads `config_folder`/findings.yaml; what it does not say, or all without the file, is as FindingLimits has it.
/// Errc::invalid_input names file:line:column of every mistake.
[[nodiscard]] Result<FindingLimits> load_finding_limits(const std::filesystem::path& config_folder);

}  // namespace gongdan
