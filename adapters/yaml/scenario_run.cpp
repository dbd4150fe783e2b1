#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "adapters/yaml/scenario.hpp"
#include "core/statechart/nearest.hpp"

namespace gongdan {
namespace {

std::string type_of(const json::object& event) { return string_or_empty(event, "type"); }

void copy(json::object& to, std::string_view as, const json::object& from, std::string_view key) {
    if (const auto* value = from.if_contains(key)) to[as] = *value;
}

void add_one(json::object& ticket, std::string_view counter) {
    ticket[counter] = get_int(ticket, counter).value_or(0) + 1;
}

/// "TIME role role", as expectations write it.
json::value told_line(const json::object& event) {
    std::string line = string_or_empty(event, "at");
    if (const auto* roles = get_array(event, "to")) {
        for (const json::value& role : *roles) {
            if (role.is_string()) line += " " + std::string(role.get_string());
        }
    }
    return json::value(line);
}

LocalText at(const Scenario& scenario, SourceMark mark, const LocalText& detail) {
    return text("yaml.at", scenario.file, mark.line, mark.column, detail.zh, detail.en);
}

/// An expectation that does not hold.
LocalText told(const Scenario& scenario, const Judged& judged) {
    const std::string whose = judged.clock.empty() ? judged.ref : judged.ref + " " + judged.clock;
    const std::string got = judged.got.is_null() ? "-" : json::serialize(judged.got);
    return at(scenario, judged.mark, text("scenario.other", whose, judged.key, json::serialize(judged.wanted), got));
}

/// `allowed` in any order.
std::vector<std::string> sorted_strings(const json::array* list) {
    std::vector<std::string> strings;
    if (list == nullptr) return strings;
    for (const json::value& entry : *list) strings.push_back(json::value_to<std::string>(entry));
    std::sort(strings.begin(), strings.end());
    return strings;
}

std::string joined(const std::vector<std::string>& strings) { return fmt::format("[{}]", fmt::join(strings, ", ")); }

std::vector<json::object> rejections(const std::vector<json::object>& events) {
    std::vector<json::object> found;
    std::copy_if(events.begin(), events.end(), std::back_inserter(found),
                 [](const json::object& event) { return type_of(event) == "command.rejected"; });
    return found;
}

std::vector<LocalText> judge_refusal(const Scenario& scenario, const ScenarioStep& step, const json::object* rejected) {
    std::vector<LocalText> failures;
    const auto wrong = [&scenario, &step, &failures](const LocalText& detail) {
        failures.push_back(at(scenario, step.mark, detail));
    };
    if (rejected == nullptr) {
        if (step.refused) wrong(text("scenario.not-refused", step.refused->status));
        return failures;
    }
    const std::string said = json::serialize(rejected->at("problem"));
    if (!step.refused) {
        wrong(text("scenario.refused", said));
        return failures;
    }
    const auto status = get_int(*rejected, "status").value_or(0);
    if (status != step.refused->status) wrong(text("scenario.other-status", step.refused->status, status, said));
    const json::object* problem = get_object(*rejected, "problem");
    if (problem == nullptr) return failures;
    if (step.refused->allowed) {
        auto wanted = *step.refused->allowed;
        std::sort(wanted.begin(), wanted.end());
        const json::array* given = get_array(*problem, "allowed_events");
        const auto allowed = sorted_strings(given != nullptr ? given : get_array(*problem, "allowed"));
        if (allowed != wanted) wrong(text("scenario.other-allowed", joined(wanted), joined(allowed)));
    }
    for (const std::string& field : step.refused->fields) {
        if (said.find("\"" + field + "\"") == std::string::npos) wrong(text("scenario.field-missing", field, said));
    }
    return failures;
}

}  // namespace

Picture::Picture(std::span<const json::object> events) {
    for (const json::object& event : events) take(event);
}

const json::object* Picture::ticket(const std::string& ref) const { return get_object(tickets_, ref); }

const json::object* Picture::clock(const std::string& ref, const std::string& clock) const {
    const json::object* found = ticket(ref);
    const json::object* clocks = found == nullptr ? nullptr : get_object(*found, "clocks");
    return clocks == nullptr ? nullptr : get_object(*clocks, clock);
}

void Picture::take(const json::object& event) {
    const std::string type = type_of(event);
    const std::string ref = string_or_empty(event, "ref");
    if (ref.empty() || type == "command.rejected") return;
    if (type == "case.opened") {
        refs_[string_or_empty(event, "case")] = ref;
        tickets_[ref] = {{"state", string_or_empty(event, "state")},
                         {"told", json::array()},
                         {"findings", json::array()},
                         {"bounces", 0},
                         {"chases", 0},
                         {"attempts", 0},
                         {"supervised", false},
                         {"clocks", json::object()}};
        return;
    }
    if (!tickets_.contains(ref)) return;
    json::object& ticket = tickets_[ref].as_object();
    const std::string effect = string_or_empty(event, "effect");
    if (effect == "bounce") add_one(ticket, "bounces");
    if (effect == "chase") add_one(ticket, "chases");
    if (effect == "attempt") add_one(ticket, "attempts");
    if (effect == "reopen") ticket["attempts"] = 0;
    if (effect == "supervise") ticket["supervised"] = true;
    if (effect == "exempted") take_exemption(ticket, event);
    if (type == "case.moved") copy(ticket, "state", event, "to");
    if (type == "finding.raised") ticket["findings"].as_array().push_back(event.at("finding"));
    if (type == "escalation.raised") ticket["told"].as_array().push_back(told_line(event));
    if (type == "case.merged") {
        const auto* into = event.if_contains("into");
        const std::string id = into == nullptr     ? ""
                               : into->is_string() ? string_or_empty(event, "into")
                                                   : json::serialize(*into);
        ticket["merged_into"] = string_or_empty(refs_, id);
    }
    if (event.contains("clock")) take_clock(ticket, event, type);
}

void Picture::take_exemption(json::object& ticket, const json::object& event) {
    json::object& clocks = ticket["clocks"].as_object();
    const json::array* names = get_array(event, "clocks");
    if (names == nullptr) return;
    for (const json::value& name : *names) {
        const json::string* clock = name.if_string();
        if (clock != nullptr && clocks.contains(*clock)) clocks[*clock].as_object()["exemption"] = true;
    }
}

void Picture::take_clock(json::object& ticket, const json::object& event, std::string_view type) {
    json::object& clocks = ticket["clocks"].as_object();
    const std::string name = string_or_empty(event, "clock");
    if (type == "clock.started") {
        clocks[name] = {{"status", "running"}, {"breached", false},  {"corrected", false},
                        {"cycle", 1},          {"exemption", false}, {"told", json::array()}};
    }
    if (!clocks.contains(name)) return;
    json::object& clock = clocks[name].as_object();
    copy(clock, "due", event, "due_at");
    copy(clock, "limit", event, "limit");
    copy(clock, "provisional", event, "provisional");
    copy(clock, "cycle", event, "cycle");
    if (type == "clock.started") copy(clock, "started", event, "at");
    if (type == "clock.paused") clock["status"] = "paused";
    if (type == "clock.resumed") clock["status"] = "running";
    if (type == "clock.cancelled") clock["status"] = "cancelled";
    if (type == "clock.breached") clock["breached"] = true;
    if (type == "clock.stopped") {
        clock["status"] = "stopped";
        copy(clock, "stopped", event, "at");
        for (const char* key : {"breached", "overdue_s", "elapsed_s"}) copy(clock, key, event, key);
    }
    if (type == "clock.corrected") clock["corrected"] = true;
    if (type == "escalation.raised") clock["told"].as_array().push_back(told_line(event));
}

std::vector<Judged> judge(const ScenarioStep& step, std::span<const json::object> events) {
    std::vector<Judged> all;
    const Picture picture(events);
    const json::object none{{"status", "none"}};
    for (const Expectation& expectation : step.expectations) {
        const bool clock = !expectation.clock.empty();
        const json::object* found =
            clock ? picture.clock(expectation.ref, expectation.clock) : picture.ticket(expectation.ref);
        for (const auto& [key, wanted] : expectation.wanted) {
            const json::value* value = (found == nullptr ? none : *found).if_contains(key);
            all.push_back({expectation.mark, expectation.ref, expectation.clock, key, wanted,
                           value == nullptr ? json::value(nullptr) : *value, value != nullptr && *value == wanted});
        }
    }
    return all;
}

std::vector<StepOutcome> play_scenario(const Scenario& scenario, const SimulateLines& simulate,
                                       const std::function<bool()>& go_on) {
    std::vector<StepOutcome> outcomes;
    std::vector<std::string> lines;
    std::vector<json::object> before;
    for (const ScenarioStep& step : scenario.steps) {
        if (go_on && !go_on()) return outcomes;
        StepOutcome& outcome = outcomes.emplace_back();
        lines.push_back(json::serialize(step.command));
        auto events = simulate(lines);
        if (!events) {
            outcome.failures.push_back(at(scenario, step.mark, events.error().detail));
            return outcomes;
        }
        const auto refused = rejections(*events);
        const bool now = refused.size() > rejections(before).size();
        outcome.failures = judge_refusal(scenario, step, now ? &refused.back() : nullptr);
        outcome.judged = judge(step, *events);
        for (const Judged& judged : outcome.judged) {
            if (!judged.holds) outcome.failures.push_back(told(scenario, judged));
        }
        const auto fresh = std::mismatch(before.begin(), before.end(), events->begin(), events->end()).second;
        outcome.happened.assign(fresh, events->end());
        before = std::move(*events);
    }
    return outcomes;
}

std::vector<LocalText> run_scenario(const Scenario& scenario, const SimulateLines& simulate) {
    std::vector<LocalText> failures;
    for (StepOutcome& outcome : play_scenario(scenario, simulate)) {
        std::move(outcome.failures.begin(), outcome.failures.end(), std::back_inserter(failures));
    }
    return failures;
}

}  // namespace gongdan
