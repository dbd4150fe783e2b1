#include <algorithm>
#include <array>

#include "adapters/yaml/guard_loader.hpp"
#include "adapters/yaml/scenario.hpp"
#include "adapters/yaml/scenario_keys.hpp"

namespace gongdan {
namespace {

using yaml::Reader;
using yaml::Words;

/// By its name: hangup_at, outage_from, outage_to, etr.
bool holds_time(std::string_view field) {
    return field.ends_with("_at") || field.ends_with("_from") || field.ends_with("_to") || field == "etr";
}

constexpr std::array<std::string_view, 7> kActions = {"open", "do",      "acknowledge", "calendar",
                                                      "file", "approve", "withdraw"};

class Loader {
 public:
    Loader(const Reader& reader, std::string file, std::string workflow)
        : reader_(reader), file_(std::move(file)), workflow_(std::move(workflow)) {}

    std::vector<Scenario> read(const YAML::Node& root) {
        const Words words(reader_, root, {"day", "beginnings", "scenarios"});
        if (words.has("day")) day_ = reader_.date(words["day"]);
        beginnings_ = reader_.entries(words["beginnings"]);
        std::vector<Scenario> scenarios;
        for (const YAML::Node& node : reader_.items(words["scenarios"])) {
            reader_.attempt([this, &scenarios, &node] { scenarios.push_back(read_scenario(node)); });
        }
        if (scenarios.empty()) reader_.note(root, text("scenario.none"));
        return scenarios;
    }

 private:
    Scenario read_scenario(const YAML::Node& node) {
        const Words words(reader_, node, {"scenario", "day", "begin", "steps"});
        Scenario scenario;
        scenario.file = file_;
        scenario.mark = words.mark();
        if (!words.has("scenario")) reader_.wrong(node, text("yaml.missing-key", "scenario"));
        scenario.title = reader_.string(words["scenario"]);
        today_ = words.has("day") ? reader_.date(words["day"]) : day_;
        refs_.clear();
        last_at_ = Instant{};
        if (words.has("begin")) read_steps(beginning(words["begin"]), scenario);
        read_steps(words["steps"], scenario);
        if (scenario.steps.empty()) reader_.note(node, text("scenario.no-steps"));
        return scenario;
    }

    YAML::Node beginning(const YAML::Node& node) {
        const std::string name = reader_.string(node);
        for (const auto& [key, steps] : beginnings_) {
            if (reader_.string(key) == name) return steps;
        }
        reader_.wrong(node, text("scenario.no-beginning", name));
    }

    void read_steps(const YAML::Node& nodes, Scenario& scenario) {
        for (const YAML::Node& node : reader_.items(nodes)) {
            reader_.attempt([this, &scenario, &node] { scenario.steps.push_back(read_step(node)); });
        }
    }

    ScenarioStep read_step(const YAML::Node& node) {
        const Words words(reader_, node,
                          {"at", "open", "do", "acknowledge", "calendar", "file", "approve", "withdraw", "on", "as",
                           "by", "data", "happened", "workflow", "parent", "expect", "refused", "allowed", "fields"});
        ScenarioStep step;
        step.mark = words.mark();
        if (!words.has("at")) reader_.wrong(node, text("yaml.missing-key", "at"));
        step.at = moment(words["at"]);
        today_ = date_of(step.at);
        if (step.at < last_at_) reader_.wrong(words["at"], text("scenario.backwards"));
        last_at_ = step.at;
        step.command = read_command(words, node);
        step.command["at"] = format_time(step.at);
        read_refusal(words, step);
        read_expectations(words, step);
        return step;
    }

