#include <algorithm>

#include <fmt/format.h>

#include "core/ticket/draft.hpp"

namespace gongdan {
namespace {

bool contains(std::span<const std::string> list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

bool overlaps(std::span<const std::string> one, std::span<const std::string> other) {
    return std::any_of(one.begin(), one.end(), [&other](const std::string& name) { return contains(other, name); });
}

bool met(const ClockTrigger& trigger, const Happening& happening) {
    return (trigger.open && happening.open) || contains(trigger.on, happening.event) ||
           overlaps(trigger.enter, happening.entered) || overlaps(trigger.leave, happening.left);
}

/// A journal can hold only times that can be read again.
Result<void> check_due(std::string_view clock, Limit limit, Instant due) {
    if (is_in_range(due)) return {};
    return fail(Errc::invalid_input, "clock.beyond-range", clock, format_limit(limit), written_time(due), kYearMin,
                kYearMax);
}

/// What comes after the due time, or after the clock has stopped, excuses nothing.
Instant excusable_until(const ClockState& clock) {
    return clock.stopped_at ? std::min(clock.due_at, *clock.stopped_at) : clock.due_at;
}

/// The filing in force that covers the case's place and some of the time in which the clock runs, or ran.
const Filing* filing_for(const CaseSnapshot& snapshot, const Rules& rules, const ClockState& clock) {
    const std::string area = string_or_empty(snapshot.data, "area");
    const std::string& workflow = snapshot.workflow->name;
    const auto fits = [&area, &workflow, &clock](const Filing& filing) {
        return filing.from < excusable_until(clock) && clock.started_at < filing.to && covers(filing, workflow, area);
    };
    const auto found = std::find_if(rules.filings.begin(), rules.filings.end(), fits);
    return found == rules.filings.end() ? nullptr : &*found;
}

void note_exemption(Draft& draft, std::string_view effect, const std::string& clock, const Exemption& exemption) {
    json::object body{{"effect", effect},
                      {"clocks", json::array{json::value(clock)}},
                      {"filing", exemption.filing},
                      {"from", format_time(exemption.from)},
                      {"until", format_time(exemption.until)},
                      {"reason", exemption.reason},
                      {"evidence", exemption.evidence},
                      {"approver", exemption.approver}};
    if (exemption.entered_later) body["entered_later"] = true;
    draft.emit(EventType::case_noted, draft.now(), std::move(body));
}

/// Withdrawn after its end: it was approved wrongly, and excuses nothing of what it had excused.
bool is_annulled(const Filing& filing) { return filing.withdrawn_at && *filing.withdrawn_at >= filing.to; }

/// Ends the mark of a clock whose filing was withdrawn. True when it has a mark that holds: one of a clock that has
/// ended outlives a withdrawal that came while the filing lasted.
bool keeps_exemption(Draft& draft, const std::string& name) {
    const ClockState& clock = *draft.state().clock(name);
    const auto& marked = clock.exemption;
    if (!marked) return false;
    const auto& filings = draft.rules().filings;
    const auto filing = std::find_if(filings.begin(), filings.end(),
                                     [&marked](const Filing& candidate) { return candidate.id == marked->filing; });
    if (filing == filings.end() || !filing->withdrawn_at) return true;
    if (clock.ended() && !is_annulled(*filing)) return true;
    const Instant until = is_annulled(*filing) ? filing->from : end_of(*filing);
    if (until < marked->until) {
        Exemption ended = *marked;
        ended.until = until;
        note_exemption(draft, kExemptionEnded, name, ended);
    }
    return false;
}

/// Marks a clock that a filing covers: once, unless that filing was withdrawn and another takes its place. A clock that
/// has ended keeps the mark it has, and may get one later: approval comes when the storm leaves time for it, maybe when
/// the storm is over.
void exempt(Draft& draft, const std::string& name) {
    const ClockState& clock = *draft.state().clock(name);
    const bool ended = clock.ended();
    if (ended && clock.status == ClockStatus::cancelled && !clock.exemption) return;
    if (keeps_exemption(draft, name) || clock.status == ClockStatus::cancelled) return;
    const Filing* filing = filing_for(draft.state(), draft.rules(), *draft.state().clock(name));
    if (filing == nullptr) return;
    const bool late = filing->approved_at && *filing->approved_at >= filing->to;
    Exemption exemption{filing->id,       filing->from,        filing->to, filing->reason,
                        filing->evidence, filing->approved_by, {},         ended || late};
    note_exemption(draft, kExempted, name, exemption);
}

Result<void> start(Draft& draft, const ClockDef& def, Instant at, int cycle) {
    const auto limit = limit_of(def, draft.state(), draft.rules());
    if (!limit && draft.historical()) {
        draft.emit(EventType::finding_raised, at, {{"finding", "clock-without-limit"}, {"clock", def.name}});
        return {};
    }
    if (!limit) return limit.error();
    const Deadline deadline = due_at(*draft.rules().calendar, at, *limit);
    if (auto held = check_due(def.name, *limit, deadline.due_at); !held) return held;
    draft.emit(EventType::clock_started, at,
               {{"clock", def.name},
                {"cycle", cycle},
                {"due_at", format_time(deadline.due_at)},
                {"limit", format_limit(*limit)},
                {"provisional", deadline.provisional},
                {"calendar", draft.rules().calendar->version()}});
    return {};
}

bool may_start(const ClockDef& def, const Happening& happening, const CaseSnapshot& snapshot) {
    return !def.start_guard || holds(*def.start_guard, snapshot.data, snapshot.facts(happening.at));
}

Instant first_start(const ClockDef& def, const Happening& happening, const CaseSnapshot& snapshot) {
    if (def.start_at.empty()) return happening.at;
    const auto given = get_string(snapshot.data, def.start_at);
    const auto parsed = given ? parse_time(*given) : Result<Instant>(happening.at);
    return parsed ? *parsed : happening.at;
}

/// What has run out has run out: a pause entered after the breach for a time before it begins at the due time. And time
/// that has passed has passed: a pause entered late begins at most kLateEntryTolerance ago, for giving back more is an
/// extension, which wants an approver (extend).
void pause(Draft& draft, const std::string& name, const Happening& happening) {
    const ClockState& clock = *draft.state().clock(name);
    json::object body{{"clock", name}, {"reason", happening.reason}};
    Instant from = happening.at;
    if (clock.breached && from < clock.due_at) {
        body["asked_from"] = format_time(from);
        from = clock.due_at;
    }
    const Instant earliest = draft.now() - kLateEntryTolerance;
    if (!draft.historical() && from < earliest) {
        if (!body.contains("asked_from")) body["asked_from"] = format_time(from);
        from = earliest;
    }
    draft.emit(EventType::clock_paused, from, std::move(body));
}

void cancel(Draft& draft, const std::string& clock, Instant at) {
    draft.emit(EventType::clock_cancelled, at, {{"clock", clock}});
}

/// A stop at exactly due_at is met; one millisecond later is breached. Evidence of a stop in time that comes in after
/// the breach fired corrects it; nothing is deleted.
void stop(Draft& draft, const std::string& name, Instant at) {
    const ClockState& clock = *draft.state().clock(name);
    const bool breached_before = clock.breached;
    const bool late = at > clock.due_at && clock.status == ClockStatus::running;
    if (late && !breached_before) {
        draft.emit(EventType::clock_breached, clock.due_at, {{"clock", name}, {"due_at", format_time(clock.due_at)}});
    }
    const bool corrected = breached_before && at <= clock.due_at;
    const bool breached = late || (breached_before && !corrected);
    const auto pauses = pause_intervals(clock, at);
    const Millis elapsed = counted_between(*draft.rules().calendar, clock.started_at, clock.limit, at, pauses);
    draft.emit(EventType::clock_stopped, at,
               {{"clock", name},
                {"breached", breached},
                {"overdue_s", breached ? whole_seconds(elapsed_between(clock.due_at, at, pauses)) : 0},
                {"elapsed_s", whole_seconds(elapsed)}});
    if (corrected) {
        draft.emit(EventType::clock_corrected, at,
                   {{"clock", name}, {"due_at", format_time(clock.due_at)}, {"why", "late-evidence"}});
    }
}

Result<void> resume(Draft& draft, const std::string& name, Instant at) {
    ClockState clock = *draft.state().clock(name);
    if (clock.ended()) clock.pauses.push_back({clock.stopped_at.value_or(at), at, "reopened"});
    if (!clock.pauses.empty() && !clock.pauses.back().to) clock.pauses.back().to = at;
    // A clock that ran out keeps its due time: what came afterwards cannot give it time back.
    const Deadline deadline =
        clock.breached ? Deadline{clock.due_at, clock.provisional} : deadline_of(clock, *draft.rules().calendar);
    if (auto held = check_due(name, clock.limit, deadline.due_at); !held) return held;
    draft.emit(EventType::clock_resumed, at,
               {{"clock", name}, {"due_at", format_time(deadline.due_at)}, {"provisional", deadline.provisional}});
    return {};
}

/// A start condition on a clock that has ended counts again only after the case was reopened.
Result<void> start_again(Draft& draft, const ClockDef& def, Instant at) {
    const ClockState& clock = *draft.state().clock(def.name);
    switch (def.reopen) {
        case ReopenPolicy::resume: return resume(draft, def.name, at);
        case ReopenPolicy::restart:
        case ReopenPolicy::new_cycle: return start(draft, def, at, clock.cycle + 1);
        case ReopenPolicy::none: return {};
    }
    return {};
}

/// Begins the clock anew, whether it still runs or has ended.
Result<void> reset(Draft& draft, const ClockDef& def, Instant at) {
    const ClockState& clock = *draft.state().clock(def.name);
    const int cycle = clock.cycle;
    if (!clock.ended()) cancel(draft, def.name, at);
    return start(draft, def, at, cycle + 1);
}

Result<void> run_clock(Draft& draft, const ClockDef& def, const Happening& happening) {
    const ClockState* clock = draft.state().clock(def.name);
    const bool live = clock != nullptr && !clock->ended();
    if (live && met(def.cancel, happening)) {
        cancel(draft, def.name, happening.at);
    } else if (live && met(def.stop, happening)) {
        stop(draft, def.name, happening.at);
    } else if (clock != nullptr && met(def.reset, happening)) {
        return reset(draft, def, happening.at);
    } else if (live && clock->status == ClockStatus::running && met(def.pause, happening)) {
        pause(draft, def.name, happening);
    } else if (live && clock->status == ClockStatus::paused && met(def.resume, happening)) {
        return resume(draft, def.name, happening.at);
    } else if (clock == nullptr && met(def.start, happening) && may_start(def, happening, draft.state())) {
        return start(draft, def, first_start(def, happening, draft.state()), 1);
    } else if (clock != nullptr && !live && clock->reopened && !met(def.stop, happening)) {
        // A clock that runs from the opening starts over at the reopening itself; others wait for their condition.
        const bool begins = (def.start.open && happening.reopens) || met(def.start, happening);
        if (begins && may_start(def, happening, draft.state())) return start_again(draft, def, happening.at);
    }
    return {};
}

/// Says that a rung is due: as an escalation, or, of an imported past, as one that nobody is told of.
void climb(Draft& draft, const ClockState& clock, const Ladder& ladder, const Alarm& alarm, EventType type) {
    const bool watch = alarm.kind == Alarm::Kind::watch;
    const Rung& rung = watch ? *ladder.watch : ladder.rungs[alarm.rung];
    const std::int64_t number = watch ? 0 : std::int64_t(alarm.rung) + 1;
    json::object body{{"clock", clock.name},
                      {"rung", number},
                      {"level", rung.level},
                      {"to", json::value_from(rung.roles)},
                      {"id", fmt::format("{}.{}.{}.{}.{}", to_int(draft.state().id), clock.name, clock.cycle, number,
                                         alarm.repeat + 1)},
                      {"repeat", alarm.repeat}};
    if (draft.now() > alarm.at) body["late_by_s"] = whole_seconds(draft.now() - alarm.at);
    draft.emit(type, alarm.at, std::move(body));
}

struct Due {
    std::string_view clock;
    const Ladder* ladder = nullptr;
    Alarm alarm;
};

/// The earliest alarm over all clocks; of several at one instant, the clock that comes first in the workflow. For
/// `reached` see next_alarm().
std::optional<Due> earliest(const CaseSnapshot& snapshot, const Rules& rules, Instant reached = Instant::min()) {
    std::optional<Due> first;
    for (const ClockDef& def : snapshot.workflow->clocks) {
        const ClockState* clock = snapshot.clock(def.name);
        if (clock == nullptr) continue;
        const Ladder* ladder = rules.find_ladder(def.ladder);
        const auto alarm = next_alarm(*clock, ladder, *rules.calendar, reached);
        if (alarm && (!first || alarm->at < first->alarm.at)) first = Due{def.name, ladder, *alarm};
    }
    return first;
}

const Promise* find_promise(const Rules& rules, std::string_view set, std::string_view name) {
    for (const PromiseSet& candidate : rules.promise_sets) {
        if (candidate.name != set) continue;
        for (const Promise& promise : candidate.promises) {
            if (promise.name == name) return &promise;
        }
    }
    return nullptr;
}

std::optional<Limit> choose(const std::string& by, const std::vector<std::pair<std::string, Limit>>& limits,
                            const json::object& data) {
    const auto value = get_string(data, by);
    const auto found = std::find_if(limits.begin(), limits.end(),
                                    [&value](const auto& entry) { return value && entry.first == *value; });
    return found == limits.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Result<Limit> limit_of(const ClockDef& def, const CaseSnapshot& snapshot, const Rules& rules) {
    if (def.limit) return *def.limit;
    if (!def.by.empty()) {
        if (const auto chosen = choose(def.by, def.limits, snapshot.data)) return *chosen;
        return fail(Errc::invalid_input, "clock.no-limit", def.name, def.by);
    }
    const Promise* promise = find_promise(rules, snapshot.promise_set, def.promise);
    if (promise == nullptr) return fail(Errc::invalid_input, "clock.no-promise", snapshot.promise_set, def.promise);
    if (promise->limit) return *promise->limit;
    if (const auto chosen = choose(promise->by, promise->limits, snapshot.data)) return *chosen;
    return fail(Errc::invalid_input, "clock.no-limit", def.name, promise->by);
}

std::vector<std::string_view> facts_of_clocks(const CaseSnapshot& snapshot, const Rules& rules) {
    std::vector<std::string_view> fields;
    const auto note = [&fields](std::string_view field) {
        if (!field.empty() && std::find(fields.begin(), fields.end(), field) == fields.end()) fields.push_back(field);
    };
    for (const ClockDef& def : snapshot.workflow->clocks) {
        if (snapshot.clock(def.name) == nullptr) continue;
        note(def.start_at);
        note(def.by);
        const Promise* promise = find_promise(rules, snapshot.promise_set, def.promise);
        if (promise != nullptr) note(promise->by);
    }
    return fields;
}

Result<void> run_clocks(Draft& draft, const Happening& happening) {
    const auto workflow = draft.state().workflow;
    for (const ClockDef& def : workflow->clocks) {
        if (auto done = run_clock(draft, def, happening); !done) return done;
    }
    if (draft.rules().filings.empty()) return {};
    // Those that run already too: the area of a ticket may become known, or right, with the step.
    for (const ClockDef& def : workflow->clocks) {
        const ClockState* clock = draft.state().clock(def.name);
        if (clock != nullptr) exempt(draft, def.name);
    }
    return {};
}

void run_alarms(Draft& draft, DueAlarms wanted) {
    while (true) {
        const auto due = earliest(draft.state(), draft.rules(), wanted.reached);
        if (!due || due->alarm.at > wanted.until) return;
        const ClockState& clock = *draft.state().clock(due->clock);
        switch (due->alarm.kind) {
            case Alarm::Kind::breach:
                draft.emit(EventType::clock_breached, due->alarm.at,
                           {{"clock", clock.name}, {"due_at", format_time(clock.due_at)}});
                break;
            case Alarm::Kind::rung:
            case Alarm::Kind::watch: climb(draft, clock, *due->ladder, due->alarm, EventType::escalation_raised); break;
        }
    }
}

void run_breaches(Draft& draft, Instant until) {
    const auto workflow = draft.state().workflow;
    for (const ClockDef& def : workflow->clocks) {
        const ClockState* clock = draft.state().clock(def.name);
        const bool due =
            clock != nullptr && clock->status == ClockStatus::running && !clock->breached && clock->due_at <= until;
        if (!due) continue;
        draft.emit(EventType::clock_breached, clock->due_at,
                   {{"clock", def.name}, {"due_at", format_time(clock->due_at)}});
    }
}

void skip_rungs(Draft& draft, Instant until) {
    while (true) {
        const auto due = earliest(draft.state(), draft.rules());
        if (!due || due->alarm.at > until || due->alarm.kind == Alarm::Kind::breach) return;
        const ClockState& clock = *draft.state().clock(due->clock);
        climb(draft, clock, *due->ladder, due->alarm, EventType::escalation_skipped);
    }
}

std::optional<Instant> next_alarm_at(const CaseSnapshot& snapshot, const Rules& rules, Instant reached) {
    const auto due = earliest(snapshot, rules, reached);
    return due ? std::optional(due->alarm.at) : std::nullopt;
}

Result<void> extend_clock(Draft& draft, const json::object& data) {
    // Cases are pinned to workflows of before, which did not ask for it.
    if (string_or_empty(data, "reason").empty())
        return invalid_fields({{"/data/reason", "required", text("fields.required", "reason")}});
    const std::string name = string_or_empty(data, "clock");
    const ClockState* clock = draft.state().clock(name);
    if (clock == nullptr || clock->ended()) return fail(Errc::not_allowed, "extend.no-such-clock", name);
    if (clock->breached) return fail(Errc::not_allowed, "extend.already-breached", name, written_time(clock->due_at));
    const auto limit = parse_limit(string_or_empty(data, "limit"));
    if (!limit) {
        return Error{
            Errc::invalid_input, limit.error().detail, {{"/data/limit", "duration", limit.error().detail}}, {}};
    }
    ClockState changed = *clock;
    changed.limit = *limit;
    const Deadline deadline = deadline_of(changed, *draft.rules().calendar);
    if (auto held = check_due(name, *limit, deadline.due_at); !held) {
        held.error().fields.push_back({"/data/limit", "range", held.error().detail});
        return held;
    }
    if (deadline.due_at <= clock->due_at)
        return fail(Errc::invalid_input, "extend.not-later", written_time(clock->due_at));
    draft.emit(EventType::clock_rebased, draft.now(),
               {{"clock", name},
                {"old_due_at", format_time(clock->due_at)},
                {"due_at", format_time(deadline.due_at)},
                {"limit", format_limit(*limit)},
                {"provisional", deadline.provisional},
                {"why", "extended"},
                {"approver", string_or_empty(data, "approver")},
                {"reason", string_or_empty(data, "reason")}});
    return {};
}

Decision decide_rebase(const CaseSnapshot& snapshot, const Rules& rules, Instant now) {
    Draft draft(snapshot, rules, now);
    for (const ClockDef& def : snapshot.workflow->clocks) {
        const ClockState* clock = draft.state().clock(def.name);
        if (clock == nullptr) continue;
        const bool ended = clock->ended();
        exempt(draft, def.name);
        if (ended) continue;
        clock = draft.state().clock(def.name);  // the note may have moved it
        if (clock->breached) continue;
        const Deadline deadline = deadline_of(*clock, *rules.calendar);
        if (deadline.due_at == clock->due_at && deadline.provisional == clock->provisional) continue;
        // At the very end of the range a clock keeps its due time: one case must not hold up a calendar.
        if (!is_in_range(deadline.due_at)) continue;
        draft.emit(EventType::clock_rebased, now,
                   {{"clock", def.name},
                    {"old_due_at", format_time(clock->due_at)},
                    {"due_at", format_time(deadline.due_at)},
                    {"provisional", deadline.provisional},
                    {"why", "calendar"},
                    {"calendar", rules.calendar->version()}});
    }
    return std::move(draft).finish();
}

}  // namespace gongdan
