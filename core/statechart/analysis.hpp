#pragma once
/// What `gongdan check` refuses in a workflow: unknown targets, unreachable states, states with no way to a final one,
/// clocks that no path stops or cancels, ladders, promises or roles that do not exist, titles missing in a language.

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
    std::string code;  ///< stable, e.g. "unknown-target", "unreachable-state"
    LocalText detail;
    SourceMark mark;
};

[[nodiscard]] std::vector<Refusal> analyse(const Workflow& workflow, const Vocabulary& vocabulary);

}  // namespace gongdan
