#include "core/audit/clock_fact.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, kOutcomes> kOutcomeNames = {
    {{Outcome::on_time, "on_time"},
     {Outcome::late, "late"},
     {Outcome::open, "open"},
     {Outcome::open_overdue, "open_overdue"},
     {Outcome::cancelled, "cancelled"},
     {Outcome::unclear, "unclear"}}};

Hop hop_in(const Workflow& workflow, const std::string& state) {
    const State* const found = workflow.find_state(state);
    return found == nullptr ? Hop::none : found->hop;
}

/// A clock that runs past its due time is overdue whether or not the timer loop has written it down yet.
bool is_past_due(const ClockState& clock, Instant now) {
    return clock.breached || (clock.status == ClockStatus::running && clock.due_at < now);
}

/// The engine refuses such times, other systems export them. On time in 0 s would be a lie, and so would late.
bool has_impossible_times(const ClockState& clock, Instant now) {
    if (clock.status == ClockStatus::cancelled) return false;
    return clock.stopped_at.value_or(now) < clock.started_at;
}

Outcome outcome_of(const ClockState& clock, Instant now) {
    if (has_impossible_times(clock, now)) return Outcome::unclear;
    switch (clock.status) {
        case ClockStatus::cancelled: return Outcome::cancelled;
        case ClockStatus::stopped: return clock.breached ? Outcome::late : Outcome::on_time;
        case ClockStatus::running:
        case ClockStatus::paused: return is_past_due(clock, now) ? Outcome::open_overdue : Outcome::open;
    }
    GONGDAN_UNREACHABLE("a ClockStatus outside its enum");
}

Millis overdue_of(const ClockState& clock, Instant now) {
    const Instant end = clock.stopped_at.value_or(now);
    return elapsed_between(clock.due_at, end, pause_intervals(clock, end));
}

const Limit& promised_limit(const ClockState& clock) {
    const auto extended = std::find_if(clock.changes.begin(), clock.changes.end(),
                                       [](const Change& change) { return change.old_limit != change.limit; });
    return extended == clock.changes.end() ? clock.limit : extended->old_limit;
}

/// A filing counts when some of its period, as far as it was not withdrawn, lies within the time that was promised.
bool is_exempt(const ClockState& clock) {
    if (!clock.exemption || clock.exemption->until <= clock.exemption->from) return false;  // it was taken back
    return clock.exemption->from < clock.due_at && clock.started_at < clock.exemption->until;
}

ClockFact clock_fact(const CaseSnapshot& snapshot, const ClockState& clock, const Trail& trail, Instant now) {
    const Instant end = clock.stopped_at.value_or(std::max(now, clock.started_at));
    const auto pauses = pause_intervals(clock, end);
    const ClockDef* const def = snapshot.workflow->find_clock(clock.name);
    ClockFact fact;
    fact.clock = clock.name;
    fact.cycle = clock.cycle;
    fact.promise = def == nullptr ? "" : def->promise;
    fact.limit = promised_limit(clock);
    fact.started_at = clock.started_at;
    fact.due_at = clock.due_at;
    fact.ended_at = clock.stopped_at;
    fact.outcome = outcome_of(clock, now);
    fact.corrected = clock.corrected;
    fact.provisional = clock.provisional;
    fact.exempt = is_exempt(clock);
    if (fact.exempt) fact.why = clock.exemption->reason;
    fact.elapsed = elapsed_between(clock.started_at, end, pauses);
    if (fact.is_overdue()) fact.overdue = overdue_of(clock, now);
    fact.hops = trail.within({clock.started_at, end}, pauses);
    return fact;
}

std::optional<Instant> time_of(const json::object& data, const std::string& field) {
    const auto parsed = parse_time(string_or_empty(data, field));
    return parsed ? std::optional<Instant>(*parsed) : std::nullopt;
}

OutageFact outage_of(const OutageDef& def, const CaseSnapshot& snapshot, const Trail& trail) {
    const json::object& data = snapshot.data;
    return {time_of(data, def.from).value_or(snapshot.opened_at), trail.restored_at(), get_int(data, def.customers)};
}

}  // namespace

std::string_view name_of(Outcome outcome) { return kOutcomeNames[std::size_t(outcome)].second; }

std::optional<Outcome> outcome_of(std::string_view name) {
    const auto found = std::find_if(kOutcomeNames.begin(), kOutcomeNames.end(),
                                    [name](const auto& entry) { return entry.second == name; });
    return found == kOutcomeNames.end() ? std::nullopt : std::optional(found->first);
}

void Trail::take(const Event& event, const Workflow& workflow) {
    if (event.type != EventType::case_opened && event.type != EventType::case_moved) return;
    const std::string state = string_or_empty(event.body, event.type == EventType::case_opened ? "state" : "to");
    const Instant at = stays_.empty() ? event.occurred_at : std::max(event.occurred_at, stays_.back().from);
    stays_.push_back({at, hop_in(workflow, state)});
    if (workflow.outage && workflow.outage->until == state) restored_at_ = event.occurred_at;
    const State* const found = workflow.find_state(state);
    if (string_or_empty(event.body, "effect") == effect_name(Effect::merge)) merged_ = true;
    closed_at_ = found != nullptr && found->final ? std::optional(at) : std::nullopt;
}

HopTimes Trail::within(Interval stretch, const std::vector<Interval>& pauses) const {
    HopTimes times{};
    for (std::size_t i = 0; i < stays_.size(); ++i) {
        const Instant from = i == 0 ? stretch.from : std::max(stays_[i].from, stretch.from);
        const Instant to = i + 1 < stays_.size() ? std::min(stays_[i + 1].from, stretch.to) : stretch.to;
        if (from < to) times[std::size_t(stays_[i].hop)] += elapsed_between(from, to, pauses);
    }
    return times;
}

const Places::Area* Places::find(const std::string& id_or_name) const {
    const auto found = areas.find(id_or_name);
    return found == areas.end() ? nullptr : &found->second;
}

CaseFact fact_of(const CaseSnapshot& snapshot, const Trail& trail, const Places& places, Instant now) {
    const json::object& data = snapshot.data;
    CaseFact fact;
    fact.number = snapshot.number;
    fact.workflow = snapshot.workflow->name;
    fact.site_class = string_or_empty(data, "site_class");
    fact.area = string_or_empty(data, "area");
    if (const auto* const known = places.find(fact.area)) fact.area = known->name;
    fact.line = string_or_empty(data, "line");
    fact.team = string_or_empty(data, "team");
    fact.person = string_or_empty(data, "assignee");
    if (fact.person.empty()) fact.person = string_or_empty(data, "crew");
    fact.opened_at = snapshot.opened_at;
    fact.merged = to_int(snapshot.merged_into) != 0 || trail.merged();
    fact.supervised = snapshot.supervised;
    fact.chases = snapshot.chases;
    fact.bounces = snapshot.bounces;
    const Instant end = trail.closed_at().value_or(std::max(now, snapshot.opened_at));
    fact.hops = trail.within({snapshot.opened_at, end}, {});
    if (const auto& outage = snapshot.workflow->outage) fact.outage = outage_of(*outage, snapshot, trail);
    fact.clocks.reserve(snapshot.clocks.size());
    for (const ClockState& clock : snapshot.clocks) fact.clocks.push_back(clock_fact(snapshot, clock, trail, now));
    return fact;
}

}  // namespace gongdan
