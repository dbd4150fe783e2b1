#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/yaml/config_loader.hpp"
#include "adapters/yaml/guard_loader.hpp"
#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

using yaml::Reader;

constexpr std::array<std::pair<std::string_view, FieldType>, 8> kFieldTypes = {{{"text", FieldType::text},
                                                                                {"enum", FieldType::enumeration},
                                                                                {"boolean", FieldType::boolean},
                                                                                {"integer", FieldType::integer},
                                                                                {"decimal", FieldType::decimal},
                                                                                {"time", FieldType::time},
                                                                                {"duration", FieldType::duration},
                                                                                {"set", FieldType::set}}};
constexpr std::array<std::pair<std::string_view, Personal>, 3> kPersonal = {
    {{"name", Personal::name}, {"phone", Personal::phone}, {"address", Personal::address}}};
constexpr std::array<std::pair<std::string_view, Effect>, 7> kEffects = {{{"chase", Effect::chase},
                                                                          {"bounce", Effect::bounce},
                                                                          {"supervise", Effect::supervise},
                                                                          {"extend", Effect::extend},
                                                                          {"merge", Effect::merge},
                                                                          {"reopen", Effect::reopen},
                                                                          {"attempt", Effect::attempt}}};
constexpr std::array<std::pair<std::string_view, ReopenPolicy>, 4> kReopen = {{{"resume", ReopenPolicy::resume},
                                                                               {"restart", ReopenPolicy::restart},
                                                                               {"new-cycle", ReopenPolicy::new_cycle},
                                                                               {"none", ReopenPolicy::none}}};

constexpr std::array<std::pair<std::string_view, Hop>, 5> kHopNames = {{{"desk", Hop::desk},
                                                                        {"dispatch", Hop::dispatch},
                                                                        {"crew", Hop::crew},
                                                                        {"review", Hop::review},
                                                                        {"none", Hop::none}}};

constexpr std::array<std::pair<std::string_view, AnnouncementDef::Kind>, 2> kAnnouncements = {
    {{"outage", AnnouncementDef::Kind::outage}, {"arrears", AnnouncementDef::Kind::arrears}}};

constexpr int kMaxDepth = 16;  ///< states inside states; deeper is a mistake, and would only cost stack

/// Reads one file into a Workflow, noting where each name stands.
class Loader {
 public:
    Loader(const Reader& reader, Workflow& workflow) : reader_(reader), workflow_(workflow) {}

    void read(const YAML::Node& root) {
        reader_.expect_map(root, {"workflow", "title", "number_prefix", "open_roles", "fields", "events", "initial",
                                  "states", "clocks", "outage", "announces"});
        reader_.attempt([this, &root] { workflow_.name = reader_.string(reader_.required(root, "workflow")); });
        reader_.attempt(
            [this, &root] { workflow_.number_prefix = reader_.string(reader_.required(root, "number_prefix")); });
        reader_.attempt([this, &root] {
            mark("title", root["title"]);
            workflow_.title = reader_.title(root["title"]);
        });
        reader_.attempt([this, &root] { workflow_.open_roles = names("open_roles", root["open_roles"]); });
        reader_.attempt([this, &root] {
            const YAML::Node initial = reader_.required(root, "initial");
            workflow_.initial = reader_.string(initial);
            mark("initial", initial);
        });
        each(root["fields"], [this](const std::string& name, const YAML::Node& key, const YAML::Node& node) {
            read_field(name, key, node);
        });
        each(root["events"], [this](const std::string& name, const YAML::Node& key, const YAML::Node& node) {
            workflow_.events.push_back({name, reader_.title(node), reader_.mark(key)});
        });
        reader_.attempt([this, &root] { read_states(reader_.required(root, "states"), -1, 1); });
        each(root["clocks"], [this](const std::string& name, const YAML::Node& key, const YAML::Node& node) {
            read_clock(name, key, node);
        });
        reader_.attempt([this, &root] { read_outage(root["outage"]); });
        reader_.attempt([this, &root] { read_announcement(root["announces"]); });
        give_titles();
    }

