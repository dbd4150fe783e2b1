#pragma once
/// A workflow in the languages of other tools: `gongdan export workflow NAME --format …`. Pure; one way only, what is
/// ours alone (roles, required fields, clocks) travels as annotations that the other tools pass over.

#include <optional>
#include <string>
#include <string_view>

#include "core/statechart/model.hpp"

namespace gongdan {

enum class ExportFormat {
    xstate,   ///< the JSON configuration of an XState 5 machine
    scxml,    ///< W3C SCXML 1.0, conditions in ECMAScript
    mermaid,  ///< a Mermaid flowchart (its state diagrams cannot draw a transition out of a nested state)
    dot,      ///< Graphviz
};

/// "xstate", "scxml", "mermaid", "dot"; nothing for any other name.
[[nodiscard]] std::optional<ExportFormat> export_format_of(std::string_view name);

/// The text of `workflow`, which must be sound (analyse() refuses nothing in it); UTF-8, ends with a newline.
[[nodiscard]] std::string export_workflow(const Workflow& workflow, ExportFormat format);

}  // namespace gongdan
