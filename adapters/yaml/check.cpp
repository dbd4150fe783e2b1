#include "adapters/yaml/check.hpp"

#include <algorithm>

#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/scenario.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using Workflows = std::vector<std::shared_ptr<const Workflow>>;
using yaml::Collector;

constexpr std::string_view kScenarios = ".scenarios.yaml";

bool is_scenario_file(const fs::path& path) { return path.filename().string().ends_with(kScenarios); }

/// "workflows/fault-repair.scenarios.yaml" → "fault-repair".
std::string workflow_of(const fs::path& file) {
    const std::string name = file.filename().string();
    return name.substr(0, name.size() - kScenarios.size());
}

std::size_t check_scenarios_in(const std::vector<fs::path>& files, const Workflows& workflows,
                               const std::vector<std::string>& roles, Collector& collector) {
    std::size_t count = 0;
    for (const fs::path& file : files) {
        const auto load = [&file](const std::string& text, const std::string& name) {
            return load_scenarios(text, name, workflow_of(file));
        };
        const auto scenarios = collector.take<std::vector<Scenario>>(file, load);
        if (!scenarios) continue;
        for (const LocalText& mistake : check_scenarios(*scenarios, workflows, roles)) collector.add(mistake);
        count += scenarios->size();
    }
    return count;
}

bool reaches_somebody(const Rung& rung, const Organisation& organisation) {
    return std::any_of(rung.roles.begin(), rung.roles.end(),
                       [&organisation](const std::string& role) { return is_held(organisation, role); });
}

std::string joined(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

}  // namespace

Result<void> check_reach(const fs::path& file, const std::vector<Ladder>& ladders, const Organisation& organisation) {
    Collector collector;
    const auto check = [&file, &organisation, &collector](const Ladder& ladder, const Rung& rung) {
        if (reaches_somebody(rung, organisation)) return;
        const LocalText said = text("yaml.rung-reaches-nobody", ladder.name, joined(rung.roles));
        collector.add(text("yaml.at", file.string(), rung.mark.line, rung.mark.column, said.zh, said.en));
    };
    for (const Ladder& ladder : ladders) {
        for (const Rung& rung : ladder.rungs) check(ladder, rung);
        if (ladder.watch) check(ladder, *ladder.watch);
    }
    return collector.clean() ? Result<void>() : collector.error();
}

Result<std::size_t> check_scenario_files(const fs::path& folder, const Workflows& workflows,
                                         const std::vector<std::string>& roles) {
    Collector collector;
    const std::size_t count = check_scenarios_in(yaml::scenario_files(folder), workflows, roles, collector);
    if (!collector.clean()) return collector.error();
    return count;
}

Result<DefinitionCount> check_definitions(const fs::path& path, const Vocabulary& vocabulary,
                                          const Workflows& shipped) {
    std::error_code error;
    std::vector<fs::path> definitions;
    std::vector<fs::path> scenarios;
    if (fs::is_directory(path, error)) {
        const fs::path folder = fs::is_directory(path / "workflows", error) ? path / "workflows" : path;
        definitions = yaml::yaml_files(folder);
        scenarios = yaml::scenario_files(folder);
    } else if (fs::exists(path, error)) {
        (is_scenario_file(path) ? scenarios : definitions).push_back(path);
    }
    if (definitions.empty() && scenarios.empty()) return fail(Errc::not_found, "yaml.nothing-to-check", path.string());
    Collector collector;
    Workflows own;
    for (const fs::path& file : definitions) {
        if (auto workflow = collector.take<std::shared_ptr<const Workflow>>(file, load_workflow))
            own.push_back(std::move(*workflow));
    }
    yaml::check_workflows(own, vocabulary, collector);
    Workflows known = own;
    known.insert(known.end(), shipped.begin(), shipped.end());
    const std::size_t count = check_scenarios_in(scenarios, known, vocabulary.roles, collector);
    if (!collector.clean()) return collector.error();
    return DefinitionCount{own.size(), count};
}

}  // namespace gongdan
