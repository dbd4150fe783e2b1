#include "core/ticket/fit.hpp"

#include <algorithm>

#include "core/ticket/filing.hpp"

namespace gongdan {
namespace {

constexpr std::int64_t kRungsMax = 1000;  ///< more than any ladder has
constexpr std::int64_t kRepeatsMax = 1'000'000;

bool holds_time(const json::object& body, std::string_view key) { return parse_time(string_or_empty(body, key)).ok(); }

bool holds_limit(const json::object& body) { return parse_limit(string_or_empty(body, "limit")).ok(); }

bool holds_texts(const json::object& body, std::string_view key) {
    const json::array* list = get_array(body, key);
    return list != nullptr &&
           std::all_of(list->begin(), list->end(), [](const json::value& entry) { return entry.is_string(); });
}

bool fits_note(const CaseSnapshot& before, const json::object& body) {
    const std::string effect = string_or_empty(body, "effect");
    if (effect == "erased") return holds_texts(body, "fields");
    if (effect != kExempted && effect != kExemptionEnded) return true;
    if (!holds_texts(body, "clocks") || !holds_time(body, "from") || !holds_time(body, "until")) return false;
    const json::array& names = *get_array(body, "clocks");
    return std::all_of(names.begin(), names.end(),
                       [&before](const json::value& name) { return before.clock(name.get_string()) != nullptr; });
}

bool fits_rung(const json::object& body) {
    const auto rung = get_int(body, "rung").value_or(0);
    const auto repeat = get_int(body, "repeat").value_or(0);
    return rung >= 0 && rung <= kRungsMax && repeat >= 0 && repeat <= kRepeatsMax;
}

/// Of a clock that has to be there.
bool fits_clock(const CaseSnapshot& before, const Event& event) {
    if (before.clock(string_or_empty(event.body, "clock")) == nullptr) return false;
    switch (event.type) {
        case EventType::clock_resumed: return holds_time(event.body, "due_at");
        case EventType::clock_rebased:
            return holds_time(event.body, "due_at") && (!event.body.contains("limit") || holds_limit(event.body));
        case EventType::escalation_raised:
        case EventType::escalation_skipped: return fits_rung(event.body);
        case EventType::clock_paused:
        case EventType::clock_stopped:
        case EventType::clock_breached:
        case EventType::clock_corrected:
        case EventType::clock_cancelled: return true;
        case EventType::case_opened:
        case EventType::case_moved:
        case EventType::case_noted:
        case EventType::case_merged:
        case EventType::clock_started:
        case EventType::escalation_acknowledged:
        case EventType::finding_raised:
        case EventType::configuration_changed: break;
    }
    return false;
}

}  // namespace

bool fits(const CaseSnapshot& before, const Event& event, const Workflow& workflow) {
    const bool first = before.revision == 0;
    if (event.case_seq != before.revision + 1 || first != (event.type == EventType::case_opened)) return false;
    switch (event.type) {
        case EventType::case_opened: return workflow.index_of(string_or_empty(event.body, "state")) >= 0;
        case EventType::case_moved:
            return workflow.index_of(string_or_empty(event.body, "to")) >= 0 && fits_note(before, event.body);
        case EventType::case_noted: return fits_note(before, event.body);
        case EventType::clock_started: return holds_time(event.body, "due_at") && holds_limit(event.body);
        case EventType::case_merged:
        case EventType::escalation_acknowledged:
        case EventType::finding_raised: return true;
        case EventType::configuration_changed: return false;
        case EventType::clock_paused:
        case EventType::clock_resumed:
        case EventType::clock_rebased:
        case EventType::clock_stopped:
        case EventType::clock_breached:
        case EventType::clock_corrected:
        case EventType::clock_cancelled:
        case EventType::escalation_raised:
        case EventType::escalation_skipped: return fits_clock(before, event);
    }
    return false;
}

}  // namespace gongdan
