#include "core/statechart/step.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr std::size_t kUsualDepth = 4;  ///< of nested states

/// `state` and the compound states around it, innermost first.
std::vector<std::string> chain_of(const Workflow& workflow, std::string_view state) {
    std::vector<std::string> chain;
    chain.reserve(kUsualDepth);
    for (int at = workflow.index_of(state); at >= 0; at = workflow.states[std::size_t(at)].parent) {
        chain.push_back(workflow.states[std::size_t(at)].name);
    }
    return chain;
}

/// The leaf a target means: through ".history" to the last leaf, through a compound state to its initial one.
std::string resolve_target(const Workflow& workflow, std::string target, const History& history) {
    if (target.ends_with(kHistorySuffix)) {
        target.resize(target.size() - kHistorySuffix.size());
        for (const auto& [around, leaf] : history) {
            if (around == target) return leaf;
        }
    }
    const State* state = workflow.find_state(target);
    while (state != nullptr && state->compound) state = workflow.find_state(state->initial);
    GONGDAN_CHECK(state != nullptr, "analysis has seen to it that every target exists");
    return state->name;
}

bool has_role(const std::vector<std::string>& may, const std::vector<std::string>& roles, std::string& used) {
    for (const std::string& role : roles) {
        if (may.empty() || std::find(may.begin(), may.end(), role) != may.end()) {
            used = role;
            return true;
        }
    }
    return false;
}

std::vector<const Transition*> candidates(const Workflow& workflow, std::string_view state, std::string_view event) {
    std::vector<const Transition*> found;
    for (int at = workflow.index_of(state); at >= 0 && found.empty(); at = workflow.states[std::size_t(at)].parent) {
        for (const Transition& transition : workflow.states[std::size_t(at)].transitions) {
            if (transition.event == event) found.push_back(&transition);
        }
    }
    return found;
}

/// What people call it; its id where nothing has a title.
LocalText event_title(const StepInput& input) {
    const EventTitle* event = input.workflow.find_event(input.event);
    return event == nullptr ? LocalText{std::string(input.event), std::string(input.event)} : event->title;
}

Error not_allowed(const StepInput& input, std::string_view why) {
    const State* state = input.workflow.find_state(input.state);
    const LocalText event = event_title(input);
    const LocalText where =
        state == nullptr ? LocalText{std::string(input.state), std::string(input.state)} : state->title;
    Error error = fail(Errc::not_allowed, why, event.zh, where.zh, event.en, where.en);
    error.allowed = allowed_events(input.workflow, input.state, input.roles, input.facts);
    return error;
}

std::vector<FieldProblem> missing_fields(const StepInput& input, const Transition& transition) {
    std::vector<FieldProblem> missing;
    for (const std::string& field : transition.require) {
        const auto* value = input.given.if_contains(field);
        const bool empty = value == nullptr || value->is_null() ||
                           (value->is_string() && std::string_view(value->get_string()).find_first_not_of(" \t\r\n") ==
                                                      std::string_view::npos);
        if (empty) missing.push_back({"/data/" + field, "required", text("fields.required", field)});
    }
    return missing;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// A form may send back what it was given: only another value is set.
bool sets(const StepInput& input, std::string_view field, const json::value& value) {
    const json::value* stored = input.data.if_contains(field);
    return stored == nullptr ? !value.is_null() : *stored != value;
}

LocalText refusal_to_set(const StepInput& input, const Transition& transition, std::string_view field) {
    const LocalText title = event_title(input);
    std::string open;
    for (const auto* names : {&transition.require, &*transition.permit}) {
        for (const std::string& name : *names) open += (open.empty() ? "" : ", ") + name;
    }
    if (open.empty()) return text("fields.nothing-permitted", field, title.zh, title.en);
    return text("fields.not-permitted", field, title.zh, title.en, open);
}

/// Fields that are none are told of with the other mistakes in the data (check_fields).
std::vector<FieldProblem> closed_fields(const StepInput& input, const Transition& transition) {
    std::vector<FieldProblem> closed;
    if (!transition.permit) return closed;
    for (const auto& [key, value] : input.given) {
        const std::string field(key);
        const bool open = contains(transition.require, field) || contains(*transition.permit, field);
        if (open || input.workflow.find_field(field) == nullptr || !sets(input, field, value)) continue;
        closed.push_back({"/data/" + field, "not-permitted", refusal_to_set(input, transition, field)});
    }
    return closed;
}

Result<void> check_carried(const StepInput& input, const Transition& transition) {
    auto problems = missing_fields(input, transition);
    const bool complete = problems.empty();
    for (FieldProblem& closed : closed_fields(input, transition)) problems.push_back(std::move(closed));
    if (problems.empty()) return {};
    const LocalText title = event_title(input);
    Error error = fail(Errc::invalid_input, complete ? "step.not-permitted" : "step.missing", title.zh, title.en);
    error.fields = std::move(problems);
    return error;
}

/// Few transitions have a guard, so the case's data is copied only for one that has.
bool guard_holds(const Transition& transition, const StepInput& input) {
    if (!transition.guard) return true;
    if (input.given.empty()) return holds(*transition.guard, input.data, input.facts);
    json::object data = input.data;
    for (const auto& [key, value] : input.given) data.insert_or_assign(key, value);
    return holds(*transition.guard, data, input.facts);
}

void find_path(const Workflow& workflow, std::string_view from, StepResult& result) {
    result.left = chain_of(workflow, from);
    auto to = chain_of(workflow, result.target);
    while (result.left.size() > 1 && to.size() > 1 && result.left.back() == to.back()) {
        result.left.pop_back();
        to.pop_back();
    }
    result.entered.assign(to.rbegin(), to.rend());
}

}  // namespace

