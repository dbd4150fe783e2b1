#include <array>

#include <fmt/format.h>
#include <sodium.h>

#include "adapters/yaml/config_loader.hpp"
#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

using yaml::Reader;

/// The name `node` holds, looked up in `names`; anything else is a mistake that lists them.
template <class T, std::size_t N>
T one_of(const Reader& reader, const YAML::Node& node, const std::array<std::pair<std::string_view, T>, N>& names) {
    const auto given = reader.string(node);
    std::string all;
    for (const auto& [name, value] : names) {
        if (name == given) return value;
        all += (all.empty() ? "" : ", ") + std::string(name);
    }
    reader.wrong(node, text("yaml.unknown-value", given, all));
}

constexpr std::array<std::pair<std::string_view, FieldType>, 7> kFieldTypes = {{{"text", FieldType::text},
                                                                                {"enum", FieldType::enumeration},
                                                                                {"boolean", FieldType::boolean},
                                                                                {"integer", FieldType::integer},
                                                                                {"decimal", FieldType::decimal},
                                                                                {"time", FieldType::time},
                                                                                {"duration", FieldType::duration}}};
constexpr std::array<std::pair<std::string_view, Effect>, 6> kEffects = {{{"chase", Effect::chase},
                                                                          {"bounce", Effect::bounce},
                                                                          {"supervise", Effect::supervise},
                                                                          {"extend", Effect::extend},
                                                                          {"merge", Effect::merge},
                                                                          {"reopen", Effect::reopen}}};
constexpr std::array<std::pair<std::string_view, ReopenPolicy>, 3> kReopen = {{{"resume", ReopenPolicy::resume},
                                                                               {"restart", ReopenPolicy::restart},
                                                                               {"new-cycle", ReopenPolicy::new_cycle}}};

json::value scalar(const Reader& reader, const YAML::Node& node) {
    bool flag = false;
    std::int64_t number = 0;
    if (node.Tag() == "!") return json::value(reader.string(node));  // quoted: text, whatever it looks like
    if (YAML::convert<std::int64_t>::decode(node, number)) return number;
    if (YAML::convert<bool>::decode(node, flag)) return flag;
    return json::value(reader.string(node));
}

Guard read_guard(const Reader& reader, const YAML::Node& node);

std::vector<Guard> read_guards(const Reader& reader, const YAML::Node& node) {
    std::vector<Guard> guards;
    for (const auto& child : node) guards.push_back(read_guard(reader, child));
    return guards;
}

Guard read_guard(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"all", "any", "not", "equals", "in", "present", "older_than", "at_least", "children_closed"});
    Guard guard;
    if (node.size() != 1) reader.wrong(node, text("yaml.one-condition"));
    const auto name = node.begin()->first.as<std::string>();
    const YAML::Node body = node.begin()->second;
    if (name == "all" || name == "any") {
        guard.op = name == "all" ? Guard::Op::all : Guard::Op::any;
        guard.children = read_guards(reader, body);
    } else if (name == "not") {
        guard.op = Guard::Op::negation;
        guard.children.push_back(read_guard(reader, body));
    } else if (name == "present") {
        guard.op = Guard::Op::present;
        guard.field = reader.string(body);
    } else if (name == "older_than") {
        guard.op = Guard::Op::older_than;
        guard.age = reader.limit(body);
        if (!is_elapsed(*guard.age)) reader.wrong(body, text("yaml.elapsed-only"));
    } else if (name == "children_closed") {
        guard.op = Guard::Op::children_closed;
    } else {
        if (!body.IsMap() || body.size() != 1) reader.wrong(body, text("yaml.one-field", name));
        guard.op = name == "equals" ? Guard::Op::equals : name == "in" ? Guard::Op::one_of : Guard::Op::at_least;
        guard.field = body.begin()->first.as<std::string>();
        const YAML::Node values = body.begin()->second;
        if (!values.IsSequence()) guard.values.push_back(scalar(reader, values));
        for (const auto& value : values) {
            if (values.IsSequence()) guard.values.push_back(scalar(reader, value));
        }
    }
    return guard;
}

Field read_field(const Reader& reader, const std::string& name, const YAML::Node& node) {
    reader.expect_map(node, {"type", "title", "values", "required", "personal"});
    Field field;
    field.name = name;
    field.mark = Reader::mark(node);
    field.title = reader.title(node["title"]);
    if (node["type"]) field.type = one_of(reader, node["type"], kFieldTypes);
    for (const auto& value : node["values"]) {
        field.values.emplace_back(reader.string(value.first), value.second.IsMap() ? reader.title(value.second)
                                                                                   : LocalText{reader.string(value.second), ""});
    }
    if (node["required"]) field.required = reader.boolean(node["required"]);
    if (node["personal"]) field.personal = reader.boolean(node["personal"]);
    return field;
}

