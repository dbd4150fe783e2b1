// What a limit means on a calendar: one walk over segments of time serves due times, shares, sums and explanations.

#include <algorithm>

#include "core/base/check.hpp"
#include "core/calendar/calendar.hpp"

namespace gongdan {
namespace {

/// No limit is longer than ten years, no pause longer than that: beyond this the walk stops.
constexpr Millis kHorizon = kDay * 366 * 40;

Millis closing_time(const Calendar& calendar) {
    const auto& spans = calendar.hours().spans;
    return spans.empty() ? kDay : spans.back().second;
}

std::string_view day_kind(const Calendar& calendar, Date date) {
    if (calendar.is_make_up_day(date)) return "make-up-day";
    if (calendar.is_working_day(date)) return "working-day";
    return calendar.is_holiday(date) ? "holiday" : "weekend";
}

/// Segments of one whole day, as offsets turned into instants.
void day_segments(const Calendar& calendar, Date date, Unit unit, std::vector<Segment>& out) {
    const Instant begin = start_of(date);
    const Instant end = begin + kDay;
    if (unit == Unit::days) return out.push_back({begin, end, true, "calendar-day"});
    if (!calendar.is_working_day(date)) return out.push_back({begin, end, false, day_kind(calendar, date)});
    if (unit == Unit::working_days) {
        const Instant close = calendar.until() == Until::day_end ? end : begin + closing_time(calendar);
        out.push_back({begin, close, true, day_kind(calendar, date)});
        if (close < end) out.push_back({close, end, false, "after-close"});
        return;
    }
    Instant at = begin;
    for (const auto& [from, to] : calendar.hours().spans) {
        if (at < begin + from) out.push_back({at, begin + from, false, "outside-office-hours"});
        out.push_back({begin + from, begin + to, true, "office-hours"});
        at = begin + to;
    }
    if (at < end) out.push_back({at, end, false, "outside-office-hours"});
}

std::vector<Interval> merged_pauses(std::span<const Interval> pauses) {
    std::vector<Interval> sorted(pauses.begin(), pauses.end());
    std::sort(sorted.begin(), sorted.end(), [](const Interval& a, const Interval& b) { return a.from < b.from; });
    std::vector<Interval> merged;
    for (const Interval& pause : sorted) {
        if (pause.to <= pause.from) continue;
        if (!merged.empty() && pause.from <= merged.back().to) {
            merged.back().to = std::max(merged.back().to, pause.to);
        } else {
            merged.push_back(pause);
        }
    }
    return merged;
}

/// Yields the segments from `start` on, pauses cut out, until the visitor returns false.
class Walk {
 public:
    Walk(const Calendar& calendar, Instant start, Limit limit, std::span<const Interval> pauses)
        : calendar_(calendar), start_(start), limit_(limit), pauses_(merged_pauses(pauses)) {}

    template <class Visitor>
    void run(Visitor visit) {
        const Instant horizon = start_ + kHorizon;
        if (is_elapsed(limit_)) {
            cut({start_, horizon, true, "elapsed"}, visit);
            return;
        }
        Date date = date_of(start_);
        if (limit_.unit != Unit::office_hours) {
            date += std::chrono::days(1);
            if (!cut({start_, start_of(date), false, "start-day"}, visit)) return;
        }
        std::vector<Segment> day;
        for (; start_of(date) < horizon; date += std::chrono::days(1)) {
            day.clear();
            day_segments(calendar_, date, limit_.unit, day);
            for (Segment& segment : day) {
                segment.from = std::max(segment.from, start_);
                if (segment.from < segment.to && !cut(segment, visit)) return;
            }
        }
    }

 private:
    /// Hands `segment` on in pieces, the paused ones marked. False when the visitor has seen enough.
    template <class Visitor>
    bool cut(Segment segment, Visitor& visit) {
        for (const Interval& pause : pauses_) {
            if (pause.to <= segment.from) continue;
            if (pause.from >= segment.to) break;
            if (segment.from < pause.from && !visit(Segment{segment.from, pause.from, segment.counted, segment.why})) return false;
            const Instant from = std::max(segment.from, pause.from);
            const Instant to = std::min(segment.to, pause.to);
            if (!visit(Segment{from, to, false, "paused"})) return false;
            segment.from = to;
        }
        return segment.from >= segment.to || visit(segment);
    }

