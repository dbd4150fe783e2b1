#include "adapters/http/routes/workflows.hpp"

#include <algorithm>

#include "adapters/http/routes/checks.hpp"
#include "core/base/check.hpp"

namespace gongdan::http {
namespace {

json::object text_view(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json::object summary_view(const Workflow& workflow) {
    return {{"name", workflow.name},       {"title", text_view(workflow.title)},
            {"version", workflow.version}, {"number_prefix", workflow.number_prefix},
            {"initial", workflow.initial}, {"open_roles", json::value_from(workflow.open_roles)}};
}

std::string_view name_of(FieldType type) {
    switch (type) {
        case FieldType::text: return "text";
        case FieldType::enumeration: return "enum";
        case FieldType::boolean: return "bool";
        case FieldType::integer: return "integer";
        case FieldType::decimal: return "decimal";
        case FieldType::time: return "time";
        case FieldType::duration: return "duration";
        case FieldType::set: return "set";
    }
    GONGDAN_UNREACHABLE("a FieldType outside its enum");
}

json::array titled(const std::vector<std::pair<std::string, LocalText>>& values) {
    json::array list;
    for (const auto& [code, title] : values) list.push_back(json::object{{"code", code}, {"title", text_view(title)}});
    return list;
}

json::object field_view(const Field& field) {
    json::object view{{"name", field.name},
                      {"title", text_view(field.title)},
                      {"type", name_of(field.type)},
                      {"required", field.required},
                      {"personal", field.is_personal()}};
    if (!field.values.empty()) view["values"] = titled(field.values);
    if (!field.suggestions.empty()) view["suggestions"] = titled(field.suggestions);
    if (field.min) view["min"] = *field.min;
    if (field.max) view["max"] = *field.max;
    if (!field.after.empty()) view["after"] = field.after;
    return view;
}

/// Adds the fields that the guard looks at, each once, in its order. Counters are no fields.
void add_fields(const Workflow& workflow, const Guard& guard, std::vector<std::string>& fields) {
    const bool known = workflow.find_field(guard.field) != nullptr;
    if (known && std::find(fields.begin(), fields.end(), guard.field) == fields.end()) fields.push_back(guard.field);
    for (const Guard& child : guard.children) add_fields(workflow, child, fields);
}

json::object transition_view(const Workflow& workflow, const Transition& transition) {
    const auto effect = effect_name(transition.effect);
    std::vector<std::string> guard_fields;
    if (transition.guard) add_fields(workflow, *transition.guard, guard_fields);
    return {{"event", transition.event},
            {"title", text_view(transition.title)},
            {"target", transition.target.empty() ? json::value(nullptr) : json::value(transition.target)},
            {"guarded", transition.guard.has_value()},
            {"guard_fields", json::value_from(guard_fields)},
            {"roles", json::value_from(transition.roles)},
            {"require", json::value_from(transition.require)},
            {"permit", transition.permit ? json::value_from(*transition.permit) : json::value(nullptr)},
            {"ask", json::value_from(transition.ask)},
            {"effect", effect.empty() ? json::value(nullptr) : json::value(effect)}};
}

json::object state_view(const Workflow& workflow, const State& state) {
    json::array transitions;
    for (const Transition& transition : state.transitions) transitions.push_back(transition_view(workflow, transition));
    const bool top = state.parent < 0;
    return {{"name", state.name},
            {"title", text_view(state.title)},
            {"parent", top ? json::value(nullptr) : json::value(workflow.states[std::size_t(state.parent)].name)},
            {"initial", state.initial.empty() ? json::value(nullptr) : json::value(state.initial)},
            {"compound", state.compound},
            {"final", state.final},
            {"hop", hop_name(state.hop)},
            {"transitions", std::move(transitions)}};
}

json::object clock_view(const ClockDef& clock) {
    return {{"name", clock.name},
            {"title", text_view(clock.title)},
            {"promise", clock.promise.empty() ? json::value(nullptr) : json::value(clock.promise)},
            {"limit", clock.limit ? json::value(format_limit(*clock.limit)) : json::value(nullptr)},
            {"ladder", clock.ladder.empty() ? json::value(nullptr) : json::value(clock.ladder)}};
}

json::object workflow_view(const Workflow& workflow) {
    json::array fields;
    for (const Field& field : workflow.fields) fields.push_back(field_view(field));
    json::array states;
    for (const State& state : workflow.states) states.push_back(state_view(workflow, state));
    json::array clocks;
    for (const ClockDef& clock : workflow.clocks) clocks.push_back(clock_view(clock));
    json::object view = summary_view(workflow);
    view["fields"] = std::move(fields);
    view["states"] = std::move(states);
    view["clocks"] = std::move(clocks);
    return view;
}

}  // namespace

Response list_workflows(Site& site, const Call&) {
    json::array items;
    for (const auto& workflow : site.service.configuration().rules->workflows) items.push_back(summary_view(*workflow));
    return json_answer(json::object{{"items", std::move(items)}});
}

Response get_workflow(Site& site, const Call& call) {
    const std::string version = text_parameter(call.request, "version");
    const auto workflow = version.empty() ? site.service.configuration().rules->find_workflow(call.parameters[0])
                                          : site.service.reads().find_workflow(call.parameters[0], version);
    if (!workflow) return refuse(fail(Errc::not_found, "open.unknown-workflow", call.parameters[0]), call);
    return json_answer(workflow_view(*workflow));
}

}  // namespace gongdan::http
