#pragma once
/// Why a clock is due when it is: every stretch of time, whether it counted, and what decided that. "Nobody knows whose
/// minutes were used" (DOMAIN.md §7) must not be true of any deadline.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/texts.hpp"
#include "core/clock/state.hpp"

namespace gongdan {

/// What the case knows and the clock does not; each may stay empty.
struct ExplainNames {
    std::string case_number;
    std::string promise_set;  ///< in force at acceptance
    LocalText workflow;       ///< titles
    LocalText clock;
};

struct ExplainedSegment {
    Instant from{};
    Instant to{};
    bool counted = false;
    bool ahead = false;    ///< still to come at `until`, or not needed any more because the clock ended
    std::string_view why;  ///< a code of Segment::why, or "overdue" for what lies after the due time
    std::string reason;    ///< of a pause
    Millis total{0};       ///< counted from the start through `to`
};

struct ExplainedPause {
    Instant from{};
    std::optional<Instant> to;  ///< open while the clock is paused
    std::string reason;
    Millis cost{0};  ///< what it kept from being counted: by this much the due time moved, in counted time
};

struct Explanation {
    ExplainNames names;
    std::string clock;
    int cycle = 1;
    ClockStatus status = ClockStatus::running;
    Limit limit;
    Millis budget{0};  ///< the counted time the limit stands for
    Until day_ends = Until::day_end;
    std::string calendar;      ///< version of the calendar used here
    std::string due_calendar;  ///< version that made the due time; another one when the calendar was replaced since
    Instant started_at{};
    /// As the journal has it; of a clock that is (or ended) paused before it ran out, where it would be if it ran on
    /// from then.
    Instant due_at{};
    Instant recomputed_due_at{};  ///< from start, limit, pauses and this calendar alone; normally the same
    std::optional<Instant> stopped_at;
    Instant until{};  ///< the explanation tells the past up to here
    bool provisional = false;
    bool breached = false;
    bool corrected = false;
    Millis counted{0};    ///< up to `until` or the end, beyond the due time too
    Millis remaining{0};  ///< of the budget; 0 when it is used up or the clock has ended
    Millis overdue{0};    ///< past the due time: elapsed, without pauses
    std::vector<ExplainedPause> pauses;
    std::vector<Change> changes;
    std::optional<Exemption> exemption;
    /// From the start through the due time (or the end, when that is later), without gaps. What is counted of them adds
    /// up to `budget` when recomputed_due_at is due_at.
    std::vector<ExplainedSegment> segments;
};

/// Explains `clock` as it stands, as of `until` (now, for a clock that runs; at least its start).
[[nodiscard]] Explanation explain(const ClockState& clock, const Calendar& calendar, Instant until,
                                  const ExplainNames& names = {});

/// Stable code of how it stands: open, overdue, met, breached, cancelled.
[[nodiscard]] std::string_view outcome_of(const Explanation& explanation);

/// {"filing", "from", "until", "reason", "evidence", "approver"}, wherever a clock is shown; null without a filing.
[[nodiscard]] json::value exemption_view(const std::optional<Exemption>& exemption);

/// For the API. Spans of segments and pauses in milliseconds, so that they add up exactly; the rest in whole seconds as
/// in the view of a case.
[[nodiscard]] json::object explanation_view(const Explanation& explanation);

/// A table for a terminal or a paper, one line a segment, ending in a newline.
[[nodiscard]] std::string explanation_text(const Explanation& explanation, Language language);

}  // namespace gongdan
