#pragma once
/// What the times of a row say about each other: order, durations, deadlines. All of it becomes findings; nothing is
/// refused, because the past was as it was.

#include "adapters/intake/case_builder.hpp"
#include "adapters/intake/row_view.hpp"
#include "core/ticket/command.hpp"

namespace gongdan::intake {

/// Findings the core makes itself while it takes over the steps; the importer reports them for the row, and leaves them
/// out of the command so that the journal does not count them twice.
[[nodiscard]] bool is_found_by_core(std::string_view code);

/// Notes every step that is earlier than the one before it.
void check_order(RowView& view, const ImportCommand& command);

/// Recomputes the durations the other system exported; those that differ.
[[nodiscard]] std::vector<Difference> check_durations(RowView& view, const WorkflowRule& rule);
/// Looks at the dates by which something was to be done.
void check_deadlines(RowView& view, const WorkflowRule& rule);

/// What the other system says of its deadlines; a word that is neither yes nor no becomes a finding.
[[nodiscard]] std::vector<Verdict> read_verdicts(RowView& view, const WorkflowRule& rule);

}  // namespace gongdan::intake
