#include "core/statechart/analysis.hpp"

#include <algorithm>
#include <set>

namespace gongdan {
namespace {

constexpr std::string_view kHistorySuffix = ".history";

class Analysis {
 public:
    Analysis(const Workflow& workflow, const Vocabulary& vocabulary) : workflow_(workflow), vocabulary_(vocabulary) {}

    std::vector<Refusal> run() && {
        check_titles();
        check_references();
        if (found_.empty()) check_paths();
        return std::move(found_);
    }

 private:
    template <class... Args>
    void refuse(const SourceMark& mark, std::string code, const Args&... args) {
        LocalText detail = text("check." + code, args...);
        found_.push_back({std::move(code), std::move(detail), mark});
    }

    void check_title(const LocalText& title, std::string_view what, const SourceMark& mark) {
        if (title.zh.empty()) refuse(mark, "title-missing", what, "zh");
        if (title.en.empty()) refuse(mark, "title-missing", what, "en");
    }

    void check_titles() {
        check_title(workflow_.title, workflow_.name, {1, 1});
        for (const Field& field : workflow_.fields) check_title(field.title, field.name, field.mark);
        for (const State& state : workflow_.states) check_title(state.title, state.name, state.mark);
        for (const ClockDef& clock : workflow_.clocks) check_title(clock.title, clock.name, clock.mark);
    }

    [[nodiscard]] std::string_view without_history(std::string_view target) const {
        return target.ends_with(kHistorySuffix) ? target.substr(0, target.size() - kHistorySuffix.size()) : target;
    }

    void check_references() {
        if (workflow_.index_of(workflow_.initial) < 0) refuse({1, 1}, "unknown-target", workflow_.initial);
        std::set<std::string> names;
        for (const State& state : workflow_.states) {
            if (!names.insert(state.name).second) refuse(state.mark, "state-twice", state.name);
            if (state.compound && workflow_.index_of(state.initial) < 0) refuse(state.mark, "unknown-target", state.initial);
            for (const Transition& transition : state.transitions) check_transition(transition);
        }
        for (const ClockDef& clock : workflow_.clocks) check_clock(clock);
        for (const std::string& role : workflow_.open_roles) check_role(role, {1, 1});
    }

    void check_role(const std::string& role, const SourceMark& mark) {
        const auto& roles = vocabulary_.roles;
        if (std::find(roles.begin(), roles.end(), role) == roles.end()) refuse(mark, "unknown-role", role);
    }

    void check_transition(const Transition& transition) {
        const bool known = transition.target.empty() || workflow_.index_of(without_history(transition.target)) >= 0;
        if (!known) refuse(transition.mark, "unknown-target", transition.target);
        for (const std::string& role : transition.roles) check_role(role, transition.mark);
        for (const std::string& field : transition.require) {
            if (workflow_.find_field(field) == nullptr) refuse(transition.mark, "unknown-field", field);
        }
    }

    void check_trigger(const ClockTrigger& trigger, const SourceMark& mark) {
        for (const auto* states : {&trigger.enter, &trigger.leave}) {
            for (const std::string& state : *states) {
                if (workflow_.index_of(state) < 0) refuse(mark, "unknown-target", state);
            }
        }
        for (const std::string& event : trigger.on) {
            if (!workflow_.knows_event(event)) refuse(mark, "unknown-event", event);
        }
    }

    void check_clock(const ClockDef& clock) {
        for (const auto* trigger : {&clock.start, &clock.stop, &clock.cancel, &clock.reset, &clock.pause, &clock.resume}) {
            check_trigger(*trigger, clock.mark);
        }
        if (clock.start.empty()) refuse(clock.mark, "clock-never-starts", clock.name);
        const auto& ladders = vocabulary_.ladders;
        const bool ladder = clock.ladder.empty() || std::any_of(ladders.begin(), ladders.end(), [&clock](const Ladder& known) {
                                return known.name == clock.ladder;
                            });
        if (!ladder) refuse(clock.mark, "unknown-ladder", clock.ladder);
        check_limit(clock);
    }

