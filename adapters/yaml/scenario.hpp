#pragma once
/// Scenarios: tickets told step by step in workflows/<name>.scenarios.yaml, for a dispatcher to read and for the tests
/// to run in virtual time. A file becomes lines for `gongdan simulate` and what must hold after each of them; who runs
/// the lines, with restarts or faults or neither, is up to the caller.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

/// What must be true of one ticket.
struct Expectation {
    SourceMark mark;
    std::string ref;
    std::string clock;  ///< the clock that `wanted` speaks of; empty = the ticket itself
    json::object
        wanted;  ///< as a Picture shows it, e.g. {"state": "dispatched"} or {"due": "2026-03-02T08:45:00+08:00"}
};

/// How a command must be refused.
struct ExpectedRefusal {
    int status = 0;
    std::optional<std::vector<std::string>> allowed;  ///< the events said to be allowed, in any order
    std::vector<std::string> fields;                  ///< JSON pointers that must be among the fields at fault
};

struct ScenarioStep {
    SourceMark mark;
    Instant at{};
    json::object command;  ///< a line of `simulate`; op "advance" when the step only looks
    std::optional<ExpectedRefusal> refused;
    std::vector<Expectation> expectations;
};

struct Scenario {
    std::string title;
    std::string file;
    SourceMark mark;
    std::vector<ScenarioStep> steps;
};

/// Reads one file. `workflow` is what `open` opens unless a step says otherwise. Errors name file:line:column.
[[nodiscard]] Result<std::vector<Scenario>> load_scenarios(const std::string& text, const std::string& file,
                                                           const std::string& workflow);

/// The names in `scenarios` that their workflows do not know (workflows, events, states, clocks, roles), each with
/// file:line:column: what can be seen without a run.
[[nodiscard]] std::vector<LocalText> check_scenarios(std::span<const Scenario> scenarios,
                                                     const std::vector<std::shared_ptr<const Workflow>>& workflows,
                                                     const std::vector<std::string>& roles);

/// The state of every ticket as the journal events of a run have made it.
class Picture {
 public:
    explicit Picture(std::span<const json::object> events);

    /// {"state", "told", "findings", "bounces", "chases", "attempts", "supervised", "merged_into"}; null for an unknown
    /// ticket.
    [[nodiscard]] const json::object* ticket(const std::string& ref) const;
    /// {"status", "started", "due", "stopped", "breached", "overdue_s", "exemption" (whether a filing covers it), …};
    /// null for a clock that never started.
    [[nodiscard]] const json::object* clock(const std::string& ref, const std::string& clock) const;

 private:
    void take(const json::object& event);
    void take_exemption(json::object& ticket, const json::object& event);
    void take_clock(json::object& ticket, const json::object& event, std::string_view type);

    json::object tickets_;
    json::object refs_;  ///< case id → ref
};

/// One expectation against what was found.
struct Judged {
    SourceMark mark;
    std::string ref;
    std::string clock;  ///< empty = the ticket itself
    std::string key;    ///< "state", "due", …
    json::value wanted;
    json::value got;  ///< null when there is nothing of the kind
    bool holds = false;
};

/// What `step` expects, given all journal events so far.
[[nodiscard]] std::vector<Judged> judge(const ScenarioStep& step, std::span<const json::object> events);

/// Journal events of a run of `lines`, `command.rejected` lines included.
using SimulateLines = std::function<Result<std::vector<json::object>>(const std::vector<std::string>& lines)>;

/// What a step led to.
struct StepOutcome {
    std::vector<json::object> happened;  ///< journal events that were not there before it
    std::vector<Judged> judged;
    std::vector<LocalText> failures;  ///< each with file:line:column and what was found
};

/// Runs the scenario step by step, each time from its beginning: an outcome for each step that was run, all of them
/// unless `go_on` (asked before each) says no or a step could not be placed in time, which is a failure of it.
[[nodiscard]] std::vector<StepOutcome> play_scenario(const Scenario& scenario, const SimulateLines& simulate,
                                                     const std::function<bool()>& go_on = {});

/// Runs the scenario step by step, each time from its beginning, and collects what does not hold. A command that is
/// refused without being expected to is a failure, and so is one that is not refused although expected.
[[nodiscard]] std::vector<LocalText> run_scenario(const Scenario& scenario, const SimulateLines& simulate);

}  // namespace gongdan
