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

/// What is remembered of a ladder's climb in the present cycle.
struct Climb {
    std::size_t rung = 0;       ///< index of the next rung to fire
    int repeat = 0;             ///< how often that rung has fired already
    bool acknowledged = false;  ///< somebody answered: no further rung fires
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
    bool provisional = false;
    bool breached = false;
    bool reopened = false;  ///< the case was reopened since this clock ended: its start condition counts again
    Climb climb;

    [[nodiscard]] bool ended() const { return status == ClockStatus::stopped || status == ClockStatus::cancelled; }
};

/// The closed pauses, and the open one up to `until`.
[[nodiscard]] std::vector<Interval> pause_intervals(const ClockState& clock, Instant until);

/// The due time under `calendar`, from start, limit and closed pauses alone.
[[nodiscard]] Deadline deadline_of(const ClockState& clock, const Calendar& calendar);

/// Something a clock has to say at an instant. At one instant the breach comes before the rung.
struct Alarm {
    enum class Kind { breach, rung };
    Kind kind = Kind::breach;
    Instant at{};
    std::size_t rung = 0;  ///< index into the ladder
    int repeat = 0;        ///< 0 = the first time
};

/// The next alarm of a running clock; nothing when it is paused or ended, or has said all. `ladder` may be null.
[[nodiscard]] std::optional<Alarm> next_alarm(const ClockState& clock, const Ladder* ladder, const Calendar& calendar);

}  // namespace gongdan
