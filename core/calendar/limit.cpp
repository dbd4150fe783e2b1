// What a limit means on a calendar: one walk over segments of time serves due times, shares, sums and explanations.
// Without pauses, elapsed limits and limits in days are reckoned directly; the property tests hold both ways together.

#include <algorithm>

#include "core/base/check.hpp"
#include "core/calendar/calendar.hpp"

namespace gongdan {
namespace {

constexpr std::chrono::days kOneDay(1);

/// No limit is longer than ten years, no pause longer than that: beyond this the walk stops.
constexpr Millis kHorizon = kDay * 366 * 40;

bool counts_from_next_day(Limit limit) { return limit.unit == Unit::days || limit.unit == Unit::working_days; }

/// What one counted day of a limit in days is worth.
Millis day_length(const Calendar& calendar, Unit unit) {
    const bool whole = unit == Unit::days || calendar.until() == Until::day_end;
    return whole ? kDay : calendar.hours().spans.back().second;
}

bool day_counts(const Calendar& calendar, Unit unit, Date date) {
    return unit == Unit::days || calendar.is_working_day(date);
}

/// Hands the segments of one whole day to `visit` until it returns false; false then.
template <class Visitor>
bool visit_day(const Calendar& calendar, Date date, Unit unit, Visitor visit) {
    const Instant begin = start_of(date);
    const Instant end = begin + kDay;
    if (unit == Unit::days) return visit(Segment{begin, end, true, "calendar-day"});
    const DayKind kind = calendar.kind_of(date);
    if (!calendar.is_working_day(date)) return visit(Segment{begin, end, false, name_of(kind)});
    if (unit == Unit::working_days) {
        const Instant close = begin + day_length(calendar, unit);
        if (!visit(Segment{begin, close, true, name_of(kind)})) return false;
        return close == end || visit(Segment{close, end, false, "after-close"});
    }
    Instant at = begin;
    for (const auto& [from, to] : calendar.hours().spans) {
        if (at < begin + from && !visit(Segment{at, begin + from, false, "outside-office-hours"})) return false;
        if (!visit(Segment{begin + from, begin + to, true, "office-hours"})) return false;
        at = begin + to;
    }
    return at == end || visit(Segment{at, end, false, "outside-office-hours"});
}

/// Pauses sorted and disjoint: the given ones when they are so already (a case's ledger nearly always is), else a copy.
class TidyPauses {
 public:
    explicit TidyPauses(std::span<const Interval> given) : view_(given) {
        if (is_tidy(given)) return;
        own_ = merged(given);
        view_ = own_;
    }
    TidyPauses(const TidyPauses&) = delete;
    TidyPauses& operator=(const TidyPauses&) = delete;

    [[nodiscard]] std::span<const Interval> view() const { return view_; }

 private:
    static bool is_tidy(std::span<const Interval> given) {
        for (std::size_t i = 0; i < given.size(); ++i) {
            const bool follows = i == 0 || given[i - 1].to <= given[i].from;
            if (given[i].to <= given[i].from || !follows) return false;
        }
        return true;
    }

    static std::vector<Interval> merged(std::span<const Interval> given) {
        std::vector<Interval> sorted(given.begin(), given.end());
        std::sort(sorted.begin(), sorted.end(), [](const Interval& a, const Interval& b) { return a.from < b.from; });
        std::vector<Interval> joined;
        for (const Interval& pause : sorted) {
            if (pause.to <= pause.from) continue;
            if (!joined.empty() && pause.from <= joined.back().to) {
                joined.back().to = std::max(joined.back().to, pause.to);
            } else {
                joined.push_back(pause);
            }
        }
        return joined;
    }

    std::vector<Interval> own_;
    std::span<const Interval> view_;
};

/// Yields the segments from `start` on, pauses cut out, until the visitor returns false. Used once.
class Walk {
 public:
    Walk(const Calendar& calendar, Instant start, Limit limit, std::span<const Interval> pauses)
        : calendar_(calendar), start_(start), limit_(limit), pauses_(pauses) {}