Transition read_transition(const Reader& reader, const std::string& event, const YAML::Node& node) {
    reader.expect_map(node, {"target", "title", "guard", "roles", "require", "effect"});
    Transition transition;
    transition.event = event;
    transition.mark = Reader::mark(node);
    transition.title = reader.title(node["title"]);
    if (node["target"]) transition.target = reader.string(node["target"]);
    if (node["guard"]) transition.guard = read_guard(reader, node["guard"]);
    transition.roles = reader.strings(node["roles"]);
    transition.require = reader.strings(node["require"]);
    if (node["effect"]) transition.effect = one_of(reader, node["effect"], kEffects);
    return transition;
}

void read_states(const Reader& reader, const YAML::Node& states, int parent, Workflow& workflow) {
    for (const auto& entry : states) {
        const YAML::Node& node = entry.second;
        reader.expect_map(node, {"title", "on", "final", "initial", "states"});
        State state;
        state.name = reader.string(entry.first);
        state.mark = Reader::mark(entry.first);
        state.title = reader.title(node["title"]);
        state.parent = parent;
        if (node["final"]) state.final = reader.boolean(node["final"]);
        if (node["initial"]) state.initial = reader.string(node["initial"]);
        state.compound = bool(node["states"]);
        for (const auto& on : node["on"]) {
            const auto event = reader.string(on.first);
            if (on.second.IsMap()) state.transitions.push_back(read_transition(reader, event, on.second));
            for (const auto& choice : on.second) {
                if (on.second.IsSequence()) state.transitions.push_back(read_transition(reader, event, choice));
            }
        }
        workflow.states.push_back(std::move(state));
        const int index = int(workflow.states.size()) - 1;
        if (node["states"]) read_states(reader, node["states"], index, workflow);
    }
}

ClockTrigger read_trigger(const Reader& reader, const YAML::Node& node, std::string* at) {
    ClockTrigger trigger;
    if (!node) return trigger;
    reader.expect_map(node, {"on", "enter", "leave", "at"});
    trigger.enter = reader.strings(node["enter"]);
    trigger.leave = reader.strings(node["leave"]);
    for (std::string& event : reader.strings(node["on"])) {
        if (event == "open") {
            trigger.open = true;
        } else {
            trigger.on.push_back(std::move(event));
        }
    }
    if (node["at"] && at != nullptr) *at = reader.string(node["at"]);
    return trigger;
}

ClockDef read_clock(const Reader& reader, const std::string& name, const YAML::Node& node) {
    reader.expect_map(node, {"title", "promise", "limit", "start", "stop", "cancel", "reset", "pause", "resume", "reopen", "ladder"});
    ClockDef clock;
    clock.name = name;
    clock.mark = Reader::mark(node);
    clock.title = reader.title(node["title"]);
    if (node["promise"]) clock.promise = reader.string(node["promise"]);
    if (node["limit"] && node["limit"].IsScalar()) clock.limit = reader.limit(node["limit"]);
    if (node["limit"] && node["limit"].IsMap()) {
        for (const auto& entry : node["limit"]) {
            const auto key = reader.string(entry.first);
            if (key == "by") {
                clock.by = reader.string(entry.second);
            } else {
                clock.limits.emplace_back(key, reader.limit(entry.second));
            }
        }
    }
    clock.start = read_trigger(reader, node["start"], &clock.start_at);
    clock.stop = read_trigger(reader, node["stop"], nullptr);
    clock.cancel = read_trigger(reader, node["cancel"], nullptr);
    clock.reset = read_trigger(reader, node["reset"], nullptr);
    clock.pause = read_trigger(reader, node["pause"], nullptr);
    clock.resume = read_trigger(reader, node["resume"], nullptr);
    if (node["reopen"]) clock.reopen = one_of(reader, node["reopen"], kReopen);
    if (node["ladder"]) clock.ladder = reader.string(node["ladder"]);
    return clock;
}

std::string content_hash(const std::string& content) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(content.data()), content.size());
    std::string hex;
    for (std::size_t i = 0; i < 8; ++i) hex += fmt::format("{:02x}", hash[i]);
    return hex;
}

}  // namespace

Result<std::shared_ptr<const Workflow>> load_workflow(const std::string& text, const std::string& file) {
    const auto read = [&text, &file](const Reader& reader, const YAML::Node& root) -> std::shared_ptr<const Workflow> {
        reader.expect_map(root, {"workflow", "title", "number_prefix", "open_roles", "fields", "initial", "states", "clocks"});
        auto workflow = std::make_shared<Workflow>();
        workflow->name = reader.string(root["workflow"]);
        workflow->title = reader.title(root["title"]);
        workflow->number_prefix = reader.string(root["number_prefix"]);
        workflow->version = content_hash(text);
        workflow->file = file;
        workflow->open_roles = reader.strings(root["open_roles"]);
        workflow->initial = reader.string(root["initial"]);
        for (const auto& field : root["fields"]) {
            workflow->fields.push_back(read_field(reader, reader.string(field.first), field.second));
        }
        read_states(reader, root["states"], -1, *workflow);
        for (const auto& clock : root["clocks"]) {
            workflow->clocks.push_back(read_clock(reader, reader.string(clock.first), clock.second));
        }
        return workflow;
    };
    return yaml::load<std::shared_ptr<const Workflow>>(text, file, read);
}

}  // namespace gongdan