Result<StepResult> find_step(const StepInput& input) {
    const auto found = candidates(input.workflow, input.state, input.event);
    if (found.empty()) {
        return not_allowed(input, input.workflow.knows_event(input.event) ? "step.not-in-state" : "step.unknown-event");
    }
    StepResult result;
    const Transition* permitted = nullptr;
    for (const Transition* transition : found) {
        if (!has_role(transition->roles, input.roles, result.role)) continue;
        permitted = transition;
        if (!guard_holds(*transition, input)) continue;
        result.transition = transition;
        break;
    }
    if (permitted == nullptr) {
        const LocalText title = event_title(input);
        return fail(Errc::forbidden, "step.forbidden", title.zh, title.en);
    }
    if (result.transition == nullptr) return not_allowed(input, "step.guard");
    result.target = std::string(input.state);
    if (!result.transition->target.empty()) {
        result.target = resolve_target(input.workflow, result.transition->target, input.history);
        find_path(input.workflow, input.state, result);
    }
    return result;
}

Result<StepResult> step(const StepInput& input) {
    auto found = find_step(input);
    if (!found) return found;
    if (auto sound = check_carried(input, *found->transition); !sound) return sound.error();
    return found;
}

std::optional<StepResult> step_of_history(const StepInput& input) {
    auto found = candidates(input.workflow, input.state, input.event);
    for (const State& state : input.workflow.states) {
        for (const Transition& transition : state.transitions) {
            if (transition.event == input.event) found.push_back(&transition);
        }
    }
    const auto fits = [&input](const Transition* transition) { return guard_holds(*transition, input); };
    const auto taken = std::find_if(found.begin(), found.end(), fits);
    if (taken == found.end()) return std::nullopt;
    StepResult result;
    result.transition = *taken;
    result.target = std::string(input.state);
    if (!result.transition->target.empty()) {
        result.target = resolve_target(input.workflow, result.transition->target, input.history);
        find_path(input.workflow, input.state, result);
    }
    return result;
}

std::vector<std::string> initial_states(const Workflow& workflow) {
    auto chain = chain_of(workflow, resolve_target(workflow, workflow.initial, {}));
    std::reverse(chain.begin(), chain.end());
    return chain;
}

std::vector<std::string> allowed_events(const Workflow& workflow, std::string_view state,
                                        const std::vector<std::string>& roles, const GuardFacts& facts) {
    std::vector<std::string> events;
    std::string used;
    for (int at = workflow.index_of(state); at >= 0; at = workflow.states[std::size_t(at)].parent) {
        for (const Transition& transition : workflow.states[std::size_t(at)].transitions) {
            const bool seen = std::find(events.begin(), events.end(), transition.event) != events.end();
            const bool possible = !transition.guard || may_hold(*transition.guard, facts);
            if (!seen && possible && has_role(transition.roles, roles, used)) events.push_back(transition.event);
        }
    }
    return events;
}

}  // namespace gongdan
