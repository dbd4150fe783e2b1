#include "core/audit/whatif.hpp"

#include <algorithm>

#include "core/audit/second_course.hpp"
#include "core/base/check.hpp"

namespace gongdan {
namespace {

ClockOutcome outcome_of(const ClockState* state, Instant horizon) {
    if (state == nullptr) return {};
    ClockState clock = *state;
    clock.breached = clock.breached || (clock.status == ClockStatus::running && clock.due_at <= horizon);
    ClockOutcome outcome{Verdict::late, clock.due_at, whole_seconds(overdue(clock, horizon))};
    if (clock.breached) return outcome;
    switch (clock.status) {
        case ClockStatus::running:
        case ClockStatus::paused: outcome.verdict = Verdict::running; break;
        case ClockStatus::stopped: outcome.verdict = Verdict::met; break;
        case ClockStatus::cancelled: outcome.verdict = Verdict::cancelled; break;
    }
    return outcome;
}

const ClockState* cycle_of(const CaseSnapshot& snapshot, const std::string& name, int cycle) {
    const auto found =
        std::find_if(snapshot.clocks.begin(), snapshot.clocks.end(),
                     [&name, cycle](const ClockState& clock) { return clock.name == name && clock.cycle == cycle; });
    return found == snapshot.clocks.end() ? nullptr : &*found;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::absent: return "absent";
        case Verdict::running: return "running";
        case Verdict::met: return "met";
        case Verdict::late: return "late";
        case Verdict::cancelled: return "cancelled";
    }
    GONGDAN_UNREACHABLE("a Verdict outside its enum");
}

bool ClockDifference::changes_lateness() const {
    const bool late = before.verdict == Verdict::late;
    return late != (after.verdict == Verdict::late) || (late && before.overdue_s != after.overdue_s);
}

void WhatIf::take(const std::vector<Event>& history) {
    if (history.empty() || timeline_.stretches().empty()) return;
    ++cases_;
    const Event& opening = history.front();
    auto pinned =
        known_.find_workflow(string_or_empty(opening.body, "workflow"), string_or_empty(opening.body, "version"));
    if (!pinned) {
        const LocalText why = text("examine.no-workflow", opening.seq);
        return listener_.misfits({opening.case_id, string_or_empty(opening.body, "number"), opening.seq, "", why});
    }
    SecondCourse course(timeline_, std::move(pinned), listener_.misfits);
    course.take(history);
    compare(course.was(), course.would());
}

void WhatIf::compare(const CaseSnapshot& before, const CaseSnapshot& after) {
    const auto hold = [this, &before](const std::string& clock, int cycle, const ClockOutcome& was,
                                      const ClockOutcome& would) {
        const ClockDifference pair{before.id, before.number, before.workflow->name, clock, cycle, was, would};
        count(pair);
        if (was != would) listener_.differs(pair);
    };
    for (const ClockState& clock : before.clocks) {
        hold(clock.name, clock.cycle, outcome_of(&clock, horizon_),
             outcome_of(cycle_of(after, clock.name, clock.cycle), horizon_));
    }
    for (const ClockState& clock : after.clocks) {
        if (cycle_of(before, clock.name, clock.cycle) == nullptr)
            hold(clock.name, clock.cycle, {}, outcome_of(&clock, horizon_));
    }
}

void WhatIf::count(const ClockDifference& pair) {
    ClockSummary& sum = summaries_[{pair.workflow, pair.clock}];
    const bool was_late = pair.before.verdict == Verdict::late;
    const bool would_be_late = pair.after.verdict == Verdict::late;
    ++sum.clocks;
    sum.moved += pair.before.due_at != pair.after.due_at ? 1 : 0;
    sum.late_before += was_late ? 1 : 0;
    sum.late_after += would_be_late ? 1 : 0;
    sum.newly_late += would_be_late && !was_late ? 1 : 0;
    sum.no_longer_late += was_late && !would_be_late ? 1 : 0;
    sum.overdue_s_before += pair.before.overdue_s;
    sum.overdue_s_after += pair.after.overdue_s;
}

}  // namespace gongdan
