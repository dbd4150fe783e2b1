#include <algorithm>

#include "core/base/check.hpp"
#include "core/ticket/filing.hpp"
#include "core/ticket/snapshot.hpp"
#include "core/ticket/told.hpp"

namespace gongdan {
namespace {

Instant time_in(const json::object& body, std::string_view key) {
    const auto parsed = parse_time(string_or_empty(body, key));
    GONGDAN_CHECK(parsed.ok(), "the journal holds times that parse");
    return *parsed;
}

Limit limit_in(const json::object& body) {
    const auto parsed = parse_limit(string_or_empty(body, "limit"));
    GONGDAN_CHECK(parsed.ok(), "the journal holds limits that parse");
    return *parsed;
}

CaseId case_in(const json::object& body, std::string_view key) { return CaseId(get_int(body, key).value_or(0)); }

void lay_over(CaseData& data, const json::object* added) {
    if (added != nullptr) data.lay_over(*added);
}

void opened(CaseSnapshot& snapshot, const Event& event) {
    snapshot.id = event.case_id;
    snapshot.number = string_or_empty(event.body, "number");
    snapshot.promise_set = string_or_empty(event.body, "promise_set");
    snapshot.state = string_or_empty(event.body, "state");
    snapshot.opened_at = snapshot.state_since = event.occurred_at;
    snapshot.first_owner = string_or_empty(event.body, "actor");
    snapshot.parent = case_in(event.body, "parent");
    lay_over(snapshot.data, get_object(event.body, "data"));
}

/// Remembers, for every compound state around the leaf being left, that this leaf was the last.
void remember(CaseSnapshot& snapshot) {
    const Workflow& workflow = *snapshot.workflow;
    const int leaf = workflow.index_of(snapshot.state);
    GONGDAN_CHECK(leaf >= 0, "a case stands in a state of its workflow");
    for (int at = workflow.states[std::size_t(leaf)].parent; at >= 0; at = workflow.states[std::size_t(at)].parent) {
        const std::string& around = workflow.states[std::size_t(at)].name;
        const auto found = std::find_if(snapshot.history.begin(), snapshot.history.end(),
                                        [&around](const auto& entry) { return entry.first == around; });
        if (found != snapshot.history.end()) {
            found->second = snapshot.state;
        } else {
            snapshot.history.emplace_back(around, snapshot.state);
        }
    }
}

void moved(CaseSnapshot& snapshot, const Event& event) {
    remember(snapshot);
    snapshot.state = string_or_empty(event.body, "to");
    snapshot.state_since = event.occurred_at;
    lay_over(snapshot.data, get_object(event.body, "data"));
}

void erase_attachments(CaseSnapshot& snapshot) {
    for (Attachment& attachment : snapshot.attachments) {
        attachment.file.name.clear();
        attachment.file.evidence = {};
        attachment.erased = true;
    }
}

/// A filing covers clocks of the case, or does so no longer from a moment on.
void exempted(CaseSnapshot& snapshot, const Event& event) {
    const Exemption exemption{string_or_empty(event.body, "filing"),
                              time_in(event.body, "from"),
                              time_in(event.body, "until"),
                              string_or_empty(event.body, "reason"),
                              string_or_empty(event.body, "evidence"),
                              string_or_empty(event.body, "approver")};
    const bool ends = string_or_empty(event.body, "effect") == kExemptionEnded;
    for (const json::value& name : *get_array(event.body, "clocks")) {
        ClockState* clock = snapshot.clock(name.get_string());
        GONGDAN_CHECK(clock != nullptr, "an exemption names a clock that started");
        std::vector<int> fired = ends && clock->exemption ? std::move(clock->exemption->fired) : clock->climb.fired;
        clock->exemption = exemption;
        clock->exemption->fired = std::move(fired);
        clock->exemption->entered_later = get_bool(event.body, "entered_later").value_or(false);
    }
}

void count_effect(CaseSnapshot& snapshot, const Event& event) {
    const std::string effect = string_or_empty(event.body, "effect");
    if (effect == "chase") ++snapshot.chases;
    if (effect == "bounce") ++snapshot.bounces;
    if (effect == "attempt") ++snapshot.attempts;
    if (effect == "supervise") snapshot.supervised = true;
    if (effect == "child-opened") {
        ++snapshot.open_children;
        snapshot.children.push_back(case_in(event.body, "child"));
    }
    if (effect == "child-closed") --snapshot.open_children;
    if (effect == "child-merged") snapshot.merged_children.push_back(case_in(event.body, "child"));
    if (effect == "erased") {
        json::object nothing;
        for (const json::value& field : *get_array(event.body, "fields")) nothing[field.get_string()] = nullptr;
        lay_over(snapshot.data, &nothing);
        erase_attachments(snapshot);
        snapshot.erased = true;
    }
    if (effect == kExempted || effect == kExemptionEnded) exempted(snapshot, event);
    if (effect == "reopen") {
        snapshot.attempts = 0;
        // Clocks that stop at this very event (the call-back itself) count as reopened too.
        for (ClockState& clock : snapshot.clocks) clock.reopened = true;
    }
}

void clock_started(CaseSnapshot& snapshot, const Event& event) {
    ClockState clock;
    clock.name = string_or_empty(event.body, "clock");
    clock.cycle = int(get_int(event.body, "cycle").value_or(1));
    clock.limit = limit_in(event.body);
    clock.started_at = event.occurred_at;
    clock.due_at = time_in(event.body, "due_at");
    clock.provisional = get_bool(event.body, "provisional").value_or(false);
    clock.calendar = string_or_empty(event.body, "calendar");
    if (ClockState* before = snapshot.clock(clock.name)) before->reopened = false;
    snapshot.clocks.push_back(std::move(clock));
}

void clock_resumed(ClockState& clock, const Event& event) {
    if (clock.ended()) {
        clock.pauses.push_back({clock.stopped_at.value_or(event.occurred_at), event.occurred_at, "reopened"});
        clock.climb.acknowledged = false;  // the answer was to the time before; what comes now is new
    }
    if (!clock.pauses.empty() && !clock.pauses.back().to) clock.pauses.back().to = event.occurred_at;
    clock.status = ClockStatus::running;
    clock.stopped_at.reset();
    clock.reopened = false;
    clock.due_at = time_in(event.body, "due_at");
    clock.provisional = get_bool(event.body, "provisional").value_or(clock.provisional);
}

void clock_rebased(ClockState& clock, const Event& event) {
    Change change{event.occurred_at,
                  string_or_empty(event.body, "why"),
                  clock.limit,
                  event.body.contains("limit") ? limit_in(event.body) : clock.limit,
                  clock.due_at,
                  time_in(event.body, "due_at"),
                  string_or_empty(event.body, "approver"),
                  string_or_empty(event.body, "reason"),
                  string_or_empty(event.body, "calendar")};
    clock.due_at = change.due_at;
    clock.limit = change.limit;
    clock.provisional = get_bool(event.body, "provisional").value_or(false);
    if (!change.calendar.empty()) clock.calendar = change.calendar;
    clock.changes.push_back(std::move(change));
}

void climbed(ClockState& clock, const Event& event) {
    const auto rung = get_int(event.body, "rung").value_or(0);
    GONGDAN_CHECK(rung >= 0, "rungs in the journal count from 1, and 0 is the watch");
    if (rung == 0) {
        clock.climb.watched = int(get_int(event.body, "repeat").value_or(0)) + 1;
        return;
    }
    clock.climb.mark(std::size_t(rung - 1), int(get_int(event.body, "repeat").value_or(0)) + 1);
}

void escalation_raised(CaseSnapshot& snapshot, ClockState& clock, const Event& event) {
    snapshot.escalations.push_back({string_or_empty(event.body, "id"), clock.name, false});
    take_told(snapshot, event.body);
    climbed(clock, event);
}

void on_clock(CaseSnapshot& snapshot, const Event& event) {
    ClockState* clock = snapshot.clock(string_or_empty(event.body, "clock"));
    GONGDAN_CHECK(clock != nullptr, "a clock event names a clock that started");
    switch (event.type) {
        case EventType::clock_paused:
            clock->status = ClockStatus::paused;
            clock->pauses.push_back({event.occurred_at, std::nullopt, string_or_empty(event.body, "reason")});
            return;
        case EventType::clock_resumed: return clock_resumed(*clock, event);
        case EventType::clock_rebased: return clock_rebased(*clock, event);
        case EventType::clock_stopped:
        case EventType::clock_cancelled:
            clock->status = event.type == EventType::clock_stopped ? ClockStatus::stopped : ClockStatus::cancelled;
            clock->stopped_at = event.occurred_at;
            if (!clock->pauses.empty() && !clock->pauses.back().to) clock->pauses.back().to = event.occurred_at;
            return;
        case EventType::clock_breached: clock->breached = true; return;
        case EventType::clock_corrected:
            clock->breached = false;
            clock->corrected = true;
            return;
        case EventType::escalation_raised: return escalation_raised(snapshot, *clock, event);
        case EventType::escalation_skipped: return climbed(*clock, event);
        case EventType::case_opened:
        case EventType::case_moved:
        case EventType::case_noted:
        case EventType::case_merged:
        case EventType::clock_started:
        case EventType::escalation_acknowledged:
        case EventType::finding_raised:
        case EventType::configuration_changed: break;
    }
    GONGDAN_UNREACHABLE("not an event of one clock");
}

void acknowledged(CaseSnapshot& snapshot, const Event& event) {
    const std::string id = string_or_empty(event.body, "id");
    for (Escalation& escalation : snapshot.escalations) {
        if (escalation.id != id) continue;
        escalation.acknowledged = true;
        ClockState* clock = snapshot.clock(escalation.clock);
        if (clock == nullptr) continue;
        clock->climb.acknowledged = true;
        clock->climb.acknowledged_at = event.occurred_at;
        clock->climb.watched_before = clock->climb.watched;
    }
}

}  // namespace

const ClockState* CaseSnapshot::clock(std::string_view wanted) const {
    const auto found = std::find_if(clocks.rbegin(), clocks.rend(),
                                    [wanted](const ClockState& candidate) { return candidate.name == wanted; });
    return found == clocks.rend() ? nullptr : &*found;
}

ClockState* CaseSnapshot::clock(std::string_view wanted) {
    return const_cast<ClockState*>(std::as_const(*this).clock(wanted));
}

const ClockState* CaseSnapshot::clock(std::string_view wanted, std::int64_t cycle) const {
    const auto found = std::find_if(clocks.begin(), clocks.end(), [wanted, cycle](const ClockState& candidate) {
        return candidate.name == wanted && candidate.cycle == cycle;
    });
    return found == clocks.end() ? nullptr : &*found;
}

const Attachment* CaseSnapshot::attachment(std::string_view sha256) const {
    const auto found = std::find_if(attachments.begin(), attachments.end(), [sha256](const Attachment& candidate) {
        return !candidate.erased && candidate.file.sha256 == sha256;
    });
    return found == attachments.end() ? nullptr : &*found;
}

bool CaseSnapshot::closed() const {
    const State* at = workflow ? workflow->find_state(state) : nullptr;
    return at != nullptr && at->final;
}

GuardFacts CaseSnapshot::facts(Instant now) const {
    return {now - state_since, bounces, chases, open_children, now, attempts};
}

void apply(CaseSnapshot& snapshot, const Event& event, std::shared_ptr<const Workflow> workflow) {
    snapshot.workflow = std::move(workflow);
    ++snapshot.revision;
    GONGDAN_CHECK(event.case_seq == snapshot.revision, "events of a case are applied in order, none left out");
    switch (event.type) {
        case EventType::case_opened: return opened(snapshot, event);
        case EventType::case_moved: moved(snapshot, event); return count_effect(snapshot, event);
        case EventType::case_noted:
            if (is_attached(event.body)) {
                snapshot.attachments.push_back(attachment_of(event));
                return;
            }
            lay_over(snapshot.data, get_object(event.body, "data"));
            return count_effect(snapshot, event);
        case EventType::case_merged: snapshot.merged_into = case_in(event.body, "into"); return;
        case EventType::clock_started: return clock_started(snapshot, event);
        case EventType::escalation_acknowledged: return acknowledged(snapshot, event);
        case EventType::finding_raised: return;
        case EventType::configuration_changed: break;
        case EventType::clock_paused:
        case EventType::clock_resumed:
        case EventType::clock_rebased:
        case EventType::clock_stopped:
        case EventType::clock_breached:
        case EventType::clock_corrected:
        case EventType::clock_cancelled:
        case EventType::escalation_raised:
        case EventType::escalation_skipped: return on_clock(snapshot, event);
    }
    GONGDAN_UNREACHABLE("a configuration event belongs to no case");
}

}  // namespace gongdan