    json::object read_command(const Words& words, const YAML::Node& node) {
        const auto actions = std::count_if(kActions.begin(), kActions.end(),
                                           [&words](const std::string_view action) { return words.has(action); });
        if (actions > 1) reader_.wrong(node, text("scenario.one-action"));
        if (words.has("calendar")) return read_calendar(words["calendar"]);
        if (actions == 0) return {{"op", "advance"}};
        json::object line;
        if (words.has("open")) {
            line = read_open(words);
        } else if (words.has("do")) {
            line = {{"op", "fire"}, {"ref", ref_of(words)}, {"event", reader_.string(words["do"])}};
        } else if (words.has("file")) {
            line = read_filing(words["file"]);
        } else if (words.has("approve") || words.has("withdraw")) {
            const char* const op = words.has("approve") ? "approve" : "withdraw";
            line = {{"op", op}, {"filing", reader_.string(words[op])}};
        } else {
            line = {
                {"op", "acknowledge"}, {"ref", ref_of(words)}, {"escalation", reader_.string(words["acknowledge"])}};
        }
        if (!words.has("as")) reader_.wrong(node, text("yaml.missing-key", "as"));
        const std::string role = reader_.string(words["as"]);
        line["role"] = role;
        line["actor"] = words.has("by") ? reader_.string(words["by"]) : role + "-1";
        if (words.has("data")) line["data"] = read_data(words["data"]);
        if (words.has("happened")) line["occurred_at"] = format_time(moment(words["happened"]));
        return line;
    }

    json::object read_open(const Words& words) {
        const std::string ref = reader_.string(words["open"]);
        refs_.push_back(ref);
        json::object line{{"op", "open"}, {"ref", ref}, {"workflow", workflow_}};
        if (words.has("workflow")) line["workflow"] = reader_.string(words["workflow"]);
        if (words.has("parent")) line["parent"] = known_ref(words["parent"]);
        if (!words.has("data")) line["data"] = json::object();
        return line;
    }

    json::object read_calendar(const YAML::Node& node) {
        const Words words(reader_, node, {"year", "holidays", "workdays"});
        json::object line{{"op", "calendar"}, {"year", reader_.integer(reader_.required(node, "year"))}};
        for (const char* key : {"holidays", "workdays"}) {
            json::array days;
            for (const YAML::Node& day : reader_.items(words[key]))
                days.push_back(json::value(format_date(reader_.date(day))));
            line[key] = std::move(days);
        }
        return line;
    }

    json::object read_filing(const YAML::Node& node) {
        const Words words(reader_, node, {"areas", "workflows", "from", "to", "reason", "evidence"});
        json::object line{{"op", "file"}};
        for (const char* key : {"areas", "workflows", "from", "to", "reason", "evidence"}) {
            if (!words.has(key)) reader_.wrong(node, text("yaml.missing-key", key));
        }
        for (const char* key : {"areas", "workflows"}) line[key] = json::value_from(reader_.strings(words[key]));
        for (const char* key : {"from", "to"}) line[key] = format_time(moment(words[key]));
        for (const char* key : {"reason", "evidence"}) line[key] = reader_.string(words[key]);
        return line;
    }

    /// Times of day in fields that hold a time by their name are given their date; a list is the value of a set.
    json::object read_data(const YAML::Node& node) {
        json::object data;
        for (const auto& [key, value] : reader_.entries(node)) {
            const std::string name = reader_.string(key);
            data[name] = holds_time(name) ? json::value(format_time(moment(value))) : read_value(value);
        }
        return data;
    }

    json::value read_value(const YAML::Node& node) {
        if (!node.IsSequence()) return yaml::read_scalar(reader_, node);
        json::array values;
        for (const YAML::Node& item : reader_.items(node)) values.push_back(yaml::read_scalar(reader_, item));
        return json::value(std::move(values));
    }

    void read_refusal(const Words& words, ScenarioStep& step) {
        if (!words.has("refused")) {
            for (const char* key : {"allowed", "fields"}) {
                if (words.has(key)) reader_.wrong(words[key], text("scenario.only-refused", key));
            }
            return;
        }
        if (step.command.at("op") == "advance") reader_.wrong(words["refused"], text("scenario.nothing-to-refuse"));
        ExpectedRefusal refused;
        refused.status = reader_.integer(words["refused"]);
        if (words.has("allowed")) refused.allowed = reader_.strings(words["allowed"]);
        for (const std::string& field : reader_.strings(words["fields"])) refused.fields.push_back("/data/" + field);
        step.refused = std::move(refused);
    }

