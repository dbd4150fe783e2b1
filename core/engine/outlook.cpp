#include "core/engine/outlook.hpp"

namespace gongdan {
namespace {

constexpr int kRiskPermille = 800;  ///< the desk calls the crew at 80 % of the limit (DOMAIN.md §7)

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
            const auto pauses = pause_intervals(*clock, clock->due_at);
            keep_earlier(outlook.due_at, clock->due_at);
            keep_earlier(outlook.risk_at,
                         at_share(*rules.calendar, clock->started_at, clock->limit, kRiskPermille, pauses));
        }
    }
    return outlook;
}

}  // namespace gongdan
