#pragma once
/// The naive oracle: asks every single minute whether it counts. Shares no code with core/calendar but dates.

#include "tests/property/calendar/random_calendar.hpp"

namespace gongdan::testing {

class Oracle {
 public:
    Oracle(const RandomCalendar& world, Instant start, Limit limit, std::vector<Interval> pauses)
        : world_(world), start_(start), limit_(limit), pauses_(std::move(pauses)) {}

    /// Does the minute that begins at `minute` count? Asked in order of time, from the start on.
    bool counts(Instant minute) {
        for (const Interval& pause : pauses_) {
            if (pause.from <= minute && minute < pause.to) return false;
        }
        if (limit_.unit == Unit::minutes || limit_.unit == Unit::hours) return true;
        look_at(minute);
        const Millis in_day = minute - day_begin_;
        if (limit_.unit == Unit::days) return day_ > start_day_;
        if (!working_) return false;
        if (limit_.unit == Unit::working_days) {
            const bool open = world_.until == Until::day_end || in_day < world_.spans.back().second;
            return day_ > start_day_ && open;
        }
        for (const auto& [from, to] : world_.spans) {
            if (from <= in_day && in_day < to) return true;
        }
        return false;
    }

    bool works(Date date) const {
        if (world_.workdays.count(date) != 0) return true;
        const auto weekday = std::chrono::weekday(date);
        const bool weekend = weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
        return !weekend && world_.holidays.count(date) == 0;
    }

    Millis budget() const {
        const Millis day = world_.until == Until::day_end || limit_.unit == Unit::days ? Millis(std::chrono::hours(24))
                                                                                       : world_.spans.back().second;
        switch (limit_.unit) {
            case Unit::seconds: return std::chrono::seconds(limit_.amount);
            case Unit::minutes: return std::chrono::minutes(limit_.amount);
            case Unit::hours:
            case Unit::office_hours: return std::chrono::hours(limit_.amount);
            case Unit::days:
            case Unit::working_days: return day * limit_.amount;
        }
        return Millis(0);
    }

    /// Minutes are asked for in order, so that a day is looked at once.
    /// Walks on to the instant at which `wanted` is counted.
    Instant reach(Millis wanted) {
        Millis counted(0);
        for (Instant minute = start_;; minute += std::chrono::minutes(1)) {
            if (counted >= wanted) return minute;
            if (!counts(minute)) continue;
            counted += std::chrono::minutes(1);
            if (counted >= wanted) return minute + std::chrono::minutes(1) - (counted - wanted);
        }
    }

    Millis counted_until(Instant until) {
        Millis counted(0);
        for (Instant minute = start_; minute < until; minute += std::chrono::minutes(1)) {
            if (counts(minute)) counted += std::min<Millis>(std::chrono::minutes(1), until - minute);
        }
        return counted;
    }

    /// Is any day from the first that could count through the one before `due` in a year not known for good?
    bool provisional(Instant due) const {
        if (limit_.unit != Unit::working_days && limit_.unit != Unit::office_hours) return false;
        const Date first = start_day_ + std::chrono::days(limit_.unit == Unit::working_days ? 1 : 0);
        for (Date date = first; start_of(date) < due; date += std::chrono::days(1)) {
            const int year = int(std::chrono::year_month_day(date).year());
            if (world_.certain_years.count(year) == 0) return true;
        }
        return false;
    }

 private:
    void look_at(Instant minute) {
        if (minute < day_end_) return;
        day_ = date_of(minute);
        day_begin_ = start_of(day_);
        day_end_ = day_begin_ + std::chrono::hours(24);
        working_ = works(day_);
    }

    const RandomCalendar& world_;
    Instant start_;
    Date start_day_ = date_of(start_);
    Limit limit_;
    std::vector<Interval> pauses_;
    Date day_{};
    Instant day_begin_{};
    Instant day_end_{};
    bool working_ = false;
};

}  // namespace gongdan::testing