 private:
    template <class Read>
    void each(const YAML::Node& node, Read read) {
        reader_.attempt([this, &node, &read] {
            for (const auto& [key, value] : reader_.entries(node)) {
                reader_.attempt([this, &read, &k = key, &v = value] { read(reader_.string(k), k, v); });
            }
        });
    }

    void mark(const std::string& path, const YAML::Node& node) {
        if (node) workflow_.marks[path] = reader_.mark(node);
    }

    std::string name(const std::string& path, const YAML::Node& node) {
        mark(path, node);
        return node ? reader_.string(node) : "";
    }

    std::vector<std::string> names(const std::string& path, const YAML::Node& node) {
        if (node && node.IsSequence()) {
            for (std::size_t i = 0; i < node.size(); ++i) mark(path + "/" + std::to_string(i), node[i]);
        } else {
            mark(path + "/0", node);
        }
        return reader_.strings(node);
    }

    void read_field(const std::string& field_name, const YAML::Node& key, const YAML::Node& node) {
        reader_.expect_map(node,
                           {"type", "title", "values", "suggestions", "required", "personal", "min", "max", "after"});
        Field field;
        field.name = field_name;
        field.mark = reader_.mark(key);
        field.title = reader_.title(node["title"]);
        if (node["type"]) field.type = reader_.one_of(node["type"], kFieldTypes);
        read_values(node["values"], "fields/" + field.name + "/values/", field.values);
        read_values(node["suggestions"], "fields/" + field.name + "/suggestions/", field.suggestions);
        if (node["required"]) field.required = reader_.boolean(node["required"]);
        if (node["personal"]) field.personal = read_personal(node["personal"]);
        if (node["min"]) field.min = reader_.whole_number(node["min"]);
        if (node["max"]) field.max = reader_.whole_number(node["max"]);
        field.after = name("fields/" + field.name + "/after", node["after"]);
        workflow_.fields.push_back(std::move(field));
    }

    /// true, false, or the kind that decides how it is masked.
    Personal read_personal(const YAML::Node& node) {
        const std::string word = reader_.string(node);
        const auto kind = std::find_if(kPersonal.begin(), kPersonal.end(),
                                       [&word](const auto& entry) { return entry.first == word; });
        if (kind != kPersonal.end()) return kind->second;
        return reader_.boolean(node) ? Personal::other : Personal::none;
    }

    using Values = std::vector<std::pair<std::string, LocalText>>;

    /// {code: {zh: …, en: …}}, {code: word} or [code, …]: a bare word serves both languages.
    void read_values(const YAML::Node& node, const std::string& path, Values& values) {
        if (node && node.IsSequence()) {
            for (const YAML::Node& value : reader_.items(node)) {
                const std::string code = reader_.string(value);
                values.emplace_back(code, LocalText{code, code});
            }
            return;
        }
        for (const auto& [key, value] : reader_.entries(node)) {
            const std::string code = reader_.string(key);
            mark(path + code, key);
            const std::string word = value.IsScalar() ? reader_.string(value) : "";
            values.emplace_back(code, value.IsScalar() ? LocalText{word, word} : reader_.title(value));
        }
    }

    void read_states(const YAML::Node& states, int parent, int depth) {
        if (depth > kMaxDepth) reader_.wrong(states, text("yaml.too-deep", kMaxDepth));
        each(states, [this, parent, depth](const std::string& state, const YAML::Node& key, const YAML::Node& node) {
            read_state(state, key, node, {parent, depth});
        });
    }

    struct Place {
        int parent = -1;
        int depth = 1;
    };

