#pragma once
/// The ways through a workflow, guards and roles left aside. Internal to core/statechart: analysis and exports.

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/statechart/model.hpp"

namespace gongdan {

/// One transition taken from one leaf to one leaf, by their places in Workflow::states.
struct Move {
    const Transition* transition = nullptr;  ///< inside the workflow
    int to = -1;
    std::vector<int> left;  ///< empty when the transition stays
    std::vector<int> entered;
};

/// Holds a reference to the workflow, which must outlive it. Targets that do not exist are read as the state whose name
/// is nearest, and a compound state without an initial one begins with its first, so that one slip of the pen is not
/// reported as twenty unreachable states.
class StateGraph {
 public:
    explicit StateGraph(const Workflow& workflow);

    /// The leaf a case begins in, -1 when there is none.
    [[nodiscard]] int start() const;

    /// The leaves `target` may lead to, none when the target does not exist. For a history the initial leaf, and those
    /// of its state that a case can have been in before.
    [[nodiscard]] std::set<int> leaves_of(std::string_view target) const;

    /// From the innermost state outwards; an event handled inside hides the same event further out.
    [[nodiscard]] const std::vector<Move>& moves_from(int leaf) const { return moves_[std::size_t(leaf)]; }

    [[nodiscard]] std::set<int> reachable_from(int leaf) const;
    [[nodiscard]] bool is_inside(int state, int around) const;

 private:
    [[nodiscard]] int find(std::string_view name) const;
    [[nodiscard]] int descend(int state) const;
    [[nodiscard]] int first_inside(int around) const;
    [[nodiscard]] std::vector<int> chain_of(int state) const;
    void add_all_moves();
    void add_moves(int leaf);

    const Workflow& workflow_;
    std::set<int> visited_;  ///< the leaves that can be reached without any history
    std::vector<std::vector<Move>> moves_;
};

}  // namespace gongdan