    template <class Visitor>
    void run(Visitor visit) {
        const Instant horizon = start_ + kHorizon;
        if (is_elapsed(limit_)) {
            cut({start_, horizon, true, "elapsed"}, visit);
            return;
        }
        Date date = date_of(start_);
        if (counts_from_next_day(limit_)) {
            date += kOneDay;
            if (!cut({start_, start_of(date), false, "start-day"}, visit)) return;
        }
        const auto visit_piece = [this, &visit](Segment segment) {
            segment.from = std::max(segment.from, start_);
            return segment.from >= segment.to || cut(segment, visit);
        };
        for (; start_of(date) < horizon; date += kOneDay) {
            if (!visit_day(calendar_, date, limit_.unit, visit_piece)) return;
        }
    }

 private:
    /// Hands `segment` on in pieces, the paused ones marked. False when the visitor has seen enough.
    template <class Visitor>
    bool cut(Segment segment, Visitor& visit) {
        // Segments come in order, so pauses that ended before this one are done with.
        while (!pauses_.empty() && pauses_.front().to <= segment.from) pauses_ = pauses_.subspan(1);
        for (const Interval& pause : pauses_) {
            if (pause.from >= segment.to) break;
            const Segment before{segment.from, pause.from, segment.counted, segment.why};
            if (before.from < before.to && !visit(before)) return false;
            const Segment paused{std::max(segment.from, pause.from), std::min(segment.to, pause.to), false, "paused"};
            if (!visit(paused)) return false;
            segment.from = paused.to;
        }
        return segment.from >= segment.to || visit(segment);
    }

    const Calendar& calendar_;
    Instant start_;
    Limit limit_;
    std::span<const Interval> pauses_;  ///< those not yet passed
};

/// Without pauses: whole days first, the rest of `wanted` in the next day that counts.
Instant reach_by_days(const Calendar& calendar, Date start_day, Unit unit, Millis wanted) {
    const Millis length = day_length(calendar, unit);
    const std::int64_t whole = wanted / length;
    const Millis rest = wanted % length;
    const auto nth = [&calendar, start_day, unit](std::int64_t n) {
        return unit == Unit::days ? start_day + std::chrono::days(n) : add_working_days(calendar, start_day, n);
    };
    return rest == Millis(0) ? start_of(nth(whole)) + length : start_of(nth(whole + 1)) + rest;
}

/// The instant at which `wanted` is counted; the horizon when it never is.
Instant reach(const Calendar& calendar, Instant start, Limit limit, Millis wanted, std::span<const Interval> pauses) {
    if (wanted <= Millis(0)) return start;
    if (is_elapsed(limit)) return after(start, wanted, pauses);
    if (pauses.empty() && counts_from_next_day(limit)) {
        return reach_by_days(calendar, date_of(start), limit.unit, wanted);
    }
    Instant reached = start + kHorizon;
    Millis left = wanted;
    const TidyPauses tidy(pauses);
    Walk(calendar, start, limit, tidy.view()).run([&left, &reached](const Segment& segment) {
        if (!segment.counted) return true;
        const Millis length = segment.to - segment.from;
        if (left <= length) {
            reached = segment.from + left;
            return false;
        }
        left -= length;
        return true;
    });
    return reached;
}

/// Without pauses: what the days after `start_day` give up to `until`.
Millis count_by_days(const Calendar& calendar, Date start_day, Unit unit, Instant until) {
    const Date last = date_of(until);
    if (last <= start_day) return Millis(0);
    const Date before = last - kOneDay;
    const std::int64_t whole =
        unit == Unit::days ? (before - start_day).count() : working_days_between(calendar, start_day, before);
    const Millis length = day_length(calendar, unit);
    const Millis rest = day_counts(calendar, unit, last) ? std::min(until - start_of(last), length) : Millis(0);
    return whole * length + rest;
}

bool is_provisional(const Calendar& calendar, Instant start, Limit limit, Instant due) {
    if (limit.unit != Unit::working_days && limit.unit != Unit::office_hours) return false;
    // The starting day never counts towards working days, whatever it will turn out to be.
    const Date first = date_of(start) + (counts_from_next_day(limit) ? kOneDay : std::chrono::days(0));
    return !calendar.is_certain(first, date_of(due - Millis(1)));
}

/// The last instant from which `wanted` office time is left before `deadline`.
Instant reach_back(const Calendar& calendar, Instant deadline, Limit limit, Millis wanted) {
    std::vector<Segment> parts;
    Millis left = wanted;
    for (Date date = date_of(deadline); deadline - start_of(date) < kHorizon; date -= kOneDay) {
        parts.clear();
        visit_day(calendar, date, limit.unit, [&parts](const Segment& segment) {
            parts.push_back(segment);
            return true;
        });
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
            const Instant to = std::min(part->to, deadline);
            if (!part->counted || part->from >= to) continue;
            if (to - part->from >= left) return to - left;
            left -= to - part->from;
        }
    }
    return deadline - kHorizon;
}

}  // namespace