    void read_state(const std::string& state_name, const YAML::Node& key, const YAML::Node& node, Place place) {
        reader_.expect_map(node, {"title", "on", "final", "initial", "states", "hop"});
        const std::string path = "states/" + state_name;
        const std::size_t index = workflow_.states.size();
        workflow_.states.emplace_back();
        State state;
        state.name = state_name;
        state.mark = reader_.mark(key);
        state.parent = place.parent;
        state.compound = bool(node["states"]);
        if (place.parent >= 0) state.hop = workflow_.states[std::size_t(place.parent)].hop;
        if (node["hop"]) {
            reader_.attempt([this, &state, &node] { state.hop = reader_.one_of(node["hop"], kHopNames); });
        }
        reader_.attempt([this, &state, &node] { state.title = reader_.title(node["title"]); });
        reader_.attempt([this, &state, &node] { state.final = node["final"] && reader_.boolean(node["final"]); });
        reader_.attempt([this, &state, &node, &path] { state.initial = name(path + "/initial", node["initial"]); });
        each(node["on"],
             [this, &state, &path](const std::string& event, const YAML::Node& on, const YAML::Node& choices) {
                 read_choices(path + "/on/" + event, {event, reader_.mark(on)}, choices, state);
             });
        workflow_.states[index] = std::move(state);
        if (node["states"]) read_states(node["states"], int(index), place.depth + 1);
    }

    struct EventAt {
        std::string name;
        SourceMark mark;
    };

