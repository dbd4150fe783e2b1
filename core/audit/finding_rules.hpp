#pragma once
/// The rules over one case, one event at a time. Each compares the event with what the trace remembers of those before;
/// definitions and innocent explanations are in docs/findings.md. Internal to core/audit.

#include "core/audit/finding_limits.hpp"
#include "core/audit/finding_list.hpp"

namespace gongdan {

/// What a rule looks at: the trace holds what was before `event`.
struct RuleInput {
    CaseTrace& trace;
    const Event& event;
    const FindingLimits& limits;
    FindingList& list;
};

/// A step that other steps are compared with: times against times, cut-off and reconnection.
void check_step(const RuleInput& input, StepKind kind);
/// The trace holds the event already, here and below. Bounces, returning customers, pauses, voided tickets, erasures.
void check_conduct(const RuleInput& input);
/// A complaint that names one of the ten prohibitions, or that says it is not the first.
void check_complaint(const RuleInput& input);
/// What the engine or an import found by itself, under the same rules.
void take_engine_finding(const RuleInput& input);

}  // namespace gongdan
