#include "adapters/host/workshop.hpp"

#include <algorithm>
#include <sstream>

#include "adapters/host/simulation.hpp"
#include "adapters/yaml/check.hpp"

namespace gongdan::host {
namespace {

namespace fs = std::filesystem;

/// A loader says all mistakes in one text, a line each.
void add_lines(const LocalText& detail, std::vector<LocalText>& lines) {
    std::istringstream zh(detail.zh);
    std::istringstream en(detail.en);
    for (LocalText line; std::getline(zh, line.zh) && std::getline(en, line.en);) lines.push_back(line);
}

bool within_limits(const Scenario& scenario) {
    const auto& steps = scenario.steps;
    return !steps.empty() && steps.size() <= kScenarioStepsMax &&
           steps.back().at - steps.front().at <= kScenarioSpanMax;
}

}  // namespace

bool PlayedScenario::passed() const {
    return whole && std::all_of(steps.begin(), steps.end(), [](const auto& step) { return step.failures.empty(); });
}

Result<std::shared_ptr<const Workflow>> Workshop::find(const std::string& workflow) const {
    auto found = installation_.rules->find_workflow(workflow);
    if (!found) return fail(Errc::not_found, "open.unknown-workflow", workflow);
    return found;
}

fs::path Workshop::scenario_file(const std::string& workflow) const {
    return installation_.settings.workflows / (workflow + ".scenarios.yaml");
}

std::vector<LocalText> Workshop::warnings_of(const Workflow& workflow, const WorkflowCheck& check) const {
    std::vector<LocalText> warnings;
    if (!check.version.empty() && check.version != workflow.version)
        warnings.push_back(text("workshop.other-file", check.file, check.version.substr(0, 12)));
    if (check.scenarios == 0) warnings.push_back(text("workshop.no-scenarios", scenario_file(workflow.name).string()));
    std::vector<Ladder> ladders;
    for (const ClockDef& clock : workflow.clocks) {
        const Ladder* ladder = installation_.rules->find_ladder(clock.ladder);
        const bool known = std::any_of(ladders.begin(), ladders.end(),
                                       [&clock](const Ladder& taken) { return taken.name == clock.ladder; });
        if (ladder != nullptr && !known) ladders.push_back(*ladder);
    }
    const fs::path file = installation_.config_folder() / "ladders.yaml";
    if (const auto reached = check_reach(file, ladders, *installation_.organisation); !reached)
        add_lines(reached.error().detail, warnings);
    return warnings;
}

Result<WorkflowCheck> Workshop::check(const std::string& workflow) const {
    const auto in_force = find(workflow);
    if (!in_force) return in_force.error();
    const Rules& rules = *installation_.rules;
    const Vocabulary vocabulary{names_of(*installation_.roles), rules.ladders, rules.promise_sets};
    WorkflowCheck check;
    check.file = (*in_force)->file;
    const auto content = read_file(check.file);
    const auto loaded =
        content ? load_workflow(*content, check.file) : Result<std::shared_ptr<const Workflow>>(content.error());
    if (loaded) check.version = (*loaded)->version;
    const auto own = check_definitions(check.file, vocabulary, rules.workflows);
    if (!own) add_lines(own.error().detail, check.faults);
    std::error_code error;
    if (const fs::path file = scenario_file(workflow); fs::exists(file, error)) {
        const auto counted = check_definitions(file, vocabulary, rules.workflows);
        if (counted) check.scenarios = counted->scenarios;
        if (!counted) add_lines(counted.error().detail, check.faults);
    }
    check.warnings = warnings_of(**in_force, check);
    return check;
}

Result<std::vector<Scenario>> Workshop::scenarios(const std::string& workflow) const {
    if (const auto in_force = find(workflow); !in_force) return in_force.error();
    const fs::path file = scenario_file(workflow);
    std::error_code error;
    if (!fs::exists(file, error)) return std::vector<Scenario>();
    const auto content = read_file(file);
    if (!content) return content.error();
    return load_scenarios(*content, file.string(), workflow);
}

std::vector<PlayedScenario> Workshop::play(const std::vector<Scenario>& scenarios,
                                           const std::vector<std::size_t>& chosen) const {
    const auto until = std::chrono::steady_clock::now() + kRehearsalTime;
    const auto in_time = [until] { return std::chrono::steady_clock::now() < until; };
    const auto simulate = [this](const std::vector<std::string>& lines) {
        return simulate_lines(lines, installation_.configuration());
    };
    std::vector<PlayedScenario> played;
    for (std::size_t index = 0; index < scenarios.size() && played.size() < kScenariosMax; ++index) {
        const Scenario& scenario = scenarios[index];
        if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), index) == chosen.end()) continue;
        PlayedScenario& one = played.emplace_back(PlayedScenario{index, {}, false});
        if (!within_limits(scenario)) continue;
        one.steps = play_scenario(scenario, simulate, in_time);
        one.whole = one.steps.size() == scenario.steps.size();
    }
    return played;
}

}  // namespace gongdan::host
