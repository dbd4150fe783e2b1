#pragma once
/// One deadline of one case, and the instants at which it has something to say. Plain values, no thread of their own.

#include <optional>
#include <string>
#include <vector>

#include "core/base/time.hpp"
#include "core/calendar/calendar.hpp"
#include "core/statechart/model.hpp"

namespace gongdan {

enum class ClockStatus { running, paused, stopped, cancelled };

[[nodiscard]] std::string_view name_of(ClockStatus status);

struct Pause {
    Instant from{};
    std::optional<Instant> to;  ///< open while the clock is paused
    std::string reason;
};

/// A due time that moved for another reason than a pause: the limit was extended (延期) or the calendar replaced.
struct Change {
    Instant at{};
    std::string why;  ///< "extended" or "calendar"
    Limit old_limit;
    Limit limit;  ///< the same as before when only the calendar changed
    Instant old_due_at{};
    Instant due_at{};
    std::string approver;
    std::string reason;
    std::string calendar;  ///< version of the new calendar; empty when the limit was extended
};

/// What is remembered of a ladder's climb in the present cycle. Counted per rung and not as a position: when a due time
/// moves, rungs by share and rungs by offset change places, and none may be told twice or left out for that.
struct Climb {
    std::vector<int> fired;     ///< how often each rung has fired, by index; rungs beyond the end never did
    bool acknowledged = false;  ///< somebody answered: no further rung fires
    Instant acknowledged_at{};  ///< the last answer, when acknowledged
    int watched = 0;            ///< how often the ladder's watch has fired, over all answers
    int watched_before = 0;     ///< … and had at the last answer

    [[nodiscard]] int times(std::size_t rung) const { return rung < fired.size() ? fired[rung] : 0; }
    void mark(std::size_t rung, int times_fired);
};

/// A filing (重要服务事项报备) that covers the clock: it still runs and breaches, and is counted with and without
/// (DOMAIN.md §8).
struct Exemption {
    std::string filing;  ///< its id
    Instant from{};      ///< begin of its period: what is due before is held by nothing
    /// End of its period. A withdrawal cuts it short: while the period lasts to the moment of the withdrawal, after it
    /// to `from`, which leaves nothing: the filing was approved wrongly and excuses no minute.
    Instant until{};
    std::string reason;    ///< why, as filed
    std::string evidence;  ///< where the proof lies, as filed
    std::string approver;  ///< person or account
    /// How often each rung had fired when the clock was marked: repeats of a held rung are counted from its end on.
    std::vector<int> fired{};
    /// The mark came when it could change nothing any more: the clock had ended, or the period was over before the
    /// filing was approved. No rung was held back for it; reports count the clock as exempt all the same.
    bool entered_later = false;

    [[nodiscard]] int times(std::size_t rung) const { return rung < fired.size() ? fired[rung] : 0; }
};

struct ClockState {
    std::string name;
    int cycle = 1;  ///< counts up with each reopening under ReopenPolicy::new_cycle
    ClockStatus status = ClockStatus::running;
    Limit limit;
    Instant started_at{};
    Instant due_at{};
    std::optional<Instant> stopped_at;
    std::vector<Pause> pauses;
    std::vector<Change> changes;  ///< in order of their making
    std::string calendar;         ///< version of the calendar that made due_at
    bool provisional = false;
    bool breached = false;
    bool corrected = false;  ///< breached first, then late evidence showed that it was met
    bool reopened =
        false;  ///< the case was reopened since this clock started: once it has ended, its start counts again
    Climb climb;
    std::optional<Exemption> exemption;

    [[nodiscard]] bool ended() const { return status == ClockStatus::stopped || status == ClockStatus::cancelled; }
};

/// The closed pauses, and the open one up to `until`.
[[nodiscard]] std::vector<Interval> pause_intervals(const ClockState& clock, Instant until);

/// How long the clock has run, up to `until` or its end, past its due time: elapsed time, days off too, pauses not. 0
/// before, and for a clock that did not breach.
[[nodiscard]] Millis overdue(const ClockState& clock, Instant until);

/// The share of its limit from which on a clock is at risk, in thousandths: the desk calls the crew then (DOMAIN.md
/// §7).
inline constexpr int kRiskPermille = 800;

/// From when on a running clock that has not breached is at risk: when kRiskPermille of its limit have counted. Nothing
/// for any other. Lists, gauges, counts and what is shown of a clock all have it from here.
[[nodiscard]] std::optional<Instant> at_risk_from(const ClockState& clock, const Calendar& calendar);

/// The due time under `calendar`, from start, limit and closed pauses alone.
[[nodiscard]] Deadline deadline_of(const ClockState& clock, const Calendar& calendar);

/// Something a clock has to say at an instant. At one instant the breach comes before the rung.
struct Alarm {
    enum class Kind { breach, rung, watch };
    Kind kind = Kind::breach;
    Instant at{};
    std::size_t rung = 0;  ///< index into the ladder; 0 of a watch
    int repeat = 0;        ///< 0 = the first time
};

/// When rung `rung` is due for the `repeat`th time after the first. A share is a share of the counted time and lies
/// before the due time; an offset and the repeats pass in elapsed time, pauses not counted; nothing is due before the
/// clock started (`-15min` of a limit of 10 min is due at the start).
[[nodiscard]] Instant rung_at(const ClockState& clock, const Rung& rung, int repeat, const Calendar& calendar);

/// The next alarm of a running clock: the earliest of the breach and of every rung that has not fired as often as it
/// should, whatever the order of the ladder; at one instant the breach first, then the lower rung. Nothing when the
/// clock is paused or ended, or has said all. After an answer only the ladder's watch is left. A rung that a filing
/// holds is due at the end of the filing, and its repeats follow from there. Of the watch's repeats that are due by
/// `reached` only the last is left: after a long stop nobody is asked ten times about one job. `ladder` may be null.
/// Allocates only for a clock with pauses.
[[nodiscard]] std::optional<Alarm> next_alarm(const ClockState& clock, const Ladder* ladder, const Calendar& calendar,
                                              Instant reached = Instant::min());

}  // namespace gongdan
