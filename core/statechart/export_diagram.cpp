// Pictures: Mermaid and Graphviz. Compound states are frames, events that stay are listed under the title of their
// state.

#include <cctype>

#include <fmt/format.h>

#include "core/statechart/export_parts.hpp"

namespace gongdan {
namespace {

/// An id that no diagram language takes for a word of its own, from any name.
std::string node_id(std::string_view name) {
    std::string id = "s_";
    for (const char letter : name) {
        const auto byte = static_cast<unsigned char>(letter);
        id += std::isalnum(byte) != 0 || letter == '_' ? std::string(1, letter) : fmt::format("x{:02x}", byte);
    }
    return id;
}

std::string replaced(std::string_view text, char letter, std::string_view by) {
    std::string out;
    for (const char each : text) out += each == letter ? std::string(by) : std::string(1, each);
    return out;
}

std::string margin(int depth) { return std::string(std::size_t(depth) * 2, ' '); }

std::string in_mermaid(std::string_view text) { return replaced(text, '"', "#quot;"); }

std::string in_dot(std::string_view text) { return replaced(text, '"', "\\\""); }

void mermaid_state(const Workflow& workflow, int index, int depth, std::string& out) {
    const State& state = workflow.states[std::size_t(index)];
    const std::string label = in_mermaid(state_label(state, "<br/>"));
    if (!state.compound) {
        const bool final = state.final;
        out += fmt::format("{}{}{}\"{}\"{}\n", margin(depth), node_id(state.name), final ? "(((" : "(", label,
                           final ? ")))" : ")");
        return;
    }
    out += fmt::format("{}subgraph {}[\"{}\"]\n", margin(depth), node_id(state.name), label);
    for (const int inside : states_inside(workflow, index)) mermaid_state(workflow, inside, depth + 1, out);
    if (has_history(workflow, state.name)) {
        out += fmt::format("{}{}((\"H*\"))\n", margin(depth + 1), node_id(state.name + std::string(kHistorySuffix)));
    }
    out += margin(depth) + "end\n";
}

void dot_state(const Workflow& workflow, int index, int depth, std::string& out) {
    const State& state = workflow.states[std::size_t(index)];
    const std::string label = in_dot(state_label(state, "\\n"));
    if (!state.compound) {
        out += fmt::format("{}{} [label=\"{}\"{}];\n", margin(depth), node_id(state.name), label,
                           state.final ? ", peripheries=2" : "");
        return;
    }
    out += fmt::format("{}subgraph cluster_{} {{\n{}label=\"{}\";\n", margin(depth), node_id(state.name),
                       margin(depth + 1), label);
    for (const int inside : states_inside(workflow, index)) dot_state(workflow, inside, depth + 1, out);
    if (has_history(workflow, state.name)) {
        out += fmt::format("{}{} [label=\"H*\", shape=circle];\n", margin(depth + 1),
                           node_id(state.name + std::string(kHistorySuffix)));
    }
    out += margin(depth) + "}\n";
}

/// The leaf an arrow ends at, or the circle that stands for a history.
std::string arrow_head(const Workflow& workflow, const std::string& target) {
    const State* state = workflow.find_state(target);
    return node_id(state == nullptr ? target : first_leaf(workflow, *state).name);
}

}  // namespace

std::string to_mermaid(const Workflow& workflow) {
    std::string out =
        fmt::format("---\ntitle: {}\n---\nflowchart TD\n", json::serialize(json::value(both(workflow.title))));
    out += "  start_((\" \"))\n";
    for (const int index : states_inside(workflow, -1)) mermaid_state(workflow, index, 1, out);
    out += fmt::format("  start_ --> {}\n", arrow_head(workflow, workflow.initial));
    for (const State& state : workflow.states) {
        for (const Transition& transition : state.transitions) {
            if (transition.target.empty()) continue;
            out += fmt::format("  {} -->|\"{}\"| {}\n", node_id(state.name), in_mermaid(arrow_label(transition)),
                               arrow_head(workflow, transition.target));
        }
    }
    return out;
}

std::string to_dot(const Workflow& workflow) {
    std::string out = fmt::format("digraph {} {{\n", node_id(workflow.name));
    out += fmt::format("  label=\"{}\";\n  compound=true;\n  node [shape=box, style=rounded];\n",
                       in_dot(both(workflow.title)));
    out += "  start_ [label=\"\", shape=point];\n";
    for (const int index : states_inside(workflow, -1)) dot_state(workflow, index, 1, out);
    out += fmt::format("  start_ -> {};\n", arrow_head(workflow, workflow.initial));
    for (const State& state : workflow.states) {
        // Graphviz draws arrows between nodes only: one out of a frame starts at its first leaf and is cut at the
        // frame.
        const std::string cut = state.compound ? ", ltail=cluster_" + node_id(state.name) : "";
        for (const Transition& transition : state.transitions) {
            if (transition.target.empty()) continue;
            out += fmt::format("  {} -> {} [label=\"{}\"{}];\n", node_id(first_leaf(workflow, state).name),
                               arrow_head(workflow, transition.target), in_dot(arrow_label(transition)), cut);
        }
    }
    return out + "}\n";
}

}  // namespace gongdan
