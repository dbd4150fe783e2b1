#include "tests/support/second_look.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "adapters/host/rules_journal.hpp"
#include "tests/support/shipped.hpp"

namespace gongdan::test {
namespace {

std::string shown(const ClockOutcome& outcome) {
    if (outcome.verdict == Verdict::absent) return "absent";
    const std::string due = format_time(outcome.due_at).substr(5, 11);
    return fmt::format("{} {} {}", due, name_of(outcome.verdict), outcome.overdue_s);
}

}  // namespace

std::vector<std::string> SecondLook::lines() const {
    std::vector<std::string> lines;
    for (const ClockDifference& pair : differences) {
        const std::string cycle = pair.cycle == 1 ? "" : "#" + std::to_string(pair.cycle);
        lines.push_back(fmt::format("{}{}: {} -> {}", pair.clock, cycle, shown(pair.before), shown(pair.after)));
    }
    return lines;
}

SecondLook look_again(const std::vector<StoredEvent>& journal, const RuleChanges& changes) {
    host::JournalledRules rules(*shipped().rules);
    RuleTimeline timeline(changes);
    timeline.put(0, {}, rules.in_force());
    std::map<CaseId, std::vector<Event>> cases;
    Instant horizon{};
    for (const StoredEvent& stored : journal) {
        const Event event = restore_event(stored).value();
        horizon = std::max(horizon, event.recorded_at);
        if (to_int(event.case_id) != 0) {
            cases[event.case_id].push_back(event);
        } else if (rules.take(event)) {
            timeline.put(event.seq, event.recorded_at, rules.in_force());
        }
    }
    SecondLook look;
    WhatIf whatif(timeline, rules, horizon,
                  {[&look](const ClockDifference& pair) { look.differences.push_back(pair); },
                   [&look](const Misfit& misfit) { look.misfits.push_back(misfit); }});
    for (const auto& [id, history] : cases) whatif.take(history);
    look.summaries = whatif.summaries();
    return look;
}

}  // namespace gongdan::test
