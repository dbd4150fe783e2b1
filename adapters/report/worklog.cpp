#include "adapters/report/worklog.hpp"

#include <algorithm>
#include <set>

#include "adapters/report/naming.hpp"
#include "adapters/report/write.hpp"
#include "core/ticket/mask.hpp"
#include "core/ticket/recompute.hpp"

namespace gongdan::report {
namespace {

LocalText state_title(const Workflow& workflow, const std::string& name) {
    const State* state = workflow.find_state(name);
    return state == nullptr ? LocalText{name, name} : state->title;
}

LocalText stage_of(const Event& event, const Workflow& workflow) {
    const std::string to = string_or_empty(event.body, "to");
    if (to.empty()) return {};
    const LocalText before = state_title(workflow, string_or_empty(event.body, "from"));
    const LocalText after = state_title(workflow, to);
    return {before.zh + " → " + after.zh, before.en + " → " + after.en};
}

/// "工作内容：更换跌落式熔断器；…": what was given with a step, without what is somebody's own.
std::string given_with(const Event& event, const Workflow& workflow) {
    const json::object* data = get_object(event.body, "data");
    std::string remark;
    if (data == nullptr) return remark;
    for (const auto& [key, value] : mask_data(workflow, *data)) {
        const Field* field = workflow.find_field(key);
        const bool personal = field != nullptr && field->is_personal();
        if (!value.is_string() || personal) continue;
        std::string shown(value.get_string());
        if (field != nullptr) {
            const auto chosen = std::find_if(field->values.begin(), field->values.end(),
                                             [&shown](const auto& choice) { return choice.first == shown; });
            if (chosen != field->values.end()) shown = chosen->second.zh;
        }
        const std::string name = field == nullptr ? std::string(key) : field->title.zh;
        remark += (remark.empty() ? "" : "；") + name + "：" + shown;
    }
    return remark;
}

std::string place_of(const CaseSnapshot& snapshot) {
    for (const Field& field : snapshot.workflow->fields) {
        const auto value = get_string(snapshot.data, field.name);
        if (value && field.personal == Personal::address) return mask(field.personal, *value);
    }
    return "";
}

/// What a note is called that is no step; empty when it is nobody's work.
std::string note_code(const Event& event) {
    const std::string effect = string_or_empty(event.body, "effect");
    if (is_attached(event.body)) return "attached";
    return effect == "comment" || effect == "unmasked" || effect == "erased" ? effect : "";
}

std::string code_of(const Event& event) {
    if (event.type == EventType::case_opened) return "opened";
    if (event.type == EventType::escalation_acknowledged) return "acknowledged";
    if (drives_clocks(event)) return string_or_empty(event.body, "event");
    return event.type == EventType::case_noted ? note_code(event) : "";
}

LocalText code_title(const Event& event, const Workflow& workflow, const std::string& code) {
    const bool step = drives_clocks(event) && event.type != EventType::case_opened;
    if (!step) return text("worklog." + code);
    const EventTitle* title = workflow.find_event(code);
    return title == nullptr ? LocalText{code, code} : title->title;
}

std::string remark_of(const Event& event, const Workflow& workflow) {
    if (event.type == EventType::escalation_acknowledged) {
        const ClockDef* clock = workflow.find_clock(string_or_empty(event.body, "clock"));
        return clock == nullptr ? "" : clock->title.zh;
    }
    if (event.type == EventType::case_opened) return "";
    if (drives_clocks(event)) return given_with(event, workflow);
    return mask_text(string_or_empty(event.body, "text") + string_or_empty(event.body, "reason"));
}

Cell titled(std::string code, LocalText title) { return {std::move(code), std::move(title), {}}; }

std::vector<Cell> row_of(const WorkEntry& entry) {
    return {Cell::of(to_unix_ms(entry.at)),
            Cell::of(entry.number),
            titled(entry.workflow.zh, entry.workflow),
            Cell::of(entry.area),
            Cell::of(entry.place),
            titled(entry.what, entry.what_title),
            titled(entry.stage.zh, entry.stage),
            Cell::of(entry.remark),
            Cell::of(to_unix_ms(entry.recorded_at))};
}

std::vector<Column> columns() {
    return {column("at", Column::Kind::time),
            column("number"),
            column("workflow"),
            column("area"),
            column("address"),
            column("what"),
            column("stage"),
            column("remark"),
            column("recorded_at", Column::Kind::time)};
}

}  // namespace

std::optional<WorkEntry> work_entry(const Event& event, const CaseSnapshot& snapshot,
                                    const Organisation& organisation) {
    const std::string code = code_of(event);
    if (code.empty()) return std::nullopt;
    const Workflow& workflow = *snapshot.workflow;
    const std::string area = string_or_empty(snapshot.data, "area");
    const Area* known = organisation.find_area(area);
    return WorkEntry{event.occurred_at,
                     event.recorded_at,
                     snapshot.number,
                     workflow.title,
                     known == nullptr ? area : known->name,
                     code,
                     code_title(event, workflow, code),
                     stage_of(event, workflow),
                     place_of(snapshot),
                     remark_of(event, workflow)};
}

std::string worklog_csv_head() {
    Document document;
    document.sheets.emplace_back().columns = columns();
    return csv_text(document);
}

std::string worklog_csv_line(const WorkEntry& entry) { return csv_line(columns(), row_of(entry)); }

Document worklog_document(WorkDay day) {
    std::stable_sort(day.entries.begin(), day.entries.end(),
                     [](const WorkEntry& one, const WorkEntry& other) { return one.at < other.at; });
    std::set<std::string> tickets;
    for (const WorkEntry& entry : day.entries) tickets.insert(entry.number);
    const auto plain_text = [](const std::string& value) { return LocalText{value, value}; };
    Document document;
    document.title = text("worklog.title");
    document.facts = {{text("worklog.person"), plain_text(day.person)},
                      {text("worklog.date"), plain_text(format_date(day.date))},
                      {text("worklog.station"), plain_text(day.station)},
                      {text("worklog.count"), text("worklog.counted", day.entries.size(), tickets.size())}};
    if (day.entries.empty()) document.notes.push_back(text("worklog.nothing"));
    Sheet sheet;
    sheet.id = "worklog";
    sheet.title = text("worklog.entries");
    sheet.note = text("worklog.signatures");
    sheet.columns = columns();
    for (const WorkEntry& entry : day.entries) sheet.rows.push_back(row_of(entry));
    document.sheets.push_back(std::move(sheet));
    return document;
}

}  // namespace gongdan::report
