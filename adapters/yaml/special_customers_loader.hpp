#pragma once
/// The register of special customers from config/organisation/special-customers.yaml; may be missing: then there is
/// none. Personal data: messages name the place in the file, and never a number.

#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/result.hpp"
#include "core/escalation/special_customers.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

/// Flags are values of the set field `flags` of the workflows. Errc::invalid_input names file:line:column of every
/// mistake; Errc::unavailable a file that cannot be opened. Null without a file.
[[nodiscard]] Result<std::shared_ptr<const SpecialCustomers>> load_special_customers(
    const std::filesystem::path& config_folder, const std::vector<std::shared_ptr<const Workflow>>& workflows);

}  // namespace gongdan
