#include "core/audit/second_course.hpp"

#include <limits>

#include "core/ticket/filing.hpp"
#include "core/ticket/recompute.hpp"

namespace gongdan {
namespace {

bool live(const ClockState* clock) { return clock != nullptr && !clock->ended(); }

/// Of no clock's time: pictures, and the marks of filings, which are evidence.
bool is_aside(const Event& event) {
    const std::string effect = string_or_empty(event.body, "effect");
    return is_attached(event.body) || effect == kExempted || effect == kExemptionEnded;
}

Event rebased(const ClockState& clock, const Deadline& deadline, Limit limit, const Event& cause) {
    Event event = cause;
    event.type = EventType::clock_rebased;
    event.body = {{"clock", clock.name},
                  {"old_due_at", format_time(clock.due_at)},
                  {"due_at", format_time(deadline.due_at)},
                  {"limit", format_limit(limit)},
                  {"provisional", deadline.provisional}};
    return event;
}

}  // namespace

SecondCourse::SecondCourse(const RuleTimeline& timeline, std::shared_ptr<const Workflow> pinned,
                           const std::function<void(const Misfit&)>& report)
    : timeline_(timeline), pinned_(std::move(pinned)), workflow_(pinned_), report_(report) {
    const auto& tried = timeline.changes().workflow;
    if (tried && tried->name == pinned_->name) workflow_ = tried;
}

void SecondCourse::take(const std::vector<Event>& history) {
    for (const Event& event : history) {
        turn_to(event.seq);
        follow(event);
        apply(was_, event, pinned_);
    }
    turn_to(std::numeric_limits<std::int64_t>::max());
}

/// Goes on to the rules in force at `seq`, by way of all those before.
void SecondCourse::turn_to(std::int64_t seq) {
    const auto& stretches = timeline_.stretches();
    while (stretch_ + 1 < stretches.size() && stretches[stretch_ + 1].seq < seq) {
        const auto before = rules().calendar;
        ++stretch_;
        if (rules().calendar != before) rebase_all(stretches[stretch_].at);
    }
}

/// Another calendar came into force. A clock that goes as it went is moved by the event that moved it then.
void SecondCourse::rebase_all(Instant at) {
    if (!would_.workflow) return;
    for (const ClockDef& def : workflow_->clocks) {
        const ClockState* clock = would_.clock(def.name);
        if (!live(clock) || clock->breached || clock->due_at < at || in_step(def.name)) continue;
        const Deadline deadline = deadline_of(*clock, *rules().calendar);
        if (!is_in_range(deadline.due_at)) continue;
        Event cause;
        cause.occurred_at = cause.recorded_at = at;
        happens(rebased(*clock, deadline, clock->limit, cause));
    }
}

void SecondCourse::follow(const Event& event) {
    if (drives_clocks(event)) return step(event);
    switch (event.type) {
        case EventType::case_noted:
            if (!is_aside(event)) happens(event);
            return;
        case EventType::case_merged: return happens(event);
        case EventType::clock_breached: return breach_as_recorded(event);
        case EventType::clock_rebased: return rebase(event);
        case EventType::case_opened:
        case EventType::case_moved:
        case EventType::clock_started:
        case EventType::clock_paused:
        case EventType::clock_resumed:
        case EventType::clock_stopped:
        case EventType::clock_corrected:
        case EventType::clock_cancelled:
        case EventType::escalation_raised:
        case EventType::escalation_acknowledged:
        case EventType::escalation_skipped:
        case EventType::finding_raised:
        case EventType::configuration_changed: return;
    }
}

/// As decide_fire() and decide_import() do: what ran out before comes first.
void SecondCourse::step(const Event& cause) {
    const bool imported = get_bool(cause.body, "imported").value_or(false);
    breach_until((imported ? cause.occurred_at : cause.recorded_at) - Millis(1));
    auto told = retold(would_, cause, *workflow_);
    if (!told) {
        misfit(cause, told.error().detail);
        Event data_only = cause;
        data_only.type = EventType::case_noted;
        for (const char* member : {"event", "from", "to", "effect"}) data_only.body.erase(member);
        return happens(std::move(data_only));
    }
    if (told->type == EventType::case_opened && timeline_.changes().promises)
        told->body["promise_set"] = timeline_.changes().promises->name;
    auto clocks = clock_events_of(would_, *told, workflow_, rules());
    happens(std::move(*told));
    if (!clocks) return misfit(cause, clocks.error().detail);
    for (Event& event : *clocks) happens(std::move(event));
}

/// The timer and a step may come in the same millisecond; which came first is told by the journal alone.
void SecondCourse::breach_as_recorded(const Event& event) {
    const ClockState* clock = would_.clock(string_or_empty(event.body, "clock"));
    const bool runs_out = live(clock) && clock->status == ClockStatus::running && !clock->breached;
    if (runs_out && clock->due_at == event.occurred_at) happens(event);
}

void SecondCourse::rebase(const Event& event) {
    const std::string name = string_or_empty(event.body, "clock");
    const ClockState* clock = would_.clock(name);
    if (!live(clock) || clock->breached) return;
    const bool extension = string_or_empty(event.body, "why") == "extended";
    const bool same_calendar = timeline_.changes().calendar == nullptr;
    if (same_calendar && in_step(name)) return happens(event);
    // A calendar moved this clock when it came into force, or never came.
    if (!extension) return;
    const Deadline deadline = rebased_deadline(*clock, event, *rules().calendar);
    const auto limit = parse_limit(string_or_empty(event.body, "limit"));
    // Somebody with more time than he was then given would not have asked for it.
    if (limit && deadline.due_at > clock->due_at) happens(rebased(*clock, deadline, *limit, event));
}

void SecondCourse::breach_until(Instant until) {
    if (!would_.workflow) return;
    for (const ClockDef& def : workflow_->clocks) {
        const ClockState* clock = would_.clock(def.name);
        const bool due = live(clock) && clock->status == ClockStatus::running && !clock->breached;
        if (!due || clock->due_at > until) continue;
        Event event{0, {}, 0, EventType::clock_breached, clock->due_at, clock->due_at, {}};
        event.body = {{"clock", def.name}, {"due_at", format_time(clock->due_at)}};
        happens(std::move(event));
    }
}

/// Does the clock go as it went?
bool SecondCourse::in_step(std::string_view name) const {
    const ClockState* was = was_.clock(name);
    const ClockState* would = would_.clock(name);
    return was != nullptr && would != nullptr && was->cycle == would->cycle && was->status == would->status &&
           was->limit == would->limit && was->started_at == would->started_at && was->due_at == would->due_at &&
           was->breached == would->breached;
}

/// Takes in an event at the next place of this course.
void SecondCourse::happens(Event event) {
    event.case_seq = would_.revision + 1;
    apply(would_, event, workflow_);
}

void SecondCourse::misfit(const Event& event, LocalText why) const {
    const std::string number = was_.number.empty() ? string_or_empty(event.body, "number") : was_.number;
    report_({event.case_id, number, event.seq, string_or_empty(event.body, "event"), std::move(why)});
}

}  // namespace gongdan
