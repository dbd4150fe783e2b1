#pragma once
/// A year for the calendar: what it would change, seen before it is confirmed. Pure; the engine puts it in force
/// (Engine::change_calendar).

#include <memory>
#include <string>
#include <vector>

#include "core/audit/digest.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan {

/// A year to be put into the calendar, and what its author has seen of it.
struct CalendarChange {
    CalendarYear year;
    Actor actor;
    std::string seen;  ///< calendar_mark() of what he saw; empty = he looked at nothing
};

/// Names a calendar and the year that is to be put into it by what they say, in hexadecimal: whoever confirms a preview
/// confirms the same year in the same calendar.
[[nodiscard]] std::string calendar_mark(const Calendar& in_force, const CalendarYear& year, Sha256 sha256);

/// {"year", "provisional", "source": administrator|file, "holidays", "workdays"}
[[nodiscard]] json::object calendar_year_view(const CalendarYear& year);

/// A day of the year that is another one than before.
struct ChangedDay {
    Date date;
    DayKind before;
    DayKind after;
};

/// A running clock whose due time, or whose certainty, changes.
struct MovedClock {
    CaseId id{};
    std::string number;
    std::string workflow;
    std::string clock;
    Instant old_due_at{};
    Instant due_at{};
    bool was_provisional = false;
    bool provisional = false;
    bool overdue = false;  ///< its new due time is over already
};

/// Looks at one case after the other; nothing is changed.
class CalendarPreview {
 public:
    struct Counts {
        std::int64_t moved = 0;    ///< clocks with another due time
        std::int64_t settled = 0;  ///< clocks whose due time stays, and is provisional no more, or now is
        std::int64_t overdue = 0;  ///< of the moved
        std::int64_t tickets = 0;  ///< with any of these
    };

    /// `rules` are those in force.
    CalendarPreview(const Rules& rules, CalendarYear year, Instant now);

    /// What the engine would rebase of this case. `listed`: moved clocks of it may be named, not only counted.
    void take(const CaseSnapshot& snapshot, bool listed);

    [[nodiscard]] std::vector<ChangedDay> changed_days() const;
    [[nodiscard]] const Counts& counts() const { return counts_; }
    /// The moved ones, at most kMovedListMax: first what becomes overdue, then by the new due time.
    [[nodiscard]] const std::vector<MovedClock>& moved() const { return moved_; }

 private:
    void list(MovedClock clock);

    std::shared_ptr<const Calendar> before_;
    Rules changed_;
    CalendarYear year_;
    Instant now_;
    Counts counts_;
    std::vector<MovedClock> moved_;
};

inline constexpr std::size_t kMovedListMax = 200;  ///< more nobody reads before he confirms; all are counted

}  // namespace gongdan
