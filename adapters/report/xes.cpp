#include "adapters/report/xes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/markup.hpp"
#include "core/ticket/recompute.hpp"

namespace gongdan::report {
namespace {

/// Text inside an attribute of XML 1.0, which cannot hold control characters at all.
std::string in_attribute(std::string_view text) {
    std::string escaped = escape_markup(text);
    std::replace_if(
        escaped.begin(), escaped.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    return escaped;
}

std::string attribute(std::string_view type, std::string_view key, std::string_view value) {
    return fmt::format("<{} key=\"{}\" value=\"{}\"/>\n", type, in_attribute(key), in_attribute(value));
}

/// Nothing for an empty value: an attribute that is not there is shorter than one that says nothing.
std::string text_attribute(std::string_view key, std::string_view value) {
    return value.empty() ? "" : attribute("string", key, value);
}

/// Values that a person chose and did not write: nobody's name can stand in them.
bool is_closed(const Field& field) {
    switch (field.type) {
        case FieldType::enumeration:
        case FieldType::boolean:
        case FieldType::integer:
        case FieldType::decimal: return !field.is_personal();
        case FieldType::text: return field.name == "area" || field.name == "station";  // places of the grid
        case FieldType::time:
        case FieldType::duration:
        case FieldType::set: break;  // an attribute of the log holds one value
    }
    return false;
}

std::string field_attribute(const Field& field, const json::value& value) {
    if (value.is_bool()) return attribute("boolean", field.name, value.get_bool() ? "true" : "false");
    if (value.is_int64()) return attribute("int", field.name, std::to_string(value.get_int64()));
    return value.is_string() ? text_attribute(field.name, value.get_string()) : "";
}

/// The case's data after its last step.
json::object data_of(const std::vector<Event>& history) {
    json::object data;
    for (const Event& event : history) {
        const json::object* given = drives_clocks(event) ? get_object(event.body, "data") : nullptr;
        if (given == nullptr) continue;
        for (const auto& [key, value] : *given) data.insert_or_assign(key, value);
    }
    return data;
}

std::string title_of(const Workflow& workflow, const Event& event) {
    if (event.type == EventType::case_opened) return text("xes.open").zh;
    const EventTitle* title = workflow.find_event(string_or_empty(event.body, "event"));
    return title == nullptr ? "" : title->title.zh;
}

struct Step {
    const Event* event = nullptr;
    std::string team;  ///< who had the case after it
};

/// The steps in the order in which they happened.
std::vector<Step> steps_of(const std::vector<Event>& history) {
    std::vector<Step> steps;
    std::string team;
    for (const Event& event : history) {
        if (!drives_clocks(event)) continue;
        const json::object* data = get_object(event.body, "data");
        if (data != nullptr && data->contains("team")) team = string_or_empty(*data, "team");
        steps.push_back({&event, team});
    }
    std::stable_sort(steps.begin(), steps.end(), [](const Step& one, const Step& other) {
        return one.event->occurred_at < other.event->occurred_at;
    });
    return steps;
}

std::string step_element(const Step& step, const Workflow& workflow) {
    const Event& event = *step.event;
    const bool opens = event.type == EventType::case_opened;
    std::string out = "<event>\n";
    out += attribute("string", "concept:name", opens ? "open" : string_or_empty(event.body, "event"));
    out += attribute("string", "lifecycle:transition", "complete");
    out += attribute("date", "time:timestamp", format_time(event.occurred_at));
    out += text_attribute("org:resource", string_or_empty(event.body, "actor"));
    out += text_attribute("org:role", string_or_empty(event.body, "role"));
    out += text_attribute("org:group", step.team);
    out += text_attribute("title", title_of(workflow, event));
    out += text_attribute("state", string_or_empty(event.body, opens ? "state" : "to"));
    out += attribute("date", "recorded_at", format_time(event.recorded_at));
    out += attribute("int", "seq", std::to_string(event.seq));
    return out + "</event>\n";
}

}  // namespace

std::string xes_head() {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace">
<string key="concept:name" value="UNKNOWN"/>
<string key="workflow" value="UNKNOWN"/>
</global>
<global scope="event">
<string key="concept:name" value="UNKNOWN"/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="1970-01-01T08:00:00+08:00"/>
</global>
<classifier name="Activity" scope="event" keys="concept:name"/>
<classifier name="Workflow" scope="trace" keys="workflow"/>
<string key="concept:name" value="gongdan"/>
<string key="lifecycle:model" value="standard"/>
)";
}

std::string xes_end() { return "</log>\n"; }

std::string xes_trace(const std::vector<Event>& history, const Workflow& workflow) {
    std::string out = "<trace>\n";
    out += attribute("string", "concept:name", string_or_empty(history.front().body, "number"));
    out += attribute("string", "workflow", workflow.name);
    out += attribute("string", "version", workflow.version);
    const json::object data = data_of(history);
    for (const Field& field : workflow.fields) {
        const json::value* value = data.if_contains(field.name);
        if (value != nullptr && is_closed(field)) out += field_attribute(field, *value);
    }
    for (const Step& step : steps_of(history)) out += step_element(step, workflow);
    return out + "</trace>\n";
}

}  // namespace gongdan::report
