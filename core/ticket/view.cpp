#include "core/ticket/view.hpp"

#include <algorithm>

#include "core/clock/explain.hpp"
#include "core/ticket/field_view.hpp"

namespace gongdan {
namespace {

/// Seconds to the due time, below 0 past it; a paused clock keeps what it had when it was paused. Null when the clock
/// has ended.
json::value remaining_s(const ClockState& clock, Instant now) {
    if (clock.ended()) return nullptr;
    if (clock.breached) return -whole_seconds(overdue(clock, now));
    const bool paused = clock.status == ClockStatus::paused && !clock.pauses.empty();
    return whole_seconds(clock.due_at - (paused ? clock.pauses.back().from : now));
}

json::object clock_view(const ClockState& clock, const AsOf& as_of) {
    const Instant now = as_of.now;
    const auto at_risk = at_risk_from(clock, as_of.calendar);
    return {{"name", clock.name},
            {"cycle", clock.cycle},
            {"status", name_of(clock.status)},
            {"limit", format_limit(clock.limit)},
            {"started_at", format_time(clock.started_at)},
            {"due_at", format_time(clock.due_at)},
            {"stopped_at", time_or_null(clock.stopped_at)},
            {"breached", clock.breached},
            {"overdue_s", whole_seconds(overdue(clock, now))},
            {"remaining_s", remaining_s(clock, now)},
            {"at_risk", at_risk && *at_risk <= now},
            {"at_risk_at", time_or_null(at_risk)},
            {"provisional", clock.provisional},
            {"exemption", exemption_view(clock.exemption)}};
}

json::array ids_of(const std::vector<CaseId>& ids) {
    json::array list;
    for (const CaseId id : ids) list.push_back(json::value(std::to_string(to_int(id))));
    return list;
}

json::value id_or_null(CaseId id) {
    return to_int(id) == 0 ? json::value(nullptr) : json::value(std::to_string(to_int(id)));
}

}  // namespace

json::object case_view(const CaseSnapshot& snapshot, const std::vector<std::string>& roles, const AsOf& as_of,
                       Privacy privacy) {
    const bool masked = privacy == Privacy::masked;
    json::array clocks;
    for (const ClockState& clock : snapshot.clocks) clocks.push_back(clock_view(clock, as_of));
    return {{"id", std::to_string(to_int(snapshot.id))},
            {"number", snapshot.number},
            {"workflow", snapshot.workflow->name},
            {"version", snapshot.workflow->version},
            {"promise_set", snapshot.promise_set},
            {"state", snapshot.state},
            {"revision", snapshot.revision},
            {"opened_at", format_time(snapshot.opened_at)},
            {"data", masked ? mask_data(*snapshot.workflow, snapshot.data) : snapshot.data.object()},
            {"masked", masked},
            {"clocks", std::move(clocks)},
            {"allowed_events",
             json::value_from(allowed_events(*snapshot.workflow, snapshot.state, roles, snapshot.facts(as_of.now)))},
            {"parent", id_or_null(snapshot.parent)},
            {"children", ids_of(snapshot.children)},
            {"merged_into", id_or_null(snapshot.merged_into)},
            {"merged_children", ids_of(snapshot.merged_children)},
            {"first_owner", snapshot.first_owner},
            {"bounces", snapshot.bounces},
            {"chases", snapshot.chases},
            {"attempts", snapshot.attempts},
            {"supervised", snapshot.supervised},
            {"attachments", attachment_views(snapshot.attachments, privacy)}};
}

namespace {

/// Members of events that name another case: kept as numbers, shown as ids are everywhere.
bool names_case(std::string_view key) { return key == "into" || key == "child" || key == "parent"; }

}  // namespace

json::object event_view(const Event& event) {
    json::object view{{"seq", event.seq},
                      {"at", format_time(event.occurred_at)},
                      {"recorded_at", format_time(event.recorded_at)},
                      {"case", std::to_string(to_int(event.case_id))},
                      {"type", name_of(event.type)}};
    for (const auto& [key, value] : event.body) {
        const bool id = names_case(key) && value.is_int64();
        view[key] = id ? json::value(std::to_string(value.get_int64())) : value;
    }
    return view;
}

json::object masked_event_view(const Event& event, const Workflow& workflow) {
    json::object view = event_view(event);
    for (auto& [key, value] : view) {
        if (key == "data" && value.is_object()) {
            const json::object& data = value.get_object();
            value = is_attached(event.body) ? mask_attached(event.body) : mask_data(workflow, data);
        }
        const bool free_text = key == "text" || key == "reason";
        if (free_text && value.is_string()) value = mask_text(value.get_string());
    }
    return view;
}

json::object problem_view(const Error& error) {
    json::object problem{{"type", "urn:gongdan:problem:" + std::string(name_of(error.code))},
                         {"title", name_of(error.code)},
                         {"status", http_status(error.code)},
                         {"detail", error.detail.zh},
                         {"detail_en", error.detail.en}};
    if (!error.fields.empty()) problem["errors"] = field_views(error.fields);
    if (error.code == Errc::not_allowed) problem["allowed_events"] = json::value_from(error.allowed);
    return problem;
}

}  // namespace gongdan
