#pragma once
/// What the times of a row say about each other: order, durations, deadlines. All of it becomes findings; nothing is
/// refused, because the past was as it was.

#include "adapters/intake/row_view.hpp"
#include "core/ticket/command.hpp"

namespace gongdan::intake {

/// Findings the core makes itself while it takes over the steps; the importer reports them for the row, and leaves them
/// out of the command so that the journal does not count them twice.
[[nodiscard]] bool is_found_by_core(std::string_view code);

/// Notes every step that is earlier than the one before it.
void check_order(RowView& view, const ImportCommand& command);

/// Recomputes the durations the other system exported, and looks at its deadlines.
void check_durations(RowView& view, const WorkflowRule& rule);
void check_deadlines(RowView& view, const WorkflowRule& rule);

}  // namespace gongdan::intake
