#include "core/audit/case_trace.hpp"

#include <algorithm>
#include <utility>

#include "core/base/texts.hpp"
#include "core/ticket/attachment.hpp"

namespace gongdan {
namespace {

struct Named {
    std::string_view event;
    StepKind kind;
};

constexpr std::array kNames = {
    Named{"dispatch", StepKind::dispatch}, Named{"assign", StepKind::dispatch}, Named{"arrive", StepKind::arrive},
    Named{"repair", StepKind::repair},     Named{"finish", StepKind::repair},   Named{"restore", StepKind::restore},
    Named{"reply", StepKind::reply},       Named{"answer", StepKind::reply},    Named{"notice", StepKind::notice},
    Named{"cut_off", StepKind::cut_off},   Named{"pay", StepKind::pay},         Named{"reconnect", StepKind::reconnect},
};

void keep(std::string& into, const json::object& data, std::string_view key) {
    if (const auto given = get_string(data, key)) into = *given;
}

std::optional<Instant> time_of(const json::object& data, std::string_view key) {
    const auto given = get_string(data, key);
    const auto parsed = given ? parse_time(*given) : Result<Instant>(Error{});
    return parsed ? std::optional(*parsed) : std::nullopt;
}

void take_data(CaseTrace& trace, const json::object& data) {
    keep(trace.area, data, "area");
    keep(trace.team, data, "team");
    keep(trace.assignee, data, "assignee");
    keep(trace.crew, data, "crew");
    if (const auto given = time_of(data, "outage_at")) trace.outage_at = given;
    if (const auto given = time_of(data, "hangup_at")) trace.opened.at = *given;
}

bool starts_anew(const Event& event) {
    const std::string effect = string_or_empty(event.body, "effect");
    if (effect == "reopen") return true;
    // The steps of an import come in the order of its columns: a dispatch that stands behind an arrival begins nothing.
    const bool imported = get_bool(event.body, "imported").value_or(false);
    return !imported && step_kind_of(string_or_empty(event.body, "event")) == StepKind::dispatch;
}

void take_step_event(CaseTrace& trace, const Event& event) {
    const json::object* data = get_object(event.body, "data");
    if (data != nullptr) take_data(trace, *data);
    if (is_attached(event.body)) ++trace.attachments;
    const std::string effect = string_or_empty(event.body, "effect");
    if (effect == "bounce") trace.bounced.push_back(event.seq);
    if (effect == "chase" || effect == "reopen") trace.again.push_back(event.seq);
    if (event.body.contains("event")) {
        const bool approved = data != nullptr && !string_or_empty(*data, "approver").empty();
        trace.cause = {event.seq, event.case_seq, string_or_empty(event.body, "event"),
                       string_or_empty(event.body, "actor"), approved};
    }
    if (starts_anew(event)) trace.steps = {};
}

void take_clock_event(CaseTrace& trace, const Event& event) {
    const std::string name = string_or_empty(event.body, "clock");
    const auto due = time_of(event.body, "due_at");
    auto clock = std::find_if(trace.clocks.begin(), trace.clocks.end(),
                              [&name](const TracedClock& each) { return each.name == name; });
    if (clock == trace.clocks.end()) clock = trace.clocks.insert(clock, TracedClock{name, {}, false});
    if (event.type == EventType::clock_started) clock->breached = false;
    if (event.type == EventType::clock_breached) clock->breached = true;
    if (event.type == EventType::clock_corrected) {
        clock->breached = false;
        trace.corrected = event.case_seq;
    }
    if (due) clock->due_at = *due;
}

}  // namespace

std::optional<StepKind> step_kind_of(std::string_view event) {
    const auto found =
        std::find_if(kNames.begin(), kNames.end(), [event](const Named& each) { return each.event == event; });
    return found == kNames.end() ? std::nullopt : std::optional(found->kind);
}

LocalText title_of(StepKind kind) {
    const auto found =
        std::find_if(kNames.begin(), kNames.end(), [kind](const Named& each) { return each.kind == kind; });
    std::string name(found->event);
    std::replace(name.begin(), name.end(), '_', '-');
    return text("finding.step-" + name);
}

std::string CaseTrace::doer(const Event& event) const {
    if (auto actor = string_or_empty(event.body, "actor"); !actor.empty()) return actor;
    if (!assignee.empty()) return assignee;
    return crew.empty() ? team : crew;
}

const TracedClock* CaseTrace::clock(std::string_view wanted) const {
    const auto found =
        std::find_if(clocks.begin(), clocks.end(), [wanted](const TracedClock& each) { return each.name == wanted; });
    return found == clocks.end() ? nullptr : &*found;
}

bool CaseTrace::ran_out() const {
    return std::any_of(clocks.begin(), clocks.end(), [](const TracedClock& clock) { return clock.breached; });
}

void CaseTrace::take_step(StepKind kind, const Event& event) { step(kind) = {event.seq, event.occurred_at}; }

void CaseTrace::take(const Event& event) {
    case_seq = event.case_seq;
    switch (event.type) {
        case EventType::case_opened:
            number = string_or_empty(event.body, "number");
            workflow = string_or_empty(event.body, "workflow");
            opened = {event.seq, event.occurred_at};
            if (const json::object* data = get_object(event.body, "data")) take_data(*this, *data);
            return;
        case EventType::case_moved:
        case EventType::case_noted: return take_step_event(*this, event);
        case EventType::clock_started:
        case EventType::clock_paused:
        case EventType::clock_resumed:
        case EventType::clock_rebased:
        case EventType::clock_stopped:
        case EventType::clock_breached:
        case EventType::clock_corrected:
        case EventType::clock_cancelled: return take_clock_event(*this, event);
        case EventType::case_merged:
        case EventType::escalation_raised:
        case EventType::escalation_acknowledged:
        case EventType::escalation_skipped:
        case EventType::finding_raised:
        case EventType::configuration_changed: return;
    }
}

}  // namespace gongdan
