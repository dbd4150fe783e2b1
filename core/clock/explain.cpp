#include "core/clock/explain.hpp"

#include <algorithm>

namespace gongdan {
namespace {

/// Up to where the clock has run.
Instant end_of_run(const ClockState& clock, Instant until) {
    const Instant end = clock.ended() ? clock.stopped_at.value_or(until) : until;
    return std::max(end, clock.started_at);
}

/// Did the clock end, or does it stand, in a pause? Then nobody has moved its due time yet.
bool rests_in_pause(const ClockState& clock) {
    if (clock.pauses.empty()) return false;
    const auto& last = clock.pauses.back().to;
    return !last || (clock.ended() && last == clock.stopped_at);
}

std::vector<ExplainedPause> explain_pauses(const ClockState& clock, const Calendar& calendar, Instant end) {
    std::vector<ExplainedPause> explained;
    for (const Pause& pause : clock.pauses) {
        const auto counted_to = [&clock, &calendar](Instant at) {
            return counted_between(calendar, clock.started_at, clock.limit, at);
        };
        const Millis cost = counted_to(pause.to.value_or(end)) - counted_to(pause.from);
        explained.push_back({pause.from, pause.to, pause.reason, std::max(cost, Millis(0))});
    }
    return explained;
}

/// Takes raw segments and cuts them where the reader's view changes: at the end of the run and between two pauses.
class Teller {
 public:
    Teller(const ClockState& clock, Instant end, std::vector<ExplainedSegment>& told)
        : clock_(clock), end_(end), told_(told) {}

    void tell(Segment segment) {
        while (segment.from < segment.to) {
            Segment piece = segment;
            if (piece.from < end_ && end_ < piece.to) piece.to = end_;
            const Pause* pause = piece.why == "paused" ? pause_at(piece.from) : nullptr;
            if (pause != nullptr && pause->to && *pause->to < piece.to) piece.to = *pause->to;
            if (piece.counted) total_ += piece.to - piece.from;
            told_.push_back({piece.from, piece.to, piece.counted, piece.from >= end_, piece.why,
                             pause != nullptr ? pause->reason : "", total_});
            segment.from = piece.to;
        }
    }

 private:
    const Pause* pause_at(Instant at) const {
        const auto found = std::find_if(clock_.pauses.begin(), clock_.pauses.end(), [at](const Pause& pause) {
            return pause.from <= at && (!pause.to || at < *pause.to);
        });
        return found == clock_.pauses.end() ? nullptr : &*found;
    }

    const ClockState& clock_;
    Instant end_;
    std::vector<ExplainedSegment>& told_;
    Millis total_{0};
};

/// After the due time all time is overdue, days off too, but for pauses.
void tell_overdue(Teller& teller, const Calendar& calendar, Instant from, Instant to,
                  std::span<const Interval> pauses) {
    const Limit elapsed_time{1, Unit::seconds};
    for (Segment segment : segments(calendar, from, elapsed_time, to, pauses)) {
        if (segment.counted) segment = {segment.from, segment.to, false, "overdue"};
        teller.tell(segment);
    }
}

}  // namespace

Explanation explain(const ClockState& clock, const Calendar& calendar, Instant until, const ExplainNames& names) {
    const Instant end = end_of_run(clock, until);
    const auto pauses = pause_intervals(clock, end);
    const Deadline recomputed = due_at(calendar, clock.started_at, clock.limit, pauses);
    const bool ran_out = clock.breached || clock.corrected;
    Explanation told;
    told.names = names;
    told.clock = clock.name;
    told.cycle = clock.cycle;
    told.status = clock.status;
    told.limit = clock.limit;
    told.budget = budget(calendar, clock.limit);
    told.day_ends = calendar.until();
    told.calendar = calendar.version();
    told.due_calendar = clock.calendar.empty() ? calendar.version() : clock.calendar;
    told.started_at = clock.started_at;
    told.due_at = rests_in_pause(clock) && !ran_out ? recomputed.due_at : clock.due_at;
    told.recomputed_due_at = recomputed.due_at;
    told.stopped_at = clock.stopped_at;
    told.until = until;
    told.provisional = clock.provisional;
    told.breached = clock.breached;
    told.corrected = clock.corrected;
    told.counted = counted_between(calendar, clock.started_at, clock.limit, end, pauses);
    told.remaining = clock.ended() ? Millis(0) : std::max(told.budget - told.counted, Millis(0));
    told.overdue = overdue(clock, end);
    told.pauses = explain_pauses(clock, calendar, end);
    told.changes = clock.changes;
    told.exemption = clock.exemption;
    Teller teller(clock, end, told.segments);
    for (const Segment& segment : segments(calendar, clock.started_at, clock.limit, told.due_at, pauses)) {
        teller.tell(segment);
    }
    tell_overdue(teller, calendar, std::max(told.due_at, clock.started_at), end, pauses);
    return told;
}

std::string_view outcome_of(const Explanation& explanation) {
    const bool ended = explanation.stopped_at.has_value();
    if (explanation.status == ClockStatus::cancelled) return "cancelled";
    if (explanation.breached) return ended ? "breached" : "overdue";
    return ended ? "met" : "open";
}

}  // namespace gongdan
