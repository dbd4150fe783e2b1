#include "core/clock/state.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr int kWhole = 1000;  ///< thousandths

Instant rung_at(const ClockState& clock, const Rung& rung, int repeat, const Calendar& calendar,
                std::span<const Interval> pauses) {
    const bool by_share = rung.permille >= 0 && rung.permille < kWhole;
    // A clock that has run out keeps its due time whatever comes later, and a share stays below it.
    const Instant first =
        by_share ? std::min(at_share(calendar, clock.started_at, clock.limit, rung.permille, pauses), clock.due_at)
                 : clock.due_at;
    const Millis offset = (rung.permille < 0 ? rung.offset : Millis(0)) + repeat * rung.repeat_every;
    const Instant at = offset > Millis(0) ? after(first, offset, pauses) : first + offset;
    return std::max(at, clock.started_at);
}

/// How often a rung is to fire in all.
int wanted_times(const Rung& rung) { return rung.repeat_every > Millis(0) ? std::max(rung.times, 1) : 1; }

}  // namespace

std::string_view name_of(ClockStatus status) {
    switch (status) {
        case ClockStatus::running: return "running";
        case ClockStatus::paused: return "paused";
        case ClockStatus::stopped: return "stopped";
        case ClockStatus::cancelled: return "cancelled";
    }
    GONGDAN_UNREACHABLE("a ClockStatus outside its enum");
}

std::vector<Interval> pause_intervals(const ClockState& clock, Instant until) {
    std::vector<Interval> intervals;
    for (const Pause& pause : clock.pauses) {
        const Instant to = pause.to.value_or(until);
        if (pause.from < to) intervals.push_back({pause.from, to});
    }
    return intervals;
}

Millis overdue(const ClockState& clock, Instant until) {
    const Instant end = clock.ended() ? clock.stopped_at.value_or(until) : until;
    if (!clock.breached) return Millis(0);
    return elapsed_between(clock.due_at, end, pause_intervals(clock, end));
}

std::optional<Instant> at_risk_from(const ClockState& clock, const Calendar& calendar) {
    if (clock.status != ClockStatus::running || clock.breached) return std::nullopt;
    return at_share(calendar, clock.started_at, clock.limit, kRiskPermille, pause_intervals(clock, clock.due_at));
}

Deadline deadline_of(const ClockState& clock, const Calendar& calendar) {
    std::vector<Interval> closed;
    for (const Pause& pause : clock.pauses) {
        if (pause.to && pause.from < *pause.to) closed.push_back({pause.from, *pause.to});
    }
    return due_at(calendar, clock.started_at, clock.limit, closed);
}

void Climb::mark(std::size_t rung, int times_fired) {
    if (fired.size() <= rung) fired.resize(rung + 1);
    fired[rung] = times_fired;
}

Instant rung_at(const ClockState& clock, const Rung& rung, int repeat, const Calendar& calendar) {
    return rung_at(clock, rung, repeat, calendar, pause_intervals(clock, clock.due_at));
}

namespace {

/// When the watch is due for the `repeat`th time after the first since the last answer: counted from that answer on,
/// pauses left out.
Instant watch_at(const ClockState& clock, const Rung& watch, int repeat) {
    const Instant from = clock.climb.acknowledged_at;
    const Millis span = watch.offset + repeat * watch.repeat_every;
    return after(from, span, pause_intervals(clock, from + span));
}

/// Acknowledged, and still not done.
std::optional<Alarm> watch_alarm(const ClockState& clock, const Ladder& ladder, Instant reached) {
    if (!ladder.watch) return std::nullopt;
    const int wanted = wanted_times(*ladder.watch);
    int repeat = clock.climb.watched - clock.climb.watched_before;
    if (repeat >= wanted) return std::nullopt;
    while (repeat + 1 < wanted && watch_at(clock, *ladder.watch, repeat + 1) <= reached) ++repeat;
    return Alarm{Alarm::Kind::watch, watch_at(clock, *ladder.watch, repeat), 0, clock.climb.watched_before + repeat};
}

/// When a held rung is due: not before the end of the filing, and once then, however often it would have been due in
/// between; its repeats follow from there.
Instant after_filing(const Alarm& alarm, const ClockState& clock, const Rung& rung, const Calendar& calendar,
                     std::span<const Interval> pauses) {
    const Exemption& filed = *clock.exemption;
    if (alarm.at < filed.from) return alarm.at;
    int first = alarm.repeat;  // of those that wait
    while (first > filed.times(alarm.rung) && rung_at(clock, rung, first - 1, calendar, pauses) >= filed.from) --first;
    return std::max(alarm.at, after(filed.until, (alarm.repeat - first) * rung.repeat_every, pauses));
}

}  // namespace

std::optional<Alarm> next_alarm(const ClockState& clock, const Ladder* ladder, const Calendar& calendar,
                                Instant reached) {
    if (clock.status != ClockStatus::running) return std::nullopt;
    std::optional<Alarm> next;
    if (!clock.breached) next = Alarm{Alarm::Kind::breach, clock.due_at, 0, 0};
    if (ladder == nullptr) return next;
    if (clock.climb.acknowledged) {
        const auto watch = watch_alarm(clock, *ladder, reached);
        return watch && (!next || watch->at < next->at) ? watch : next;
    }
    const auto pauses = pause_intervals(clock, clock.due_at);
    for (std::size_t index = 0; index < ladder->rungs.size(); ++index) {
        const Rung& rung = ladder->rungs[index];
        const int fired = clock.climb.times(index);
        if (fired >= wanted_times(rung)) continue;
        Alarm alarm{Alarm::Kind::rung, rung_at(clock, rung, fired, calendar, pauses), index, fired};
        if (rung.held_by_filing && clock.exemption) alarm.at = after_filing(alarm, clock, rung, calendar, pauses);
        if (!next || alarm.at < next->at) next = alarm;
    }
    return next;
}

}  // namespace gongdan