    /// One transition, or a list of them of which the first whose guard holds is taken.
    void read_choices(const std::string& path, const EventAt& event, const YAML::Node& choices, State& state) {
        if (!choices.IsSequence()) {
            state.transitions.push_back(read_transition(path + "/0", event, choices));
            return;
        }
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const YAML::Node choice = choices[i];
            const EventAt at{event.name, reader_.mark(choice)};
            reader_.attempt([this, &path, &at, &choice, &state, i] {
                state.transitions.push_back(read_transition(path + "/" + std::to_string(i), at, choice));
            });
        }
    }

    Transition read_transition(const std::string& path, const EventAt& event, const YAML::Node& node) {
        reader_.expect_map(node, {"target", "guard", "roles", "require", "permit", "ask", "effect"});
        Transition transition;
        transition.event = event.name;
        transition.mark = event.mark;
        transition.target = name(path + "/target", node["target"]);
        if (node["guard"]) transition.guard = yaml::read_guard(reader_, node["guard"]);
        transition.roles = names(path + "/roles", node["roles"]);
        transition.require = names(path + "/require", node["require"]);
        if (node["permit"]) transition.permit = names(path + "/permit", node["permit"]);
        transition.ask = names(path + "/ask", node["ask"]);
        if (node["effect"]) transition.effect = reader_.one_of(node["effect"], kEffects);
        return transition;
    }

    ClockTrigger read_trigger(const std::string& path, const YAML::Node& node, bool starts) {
        ClockTrigger trigger;
        if (!node) return trigger;
        if (starts) {
            reader_.expect_map(node, {"on", "enter", "leave", "at", "guard"});
        } else {
            reader_.expect_map(node, {"on", "enter", "leave"});
        }
        trigger.enter = names(path + "/enter", node["enter"]);
        trigger.leave = names(path + "/leave", node["leave"]);
        trigger.on = names(path + "/on", node["on"]);
        const auto open = std::find(trigger.on.begin(), trigger.on.end(), "open");
        trigger.open = open != trigger.on.end();
        if (trigger.open) trigger.on.erase(open);
        return trigger;
    }

    void read_clock(const std::string& clock_name, const YAML::Node& key, const YAML::Node& node) {
        reader_.expect_map(node, {"title", "promise", "limit", "start", "stop", "cancel", "reset", "pause", "resume",
                                  "reopen", "ladder"});
        const std::string path = "clocks/" + clock_name;
        ClockDef clock;
        clock.name = clock_name;
        clock.mark = reader_.mark(key);
        clock.title = reader_.title(node["title"]);
        clock.promise = name(path + "/promise", node["promise"]);
        if (node["limit"]) read_limit(path + "/limit", node["limit"], clock);
        clock.start = read_trigger(path + "/start", node["start"], true);
        if (node["start"]) {
            clock.start_at = name(path + "/start/at", node["start"]["at"]);
            if (node["start"]["guard"]) clock.start_guard = yaml::read_guard(reader_, node["start"]["guard"]);
        }
        clock.stop = read_trigger(path + "/stop", node["stop"], false);
        clock.cancel = read_trigger(path + "/cancel", node["cancel"], false);
        clock.reset = read_trigger(path + "/reset", node["reset"], false);
        clock.pause = read_trigger(path + "/pause", node["pause"], false);
        clock.resume = read_trigger(path + "/resume", node["resume"], false);
        if (node["reopen"]) clock.reopen = reader_.one_of(node["reopen"], kReopen);
        clock.ladder = name(path + "/ladder", node["ladder"]);
        workflow_.clocks.push_back(std::move(clock));
    }

    /// A literal, or {by: field, value: literal, …}.
    void read_limit(const std::string& path, const YAML::Node& node, ClockDef& clock) {
        mark(path, node);
        if (!node.IsMap()) {
            clock.limit = reader_.limit(node);
            return;
        }
        for (const auto& [key, value] : reader_.entries(node)) {
            const std::string choice = reader_.string(key);
            mark(path + "/" + choice, choice == "by" ? value : key);
            if (choice == "by") {
                clock.by = reader_.string(value);
            } else {
                reader_.attempt(
                    [this, &clock, &choice, &v = value] { clock.limits.emplace_back(choice, reader_.limit(v)); });
            }
        }
    }

    void read_outage(const YAML::Node& node) {
        if (!node) return;
        reader_.expect_map(node, {"from", "until", "customers"});
        OutageDef outage;
        outage.from = name("outage/from", node["from"]);
        outage.until = name("outage/until", reader_.required(node, "until"));
        outage.customers = name("outage/customers", node["customers"]);
        workflow_.outage = std::move(outage);
    }

    void read_announcement(const YAML::Node& node) {
        if (!node) return;
        reader_.expect_map(
            node, {"kind", "while", "line", "areas", "customer", "from", "until", "reason", "amount", "close_code"});
        mark("announces/while", node);
        AnnouncementDef announces;
        announces.kind = reader_.one_of(reader_.required(node, "kind"), kAnnouncements);
        announces.while_in = names("announces/while", node["while"]);
        announces.line = name("announces/line", node["line"]);
        announces.areas = names("announces/areas", node["areas"]);
        announces.customer = name("announces/customer", node["customer"]);
        announces.from = name("announces/from", node["from"]);
        announces.until = name("announces/until", node["until"]);
        announces.reason = name("announces/reason", node["reason"]);
        announces.amount = name("announces/amount", node["amount"]);
        announces.close_code = name("announces/close_code", node["close_code"]);
        workflow_.announces = std::move(announces);
    }

    void give_titles() {
        for (State& state : workflow_.states) {
            for (Transition& transition : state.transitions) {
                const EventTitle* event = workflow_.find_event(transition.event);
                if (event != nullptr) transition.title = event->title;
            }
        }
    }

    const Reader& reader_;
    Workflow& workflow_;
};

/// Enough of the SHA-256 to tell versions apart, short enough to read aloud.
std::string content_hash(const std::string& content) { return to_hex(crypto::sha256(content)).substr(0, 16); }

}  // namespace

Result<std::shared_ptr<const Workflow>> load_workflow(const std::string& text, const std::string& file) {
    const auto read = [&text, &file](const Reader& reader, const YAML::Node& root) -> std::shared_ptr<const Workflow> {
        auto workflow = std::make_shared<Workflow>();
        workflow->version = content_hash(text);
        workflow->file = file;
        Loader(reader, *workflow).read(root);
        return workflow;
    };
    return yaml::load<std::shared_ptr<const Workflow>>(text, file, read);
}

}  // namespace gongdan
