#include "core/ticket/event.hpp"

#include "core/base/check.hpp"

namespace gongdan {

std::string_view name_of(EventType type) {
    switch (type) {
        case EventType::case_opened: return "case.opened";
        case EventType::case_moved: return "case.moved";
        case EventType::case_noted: return "case.noted";
        case EventType::case_merged: return "case.merged";
        case EventType::clock_started: return "clock.started";
        case EventType::clock_paused: return "clock.paused";
        case EventType::clock_resumed: return "clock.resumed";
        case EventType::clock_rebased: return "clock.rebased";
        case EventType::clock_stopped: return "clock.stopped";
        case EventType::clock_breached: return "clock.breached";
        case EventType::clock_corrected: return "clock.corrected";
        case EventType::clock_cancelled: return "clock.cancelled";
        case EventType::escalation_raised: return "escalation.raised";
        case EventType::escalation_acknowledged: return "escalation.acknowledged";
        case EventType::finding_raised: return "finding.raised";
    }
    GONGDAN_UNREACHABLE("an EventType outside its enum");
}

}  // namespace gongdan
