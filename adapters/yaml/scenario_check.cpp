// Names in scenarios that no workflow knows.

#include <algorithm>
#include <map>

#include "adapters/yaml/scenario.hpp"
#include "core/statechart/nearest.hpp"

namespace gongdan {
namespace {

using Workflows = std::vector<std::shared_ptr<const Workflow>>;

class Names {
 public:
    Names(const Scenario& scenario, const Workflows& workflows, const std::vector<std::string>& roles)
        : scenario_(scenario), workflows_(workflows), roles_(roles) {}

    std::vector<LocalText> check() && {
        for (const ScenarioStep& step : scenario_.steps) {
            check_command(step);
            for (const Expectation& expectation : step.expectations) check_expectation(expectation);
        }
        return std::move(found_);
    }

 private:
    void check_command(const ScenarioStep& step) {
        const std::string op = string_or_empty(step.command, "op");
        const std::string ref = string_or_empty(step.command, "ref");
        if (op == "open") {
            const std::string name = string_or_empty(step.command, "workflow");
            std::vector<std::string> known;
            for (const auto& workflow : workflows_) {
                known.push_back(workflow->name);
                if (workflow->name == name && !flows_.contains(ref)) flows_[ref] = workflow.get();
            }
            need(step.mark, "scenario.unknown-workflow", name, known);
        }
        if (op == "fire" && flows_.contains(ref)) {
            std::vector<std::string> known;
            for (const EventTitle& event : flows_.at(ref)->events) known.push_back(event.name);
            need(step.mark, "check.unknown-event", string_or_empty(step.command, "event"), known);
        }
        if (step.command.contains("role"))
            need(step.mark, "check.unknown-role", string_or_empty(step.command, "role"), roles_);
    }

    void check_expectation(const Expectation& expectation) {
        const auto flow = flows_.find(expectation.ref);
        if (flow == flows_.end()) return;
        std::vector<std::string> known;
        if (!expectation.clock.empty()) {
            for (const ClockDef& clock : flow->second->clocks) known.push_back(clock.name);
            need(expectation.mark, "scenario.unknown-clock", expectation.clock, known);
        }
        known.clear();
        for (const State& state : flow->second->states) known.push_back(state.name);
        if (expectation.wanted.contains("state")) {
            need(expectation.mark, "check.unknown-target", string_or_empty(expectation.wanted, "state"), known);
        }
    }

    void need(SourceMark mark, std::string_view text_id, const std::string& name,
              const std::vector<std::string>& known) {
        if (std::find(known.begin(), known.end(), name) != known.end()) return;
        const LocalText hint = hint_for(name, known);
        const LocalText detail = text(text_id, name, hint.zh, hint.en);
        found_.push_back(text("yaml.at", scenario_.file, mark.line, mark.column, detail.zh, detail.en));
    }

    const Scenario& scenario_;
    const Workflows& workflows_;
    const std::vector<std::string>& roles_;
    std::map<std::string, const Workflow*> flows_;
    std::vector<LocalText> found_;
};

}  // namespace

std::vector<LocalText> check_scenarios(std::span<const Scenario> scenarios, const Workflows& workflows,
                                       const std::vector<std::string>& roles) {
    std::vector<LocalText> found;
    for (const Scenario& scenario : scenarios) {
        for (LocalText& mistake : Names(scenario, workflows, roles).check()) found.push_back(std::move(mistake));
    }
    return found;
}

}  // namespace gongdan
