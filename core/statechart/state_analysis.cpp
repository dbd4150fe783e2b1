// Fields, states and transitions: does everything they name exist, and can each transition be taken at all?

#include <algorithm>
#include <set>

#include "core/statechart/analysis_parts.hpp"
#include "core/statechart/step.hpp"

namespace gongdan {
namespace {

constexpr std::string_view kOpening = "open";  ///< what clocks call the opening of a case

bool contains(const std::vector<std::string>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class States {
 public:
    explicit States(Findings& findings)
        : findings_(findings),
          workflow_(findings.workflow),
          states_(state_names(workflow_)),
          fields_(field_names(workflow_)) {}

    void run() {
        if (workflow_.states.empty()) return findings_.refuse({1, 1}, "no-states");
        check_target("initial", workflow_.initial, {1, 1});
        const bool ends = std::any_of(workflow_.states.begin(), workflow_.states.end(),
                                      [](const State& state) { return state.final; });
        if (!ends) findings_.refuse(workflow_.states.front().mark, "no-final-state");
        std::set<std::string_view> seen;
        for (const State& state : workflow_.states) {
            if (!seen.insert(state.name).second) findings_.refuse(state.mark, "state-twice", state.name);
            findings_.check_title(state.title, state.name, state.mark);
            check_shape(state);
            check_transitions(state);
        }
    }

 private:
    void check_shape(const State& state) {
        const std::string path = "states/" + state.name;
        if (state.final && !state.transitions.empty())
            findings_.refuse(state.mark, "final-with-transitions", state.name);
        if (state.final && state.compound) findings_.refuse(state.mark, "final-compound", state.name);
        if (!state.compound) {
            const SourceMark mark = workflow_.mark_at(path + "/initial", state.mark);
            if (!state.initial.empty()) findings_.refuse(mark, "initial-of-leaf", state.name);
            return;
        }
        if (state.initial.empty()) return findings_.refuse(state.mark, "compound-without-initial", state.name);
        const SourceMark mark = workflow_.mark_at(path + "/initial", state.mark);
        const State* first = workflow_.find_state(state.initial);
        if (first == nullptr) return findings_.require_known(mark, "unknown-target", state.initial, states_);
        const bool inside = StateGraph(workflow_).is_inside(first->parent, workflow_.index_of(state.name));
        if (!inside) findings_.refuse(mark, "initial-outside", state.initial, state.name);
    }

    void check_target(const std::string& path, const std::string& target, SourceMark otherwise) {
        const SourceMark mark = workflow_.mark_at(path, otherwise);
        std::string name = target;
        const bool history = name.ends_with(kHistorySuffix);
        if (history) name.resize(name.size() - kHistorySuffix.size());
        const State* state = workflow_.find_state(name);
        if (state == nullptr) return findings_.require_known(mark, "unknown-target", name, states_);
        if (history && !state->compound) findings_.refuse(mark, "history-of-leaf", name);
    }

    void check_transitions(const State& state) {
        std::vector<const Transition*> earlier;
        for (const Transition& transition : state.transitions) {
            const auto same = std::count_if(earlier.begin(), earlier.end(), [&transition](const Transition* before) {
                return before->event == transition.event;
            });
            check_transition("states/" + state.name + "/on/" + transition.event + "/" + std::to_string(same),
                             transition);
            const bool hidden = std::any_of(earlier.begin(), earlier.end(), [&transition](const Transition* before) {
                return hides(*before, transition);
            });
            if (hidden) findings_.refuse(transition.mark, "event-twice", transition.event, state.name);
            earlier.push_back(&transition);
        }
    }

    /// True when `later` can never be taken: the earlier one has no condition and serves all of its roles.
    static bool hides(const Transition& before, const Transition& later) {
        if (before.event != later.event || before.guard) return false;
        if (before.roles.empty()) return true;
        const auto served = [&before](const std::string& role) { return contains(before.roles, role); };
        return !later.roles.empty() && std::all_of(later.roles.begin(), later.roles.end(), served);
    }

    void check_transition(const std::string& path, const Transition& transition) {
        if (transition.event == kOpening) findings_.refuse(transition.mark, "event-reserved", kOpening);
        if (!transition.target.empty()) check_target(path + "/target", transition.target, transition.mark);
        for (std::size_t i = 0; i < transition.roles.size(); ++i) {
            findings_.require_known(workflow_.mark_at(path + "/roles/" + std::to_string(i), transition.mark),
                                    "unknown-role", transition.roles[i], findings_.vocabulary.roles);
        }
        check_names(path + "/require/", transition, transition.require);
        if (transition.permit) check_names(path + "/permit/", transition, *transition.permit);
        check_names(path + "/ask/", transition, transition.ask);
        check_asked(path + "/ask/", transition);
        if (transition.guard) check_guard_of(findings_, *transition.guard, transition.mark);
        check_effect(transition);
    }

    void check_names(const std::string& path, const Transition& transition, const std::vector<std::string>& names) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            findings_.require_known(workflow_.mark_at(path + std::to_string(i), transition.mark), "unknown-field",
                                    names[i], fields_);
        }
    }

