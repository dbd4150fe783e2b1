// Clocks and paths: can every state be reached and left for good, does every clock start, and does it end on every way?

#include <algorithm>
#include <set>

#include "core/statechart/analysis_parts.hpp"

namespace gongdan {
namespace {

class Clocks {
 public:
    explicit Clocks(Findings& findings)
        : findings_(findings),
          workflow_(findings.workflow),
          states_(state_names(workflow_)),
          fields_(field_names(workflow_)),
          events_(event_names(workflow_)) {
        for (const Ladder& ladder : findings.vocabulary.ladders) ladders_.push_back(ladder.name);
    }

    void check(const ClockDef& clock) {
        const std::string path = "clocks/" + clock.name;
        findings_.check_title(clock.title, clock.name, clock.mark);
        check_trigger(path + "/start", clock.start, clock.mark);
        check_trigger(path + "/stop", clock.stop, clock.mark);
        check_trigger(path + "/cancel", clock.cancel, clock.mark);
        check_trigger(path + "/reset", clock.reset, clock.mark);
        check_trigger(path + "/pause", clock.pause, clock.mark);
        check_trigger(path + "/resume", clock.resume, clock.mark);
        if (clock.pause.empty() != clock.resume.empty())
            findings_.refuse(clock.mark, "pause-without-resume", clock.name);
        if (!clock.ladder.empty()) {
            findings_.require_known(mark(path + "/ladder", clock), "unknown-ladder", clock.ladder, ladders_);
        }
        check_start_field(path + "/start/at", clock);
        if (clock.start_guard) {
            check_guard_of(findings_, *clock.start_guard, clock.mark);
            refuse_personal(*clock.start_guard, clock);
        }
        check_limit(path, clock);
    }

 private:
    [[nodiscard]] SourceMark mark(const std::string& path, const ClockDef& clock) const {
        return workflow_.mark_at(path, clock.mark);
    }

    void check_trigger(const std::string& path, const ClockTrigger& trigger, const SourceMark& otherwise) {
        check_names(path + "/enter/", trigger.enter, "unknown-target", states_, otherwise);
        check_names(path + "/leave/", trigger.leave, "unknown-target", states_, otherwise);
        check_names(path + "/on/", trigger.on, "unknown-event", events_, otherwise);
    }

    void check_names(const std::string& path, const std::vector<std::string>& names, const std::string& code,
                     const std::vector<std::string>& known, const SourceMark& otherwise) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            findings_.require_known(workflow_.mark_at(path + std::to_string(i), otherwise), code, names[i], known);
        }
    }

    void check_start_field(const std::string& path, const ClockDef& clock) {
        if (clock.start_at.empty()) return;
        findings_.require_known(mark(path, clock), "unknown-field", clock.start_at, fields_);
        const Field* field = workflow_.find_field(clock.start_at);
        if (field != nullptr && field->type != FieldType::time)
            findings_.refuse(mark(path, clock), "start-at-type", clock.start_at);
    }

    /// What is erased later must have decided no deadline: nobody could work the clock out again.
    void refuse_personal(const Guard& guard, const ClockDef& clock) {
        for (const Guard& child : guard.children) refuse_personal(child, clock);
        const Field* field = workflow_.find_field(guard.field);
        if (field != nullptr && field->is_personal())
            findings_.refuse(clock.mark, "clock-guard-personal", clock.name, guard.field);
    }

    void check_limit(const std::string& path, const ClockDef& clock) {
        const bool own = clock.limit.has_value() || !clock.by.empty() || !clock.limits.empty();
        if (own && !clock.promise.empty()) findings_.refuse(clock.mark, "limit-twice", clock.name);
        if (!own && clock.promise.empty()) return findings_.refuse(clock.mark, "limit-missing", clock.name);
        if (!clock.limit && own) check_choice(path + "/limit", clock, clock.by, clock.limits, "limit");
        if (!clock.promise.empty()) check_promise(path + "/promise", clock);
    }

    void check_promise(const std::string& path, const ClockDef& clock) {
        for (const PromiseSet& set : findings_.vocabulary.promise_sets) {
            const Promise* promise = set.find(clock.promise);
            if (promise == nullptr) {
                findings_.refuse(mark(path, clock), "unknown-promise", clock.promise, set.name);
            } else if (!promise->limit) {
                check_choice(path, clock, promise->by, promise->limits, set.name);
            }
        }
    }

    /// A limit chosen by a field: the field must be there when the clock starts, and every value must have its limit.
    void check_choice(const std::string& path, const ClockDef& clock, const std::string& by,
                      const std::vector<std::pair<std::string, Limit>>& limits, std::string_view where) {
        const SourceMark at = mark(path, clock);
        const Field* field = workflow_.find_field(by);
        if (field == nullptr || field->type != FieldType::enumeration) {
            return findings_.refuse(mark(path + "/by", clock), "limit-field", clock.name, by, where);
        }
        for (const auto& [value, limit] : limits) {
            const bool known = std::any_of(field->values.begin(), field->values.end(),
                                           [&wanted = value](const auto& entry) { return entry.first == wanted; });
            if (!known)
                findings_.refuse(workflow_.mark_at(path + "/" + value, at), "limit-value", clock.name, value, by,
                                 where);
        }
        for (const auto& entry : field->values) {
            const std::string& value = entry.first;
            const bool limited =
                std::any_of(limits.begin(), limits.end(), [&value](const auto& limit) { return limit.first == value; });
            if (!limited) findings_.refuse(at, "limit-gap", clock.name, value, by, where);
        }
        if (!is_always_given(by)) findings_.refuse(at, "limit-field-optional", clock.name, by);
    }

