#include "core/statechart/graph.hpp"

#include <algorithm>

#include "core/statechart/nearest.hpp"

namespace gongdan {

StateGraph::StateGraph(const Workflow& workflow) : workflow_(workflow) {
    // A history leads only to where the case has been, at first to the initial leaf: it makes no other one reachable.
    add_all_moves();
    if (const int first = start(); first >= 0) visited_ = reachable_from(first);
    add_all_moves();
}

void StateGraph::add_all_moves() {
    moves_.assign(workflow_.states.size(), {});
    for (std::size_t i = 0; i < workflow_.states.size(); ++i) {
        if (!workflow_.states[i].compound) add_moves(int(i));
    }
}

int StateGraph::start() const {
    const auto leaves = leaves_of(workflow_.initial);
    return leaves.empty() ? -1 : *leaves.begin();
}

std::set<int> StateGraph::leaves_of(std::string_view target) const {
    std::set<int> leaves;
    if (!target.ends_with(kHistorySuffix)) {
        if (const int leaf = descend(find(target)); leaf >= 0) leaves.insert(leaf);
        return leaves;
    }
    const int around = find(target.substr(0, target.size() - kHistorySuffix.size()));
    if (const int leaf = descend(around); leaf >= 0) leaves.insert(leaf);
    for (const int leaf : visited_) {
        if (is_inside(leaf, around)) leaves.insert(leaf);
    }
    return leaves;
}

std::set<int> StateGraph::reachable_from(int leaf) const {
    std::set<int> reached{leaf};
    std::vector<int> open{leaf};
    while (!open.empty()) {
        const int at = open.back();
        open.pop_back();
        for (const Move& move : moves_from(at)) {
            if (reached.insert(move.to).second) open.push_back(move.to);
        }
    }
    return reached;
}

bool StateGraph::is_inside(int state, int around) const {
    for (; state >= 0; state = workflow_.states[std::size_t(state)].parent) {
        if (state == around) return true;
    }
    return false;
}

int StateGraph::find(std::string_view name) const {
    if (const int exact = workflow_.index_of(name); exact >= 0) return exact;
    std::vector<std::string> names;
    for (const State& state : workflow_.states) names.push_back(state.name);
    return workflow_.index_of(nearest(name, names));
}

/// The state that stands first in `around`, which names no initial one.
int StateGraph::first_inside(int around) const {
    const auto& states = workflow_.states;
    const auto found =
        std::find_if(states.begin(), states.end(), [around](const State& state) { return state.parent == around; });
    return found == states.end() ? -1 : int(found - states.begin());
}

/// Through initial states to a leaf. A chain of initial states longer than the list of states goes round in circles.
int StateGraph::descend(int state) const {
    for (std::size_t steps = 0; state >= 0 && workflow_.states[std::size_t(state)].compound; ++steps) {
        if (steps > workflow_.states.size()) return -1;
        const int first = find(workflow_.states[std::size_t(state)].initial);
        state = first >= 0 ? first : first_inside(state);
    }
    return state;
}

std::vector<int> StateGraph::chain_of(int state) const {
    std::vector<int> chain;
    for (; state >= 0; state = workflow_.states[std::size_t(state)].parent) chain.push_back(state);
    return chain;
}

void StateGraph::add_moves(int leaf) {
    std::set<std::string_view> hidden;
    for (const int state : chain_of(leaf)) {
        std::set<std::string_view> here;
        for (const Transition& transition : workflow_.states[std::size_t(state)].transitions) {
            here.insert(transition.event);
            if (hidden.contains(transition.event)) continue;
            if (transition.target.empty()) {
                moves_[std::size_t(leaf)].push_back({&transition, leaf, {}, {}});
                continue;
            }
            for (const int to : leaves_of(transition.target)) {
                auto left = chain_of(leaf);
                auto entered = chain_of(to);
                while (left.size() > 1 && entered.size() > 1 && left.back() == entered.back()) {
                    left.pop_back();
                    entered.pop_back();
                }
                moves_[std::size_t(leaf)].push_back({&transition, to, std::move(left), std::move(entered)});
            }
        }
        hidden.insert(here.begin(), here.end());
    }
}

}  // namespace gongdan