    /// What is required is shown anyway, and a form that shows what the step may not set leads into a refusal.
    void check_asked(const std::string& path, const Transition& transition) {
        for (std::size_t i = 0; i < transition.ask.size(); ++i) {
            const std::string& field = transition.ask[i];
            if (workflow_.find_field(field) == nullptr) continue;
            const SourceMark mark = workflow_.mark_at(path + std::to_string(i), transition.mark);
            const bool again = std::find(transition.ask.begin(), transition.ask.end(), field) - transition.ask.begin() <
                               std::ptrdiff_t(i);
            const bool required = contains(transition.require, field);
            if (again) findings_.refuse(mark, "ask-twice", field);
            if (required) findings_.refuse(mark, "ask-required", field);
            if (!required && transition.permit && !contains(*transition.permit, field))
                findings_.refuse(mark, "ask-not-permitted", field);
        }
    }

    /// Effects read the command's data: without these fields they could only fail.
    void check_effect(const Transition& transition) {
        switch (transition.effect) {
            case Effect::none:
            case Effect::chase:
            case Effect::bounce:
            case Effect::supervise:
            case Effect::reopen:
            case Effect::attempt: return;
            case Effect::extend:
                need(transition, "extend", "clock", FieldType::text);
                need(transition, "extend", "limit", FieldType::duration);
                need(transition, "extend", "approver", FieldType::text);
                return need(transition, "extend", "reason", FieldType::text);
            case Effect::merge: return need(transition, "merge", "into", FieldType::text);
        }
    }

    void need(const Transition& transition, std::string_view effect, std::string_view name, FieldType type) {
        const Field* field = workflow_.find_field(name);
        if (field != nullptr && field->type == type && contains(transition.require, name)) return;
        findings_.refuse(transition.mark, "effect-field", effect, name,
                         type == FieldType::duration ? "duration" : "text");
    }

    Findings& findings_;
    const Workflow& workflow_;
    std::vector<std::string> states_;
    std::vector<std::string> fields_;
};

void check_range_of(Findings& findings, const Field& field) {
    if (!field.min && !field.max) return;
    if (field.type != FieldType::integer && field.type != FieldType::decimal)
        findings.refuse(field.mark, "range-without-number", field.name);
    if (field.min && field.max && *field.min > *field.max) findings.refuse(field.mark, "range-empty", field.name);
}

/// Whether the fields that `field` lies after, one behind the other, lead back to it.
bool goes_in_circle(const Workflow& workflow, const Field& field) {
    const Field* at = &field;
    for (std::size_t steps = 0; at != nullptr && steps < workflow.fields.size(); ++steps) {
        at = at->after.empty() ? nullptr : workflow.find_field(at->after);
        if (at == &field) return true;
    }
    return false;
}

void check_after_of(Findings& findings, const Field& field) {
    if (field.after.empty()) return;
    const SourceMark mark = findings.workflow.mark_at("fields/" + field.name + "/after", field.mark);
    findings.require_known(mark, "unknown-field", field.after, field_names(findings.workflow));
    const Field* other = findings.workflow.find_field(field.after);
    if (other == nullptr) return;
    if (field.type != FieldType::time || other->type != FieldType::time)
        return findings.refuse(mark, "after-type", field.name, field.after);
    if (goes_in_circle(findings.workflow, field)) findings.refuse(mark, "after-circle", field.name);
}

}  // namespace

void check_fields_of(Findings& findings) {
    for (const Field& field : findings.workflow.fields) {
        check_range_of(findings, field);
        check_after_of(findings, field);
        findings.check_title(field.title, field.name, field.mark);
        const bool enumeration = field.type == FieldType::enumeration || field.type == FieldType::set;
        if (enumeration && field.values.empty()) findings.refuse(field.mark, "enum-without-values", field.name);
        if (!enumeration && !field.values.empty()) findings.refuse(field.mark, "values-without-enum", field.name);
        for (const auto& [code, title] : field.values) {
            const SourceMark mark = findings.workflow.mark_at("fields/" + field.name + "/values/" + code, field.mark);
            findings.check_title(title, field.name + "." + code, mark);
        }
        if (field.type != FieldType::text && !field.suggestions.empty())
            findings.refuse(field.mark, "suggestions-without-text", field.name);
        for (const auto& [value, title] : field.suggestions) {
            findings.check_title(title, field.name + "." + value, field.mark);
        }
    }
}

void check_states_of(Findings& findings) { States(findings).run(); }

}  // namespace gongdan
