#pragma once
/// Facts made by hand, for the tests of what is counted of them.

#include "core/audit/clock_fact.hpp"

namespace gongdan::test {

inline Instant at(std::string_view text) { return *parse_time(std::string(text) + "+08:00"); }

/// An arrival within 45 min that took so many minutes.
inline ClockFact arrival(int minutes) {
    ClockFact clock;
    clock.clock = "arrival";
    clock.promise = "arrival";
    clock.limit = {45, Unit::minutes};
    clock.elapsed = std::chrono::minutes(minutes);
    clock.outcome = minutes <= 45 ? Outcome::on_time : Outcome::late;
    clock.overdue = std::max(Millis(0), clock.elapsed - std::chrono::minutes(45));
    return clock;
}

inline CaseFact fault(std::string_view opened, const std::string& team, std::vector<ClockFact> clocks) {
    CaseFact fact;
    fact.number = "GZ1";
    fact.workflow = "fault-repair";
    fact.site_class = "urban";
    fact.team = team;
    fact.opened_at = at(opened);
    fact.clocks = std::move(clocks);
    return fact;
}

}  // namespace gongdan::test
