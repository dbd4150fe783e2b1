#include "core/audit/clock_check.hpp"

#include "core/base/canonical_json.hpp"
#include "core/ticket/recompute.hpp"

namespace gongdan {
namespace {

bool moves_a_clock(EventType type) {
    switch (type) {
        case EventType::clock_started:
        case EventType::clock_paused:
        case EventType::clock_resumed:
        case EventType::clock_stopped:
        case EventType::clock_corrected:
        case EventType::clock_cancelled: return true;
        case EventType::case_opened:
        case EventType::case_moved:
        case EventType::case_noted:
        case EventType::case_merged:
        case EventType::clock_rebased:
        case EventType::clock_breached:  // by a step or by the timer
        case EventType::escalation_raised:
        case EventType::escalation_acknowledged:
        case EventType::escalation_skipped:
        case EventType::finding_raised:
        case EventType::configuration_changed: break;
    }
    return false;
}

std::string shown(const json::value& value) { return canonical_json(value); }
std::string shown(const json::value* value) { return value == nullptr ? "-" : shown(*value); }

}  // namespace

void ClockCheck::differ(const Event& event, std::string_view member, std::string_view told, std::string_view computed) {
    report_({event.seq, text("recompute.differs", event.seq, to_int(event.case_id), name_of(event.type),
                             string_or_empty(event.body, "clock"), member, told, computed)});
}

void ClockCheck::hold(const Event& event, std::string_view member, const json::value& computed) {
    const json::value* told = event.body.if_contains(member);
    if (told != nullptr && told->is_null()) return;  // erased since
    if (told == nullptr || *told != computed) differ(event, member, shown(told), shown(computed));
}

void ClockCheck::check_missing(CaseId id, std::int64_t seq) {
    const auto pending = expected_.find(id);
    if (pending == expected_.end()) return;
    const Event& missing = pending->second.front();
    report_({seq, text("recompute.missing", to_int(id), name_of(missing.type), string_or_empty(missing.body, "clock"),
                       format_time(missing.occurred_at))});
    expected_.erase(pending);
}

void ClockCheck::expect(const CaseSnapshot& before, const Event& cause,
                        const std::shared_ptr<const Workflow>& workflow) {
    auto events = clock_events_of(before, cause, workflow, rules_.in_force());
    if (!events) {
        report_(
            {cause.seq, with_cause(text("recompute.failed", cause.seq, to_int(cause.case_id)), events.error().detail)});
    } else if (!events->empty()) {
        expected_[cause.case_id] = std::move(*events);
    }
}

/// True when the event is the one that had to come next; what is wrong with it is told.
bool ClockCheck::takes_expected(const Event& event) {
    const auto pending = expected_.find(event.case_id);
    if (pending == expected_.end()) return false;
    const Event& computed = pending->second.front();
    const bool same =
        computed.type == event.type && string_or_empty(computed.body, "clock") == string_or_empty(event.body, "clock");
    if (!same) return false;
    if (computed.occurred_at != event.occurred_at) {
        differ(event, "occurred_at", format_time(event.occurred_at), format_time(computed.occurred_at));
    }
    for (const auto& member : computed.body) {
        // The calendar's name is a label: a year put in while running and the same read at a start are named apart.
        if (member.key() != "calendar") hold(event, member.key(), member.value());
    }
    pending->second.erase(pending->second.begin());
    if (pending->second.empty()) expected_.erase(pending);
    return true;
}

void ClockCheck::check_breach(const CaseSnapshot& before, const Event& event) {
    const ClockState* clock = before.clock(string_or_empty(event.body, "clock"));
    const bool ran_out = clock != nullptr && clock->status == ClockStatus::running && !clock->breached;
    if (!ran_out || event.recorded_at < clock->due_at) {
        report_({event.seq,
                 text("recompute.no-breach", event.seq, to_int(event.case_id), string_or_empty(event.body, "clock"))});
        return;
    }
    hold(event, "due_at", json::value(format_time(clock->due_at)));
    if (event.occurred_at != clock->due_at)
        differ(event, "occurred_at", format_time(event.occurred_at), format_time(clock->due_at));
}

/// The calendar in force when it gives what is told, whatever it is called: the years put in while running are laid
/// over the file anew at every start, in another order of names. Else the one that the event names.
std::shared_ptr<const Calendar> ClockCheck::calendar_of(const ClockState* clock, const Event& event) const {
    const auto present = rules_.in_force().calendar;
    const std::string version = string_or_empty(event.body, "calendar");
    if (version.empty() || version == present->version() || clock == nullptr) return present;
    const Deadline deadline = rebased_deadline(*clock, event, *present);
    const bool told = string_or_empty(event.body, "due_at") == format_time(deadline.due_at) &&
                      get_bool(event.body, "provisional") == deadline.provisional;
    return told ? present : rules_.find_calendar(version);
}

void ClockCheck::check_rebase(const CaseSnapshot& before, const Event& event) {
    const ClockState* clock = before.clock(string_or_empty(event.body, "clock"));
    const std::string version = string_or_empty(event.body, "calendar");
    const auto calendar = calendar_of(clock, event);
    if (clock == nullptr || calendar == nullptr) {
        report_({event.seq, text("recompute.no-calendar", event.seq, to_int(event.case_id), version)});
        return;
    }
    const Deadline deadline = rebased_deadline(*clock, event, *calendar);
    hold(event, "old_due_at", json::value(format_time(clock->due_at)));
    hold(event, "due_at", json::value(format_time(deadline.due_at)));
    hold(event, "provisional", json::value(deadline.provisional));
}

void ClockCheck::take(const CaseSnapshot& before, const Event& event, const std::shared_ptr<const Workflow>& workflow) {
    if (drives_clocks(event)) {
        check_missing(event.case_id, event.seq);
        return expect(before, event, workflow);
    }
    const bool steps = moves_a_clock(event.type);
    if (!steps && event.type != EventType::clock_breached && event.type != EventType::clock_rebased) return;
    ++recomputed_;
    if (event.type == EventType::clock_rebased) return check_rebase(before, event);
    if (takes_expected(event)) return;
    if (event.type == EventType::clock_breached) return check_breach(before, event);
    report_({event.seq, text("recompute.uncalled", event.seq, to_int(event.case_id), name_of(event.type),
                             string_or_empty(event.body, "clock"))});
}

void ClockCheck::finish(const CaseSnapshot& snapshot, Instant horizon) {
    check_missing(snapshot.id, 0);
    for (const ClockState& clock : snapshot.clocks) {
        const bool lost =
            clock.status == ClockStatus::running && !clock.breached && clock.due_at + kLostAlarm < horizon;
        if (lost)
            report_({0, text("recompute.lost-breach", to_int(snapshot.id), clock.name, format_time(clock.due_at))});
    }
}

}  // namespace gongdan