Millis budget(const Calendar& calendar, Limit limit) {
    switch (limit.unit) {
        case Unit::seconds:
        case Unit::minutes:
        case Unit::hours: return elapsed(limit);
        case Unit::days:
        case Unit::working_days: return limit.amount * day_length(calendar, limit.unit);
        case Unit::office_hours: return std::chrono::hours(limit.amount);
    }
    GONGDAN_UNREACHABLE("a Unit outside its enum");
}

Deadline due_at(const Calendar& calendar, Instant start, Limit limit, std::span<const Interval> pauses) {
    const Instant due = reach(calendar, start, limit, budget(calendar, limit), pauses);
    return {due, is_provisional(calendar, start, limit, due)};
}

Instant at_share(const Calendar& calendar, Instant start, Limit limit, int permille, std::span<const Interval> pauses) {
    return reach(calendar, start, limit, budget(calendar, limit) * permille / 1000, pauses);
}

Instant after(Instant from, Millis span, std::span<const Interval> pauses) {
    Instant reached = from + span;
    const TidyPauses tidy(pauses);
    for (const Interval& pause : tidy.view()) {
        // A pause that begins exactly when the span is over takes nothing from it.
        if (pause.to <= from) continue;
        if (pause.from >= reached) break;
        reached += pause.to - std::max(pause.from, from);
    }
    return reached;
}

Millis elapsed_between(Instant from, Instant to, std::span<const Interval> pauses) {
    if (to <= from) return Millis(0);
    Millis outside = to - from;
    const TidyPauses tidy(pauses);
    for (const Interval& pause : tidy.view()) {
        outside -= std::max(std::min(pause.to, to) - std::max(pause.from, from), Millis(0));
    }
    return outside;
}

Millis counted_between(const Calendar& calendar, Instant start, Limit limit, Instant until,
                       std::span<const Interval> pauses) {
    if (until <= start) return Millis(0);
    if (pauses.empty() && is_elapsed(limit)) return until - start;
    if (pauses.empty() && counts_from_next_day(limit)) {
        return count_by_days(calendar, date_of(start), limit.unit, until);
    }
    Millis counted(0);
    const TidyPauses tidy(pauses);
    Walk(calendar, start, limit, tidy.view()).run([&counted, until](const Segment& segment) {
        if (segment.from >= until) return false;
        if (segment.counted) counted += std::min(segment.to, until) - segment.from;
        return true;
    });
    return counted;
}

std::vector<Segment> segments(const Calendar& calendar, Instant start, Limit limit, Instant until,
                              std::span<const Interval> pauses) {
    std::vector<Segment> found;
    const TidyPauses tidy(pauses);
    Walk(calendar, start, limit, tidy.view()).run([&found, until](Segment segment) {
        if (segment.from >= until) return false;
        segment.to = std::min(segment.to, until);
        const bool runs_on = segment.why == "paused" || segment.why == "outside-office-hours";
        if (runs_on && !found.empty() && found.back().why == segment.why) {
            found.back().to = segment.to;
        } else {
            found.push_back(segment);
        }
        return true;
    });
    return found;
}

Instant latest_start(const Calendar& calendar, Instant deadline, Limit limit) {
    if (is_elapsed(limit)) return deadline - elapsed(limit);
    if (limit.unit == Unit::office_hours) return reach_back(calendar, deadline, limit, budget(calendar, limit));
    Date day = date_of(deadline);
    // The day of the deadline is not counted, unless it is over already because the office has closed.
    if (deadline - start_of(day) >= day_length(calendar, limit.unit)) day += kOneDay;
    if (limit.unit == Unit::days) return start_of(day - std::chrono::days(limit.amount));
    return start_of(add_working_days(calendar, day, -limit.amount));
}

}  // namespace gongdan
