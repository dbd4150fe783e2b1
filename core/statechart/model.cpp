#include "core/statechart/model.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

/// Whether a transition of the event is as `fits` says.
template <class Fits>
bool some_transition(const Workflow& workflow, std::string_view event, Fits fits) {
    return std::any_of(workflow.states.begin(), workflow.states.end(), [event, fits](const State& state) {
        return std::any_of(state.transitions.begin(), state.transitions.end(),
                           [event, fits](const auto& step) { return step.event == event && fits(step); });
    });
}

}  // namespace

std::string_view effect_name(Effect effect) {
    switch (effect) {
        case Effect::none: return "";
        case Effect::chase: return "chase";
        case Effect::bounce: return "bounce";
        case Effect::supervise: return "supervise";
        case Effect::extend: return "extend";
        case Effect::merge: return "merge";
        case Effect::reopen: return "reopen";
        case Effect::attempt: return "attempt";
    }
    GONGDAN_UNREACHABLE("an Effect outside its enum");
}

std::string_view hop_name(Hop hop) {
    switch (hop) {
        case Hop::none: return "none";
        case Hop::desk: return "desk";
        case Hop::dispatch: return "dispatch";
        case Hop::crew: return "crew";
        case Hop::review: return "review";
    }
    GONGDAN_UNREACHABLE("a Hop outside its enum");
}

std::string_view name_of(AnnouncementDef::Kind kind) {
    switch (kind) {
        case AnnouncementDef::Kind::outage: return "outage";
        case AnnouncementDef::Kind::arrears: return "arrears";
    }
    GONGDAN_UNREACHABLE("an AnnouncementDef::Kind outside its enum");
}

int Workflow::index_of(std::string_view state) const {
    const auto found = std::find_if(states.begin(), states.end(), [state](const State& s) { return s.name == state; });
    return found == states.end() ? -1 : int(found - states.begin());
}

const State* Workflow::find_state(std::string_view state) const {
    const int index = index_of(state);
    return index < 0 ? nullptr : &states[std::size_t(index)];
}

const Field* Workflow::find_field(std::string_view field) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [field](const Field& f) { return f.name == field; });
    return found == fields.end() ? nullptr : &*found;
}

const ClockDef* Workflow::find_clock(std::string_view clock) const {
    const auto found =
        std::find_if(clocks.begin(), clocks.end(), [clock](const ClockDef& c) { return c.name == clock; });
    return found == clocks.end() ? nullptr : &*found;
}

const EventTitle* Workflow::find_event(std::string_view event) const {
    const auto found =
        std::find_if(events.begin(), events.end(), [event](const EventTitle& e) { return e.name == event; });
    return found == events.end() ? nullptr : &*found;
}

SourceMark Workflow::mark_at(std::string_view path, SourceMark otherwise) const {
    const auto found = marks.find(path);
    return found == marks.end() ? otherwise : found->second;
}

const Promise* PromiseSet::find(std::string_view promise) const {
    const auto found =
        std::find_if(promises.begin(), promises.end(), [promise](const Promise& p) { return p.name == promise; });
    return found == promises.end() ? nullptr : &*found;
}

bool Workflow::knows_event(std::string_view event) const {
    return some_transition(*this, event, [](const Transition&) { return true; });
}

bool Workflow::hands_on(std::string_view event) const {
    return some_transition(*this, event, [](const Transition& transition) {
        return std::any_of(transition.require.begin(), transition.require.end(),
                           [](const std::string& field) { return field == "team" || field == "assignee"; });
    });
}

}  // namespace gongdan
