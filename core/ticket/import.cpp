// Cases that happened in another system: their past is taken over as it was, not judged by today's workflow.

#include "core/ticket/draft.hpp"

namespace gongdan {
namespace {

void find(Draft& draft, Instant at, json::object body) { draft.emit(EventType::finding_raised, at, std::move(body)); }

Result<void> check(const ImportCommand& command, const Workflow* workflow, Instant now) {
    if (workflow == nullptr) return fail(Errc::invalid_input, "open.unknown-workflow", command.workflow);
    if (command.number.empty()) return fail(Errc::invalid_input, "import.no-number");
    if (command.opened_at > now) {
        return fail(Errc::invalid_input, "occurred.in-future", written_time(command.opened_at), written_time(now));
    }
    auto problems = check_fields(*workflow, command.data, false);
    for (const HistoryStep& step : command.steps) {
        for (auto& problem : check_fields(*workflow, step.data, false)) problems.push_back(std::move(problem));
    }
    if (!problems.empty()) return invalid_fields(std::move(problems));
    return {};
}

Result<void> open(Draft& draft, const ImportCommand& command) {
    const auto workflow = draft.state().workflow;
    const auto entered = initial_states(*workflow);
    draft.emit(EventType::case_opened, command.opened_at,
               {{"workflow", workflow->name},
                {"version", workflow->version},
                {"number", command.number},
                {"state", entered.back()},
                {"actor", command.actor.id},
                {"data", command.data},
                {"promise_set", draft.rules().promise_set},
                {"imported", true}});
    for (const FieldProblem& missing : check_fields(*workflow, command.data, true)) {
        find(draft, command.opened_at, {{"finding", "field-missing"}, {"pointer", missing.pointer}});
    }
    return run_clocks(draft, {true, "", entered, {}, command.opened_at, ""});
}

/// Takes one step. A step that cannot be true (in the future, of an event the workflow does not know) is only a
/// finding.
Result<void> take(Draft& draft, const HistoryStep& past, Instant before) {
    if (past.at > draft.now()) {
        find(draft, draft.now(),
             {{"finding", "time-in-future"}, {"event", past.event}, {"time", format_time(past.at)}});
        return {};
    }
    if (past.at < before) {
        find(draft, past.at,
             {{"finding", "times-out-of-order"}, {"event", past.event}, {"after", format_time(before)}});
    }
    run_breaches(draft, past.at - Millis(1));
    const CaseSnapshot& now = draft.state();
    const std::vector<std::string> nobody;
    const auto taken =
        step_of_history({*now.workflow, now.state, now.history, past.event, nobody, now.data, past.data, {}});
    if (!taken) {
        find(draft, past.at, {{"finding", "event-unknown"}, {"event", past.event}});
        return {};
    }
    json::object body{{"event", past.event}, {"imported", true}};
    const bool moves = !taken->transition->target.empty();
    if (moves) {
        body["from"] = now.state;
        body["to"] = taken->target;
    }
    if (!past.data.empty()) body["data"] = past.data;
    if (const auto effect = effect_name(taken->transition->effect); !effect.empty()) body["effect"] = effect;
    draft.emit(moves ? EventType::case_moved : EventType::case_noted, past.at, std::move(body));
    const bool reopens = taken->transition->effect == Effect::reopen;
    return run_clocks(draft, {false, past.event, taken->entered, taken->left, past.at,
                              string_or_empty(past.data, "reason"), reopens});
}

}  // namespace

Result<Decision> decide_import(const ImportCommand& command, CaseId id, const Rules& rules, Instant now) {
    const auto workflow = rules.find_workflow(command.workflow);
    if (auto checked = check(command, workflow.get(), now); !checked) return checked.error();
    Draft draft({}, rules, now);
    draft.take_as_history();
    draft.pin(id, workflow);
    if (auto done = open(draft, command); !done) return done.error();
    Instant before = command.opened_at;
    for (const HistoryStep& past : command.steps) {
        if (auto done = take(draft, past, before); !done) return done.error();
        if (past.at <= now) before = past.at;
    }
    run_breaches(draft, now);
    skip_rungs(draft, now);
    for (const std::string& finding : command.findings) find(draft, command.opened_at, {{"finding", finding}});
    return std::move(draft).finish();
}

}  // namespace gongdan
