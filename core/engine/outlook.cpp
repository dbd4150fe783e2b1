#include "core/engine/outlook.hpp"

namespace gongdan {
namespace {

void keep_earlier(std::optional<Instant>& kept, Instant candidate) {
    if (!kept || candidate < *kept) kept = candidate;
}

}  // namespace

Outlook outlook_of(const CaseSnapshot& snapshot, const Rules& rules) {
    Outlook outlook;
    outlook.next_alarm = next_alarm_at(snapshot, rules);
    for (const ClockDef& def : snapshot.workflow->clocks) {
        const ClockState* clock = snapshot.clock(def.name);
        if (clock == nullptr || clock->ended()) continue;
        if (clock->breached) {
            outlook.overdue = true;
        } else if (clock->status == ClockStatus::running) {
            keep_earlier(outlook.due_at, clock->due_at);
            if (const auto risk = at_risk_from(*clock, *rules.calendar)) keep_earlier(outlook.risk_at, *risk);
        }
    }
    return outlook;
}

}  // namespace gongdan
