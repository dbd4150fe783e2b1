#pragma once
/// What `gongdan check` refuses in a workflow: unknown targets, unreachable states, states with no way to a final one,
/// clocks that no path stops or cancels, ladders, promises, roles or fields that do not exist, limits that a value has
/// none of, titles missing in a language. All refusals are listed, not only the first.

#include <string>
#include <vector>

#include "core/statechart/model.hpp"

namespace gongdan {

/// What workflows may refer to.
struct Vocabulary {
    std::vector<std::string> roles;
    std::vector<Ladder> ladders;
    std::vector<PromiseSet> promise_sets;
};

struct Refusal {
    std::string code;  ///< stable, e.g. "unknown-target", "unreachable-state"; its text is "check." + code
    LocalText detail;
    SourceMark mark;  ///< in the workflow's file (of analyse_ladders: in the ladders' file)
};

/// In the order of the file. `workflow` may be as wrong as a loader lets through; nothing throws.
[[nodiscard]] std::vector<Refusal> analyse(const Workflow& workflow, const Vocabulary& vocabulary);

/// Ladders with roles that do not exist, without rungs or titles, or with rungs that stand in the wrong order.
[[nodiscard]] std::vector<Refusal> analyse_ladders(const Vocabulary& vocabulary);

}  // namespace gongdan
