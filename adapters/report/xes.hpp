#pragma once
/// The journal as an event log for process mining: XES (IEEE 1849-2016), one trace a case, one event a step. Written
/// piece by piece, so that a log of any length needs the memory of one case.
///
/// A trace holds no text that somebody typed: the case's number, its workflow, and fields with a closed set of values.

#include <string>
#include <vector>

#include "core/statechart/model.hpp"
#include "core/ticket/event.hpp"

namespace gongdan::report {

/// What comes before the first trace, and after the last.
[[nodiscard]] std::string xes_head();
[[nodiscard]] std::string xes_end();

/// The trace of a case whose events are `history`, the opening first. Its events are in order of the time at which the
/// steps happened; steps of one time, in the order in which they were entered.
[[nodiscard]] std::string xes_trace(const std::vector<Event>& history, const Workflow& workflow);

}  // namespace gongdan::report
