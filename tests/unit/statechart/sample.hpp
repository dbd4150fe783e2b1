#pragma once
/// A small workflow in code, for tests that need no file: draft → working (open → busy ⇄ review) → done, with one
/// clock.

#include "core/statechart/analysis.hpp"

namespace gongdan::test {

inline LocalText titled(const std::string& word) { return {"中文" + word, word}; }

inline Transition transition(const std::string& event, const std::string& target) {
    Transition made;
    made.event = event;
    made.title = titled(event);
    made.target = target;
    return made;
}

inline State state(const std::string& name, int parent = -1) {
    State made;
    made.name = name;
    made.title = titled(name);
    made.parent = parent;
    return made;
}

inline Guard guard_on(Guard::Op op, const std::string& field, std::vector<json::value> values = {}) {
    Guard made;
    made.op = op;
    made.field = field;
    made.values = std::move(values);
    return made;
}

inline Guard guard_of(Guard::Op op, std::vector<Guard> children) {
    Guard made;
    made.op = op;
    made.children = std::move(children);
    return made;
}

inline Field field(const std::string& name, FieldType type) {
    Field made;
    made.name = name;
    made.title = titled(name);
    made.type = type;
    return made;
}

/// Sound: analyse() refuses nothing in it.
inline Workflow sample() {
    Workflow flow;
    flow.name = "sample";
    flow.title = titled("sample");
    flow.number_prefix = "S";
    flow.version = "0";
    flow.open_roles = {"dispatcher"};
    flow.fields = {field("note", FieldType::text), field("count", FieldType::integer),
                   field("sure", FieldType::boolean)};
    flow.initial = "draft";
    flow.states = {state("draft"),     state("working"), state("open", 1), state("busy", 1),
                   state("review", 1), state("paused"),  state("done")};
    flow.states[0].transitions = {transition("begin", "working")};
    flow.states[1].compound = true;
    flow.states[1].initial = "open";
    flow.states[1].transitions = {transition("pause", "paused"), transition("remark", "")};
    flow.states[2].transitions = {transition("take", "busy")};
    flow.states[3].transitions = {transition("hand_in", "review")};
    flow.states[4].transitions = {transition("accept", "done"), transition("send_back", "busy")};
    flow.states[5].transitions = {transition("go_on", "working.history")};
    flow.states[6].final = true;
    for (const State& each : flow.states) {
        for (const Transition& move : each.transitions) flow.events.push_back({move.event, move.title, {}});
    }
    ClockDef clock;
    clock.name = "work";
    clock.title = titled("work");
    clock.limit = Limit{2, Unit::hours};
    clock.start.enter = {"working"};
    clock.stop.enter = {"done"};
    clock.ladder = "calls";
    flow.clocks = {clock};
    return flow;
}

inline Vocabulary vocabulary() {
    Rung rung;
    rung.permille = 500;
    rung.roles = {"dispatcher"};
    Ladder ladder;
    ladder.name = "calls";
    ladder.title = titled("calls");
    ladder.rungs = {rung};
    return {{"dispatcher", "foreman"}, {ladder}, {}};
}

}  // namespace gongdan::test
