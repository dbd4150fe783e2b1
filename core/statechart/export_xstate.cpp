// XState 5: every state has its name as id, targets are "#name", a history is a child "history" of its compound state.

#include "core/statechart/export_parts.hpp"

namespace gongdan {
namespace {

json::object title_json(const LocalText& title) { return {{"zh", title.zh}, {"en", title.en}}; }

json::object guard_json(const Guard& guard) {
    json::object params;
    if (!guard.children.empty()) {
        json::array children;
        for (const Guard& child : guard.children) children.push_back(guard_json(child));
        params["guards"] = std::move(children);
    }
    if (!guard.field.empty()) params["field"] = guard.field;
    if (!guard.values.empty()) params["values"] = json::array(guard.values.begin(), guard.values.end());
    if (guard.age) params["age"] = format_limit(*guard.age);
    json::object made{{"type", op_name(guard.op)}};
    if (!params.empty()) made["params"] = std::move(params);
    return made;
}

json::object transition_json(const State& from, const Transition& transition) {
    json::object made;
    if (!transition.target.empty()) made["target"] = "#" + transition.target;
    if (transition.target == from.name) made["reenter"] = true;
    if (transition.guard) made["guard"] = guard_json(*transition.guard);
    if (const auto effect = effect_name(transition.effect); !effect.empty()) made["actions"] = json::array{effect};
    json::object meta{{"title", title_json(transition.title)}};
    if (!transition.roles.empty()) meta["roles"] = json::value_from(transition.roles);
    if (!transition.require.empty()) meta["require"] = json::value_from(transition.require);
    if (transition.permit) meta["permit"] = json::value_from(*transition.permit);
    if (!transition.ask.empty()) meta["ask"] = json::value_from(transition.ask);
    made["meta"] = std::move(meta);
    return made;
}

json::object state_json(const Workflow& workflow, int index) {
    const State& state = workflow.states[std::size_t(index)];
    json::object made{{"id", state.name}};
    if (state.final) made["type"] = "final";
    if (state.compound) made["initial"] = state.initial;
    made["meta"] = json::object{{"title", title_json(state.title)}};
    json::object on;
    for (const Transition& transition : state.transitions) {
        json::value& choices = on[transition.event];
        if (choices.is_null()) choices = json::array();
        choices.as_array().push_back(transition_json(state, transition));
    }
    if (!on.empty()) made["on"] = std::move(on);
    if (!state.compound) return made;
    json::object states;
    for (const int inside : states_inside(workflow, index)) {
        states[workflow.states[std::size_t(inside)].name] = state_json(workflow, inside);
    }
    if (has_history(workflow, state.name)) {
        states["history"] = json::object{{"type", "history"}, {"history", "deep"}, {"target", "#" + state.initial}};
    }
    made["states"] = std::move(states);
    return made;
}

json::object trigger_json(const ClockTrigger& trigger) {
    json::object made;
    json::array on = json::value_from(trigger.on).as_array();
    if (trigger.open) on.insert(on.begin(), json::value("open"));
    if (!on.empty()) made["on"] = std::move(on);
    if (!trigger.enter.empty()) made["enter"] = json::value_from(trigger.enter);
    if (!trigger.leave.empty()) made["leave"] = json::value_from(trigger.leave);
    return made;
}

json::object clock_json(const ClockDef& clock) {
    json::object made{{"title", title_json(clock.title)}};
    if (!clock.promise.empty()) made["promise"] = clock.promise;
    if (clock.limit) made["limit"] = format_limit(*clock.limit);
    if (!clock.by.empty()) {
        json::object limits{{"by", clock.by}};
        for (const auto& [value, limit] : clock.limits) limits[value] = format_limit(limit);
        made["limit"] = std::move(limits);
    }
    const std::pair<const char*, const ClockTrigger*> triggers[] = {
        {"start", &clock.start}, {"stop", &clock.stop},   {"cancel", &clock.cancel},
        {"reset", &clock.reset}, {"pause", &clock.pause}, {"resume", &clock.resume}};
    for (const auto& [name, trigger] : triggers) {
        if (!trigger->empty()) made[name] = trigger_json(*trigger);
    }
    if (!clock.start_at.empty()) made["start"].as_object()["at"] = clock.start_at;
    if (clock.start_guard) made["start"].as_object()["guard"] = guard_in_words(*clock.start_guard);
    if (!clock.ladder.empty()) made["ladder"] = clock.ladder;
    return made;
}

/// Two spaces a level, for people to read and for version control to compare.
void write(const json::value& value, const std::string& margin, std::string& out) {
    const std::string inner = margin + "  ";
    const auto* object = value.if_object();
    const auto* array = value.if_array();
    if (object != nullptr && !object->empty()) {
        std::string_view before = "{\n";
        for (const auto& [key, member] : *object) {
            out += std::string(before) + inner + json::serialize(json::value(key)) + ": ";
            write(member, inner, out);
            before = ",\n";
        }
        out += "\n" + margin + "}";
    } else if (array != nullptr && !array->empty() && array->front().is_object()) {
        std::string_view before = "[\n";
        for (const json::value& member : *array) {
            out += std::string(before) + inner;
            write(member, inner, out);
            before = ",\n";
        }
        out += "\n" + margin + "]";
    } else {
        out += json::serialize(value);
    }
}

}  // namespace

std::string to_xstate(const Workflow& workflow) {
    json::object clocks;
    for (const ClockDef& clock : workflow.clocks) clocks[clock.name] = clock_json(clock);
    json::object meta{{"title", title_json(workflow.title)}, {"open_roles", json::value_from(workflow.open_roles)}};
    if (!clocks.empty()) meta["clocks"] = std::move(clocks);
    json::object states;
    for (const int index : states_inside(workflow, -1)) {
        states[workflow.states[std::size_t(index)].name] = state_json(workflow, index);
    }
    const json::object machine{{"id", workflow.name},
                               {"version", workflow.version},
                               {"initial", workflow.initial},
                               {"meta", std::move(meta)},
                               {"states", std::move(states)}};
    std::string out;
    write(machine, "", out);
    return out + "\n";
}

}  // namespace gongdan
