#include "core/statechart/export.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/statechart/export_parts.hpp"
#include "core/statechart/step.hpp"

namespace gongdan {
namespace {

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
    return fmt::format("{}", fmt::join(parts, between));
}

template <class Render>
std::string each_child(const Guard& guard, std::string_view between, Render render) {
    std::vector<std::string> parts;
    for (const Guard& child : guard.children) parts.push_back("(" + render(child) + ")");
    return joined(parts, between);
}

std::string values_in_words(const Guard& guard) {
    std::vector<std::string> values;
    for (const json::value& value : guard.values) {
        values.push_back(value.is_string() ? std::string(value.get_string()) : json::serialize(value));
    }
    return joined(values, " | ");
}

std::string values_in_script(const Guard& guard) {
    std::vector<std::string> values;
    for (const json::value& value : guard.values) values.push_back(json::serialize(value));
    return joined(values, ", ");
}

std::string subject(const Guard& guard) {
    const bool counter = is_counter(guard.field);
    return guard.op == Guard::Op::at_least && counter
               ? "counts." + guard.field
               : fmt::format("data[{}]", json::serialize(json::value(guard.field)));
}

}  // namespace

std::optional<ExportFormat> export_format_of(std::string_view name) {
    if (name == "xstate") return ExportFormat::xstate;
    if (name == "scxml") return ExportFormat::scxml;
    if (name == "mermaid") return ExportFormat::mermaid;
    if (name == "dot") return ExportFormat::dot;
    return std::nullopt;
}

std::string export_workflow(const Workflow& workflow, ExportFormat format) {
    switch (format) {
        case ExportFormat::xstate: return to_xstate(workflow);
        case ExportFormat::scxml: return to_scxml(workflow);
        case ExportFormat::mermaid: return to_mermaid(workflow);
        case ExportFormat::dot: return to_dot(workflow);
    }
    GONGDAN_UNREACHABLE("an ExportFormat outside its enum");
}

std::string both(const LocalText& title) { return title.zh == title.en ? title.zh : title.zh + " " + title.en; }

std::string_view op_name(Guard::Op op) {
    switch (op) {
        case Guard::Op::always: return "always";
        case Guard::Op::all: return "all";
        case Guard::Op::any: return "any";
        case Guard::Op::negation: return "not";
        case Guard::Op::equals: return "equals";
        case Guard::Op::one_of: return "in";
        case Guard::Op::present: return "present";
        case Guard::Op::older_than: return "older_than";
        case Guard::Op::at_least: return "at_least";
        case Guard::Op::ahead: return "ahead";
        case Guard::Op::children_closed: return "children_closed";
    }
    GONGDAN_UNREACHABLE("a Guard::Op outside its enum");
}

std::string guard_in_words(const Guard& guard) {
    switch (guard.op) {
        case Guard::Op::always: return "always";
        case Guard::Op::all: return each_child(guard, " and ", guard_in_words);
        case Guard::Op::any: return each_child(guard, " or ", guard_in_words);
        case Guard::Op::negation: return "not " + each_child(guard, " or ", guard_in_words);
        case Guard::Op::equals:
        case Guard::Op::one_of: return guard.field + " = " + values_in_words(guard);
        case Guard::Op::present: return guard.field + " given";
        case Guard::Op::older_than: return "older than " + (guard.age ? format_limit(*guard.age) : "");
        case Guard::Op::at_least: return guard.field + " >= " + values_in_words(guard);
        case Guard::Op::ahead: return guard.field + " ahead by " + (guard.age ? format_limit(*guard.age) : "");
        case Guard::Op::children_closed: return "children closed";
    }
    GONGDAN_UNREACHABLE("a Guard::Op outside its enum");
}

std::string guard_in_script(const Guard& guard) {
    switch (guard.op) {
        case Guard::Op::always: return "true";
        case Guard::Op::all: return each_child(guard, " && ", guard_in_script);
        case Guard::Op::any: return each_child(guard, " || ", guard_in_script);
        case Guard::Op::negation: return "!(" + each_child(guard, " || ", guard_in_script) + ")";
        case Guard::Op::equals: return subject(guard) + " === " + values_in_script(guard);
        case Guard::Op::one_of: return "[" + values_in_script(guard) + "].includes(" + subject(guard) + ")";
        case Guard::Op::present: return fmt::format("{0} != null && {0} !== \"\"", subject(guard));
        case Guard::Op::older_than:
            return fmt::format("inStateMs >= {}", guard.age ? elapsed(*guard.age).count() : std::int64_t{0});
        case Guard::Op::at_least: return subject(guard) + " >= " + values_in_script(guard);
        case Guard::Op::ahead:
            return fmt::format("Date.parse({}) - nowMs >= {}", subject(guard),
                               guard.age ? elapsed(*guard.age).count() : std::int64_t{0});
        case Guard::Op::children_closed: return "openChildren === 0";
    }
    GONGDAN_UNREACHABLE("a Guard::Op outside its enum");
}

std::vector<int> states_inside(const Workflow& workflow, int parent) {
    std::vector<int> inside;
    for (std::size_t i = 0; i < workflow.states.size(); ++i) {
        if (workflow.states[i].parent == parent) inside.push_back(int(i));
    }
    return inside;
}

const State& first_leaf(const Workflow& workflow, const State& state) {
    const State* at = &state;
    while (at->compound) {
        at = workflow.find_state(at->initial);
        GONGDAN_CHECK(at != nullptr, "a sound workflow is exported");
    }
    return *at;
}

bool has_history(const Workflow& workflow, std::string_view name) {
    const std::string wanted = std::string(name) + std::string(kHistorySuffix);
    return std::any_of(workflow.states.begin(), workflow.states.end(), [&wanted](const State& state) {
        return std::any_of(state.transitions.begin(), state.transitions.end(),
                           [&wanted](const Transition& transition) { return transition.target == wanted; });
    });
}

std::string arrow_label(const Transition& transition) {
    const std::string title = both(transition.title);
    return transition.guard ? title + " [" + guard_in_words(*transition.guard) + "]" : title;
}

std::string state_label(const State& state, std::string_view separator) {
    std::vector<std::string> staying;
    for (const Transition& transition : state.transitions) {
        if (transition.target.empty()) staying.push_back(arrow_label(transition));
    }
    const std::string title = both(state.title);
    return staying.empty() ? title : title + std::string(separator) + joined(staying, " · ");
}

}  // namespace gongdan
