#include <algorithm>
#include <iostream>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"
#include "adapters/host/installation.hpp"
#include "adapters/yaml/check.hpp"

namespace gongdan::cli {
namespace {

namespace fs = std::filesystem;

struct Checked {
    std::string what;
    std::size_t workflows = 0;
    std::size_t ladders = 0;
    std::size_t promise_sets = 0;
    std::size_t scenarios = 0;
};

/// A whole installation: everything that `config_file` and the folders beside it say, scenarios included.
Result<Checked> check_installation(const fs::path& config_file) {
    const auto installation = host::load_installation(config_file);
    if (!installation) return installation.error();
    const Rules& rules = *installation->rules;
    const auto scenarios =
        check_scenario_files(installation->settings.workflows, rules.workflows, names_of(*installation->roles));
    if (!scenarios) return scenarios.error();
    return Checked{config_file.string(), rules.workflows.size(), rules.ladders.size(), rules.promise_sets.size(),
                   *scenarios};
}

/// Definitions without a configuration of their own, against the one in force.
Result<Checked> check_alone(const fs::path& path, const Common& common) {
    const auto config = find_config(common.config);
    if (!config) return config.error();
    const auto installation = host::load_installation(*config);
    if (!installation) return installation.error();
    const Rules& rules = *installation->rules;
    const auto counted =
        check_definitions(path, {names_of(*installation->roles), rules.ladders, rules.promise_sets}, rules.workflows);
    if (!counted) return counted.error();
    return Checked{path.string(), counted->workflows, 0, 0, counted->scenarios};
}

Result<Checked> check_path(const fs::path& path, const Common& common) {
    std::error_code error;
    const fs::path config = path / "config" / "gongdan.yaml";
    return fs::exists(config, error) ? check_installation(config) : check_alone(path, common);
}

json::object in_json(const std::string& path, const Result<Checked>& checked) {
    if (!checked) {
        return {{"path", path},
                {"ok", false},
                {"detail", checked.error().detail.zh},
                {"detail_en", checked.error().detail.en}};
    }
    return {{"path", path}, {"ok", true}, {"workflows", checked->workflows}, {"scenarios", checked->scenarios}};
}

void say(const Result<Checked>& checked) {
    if (!checked) {
        // Bare lines, file:line:column first, as editors and other tools expect them.
        std::cerr << text_line(checked.error().detail);
    } else if (checked->ladders == 0) {
        std::cout << text_line(text("cli.check-definitions", checked->what, checked->workflows, checked->scenarios));
    } else {
        std::cout << text_line(text("cli.check-ok", checked->what, checked->workflows, checked->ladders,
                                    checked->promise_sets, checked->scenarios));
    }
}

/// Nothing to check is a wrong call, not a fault in what was checked.
int code_of(const Result<Checked>& checked) {
    if (checked) return kOk;
    return checked.error().code == Errc::not_found ? kWrongUse : kFault;
}

}  // namespace

int run_check(const Common& common, const std::vector<std::string>& folders) {
    std::vector<std::pair<std::string, Result<Checked>>> results;
    for (const std::string& folder : folders) results.emplace_back(folder, check_path(folder, common));
    if (folders.empty()) {
        const auto config = find_config(common.config);
        if (!config) return give_up(config.error());
        results.emplace_back(config->string(), check_installation(*config));
    }
    int code = kOk;
    json::array shown;
    for (const auto& [path, checked] : results) {
        if (!common.json) say(checked);
        shown.push_back(in_json(path, checked));
        code = std::max(code, code_of(checked));
    }
    if (common.json) std::cout << json::serialize(shown) << "\n";
    return code;
}

}  // namespace gongdan::cli