    const Calendar& calendar_;
    Instant start_;
    Limit limit_;
    std::vector<Interval> pauses_;
};

/// The instant at which `wanted` is counted.
Instant reach(const Calendar& calendar, Instant start, Limit limit, Millis wanted, std::span<const Interval> pauses) {
    Instant reached = start;
    Millis left = wanted;
    if (left <= Millis(0)) return start;
    Walk(calendar, start, limit, pauses).run([&left, &reached](const Segment& segment) {
        if (!segment.counted) return true;
        const Millis length = segment.to - segment.from;
        reached = segment.from + std::min(left, length);
        left -= length;
        return left > Millis(0);
    });
    return reached;
}

bool uncertain(const Calendar& calendar, Instant start, Instant due) {
    for (Date date = date_of(start); date <= date_of(due - Millis(1)); date += std::chrono::days(1)) {
        if (!calendar.is_certain(date)) return true;
    }
    return false;
}

}  // namespace

Millis budget(const Calendar& calendar, Limit limit) {
    switch (limit.unit) {
        case Unit::seconds:
        case Unit::minutes:
        case Unit::hours: return elapsed(limit);
        case Unit::days: return limit.amount * kDay;
        case Unit::working_days:
            return limit.amount * (calendar.until() == Until::day_end ? kDay : closing_time(calendar));
        case Unit::office_hours: return std::chrono::hours(limit.amount);
    }
    GONGDAN_UNREACHABLE("a Unit outside its enum");
}

Deadline due_at(const Calendar& calendar, Instant start, Limit limit, std::span<const Interval> pauses) {
    const Instant due = reach(calendar, start, limit, budget(calendar, limit), pauses);
    const bool on_working_days = limit.unit == Unit::working_days || limit.unit == Unit::office_hours;
    return {due, on_working_days && uncertain(calendar, start, due)};
}

Instant at_share(const Calendar& calendar, Instant start, Limit limit, int permille, std::span<const Interval> pauses) {
    return reach(calendar, start, limit, budget(calendar, limit) * permille / 1000, pauses);
}

Millis counted_between(const Calendar& calendar, Instant start, Limit limit, Instant until,
                       std::span<const Interval> pauses) {
    Millis counted(0);
    Walk(calendar, start, limit, pauses).run([&counted, until](const Segment& segment) {
        if (segment.from >= until) return false;
        if (segment.counted) counted += std::min(segment.to, until) - segment.from;
        return true;
    });
    return counted;
}

std::vector<Segment> segments(const Calendar& calendar, Instant start, Limit limit, Instant until,
                              std::span<const Interval> pauses) {
    std::vector<Segment> found;
    Walk(calendar, start, limit, pauses).run([&found, until](Segment segment) {
        if (segment.from >= until) return false;
        segment.to = std::min(segment.to, until);
        const bool joins = !found.empty() && found.back().why == segment.why && found.back().to == segment.from;
        if (joins) {
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
    const Date day = date_of(deadline);
    if (limit.unit == Unit::days) return start_of(day - std::chrono::days(limit.amount));
    if (limit.unit == Unit::working_days) return start_of(add_working_days(calendar, day, -limit.amount));
    Millis left = budget(calendar, limit);
    std::vector<Segment> parts;
    for (Date date = day; deadline - start_of(date) < kHorizon; date -= std::chrono::days(1)) {
        parts.clear();
        day_segments(calendar, date, limit.unit, parts);
        for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
            const Instant to = std::min(part->to, deadline);
            if (!part->counted || part->from >= to) continue;
            if (to - part->from >= left) return to - left;
            left -= to - part->from;
        }
    }
    return deadline - kHorizon;
}

}  // namespace gongdan
