#pragma once
/// What an installation's workflows can be asked before anybody relies on them: what `gongdan check` says of one, and
/// its scenarios, played in virtual time and in memory. Reads the files anew at each call. Thread-safe; blocks.

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "adapters/host/installation.hpp"
#include "adapters/yaml/scenario.hpp"

namespace gongdan::host {

inline constexpr std::size_t kScenariosMax = 200;      ///< of one workflow: three times what the longest has
inline constexpr std::size_t kScenarioStepsMax = 100;  ///< each step plays all before it again
/// What a scenario may span: its alarms are fired one by one.
inline constexpr Millis kScenarioSpanMax = std::chrono::hours(24 * 366 * 3);
/// All of a run: a reader thread is busy with it.
inline constexpr std::chrono::seconds kRehearsalTime{20};

struct WorkflowCheck {
    std::string file;
    std::string version;            ///< of the file as it is now; empty when it cannot be read
    std::vector<LocalText> faults;  ///< with file:line:column; a start would refuse them
    std::vector<LocalText> warnings;
    std::size_t scenarios = 0;  ///< that stand beside it; 0 when their file is faulty
};

struct PlayedScenario {
    std::size_t index = 0;  ///< in the file, from 0
    std::vector<StepOutcome> steps;
    bool whole = false;  ///< false: time ran out, or it is longer than the limits allow
    [[nodiscard]] bool passed() const;
};

class Workshop {
 public:
    explicit Workshop(Installation installation) : installation_(std::move(installation)) {}

    /// The files beside the configuration. What reads them, and how they are changed, is the machine's business.
    [[nodiscard]] std::filesystem::path config_folder() const { return installation_.config_folder(); }

    /// Its file as it is now, against the roles, ladders and promises as they were at the start. Errc::not_found for an
    /// unknown workflow, here and below.
    [[nodiscard]] Result<WorkflowCheck> check(const std::string& workflow) const;

    /// None when there is no file. Errc::invalid_input, with file:line:column, for one that cannot be read.
    [[nodiscard]] Result<std::vector<Scenario>> scenarios(const std::string& workflow) const;

    /// Plays `chosen` of `scenarios` (all, when it is empty) under the files' rules and calendar as they were at the
    /// start: years that were loaded later do not count here, as in the tests. Indices beyond the last are passed over.
    [[nodiscard]] std::vector<PlayedScenario> play(const std::vector<Scenario>& scenarios,
                                                   const std::vector<std::size_t>& chosen) const;

 private:
    [[nodiscard]] Result<std::shared_ptr<const Workflow>> find(const std::string& workflow) const;
    [[nodiscard]] std::filesystem::path scenario_file(const std::string& workflow) const;
    [[nodiscard]] std::vector<LocalText> warnings_of(const Workflow& workflow, const WorkflowCheck& check) const;

    const Installation installation_;
};

}  // namespace gongdan::host
