// The scenarios that stand beside the shipped workflows, run in virtual time, and what they leave untold.

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "adapters/host/installation.hpp"
#include "adapters/host/simulation.hpp"
#include "adapters/yaml/scenario.hpp"

using namespace gongdan;

namespace {

const host::Installation& shipped() {
    static const host::Installation installation = [] {
        auto loaded = host::load_installation(GONGDAN_SOURCE_DIR "/config/gongdan.yaml");
        if (!loaded) FAIL(loaded.error().detail.en);
        return std::move(*loaded);
    }();
    return installation;
}

Result<std::vector<json::object>> simulate(const std::vector<std::string>& lines) {
    return host::simulate_lines(lines, shipped().configuration());
}

std::vector<Scenario> shipped_scenarios(const std::string& workflow) {
    const auto file = std::filesystem::path(GONGDAN_SOURCE_DIR) / "workflows" / (workflow + ".scenarios.yaml");
    std::ifstream stream(file);
    std::ostringstream content;
    content << stream.rdbuf();
    auto loaded = load_scenarios(content.str(), file.string(), workflow);
    if (!loaded) FAIL(loaded.error().detail.en);
    return std::move(*loaded);
}

std::vector<Scenario> all_scenarios() {
    std::vector<Scenario> all;
    for (const auto& workflow : shipped().rules->workflows) {
        for (Scenario& scenario : shipped_scenarios(workflow->name)) all.push_back(std::move(scenario));
    }
    return all;
}

/// Everything that happened in any scenario: "event dispatch", "state on_site", "met arrival", "late arrival", "rung
/// …".
std::set<std::string> told_by(const std::vector<Scenario>& scenarios) {
    std::set<std::string> told;
    for (const Scenario& scenario : scenarios) {
        std::vector<std::string> lines;
        for (const ScenarioStep& step : scenario.steps) lines.push_back(json::serialize(step.command));
        const auto events = simulate(lines);
        REQUIRE(events.ok());
        std::map<std::string, std::string> workflows;
        for (const json::object& event : *events) {
            const std::string type = string_or_empty(event, "type");
            const std::string ref = string_or_empty(event, "ref");
            if (type == "case.opened") workflows[ref] = string_or_empty(event, "workflow");
            const std::string prefix = workflows[ref] + " ";
            const std::string clock = string_or_empty(event, "clock");
            if (type == "case.opened") told.insert(prefix + "state " + string_or_empty(event, "state"));
            if (type == "case.moved") told.insert(prefix + "state " + string_or_empty(event, "to"));
            if (event.contains("event")) told.insert(prefix + "event " + string_or_empty(event, "event"));
            if (type == "clock.stopped")
                told.insert(prefix + (event.at("breached").as_bool() ? "late " : "met ") + clock);
            if (type == "clock.cancelled") told.insert(prefix + "cancelled " + clock);
            if (type == "clock.paused") told.insert(prefix + "paused " + clock);
            if (type == "escalation.raised")
                told.insert(prefix + "rung " + json::serialize(event.at("rung")) + " of " + clock);
        }
    }
    return told;
}

std::string told_of(const std::vector<LocalText>& failures) {
    std::string all;
    for (const LocalText& failure : failures) all += failure.en + "\n";
    return all;
}

}  // namespace

TEST_CASE("every scenario beside the shipped workflows holds") {
    std::size_t count = 0;
    for (const Scenario& scenario : all_scenarios()) {
        INFO(scenario.title);
        CHECK(told_of(run_scenario(scenario, simulate)) == "");
        ++count;
    }
    CHECK(count >= 60);
}

TEST_CASE("the scenarios name only what the workflows know") {
    CHECK(told_of(check_scenarios(all_scenarios(), shipped().rules->workflows, names_of(*shipped().roles))) == "");
}

TEST_CASE("the scenarios tell of every state, event, clock and rung of the shipped workflows") {
    const auto told = told_by(all_scenarios());
    std::vector<std::string> untold;
    const auto expect = [&told, &untold](const std::string& what) {
        if (!told.contains(what)) untold.push_back(what);
    };
    for (const auto& workflow : shipped().rules->workflows) {
        const std::string prefix = workflow->name + " ";
        for (const State& state : workflow->states) {
            if (!state.compound) expect(prefix + "state " + state.name);
        }
        for (const EventTitle& event : workflow->events) expect(prefix + "event " + event.name);
        for (const ClockDef& clock : workflow->clocks) {
            for (const char* end : {"met ", "late "}) expect(prefix + end + clock.name);
            if (!clock.cancel.empty()) expect(prefix + "cancelled " + clock.name);
            if (!clock.pause.empty()) expect(prefix + "paused " + clock.name);
            const Ladder* ladder = shipped().rules->find_ladder(clock.ladder);
            for (std::size_t i = 0; ladder != nullptr && i < ladder->rungs.size(); ++i) {
                expect(prefix + "rung " + std::to_string(i + 1) + " of " + clock.name);
            }
        }
    }
    CHECK(untold == std::vector<std::string>{});
}