    void read_expectations(const Words& words, ScenarioStep& step) {
        const YAML::Node node = words["expect"];
        if (!node) return;
        const auto add = [this, &words, &step](const YAML::Node& one) {
            step.expectations.push_back(read_expectation(words, one));
        };
        if (!node.IsSequence()) return add(node);
        for (const YAML::Node& one : reader_.items(node)) add(one);
    }

    Expectation read_expectation(const Words& step, const YAML::Node& node) {
        const Words words(reader_, node, {"on",     "state",       "clock",      "told",        "findings",  "bounces",
                                          "chases", "attempts",    "supervised", "merged_into", "status",    "started",
                                          "due",    "stopped",     "breached",   "overdue_s",   "elapsed_s", "limit",
                                          "cycle",  "provisional", "corrected",  "exemption"});
        Expectation expectation;
        expectation.mark = words.mark();
        expectation.ref = words.has("on") ? known_ref(words["on"]) : ref_of(step);
        if (words.has("clock")) expectation.clock = reader_.string(words["clock"]);
        for (const auto& [key, value] : words) {
            if (key != "on" && key != "clock") expectation.wanted[key] = read_wanted(key, value);
        }
        if (expectation.wanted.empty()) reader_.wrong(node, text("scenario.expects-nothing"));
        return expectation;
    }

    json::value read_wanted(const std::string& key, const YAML::Node& value) {
        if (key == "started" || key == "due" || key == "stopped") return json::value(format_time(moment(value)));
        if (key == "told") return read_told(value);
        if (key == "merged_into") return json::value(known_ref(value));
        if (key == "findings") return json::value_from(reader_.strings(value));
        return yaml::read_scalar(reader_, value);
    }

    /// "08:36:00 dispatcher foreman": when, and whom.
    json::array read_told(const YAML::Node& node) {
        json::array told;
        for (const YAML::Node& entry : reader_.items(node)) {
            std::string said = reader_.string(entry);
            auto space = said.find(' ');
            if (parse_date(said.substr(0, space)) && space != std::string::npos) space = said.find(' ', space + 1);
            const auto at = yaml::parse_moment(said.substr(0, space), today_);
            if (!at) reader_.wrong(entry, at.error().detail);
            const std::string whom = space == std::string::npos ? "" : said.substr(space);
            told.push_back(json::value(format_time(*at) + whom));
        }
        return told;
    }

    Instant moment(const YAML::Node& node) {
        const auto parsed = yaml::parse_moment(reader_.string(node), today_);
        if (!parsed) reader_.wrong(node, parsed.error().detail);
        return *parsed;
    }

    std::string known_ref(const YAML::Node& node) {
        const std::string ref = reader_.string(node);
        if (std::find(refs_.begin(), refs_.end(), ref) == refs_.end())
            reader_.wrong(node, text("scenario.no-ref", ref));
        return ref;
    }

    /// The ticket a step speaks of: the one it names or opens, else the first of the scenario.
    std::string ref_of(const Words& words) {
        if (words.has("on")) return known_ref(words["on"]);
        if (words.has("open")) return reader_.string(words["open"]);
        if (!refs_.empty()) return refs_.front();
        reader_.note_at(words.mark(), text("scenario.nothing-open"));
        throw yaml::Mistake{};
    }

    const Reader& reader_;
    std::string file_;
    std::string workflow_;
    Reader::Entries beginnings_;
    Date day_ = date_of(from_unix_ms(1'772'409'600'000));  ///< Monday 2026-03-02, an ordinary working day
    Date today_{};
    Instant last_at_{};
    std::vector<std::string> refs_;
};

}  // namespace

Result<std::vector<Scenario>> load_scenarios(const std::string& text, const std::string& file,
                                             const std::string& workflow) {
    return yaml::load<std::vector<Scenario>>(text, file,
                                             [&file, &workflow](const Reader& reader, const YAML::Node& root) {
                                                 return Loader(reader, file, workflow).read(root);
                                             });
}

}  // namespace gongdan
