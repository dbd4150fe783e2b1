#pragma once
/// China's working days and office hours, and what a limit means on them.
///
/// A limit is a budget of counted milliseconds over a mask of time: elapsed limits count all time from the start;
/// `d` and `wd` count whole (working) days from the midnight after the start, so the starting day does not count and
/// the Nth day counts until 24:00 (Civil Code art. 201-203); `oh` counts office hours from the start itself. Pauses are
/// never counted, so the due time moves by the counted time lost: a pause over a weekend moves a `wd` limit by nothing.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/calendar/duration.hpp"

namespace gongdan {

enum class Until {
    day_end,       ///< a day-limit ends at 24:00 of its last day
    office_close,  ///< it ends when the office closes that day
};

struct OfficeHours {
    /// Offsets in the day. The default is 08:30-12:00, 14:00-17:30. None at all = the whole working day.
    std::vector<std::pair<Millis, Millis>> spans = {{std::chrono::minutes(510), std::chrono::minutes(720)},
                                                    {std::chrono::minutes(840), std::chrono::minutes(1050)}};
};

struct CalendarYear {
    int year = 0;
    bool provisional = false;    ///< the official notice is not out yet
    std::vector<Date> holidays;  ///< weekdays and weekends that are days off
    std::vector<Date> workdays;  ///< weekend days that are worked (调休); wins over a holiday of the same date
    bool replaced = false;       ///< put in by Calendar::with_year(), not read with the rest
};

/// Errc::invalid_input with a pointer ("/holidays/3") for every day that lies in another year, stands twice, or is both
/// free and worked, and for a year outside the range of times.
[[nodiscard]] Result<void> check_year(const CalendarYear& year);

enum class DayKind : std::uint8_t { working_day, make_up_day, weekend, holiday };

/// Stable code: working-day, make-up-day, weekend, holiday.
[[nodiscard]] std::string_view name_of(DayKind kind);

/// Immutable once built; safe to read from any thread.
class Calendar {
 public:
    /// Of several `years` with one number the last counts. `hours` are sorted, joined and cut to the day.
    Calendar(std::string version, std::vector<CalendarYear> years, OfficeHours hours = {},
             Until until = Until::day_end);

    [[nodiscard]] const std::string& version() const { return version_; }
    [[nodiscard]] const OfficeHours& hours() const { return hours_; }  ///< sorted, disjoint, at least one span
    [[nodiscard]] Until until() const { return until_; }

    /// In a year that was never loaded: Monday to Friday are working days. Constant time.
    [[nodiscard]] DayKind kind_of(Date date) const {
        const auto index = (date - first_).count();
        if (index >= 0 && index < std::int64_t(kinds_.size())) return kinds_[std::size_t(index)];
        return std::chrono::weekday(date).iso_encoding() > 5 ? DayKind::weekend : DayKind::working_day;
    }
    [[nodiscard]] bool is_working_day(Date date) const { return kind_of(date) <= DayKind::make_up_day; }
    [[nodiscard]] bool is_holiday(Date date) const { return kind_of(date) == DayKind::holiday; }
    [[nodiscard]] bool is_make_up_day(Date date) const { return kind_of(date) == DayKind::make_up_day; }

    /// False in a provisional or missing year.
    [[nodiscard]] bool is_certain(Date date) const { return is_certain(date, date); }
    /// True when every day from `first` through `last` lies in a year that is known for good.
    [[nodiscard]] bool is_certain(Date first, Date last) const;

    /// The years that were loaded, by number.
    [[nodiscard]] const std::map<int, CalendarYear>& years() const { return years_; }

    /// A copy in which `year` is replaced; its version says so.
    [[nodiscard]] Calendar with_year(const CalendarYear& year) const;

 private:
    void build_table();

    std::string version_;
    std::map<int, CalendarYear> years_;
    OfficeHours hours_;
    Until until_;
    Date first_{};                ///< the day of kinds_[0]
    std::vector<DayKind> kinds_;  ///< from the first listed day through the last; outside only weekends are off
};

/// Half open: `from` belongs to it, `to` does not.
struct Interval {
    Instant from{};
    Instant to{};
};

/// A stretch of time and whether a limit counts it. `why` is a stable code: elapsed, calendar-day, start-day,
/// working-day, make-up-day, weekend, holiday, after-close, office-hours, outside-office-hours, paused.
struct Segment {
    Instant from{};
    Instant to{};
    bool counted = false;
    std::string_view why;
};

struct Deadline {
    Instant due_at{};
    bool provisional = false;  ///< a day that could count lies in a provisional or missing year
};

/// `pauses` in any order, overlapping or not; when they are sorted and disjoint nothing is allocated.
/// A limit on days that is not reached within 40 years is due then.
[[nodiscard]] Deadline due_at(const Calendar& calendar, Instant start, Limit limit,
                              std::span<const Interval> pauses = {});

/// When `permille` thousandths of the limit are counted, rounded down to the millisecond: below 1000 never reaches due.
[[nodiscard]] Instant at_share(const Calendar& calendar, Instant start, Limit limit, int permille,
                               std::span<const Interval> pauses = {});

/// The instant `span` (not negative) after `from`, pauses not counted.
[[nodiscard]] Instant after(Instant from, Millis span, std::span<const Interval> pauses);

/// How much of [from, to) lies outside `pauses`; 0 when `to` is not after `from`.
[[nodiscard]] Millis elapsed_between(Instant from, Instant to, std::span<const Interval> pauses);

/// How much is counted in [start, until); goes on counting past the limit.
[[nodiscard]] Millis counted_between(const Calendar& calendar, Instant start, Limit limit, Instant until,
                                     std::span<const Interval> pauses = {});

/// The counted time a limit stands for.
[[nodiscard]] Millis budget(const Calendar& calendar, Limit limit);

/// Covers [start, until) without gaps. Limits in days keep one segment a day (a person reads which day counted); what
/// is paused or outside office hours runs on over midnight.
[[nodiscard]] std::vector<Segment> segments(const Calendar& calendar, Instant start, Limit limit, Instant until,
                                            std::span<const Interval> pauses = {});

/// The nth working day after `from` (before, when n is negative); `from` itself when n is 0.
[[nodiscard]] Date add_working_days(const Calendar& calendar, Date from, std::int64_t n);

/// Working days in (after, through]; negative when reversed.
[[nodiscard]] std::int64_t working_days_between(const Calendar& calendar, Date after, Date through);

/// Backwards (planned outages are announced 7 d ahead): the last start whose due time is not after `deadline`. For
/// limits in days this is 24:00 of the last day on which the notice may be given: N whole days lie between it and the
/// deadline, every start before it is in time, and a start on the day it begins is late.
[[nodiscard]] Instant latest_start(const Calendar& calendar, Instant deadline, Limit limit);

}  // namespace gongdan
