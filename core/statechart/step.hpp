#pragma once
/// One step of the state machine: which transition an event takes, and where it leads. Pure.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

/// The last leaf left inside each compound state: (compound state, leaf). At most one entry a compound state.
using History = std::vector<std::pair<std::string, std::string>>;

/// What guards may look at besides the data.
struct GuardFacts {
    Millis in_state{0};
    int bounces = 0;
    int chases = 0;
    int open_children = 0;
    Instant now{};     ///< when the step is taken
    int attempts = 0;  ///< to reach the customer, since the ticket was last reopened
};

struct StepInput {
    const Workflow& workflow;
    std::string_view state;  ///< current leaf
    const History& history;
    std::string_view event;
    const std::vector<std::string>& roles;  ///< of the actor
    const json::object& data;               ///< the case's data
    const json::object& given;  ///< the command's: `require` and `permit` look here, guards see it over `data`
    GuardFacts facts;
};

struct StepResult {
    const Transition* transition = nullptr;  ///< inside the workflow; lives as long as it
    std::string role;                        ///< the actor's role that allowed it
    std::string target;                      ///< leaf; the current one when the transition stays
    std::vector<std::string> left;           ///< states left, innermost first
    std::vector<std::string> entered;        ///< states entered, outermost first
};

/// Takes the first transition for `event`, from the leaf outwards, whose guard holds.
/// Errc::not_allowed (with the allowed events) when the state has none or no guard holds, Errc::forbidden when no role
/// of the actor may.
[[nodiscard]] Result<StepResult> find_step(const StepInput& input);

/// The same, of a command that holds what the step requires and sets nothing that it does not permit; else
/// Errc::invalid_input with every field that is missing or may not be set. A value that stands already is set by
/// nobody.
[[nodiscard]] Result<StepResult> step(const StepInput& input);

/// The step an event took in another system: guards choose among the current state's transitions, but roles and
/// required fields do not matter, and an event the state does not know is taken from wherever the workflow has it. Null
/// when the workflow has no such event at all.
[[nodiscard]] std::optional<StepResult> step_of_history(const StepInput& input);

/// The states entered when a case opens, outermost first; the last is the leaf.
[[nodiscard]] std::vector<std::string> initial_states(const Workflow& workflow);

/// Events that `roles` may send in `state`, in file order, innermost first: those with a transition whose guard holds
/// or could hold, given the right data.
[[nodiscard]] std::vector<std::string> allowed_events(const Workflow& workflow, std::string_view state,
                                                      const std::vector<std::string>& roles, const GuardFacts& facts);

/// Whether at_least of that name looks at a count of the case (bounces, chases, attempts) and not at a field.
[[nodiscard]] bool is_counter(std::string_view field);

[[nodiscard]] bool holds(const Guard& guard, const json::object& data, const GuardFacts& facts);

/// Whether some data would make `guard` hold: facts are as they are, fields may still be given.
[[nodiscard]] bool may_hold(const Guard& guard, const GuardFacts& facts);

/// Whether the field has a value: neither null nor an empty text or list.
[[nodiscard]] bool is_given(const json::object& data, std::string_view field);

/// Every mistake in a value of the field, its least and most included; null is none.
[[nodiscard]] std::vector<FieldProblem> check_field(const Field& field, const json::value& value);

/// Every mistake in the types and values of `data` against the workflow's fields, their least and most included; with
/// `opening`, missing required ones too. Pointers start with "/data/".
[[nodiscard]] std::vector<FieldProblem> check_fields(const Workflow& workflow, const json::object& data, bool opening);

/// Times of `given`, laid over `data`, that do not lie in the order of their fields (`after`). An order that `given`
/// does not touch is no concern of its step. Each problem points at a field of `given`.
[[nodiscard]] std::vector<FieldProblem> check_order(const Workflow& workflow, const json::object& data,
                                                    const json::object& given);

}  // namespace gongdan
