#include "core/clock/state.hpp"

#include "core/base/check.hpp"

namespace gongdan {
namespace {

Instant rung_at(const ClockState& clock, const Rung& rung, int repeat, const Calendar& calendar) {
    if (rung.permille < 0) return clock.due_at + rung.offset + repeat * rung.repeat_every;
    const auto pauses = pause_intervals(clock, clock.due_at);
    const Instant first = rung.permille == 1000
                              ? clock.due_at
                              : at_share(calendar, clock.started_at, clock.limit, rung.permille, pauses);
    return first + repeat * rung.repeat_every;
}

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

Deadline deadline_of(const ClockState& clock, const Calendar& calendar) {
    std::vector<Interval> closed;
    for (const Pause& pause : clock.pauses) {
        if (pause.to && pause.from < *pause.to) closed.push_back({pause.from, *pause.to});
    }
    return due_at(calendar, clock.started_at, clock.limit, closed);
}

std::optional<Alarm> next_alarm(const ClockState& clock, const Ladder* ladder, const Calendar& calendar) {
    if (clock.status != ClockStatus::running) return std::nullopt;
    std::optional<Alarm> next;
    if (!clock.breached) next = Alarm{Alarm::Kind::breach, clock.due_at, 0, 0};
    const bool climbing = ladder != nullptr && !clock.climb.acknowledged && clock.climb.rung < ladder->rungs.size();
    if (!climbing) return next;
    const Rung& rung = ladder->rungs[clock.climb.rung];
    const Instant at = rung_at(clock, rung, clock.climb.repeat, calendar);
    if (!next || at < next->at) next = Alarm{Alarm::Kind::rung, at, clock.climb.rung, clock.climb.repeat};
    return next;
}

}  // namespace gongdan
