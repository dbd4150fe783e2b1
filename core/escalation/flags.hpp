#pragma once
/// Flags of special customers on a ticket: the set field `flags` of its workflow (DOMAIN.md §11).

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

inline constexpr std::string_view kFlags = "flags";

/// The field, when the workflow has one and it is a set; null otherwise. Lives as long as the workflow.
[[nodiscard]] const Field* flags_field(const Workflow& workflow);

/// Those of `flags` that the field knows, in its order; empty for a workflow without one.
[[nodiscard]] std::vector<std::string> known_flags(const Workflow& workflow, const std::vector<std::string>& flags);

/// The titles of the ticket's flags, one after the other: "独居老人、重要客户". Both empty when it has none.
[[nodiscard]] LocalText flag_words(const Workflow& workflow, const json::object& data);

}  // namespace gongdan
