#include "core/ticket/recompute.hpp"

#include "core/ticket/draft.hpp"

namespace gongdan {
namespace {

bool is_clock_event(EventType type) {
    switch (type) {
        case EventType::clock_started:
        case EventType::clock_paused:
        case EventType::clock_resumed:
        case EventType::clock_stopped:
        case EventType::clock_breached:
        case EventType::clock_corrected:
        case EventType::clock_cancelled: return true;
        case EventType::case_opened:
        case EventType::case_moved:
        case EventType::case_noted:
        case EventType::case_merged:
        case EventType::clock_rebased:
        case EventType::escalation_raised:
        case EventType::escalation_acknowledged:
        case EventType::escalation_skipped:
        case EventType::finding_raised:
        case EventType::configuration_changed: break;
    }
    return false;
}

Error impossible(const Event& cause) {
    return fail(Errc::internal, "recompute.impossible", cause.seq, string_or_empty(cause.body, "event"));
}

/// The step that `workflow` takes: by the role that took it; of an imported past, by whoever it was.
Result<StepResult> step_under(const Workflow& workflow, const CaseSnapshot& before, const Event& cause) {
    const std::string event = string_or_empty(cause.body, "event");
    const json::object nothing;
    const json::object* given = get_object(cause.body, "data");
    const std::vector<std::string> roles{string_or_empty(cause.body, "role")};
    const bool imported = get_bool(cause.body, "imported").value_or(false);
    const StepInput input{workflow,
                          before.state,
                          before.history,
                          event,
                          roles,
                          before.data,
                          given == nullptr ? nothing : *given,
                          imported ? GuardFacts{} : before.facts(cause.recorded_at)};
    auto taken = imported ? Result<StepResult>(impossible(cause)) : find_step(input);
    if (taken) return taken;
    // What a condition looks at may have been erased since.
    auto past = step_of_history(input);
    return past ? Result<StepResult>(std::move(*past)) : impossible(cause);
}

/// The step as it was taken.
Result<StepResult> step_again(const CaseSnapshot& before, const Event& cause) {
    auto taken = step_under(*before.workflow, before, cause);
    if (!taken) return taken;
    const bool moves = !taken->transition->target.empty();
    const bool as_told = moves == (cause.type == EventType::case_moved) &&
                         (!moves || taken->target == string_or_empty(cause.body, "to"));
    if (!as_told || string_or_empty(cause.body, "from") != (moves ? before.state : "")) return impossible(cause);
    return taken;
}

Result<void> happen(Draft& draft, const CaseSnapshot& before, const Event& cause) {
    if (cause.type == EventType::case_opened) {
        const auto entered = initial_states(*draft.state().workflow);
        if (string_or_empty(cause.body, "state") != entered.back()) return impossible(cause);
        return run_clocks(draft, {true, "", entered, {}, cause.occurred_at, ""});
    }
    const auto taken = step_again(before, cause);
    if (!taken) return taken.error();
    const std::string event = string_or_empty(cause.body, "event");
    const json::object* data = get_object(cause.body, "data");
    const std::string reason = data == nullptr ? "" : string_or_empty(*data, "reason");
    return run_clocks(draft, {false, event, taken->entered, taken->left, cause.occurred_at, reason,
                              taken->transition->effect == Effect::reopen});
}

}  // namespace

bool drives_clocks(const Event& event) {
    if (event.type == EventType::case_noted) return event.body.contains("event");
    return event.type == EventType::case_opened || event.type == EventType::case_moved;
}

Result<std::vector<Event>> clock_events_of(const CaseSnapshot& before, const Event& cause,
                                           std::shared_ptr<const Workflow> workflow, const Rules& rules) {
    CaseSnapshot after = before;
    apply(after, cause, std::move(workflow));
    Draft draft(std::move(after), rules, cause.recorded_at);
    const bool history = get_bool(cause.body, "imported").value_or(false);
    if (history) draft.take_as_history();
    if (auto done = happen(draft, before, cause); !done) return done.error();
    auto events = std::move(draft).finish().events;
    std::erase_if(events, [](const Event& event) { return !is_clock_event(event.type); });
    return events;
}

Result<Event> retold(const CaseSnapshot& before, const Event& cause, const Workflow& workflow) {
    Event event = cause;
    event.case_seq = before.revision + 1;
    if (cause.type == EventType::case_opened) {
        event.body["version"] = workflow.version;
        event.body["state"] = initial_states(workflow).back();
        return event;
    }
    const auto taken = step_under(workflow, before, cause);
    if (!taken) return taken.error();
    for (const char* member : {"from", "to", "effect"}) event.body.erase(member);
    const bool moves = !taken->transition->target.empty();
    event.type = moves ? EventType::case_moved : EventType::case_noted;
    if (moves) {
        event.body["from"] = before.state;
        event.body["to"] = taken->target;
    }
    if (const auto effect = effect_name(taken->transition->effect); !effect.empty()) event.body["effect"] = effect;
    return event;
}

Deadline rebased_deadline(const ClockState& clock, const Event& event, const Calendar& calendar) {
    ClockState changed = clock;
    if (const auto limit = parse_limit(string_or_empty(event.body, "limit"))) changed.limit = *limit;
    return deadline_of(changed, calendar);
}

}  // namespace gongdan
