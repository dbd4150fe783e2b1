#include <algorithm>
#include <iostream>

#include "adapters/cli/commands.hpp"
#include "adapters/cli/terminal.hpp"
#include "adapters/host/installation.hpp"
#include "adapters/host/wall_clock.hpp"
#include "adapters/yaml/channels_check.hpp"
#include "adapters/yaml/check.hpp"
#include "core/calendar/year_doubts.hpp"

namespace gongdan::cli {
namespace {

namespace fs = std::filesystem;

constexpr Millis kRosterAhead = 30 * kDay;  ///< as far as rosters are usually written

struct Checked {
    std::string what;
    std::size_t workflows = 0;
    std::size_t ladders = 0;
    std::size_t promise_sets = 0;
    std::size_t scenarios = 0;
    std::vector<LocalText> warnings{};
};

/// Gaps of the roster: nobody has to act on them today, so they are no faults of the installation.
std::vector<LocalText> roster_warnings(const host::Installation& installation, Date first) {
    const Instant from = start_of(first);
    const std::string file = (installation.config_folder() / "organisation" / "roster.yaml").string();
    std::vector<LocalText> warnings;
    for (const RosterGap& gap : roster_gaps(*installation.organisation, from, from + kRosterAhead)) {
        const LocalText said = describe(gap);
        const std::string place = gap.mark.line == 0 ? file : file + ":" + std::to_string(gap.mark.line);
        warnings.push_back(text("cli.check-warning", place, said.zh, said.en));
    }
    return warnings;
}

/// Days of the calendar that are allowed and seldom meant.
std::vector<LocalText> calendar_warnings(const host::Installation& installation) {
    const std::string file = (installation.config_folder() / "calendars" / "cn.yaml").string();
    std::vector<LocalText> warnings;
    for (const auto& [number, year] : installation.rules->calendar->years()) {
        for (const LocalText& doubt : doubts_about(year))
            warnings.push_back(text("cli.check-warning", file, doubt.zh, doubt.en));
    }
    return warnings;
}

/// A whole installation: everything that `config_file` and the folders beside it say, scenarios included.
Result<Checked> check_installation(const fs::path& config_file, Date first) {
    const auto installation = host::load_installation(config_file);
    if (!installation) return installation.error();
    if (auto channels = check_channels(installation->config_folder()); !channels) return channels.error();
    const Rules& rules = *installation->rules;
    const fs::path ladders = installation->config_folder() / "ladders.yaml";
    if (auto reached = check_reach(ladders, rules.ladders, *installation->organisation); !reached)
        return reached.error();
    const auto scenarios =
        check_scenario_files(installation->settings.workflows, rules.workflows, names_of(*installation->roles));
    if (!scenarios) return scenarios.error();
    std::vector<LocalText> warnings = calendar_warnings(*installation);
    for (LocalText& warning : roster_warnings(*installation, first)) warnings.push_back(std::move(warning));
    return Checked{config_file.string(), rules.workflows.size(), rules.ladders.size(), rules.promise_sets.size(),
                   *scenarios,           std::move(warnings)};
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

Result<Checked> check_path(const fs::path& path, const Common& common, Date first) {
    std::error_code error;
    const fs::path config = path / "config" / "gongdan.yaml";
    return fs::exists(config, error) ? check_installation(config, first) : check_alone(path, common);
}

json::object in_json(const std::string& path, const Result<Checked>& checked) {
    if (!checked) {
        return {{"path", path},
                {"ok", false},
                {"detail", checked.error().detail.zh},
                {"detail_en", checked.error().detail.en}};
    }
    json::array warnings;
    for (const LocalText& warning : checked->warnings)
        warnings.push_back(json::object{{"zh", warning.zh}, {"en", warning.en}});
    return {{"path", path},
            {"ok", true},
            {"workflows", checked->workflows},
            {"scenarios", checked->scenarios},
            {"warnings", std::move(warnings)}};
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
        for (const LocalText& warning : checked->warnings) std::cerr << text_line(warning);
    }
}

/// Nothing to check is a wrong call, not a fault in what was checked.
int code_of(const Result<Checked>& checked) {
    if (checked) return kOk;
    return checked.error().code == Errc::not_found ? kWrongUse : kFault;
}

}  // namespace

int run_check(const Common& common, const std::vector<std::string>& folders, const std::string& from) {
    const auto first = from.empty() ? Result<Date>(date_of(host::wall_now())) : parse_date(from);
    if (!first) return give_up(first.error());
    std::vector<std::pair<std::string, Result<Checked>>> results;
    for (const std::string& folder : folders) results.emplace_back(folder, check_path(folder, common, *first));
    if (folders.empty()) {
        const auto config = find_config(common.config);
        if (!config) return give_up(config.error());
        results.emplace_back(config->string(), check_installation(*config, *first));
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
