#pragma once
/// What the exports share. Internal to core/statechart.

#include <string>
#include <vector>

#include "core/statechart/export.hpp"

namespace gongdan {

[[nodiscard]] std::string to_xstate(const Workflow& workflow);
[[nodiscard]] std::string to_scxml(const Workflow& workflow);
[[nodiscard]] std::string to_mermaid(const Workflow& workflow);
[[nodiscard]] std::string to_dot(const Workflow& workflow);

/// Both languages side by side, once when they are the same.
[[nodiscard]] std::string both(const LocalText& title);

/// A condition for people, e.g. "satisfied = false".
[[nodiscard]] std::string guard_in_words(const Guard& guard);

/// A condition in ECMAScript over `data`, `counts`, `inStateMs` and `openChildren`.
[[nodiscard]] std::string guard_in_script(const Guard& guard);

[[nodiscard]] std::string_view op_name(Guard::Op op);

/// The places in Workflow::states of those directly inside `parent` (-1 = top level), in file order.
[[nodiscard]] std::vector<int> states_inside(const Workflow& workflow, int parent);

/// The leaf in which `state` begins.
[[nodiscard]] const State& first_leaf(const Workflow& workflow, const State& state);

/// True when some transition leads to the history of the compound state `name`.
[[nodiscard]] bool has_history(const Workflow& workflow, std::string_view name);

/// "派单 Dispatch [satisfied = false]": the label of an arrow.
[[nodiscard]] std::string arrow_label(const Transition& transition);

/// The title of a state and, after `separator`, the events that leave it where it is.
[[nodiscard]] std::string state_label(const State& state, std::string_view separator);

}  // namespace gongdan
