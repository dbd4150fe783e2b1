#include "adapters/http/routes/workflow_desk.hpp"

#include <chrono>

#include "adapters/http/routes/checks.hpp"

namespace gongdan::http {
namespace {

json::object text_view(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

template <class Items, class View>
json::array views(const Items& items, View view) {
    json::array list;
    for (const auto& item : items) list.push_back(view(item));
    return list;
}

/// "从受理到归档 / From the acceptance to the archive"
LocalText halves_of(const std::string& title) {
    constexpr std::string_view kBetween = " / ";
    const auto place = title.find(kBetween);
    if (place == std::string::npos) return {title, title};
    return {title.substr(0, place), title.substr(place + kBetween.size())};
}

json::object expectation_view(const Expectation& expectation) {
    return {{"ref", expectation.ref}, {"clock", expectation.clock}, {"wanted", expectation.wanted}};
}

json::object step_view(const ScenarioStep& step) {
    return {{"line", step.mark.line},
            {"at", format_time(step.at)},
            {"command", step.command},
            {"refused", step.refused ? json::value(step.refused->status) : json::value(nullptr)},
            {"expects", views(step.expectations, expectation_view)}};
}

json::object scenario_view(const Scenario& scenario, std::size_t index) {
    return {{"index", index},
            {"title", text_view(halves_of(scenario.title))},
            {"line", scenario.mark.line},
            {"steps", views(scenario.steps, step_view)}};
}

json::object judged_view(const Judged& judged) {
    return {{"ref", judged.ref},       {"clock", judged.clock}, {"key", judged.key},
            {"wanted", judged.wanted}, {"got", judged.got},     {"holds", judged.holds}};
}

json::object outcome_view(const StepOutcome& outcome) {
    return {{"happened", json::value_from(outcome.happened)},
            {"judged", views(outcome.judged, judged_view)},
            {"failures", views(outcome.failures, text_view)}};
}

json::object played_view(const host::PlayedScenario& played) {
    return {{"index", played.index},
            {"passed", played.passed()},
            {"whole", played.whole},
            {"steps", views(played.steps, outcome_view)}};
}

std::vector<std::size_t> chosen_in(const json::object& body) {
    std::vector<std::size_t> chosen;
    const auto* list = get_array(body, "scenarios");
    if (list == nullptr) return chosen;
    for (const json::value& index : *list) chosen.push_back(std::size_t(index.as_int64()));
    return chosen;
}

Error no_workshop() { return fail(Errc::unavailable, "http.no-workshop"); }

}  // namespace

Response list_workflow_versions(Site& site, const Call& call) {
    const std::string& name = call.parameters[0];
    const auto in_force = site.service.configuration().rules->find_workflow(name);
    const auto versions = site.service.reads().workflow_versions(name);
    if (!versions) return refuse(versions.error(), call);
    if (!in_force && versions->empty()) return refuse(fail(Errc::not_found, "open.unknown-workflow", name), call);
    // A number of tickets tells of those out of reach, and to find those within it all would have to be looked at.
    const bool counts = call.viewer->reach.all;
    const auto version_view = [&in_force, counts](const WorkflowVersion& version) {
        return json::object{{"version", version.version},
                            {"since", format_time(version.since)},
                            {"open", counts ? json::value(version.open_cases) : json::value()},
                            {"in_force", in_force != nullptr && in_force->version == version.version}};
    };
    return json_answer(json::object{{"items", views(*versions, version_view)}});
}

Response check_workflow(Site& site, const Call& call) {
    if (site.workshop == nullptr) return refuse(no_workshop(), call);
    const auto check = site.workshop->check(call.parameters[0]);
    if (!check) return refuse(check.error(), call);
    return json_answer(json::object{{"ok", check->faults.empty()},
                                    {"file", check->file},
                                    {"version", check->version},
                                    {"scenarios", check->scenarios},
                                    {"faults", views(check->faults, text_view)},
                                    {"warnings", views(check->warnings, text_view)}});
}

Response list_scenarios(Site& site, const Call& call) {
    if (site.workshop == nullptr) return refuse(no_workshop(), call);
    const auto scenarios = site.workshop->scenarios(call.parameters[0]);
    if (!scenarios) return refuse(scenarios.error(), call);
    json::array items;
    for (std::size_t i = 0; i < scenarios->size(); ++i) items.push_back(scenario_view((*scenarios)[i], i));
    return json_answer(json::object{{"items", std::move(items)}});
}

Response run_scenarios(Site& site, const Call& call) {
    if (site.workshop == nullptr) return refuse(no_workshop(), call);
    const auto scenarios = site.workshop->scenarios(call.parameters[0]);
    if (!scenarios) return refuse(scenarios.error(), call);
    const Turn turn(site.rehearsing);
    if (!turn.mine()) return refuse(fail(Errc::overloaded, "http.rehearsing"), call);
    const auto started = std::chrono::steady_clock::now();
    const auto played = site.workshop->play(*scenarios, chosen_in(call.body));
    const auto took = std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - started);
    std::int64_t passed = 0;
    for (const auto& one : played) passed += one.passed() ? 1 : 0;
    return json_answer(json::object{{"items", views(played, played_view)},
                                    {"passed", passed},
                                    {"failed", std::int64_t(played.size()) - passed},
                                    {"took_ms", took.count()}});
}

}  // namespace gongdan::http
