#pragma once
/// The past under other rules: each case's recorded steps are taken again, in order, under the rules that a timeline
/// says, and the clocks that come out are held against those that were. Steps, pauses, extensions and late evidence
/// stay as people entered them; limits, due times and breaches follow the rules. Nobody is told of anything.
///
/// With nothing changed the outcome is the recorded one.

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/audit/rule_history.hpp"
#include "core/audit/rule_timeline.hpp"
#include "core/base/texts.hpp"
#include "core/ticket/event.hpp"

namespace gongdan {

/// How a clock stands at the horizon. `absent`: the rules start no such clock.
enum class Verdict { absent, running, met, late, cancelled };

/// Stable code: absent, running, met, late, cancelled.
[[nodiscard]] std::string_view name_of(Verdict verdict);

struct ClockOutcome {
    Verdict verdict = Verdict::absent;
    Instant due_at{};            ///< nothing to be read when absent, here and below
    std::int64_t overdue_s = 0;  ///< pauses left out; of a clock that still runs, up to the horizon

    bool operator==(const ClockOutcome&) const = default;
};

struct ClockDifference {
    CaseId case_id{};
    std::string number;
    std::string workflow;
    std::string clock;
    int cycle = 1;
    ClockOutcome before;
    ClockOutcome after;

    /// Late or not, or by how much: what a due time that merely moved did not change.
    [[nodiscard]] bool changes_lateness() const;
};

/// A recorded step that the other rules cannot take. It is passed over; the rest of the case goes on.
struct Misfit {
    CaseId case_id{};
    std::string number;
    std::int64_t seq = 0;
    std::string event;  ///< of the workflow; empty of the opening
    LocalText why;
};

/// Over all cases, of one clock of one workflow.
struct ClockSummary {
    std::int64_t clocks = 0;  ///< before or after, cycles counted singly
    std::int64_t moved = 0;   ///< that have another due time, or exist on one side only
    std::int64_t late_before = 0;
    std::int64_t late_after = 0;
    std::int64_t newly_late = 0;
    std::int64_t no_longer_late = 0;
    std::int64_t overdue_s_before = 0;
    std::int64_t overdue_s_after = 0;
};

/// Memory: one case at a time. Not thread-safe. What it is given outlives it.
class WhatIf {
 public:
    struct Listener {
        std::function<void(const ClockDifference&)> differs;
        std::function<void(const Misfit&)> misfits;
    };

    /// `known` has every definition that cases are pinned to; clocks still running are looked at as of `horizon`, which
    /// is not before the last event.
    WhatIf(const RuleTimeline& timeline, const RuleHistory& known, Instant horizon, Listener listener)
        : timeline_(timeline), known_(known), horizon_(horizon), listener_(std::move(listener)) {}

    /// All events of one case, in order, with their personal values.
    void take(const std::vector<Event>& history);

    [[nodiscard]] std::int64_t cases() const { return cases_; }
    /// By workflow and clock.
    [[nodiscard]] const std::map<std::pair<std::string, std::string>, ClockSummary>& summaries() const {
        return summaries_;
    }

 private:
    void compare(const CaseSnapshot& before, const CaseSnapshot& after);
    void count(const ClockDifference& pair);

    const RuleTimeline& timeline_;
    const RuleHistory& known_;
    Instant horizon_;
    Listener listener_;
    std::int64_t cases_ = 0;
    std::map<std::pair<std::string, std::string>, ClockSummary> summaries_;
};

}  // namespace gongdan
