#pragma once
/// Short ways to write clocks, ladders and times of tests.

#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

#include "core/clock/state.hpp"

namespace gongdan::testing {

/// "2026-03-02 08:00:00" in China.
inline Instant at(const std::string& written) {
    const auto parsed = parse_time(written + "+08:00");
    if (!parsed) throw std::runtime_error("not a time: " + written);
    return *parsed;
}

/// A time on Monday 2026-03-02.
inline Instant on(const std::string& clock) { return at("2026-03-02 " + clock); }

inline Date day(const std::string& written) {
    const auto parsed = parse_date(written);
    if (!parsed) throw std::runtime_error("not a date: " + written);
    return *parsed;
}

inline Millis minutes(int count) { return std::chrono::minutes(count); }

/// Spring Festival 2026 as announced; the other holidays play no part here.
inline const Calendar& calendar() {
    static const Calendar made = [] {
        CalendarYear year{2026, false, {}, {day("2026-02-14"), day("2026-02-28")}};
        for (Date date = day("2026-02-15"); date <= day("2026-02-23"); date += std::chrono::days(1)) {
            year.holidays.push_back(date);
        }
        return Calendar("cn-test", {year});
    }();
    return made;
}

inline ClockState started(const std::string& when, Limit limit) {
    ClockState clock;
    clock.name = "arrival";
    clock.limit = limit;
    clock.started_at = at(when);
    clock.calendar = calendar().version();
    clock.due_at = due_at(calendar(), clock.started_at, limit).due_at;
    return clock;
}

/// An arrival clock of 45 min from 08:00.
inline ClockState arrival() { return started("2026-03-02 08:00:00", {45, Unit::minutes}); }

/// Adds a closed pause and moves the due time, as resuming does.
inline void pause(ClockState& clock, Instant from, Instant to, const std::string& reason = "weather") {
    clock.pauses.push_back({from, to, reason});
    if (!clock.breached) clock.due_at = deadline_of(clock, calendar()).due_at;
}

inline Rung share(int permille) {
    Rung rung;
    rung.permille = permille;
    return rung;
}

inline Rung offset(int count_of_minutes) {
    Rung rung;
    rung.offset = minutes(count_of_minutes);
    return rung;
}

inline Rung repeating(Rung rung, int every_minutes, int times) {
    rung.repeat_every = minutes(every_minutes);
    rung.times = times;
    return rung;
}

inline Ladder ladder(std::vector<Rung> rungs) {
    Ladder made;
    made.name = "test";
    made.rungs = std::move(rungs);
    return made;
}

/// Does to the clock what the events of an alarm do.
inline void fire(ClockState& clock, const Alarm& alarm) {
    switch (alarm.kind) {
        case Alarm::Kind::breach: clock.breached = true; return;
        case Alarm::Kind::rung: clock.climb.mark(alarm.rung, alarm.repeat + 1); return;
        case Alarm::Kind::watch: clock.climb.watched = alarm.repeat + 1; return;
    }
}

/// Answers the climb, as an acknowledgement does.
inline void acknowledge(ClockState& clock, Instant when) {
    clock.climb.acknowledged = true;
    clock.climb.acknowledged_at = when;
    clock.climb.watched_before = clock.climb.watched;
}

/// "08:45:00 breach", "08:22:30 rung 1", "09:00:00 watch", "10:15:00 rung 5 repeat 0" …
inline std::string told(const Alarm& alarm) {
    const std::string clock = format_time(alarm.at).substr(11, 8);
    if (alarm.kind == Alarm::Kind::breach) return clock + " breach";
    const bool watch = alarm.kind == Alarm::Kind::watch;
    const std::string rung = clock + (watch ? " watch" : " rung " + std::to_string(alarm.rung + 1));
    return alarm.repeat == 0 ? rung : rung + " again " + std::to_string(alarm.repeat);
}

/// Everything the clock says from now on when nobody does anything.
inline std::vector<std::string> all_told(ClockState clock, const Ladder& steps) {
    std::vector<std::string> said;
    while (const auto next = next_alarm(clock, &steps, calendar())) {
        said.push_back(told(*next));
        fire(clock, *next);
        if (said.size() > 100) throw std::runtime_error("the climb does not end");
    }
    return said;
}

}  // namespace gongdan::testing