    void check_limit(const ClockDef& clock) {
        const bool own = clock.limit.has_value() || !clock.by.empty();
        if (own) return;
        for (const PromiseSet& set : vocabulary_.promise_sets) {
            const bool found = std::any_of(set.promises.begin(), set.promises.end(),
                                           [&clock](const Promise& promise) { return promise.name == clock.promise; });
            if (!found) refuse(clock.mark, "unknown-promise", clock.promise, set.name);
        }
    }

    /// Leaves one transition away from `leaf`. A history target may lead to any leaf inside.
    [[nodiscard]] std::set<int> next_of(int leaf) const {
        std::set<int> next;
        for (int at = leaf; at >= 0; at = workflow_.states[std::size_t(at)].parent) {
            for (const Transition& transition : workflow_.states[std::size_t(at)].transitions) {
                if (!transition.target.empty()) add_leaves(transition.target, next);
            }
        }
        return next;
    }

    [[nodiscard]] bool inside(int leaf, int around) const {
        for (int at = leaf; at >= 0; at = workflow_.states[std::size_t(at)].parent) {
            if (at == around) return true;
        }
        return false;
    }

    void add_leaves(std::string_view target, std::set<int>& leaves) const {
        int at = workflow_.index_of(without_history(target));
        if (target.ends_with(kHistorySuffix)) {
            for (std::size_t i = 0; i < workflow_.states.size(); ++i) {
                if (!workflow_.states[i].compound && inside(int(i), at)) leaves.insert(int(i));
            }
            return;
        }
        while (at >= 0 && workflow_.states[std::size_t(at)].compound) at = workflow_.index_of(workflow_.states[std::size_t(at)].initial);
        if (at >= 0) leaves.insert(at);
    }

    [[nodiscard]] std::set<int> reachable_from(std::set<int> reached) const {
        std::vector<int> open(reached.begin(), reached.end());
        while (!open.empty()) {
            const int leaf = open.back();
            open.pop_back();
            for (const int next : next_of(leaf)) {
                if (reached.insert(next).second) open.push_back(next);
            }
        }
        return reached;
    }

    void check_paths() {
        std::set<int> start;
        add_leaves(workflow_.initial, start);
        const auto reached = reachable_from(start);
        for (std::size_t i = 0; i < workflow_.states.size(); ++i) {
            const State& state = workflow_.states[i];
            if (state.compound) continue;
            if (!reached.contains(int(i))) refuse(state.mark, "unreachable-state", state.name);
            const auto from_here = reachable_from({int(i)});
            const bool ends = std::any_of(from_here.begin(), from_here.end(),
                                          [this](int leaf) { return workflow_.states[std::size_t(leaf)].final; });
            if (!ends) refuse(state.mark, "dead-end", state.name);
        }
        for (const ClockDef& clock : workflow_.clocks) check_ending(clock);
    }

    [[nodiscard]] bool ends_on_entering(const ClockDef& clock, int leaf) const {
        for (int at = leaf; at >= 0; at = workflow_.states[std::size_t(at)].parent) {
            const std::string& name = workflow_.states[std::size_t(at)].name;
            for (const auto* trigger : {&clock.stop, &clock.cancel}) {
                if (std::find(trigger->enter.begin(), trigger->enter.end(), name) != trigger->enter.end()) return true;
            }
        }
        return false;
    }

    /// Some way to end the clock must exist; and no final state may be entered with it left running for want of one.
    void check_ending(const ClockDef& clock) {
        if (clock.stop.empty() && clock.cancel.empty()) refuse(clock.mark, "clock-never-ends", clock.name);
        for (std::size_t i = 0; i < workflow_.states.size(); ++i) {
            const State& state = workflow_.states[i];
            if (!state.final || ends_on_entering(clock, int(i))) continue;
            refuse(clock.mark, "clock-runs-on", clock.name, state.name);
        }
    }

    const Workflow& workflow_;
    const Vocabulary& vocabulary_;
    std::vector<Refusal> found_;
};

}  // namespace

std::vector<Refusal> analyse(const Workflow& workflow, const Vocabulary& vocabulary) {
    return Analysis(workflow, vocabulary).run();
}

}  // namespace gongdan