    [[nodiscard]] bool is_always_given(const std::string& name) const {
        if (workflow_.find_field(name)->required) return true;
        return std::any_of(workflow_.states.begin(), workflow_.states.end(), [&name](const State& state) {
            return std::any_of(state.transitions.begin(), state.transitions.end(),
                               [&name](const Transition& transition) {
                                   return std::find(transition.require.begin(), transition.require.end(), name) !=
                                          transition.require.end();
                               });
        });
    }

    Findings& findings_;
    const Workflow& workflow_;
    std::vector<std::string> states_;
    std::vector<std::string> fields_;
    std::vector<std::string> events_;
    std::vector<std::string> ladders_;
};

/// Follows one clock along every way through the states.
class ClockWalk {
 public:
    ClockWalk(const Workflow& workflow, const StateGraph& graph, const ClockDef& clock)
        : workflow_(workflow), graph_(graph), clock_(clock) {}

    void run() {
        const int first = graph_.start();
        if (first < 0) return;
        std::vector<int> entered;
        for (int at = first; at >= 0; at = workflow_.states[std::size_t(at)].parent) entered.push_back(at);
        visit(first, clock_.start.open || names_any(clock_.start.enter, entered));
        while (!open_.empty()) {
            const auto [leaf, live] = open_.back();
            open_.pop_back();
            for (const Move& move : graph_.moves_from(leaf)) visit(move.to, live_after(move, live));
        }
    }

    [[nodiscard]] bool started() const { return started_; }
    [[nodiscard]] bool ended() const { return ended_; }
    [[nodiscard]] const std::set<int>& runs_on_in() const { return runs_on_in_; }

 private:
    /// Start conditions count again and again here, though the engine asks for a reopening: no way may be overlooked.
    bool live_after(const Move& move, bool live) {
        if (live && (met(clock_.cancel, move) || met(clock_.stop, move))) {
            ended_ = true;
            return false;
        }
        return live || met(clock_.start, move) || (started_ && met(clock_.reset, move));
    }

    void visit(int leaf, bool live) {
        if (!seen_.insert({leaf, live}).second) return;
        open_.emplace_back(leaf, live);
        started_ = started_ || live;
        if (live && workflow_.states[std::size_t(leaf)].final) runs_on_in_.insert(leaf);
    }

    [[nodiscard]] bool names_any(const std::vector<std::string>& names, const std::vector<int>& states) const {
        return std::any_of(states.begin(), states.end(), [this, &names](int state) {
            return std::find(names.begin(), names.end(), workflow_.states[std::size_t(state)].name) != names.end();
        });
    }

    [[nodiscard]] bool met(const ClockTrigger& trigger, const Move& move) const {
        const bool event = std::find(trigger.on.begin(), trigger.on.end(), move.transition->event) != trigger.on.end();
        return event || names_any(trigger.enter, move.entered) || names_any(trigger.leave, move.left);
    }

    const Workflow& workflow_;
    const StateGraph& graph_;
    const ClockDef& clock_;
    std::set<std::pair<int, bool>> seen_;
    std::vector<std::pair<int, bool>> open_;
    std::set<int> runs_on_in_;
    bool started_ = false;
    bool ended_ = false;
};

/// A misspelt name in a condition is refused by itself; what would follow from it is not worth a second refusal.
bool names_what_exists(const Workflow& workflow, const ClockDef& clock) {
    for (const auto* trigger : {&clock.start, &clock.stop, &clock.cancel, &clock.reset}) {
        for (const auto* states : {&trigger->enter, &trigger->leave}) {
            const bool known = std::all_of(states->begin(), states->end(), [&workflow](const std::string& state) {
                return workflow.index_of(state) >= 0;
            });
            if (!known) return false;
        }
        const bool known = std::all_of(trigger->on.begin(), trigger->on.end(),
                                       [&workflow](const std::string& event) { return workflow.knows_event(event); });
        if (!known) return false;
    }
    return true;
}

void check_clock_paths(Findings& findings, const StateGraph& graph, const ClockDef& clock) {
    if (clock.stop.empty() && clock.cancel.empty()) return findings.refuse(clock.mark, "clock-never-ends", clock.name);
    ClockWalk walk(findings.workflow, graph, clock);
    walk.run();
    if (!walk.started()) return findings.refuse(clock.mark, "clock-never-starts", clock.name);
    if (!walk.ended()) return findings.refuse(clock.mark, "clock-never-ends", clock.name);
    for (const int state : walk.runs_on_in()) {
        findings.refuse(clock.mark, "clock-runs-on", clock.name, findings.workflow.states[std::size_t(state)].name);
    }
}

}  // namespace

void check_clocks_of(Findings& findings) {
    Clocks clocks(findings);
    for (const ClockDef& clock : findings.workflow.clocks) clocks.check(clock);
}

void check_paths_of(Findings& findings) {
    const Workflow& workflow = findings.workflow;
    const StateGraph graph(workflow);
    const int first = graph.start();
    if (first < 0) return;
    const auto reached = graph.reachable_from(first);
    const bool has_final =
        std::any_of(workflow.states.begin(), workflow.states.end(), [](const State& state) { return state.final; });
    for (std::size_t i = 0; i < workflow.states.size(); ++i) {
        const State& state = workflow.states[i];
        if (state.compound) continue;
        if (!reached.contains(int(i))) findings.refuse(state.mark, "unreachable-state", state.name);
        const auto onwards = graph.reachable_from(int(i));
        const bool ends = std::any_of(onwards.begin(), onwards.end(),
                                      [&workflow](int leaf) { return workflow.states[std::size_t(leaf)].final; });
        if (has_final && !ends) findings.refuse(state.mark, "dead-end", state.name);
    }
    for (const ClockDef& clock : workflow.clocks) {
        if (names_what_exists(workflow, clock)) check_clock_paths(findings, graph, clock);
    }
}

}  // namespace gongdan
