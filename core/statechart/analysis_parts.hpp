#pragma once
/// The parts of analyse(), each in its own file. Internal to core/statechart.

#include <string>
#include <utility>
#include <vector>

#include "core/statechart/analysis.hpp"
#include "core/statechart/graph.hpp"

namespace gongdan {

/// Collects refusals about one workflow. Holds references that must outlive it.
class Findings {
 public:
    Findings(const Workflow& checked, const Vocabulary& known) : workflow(checked), vocabulary(known) {}

    template <class... Args>
    void refuse(const SourceMark& mark, std::string code, const Args&... args) {
        LocalText detail = text("check." + code, args...);
        found.push_back({std::move(code), std::move(detail), mark});
    }

    /// Refuses `name` unless it is one of `known`. `code` names a text with the name and a hint for each language.
    void require_known(const SourceMark& mark, std::string code, const std::string& name,
                       const std::vector<std::string>& known);

    void check_title(const LocalText& title, std::string_view what, const SourceMark& mark);

    const Workflow& workflow;
    const Vocabulary& vocabulary;
    std::vector<Refusal> found;
};

void check_fields_of(Findings& findings);
/// `otherwise` is the mark of what has the condition, for one without a mark of its own.
void check_guard_of(Findings& findings, const Guard& guard, SourceMark otherwise);
void check_states_of(Findings& findings);
void check_clocks_of(Findings& findings);
void check_paths_of(Findings& findings);

[[nodiscard]] std::vector<std::string> state_names(const Workflow& workflow);
[[nodiscard]] std::vector<std::string> field_names(const Workflow& workflow);
/// Events that some transition takes, each once, in file order.
[[nodiscard]] std::vector<std::string> event_names(const Workflow& workflow);

}  // namespace gongdan
