// Goal: a report excuses a clock only for a filing whose period touches the time that was promised, and for no other.

#include <catch2/catch.hpp>

#include "tests/unit/audit/facts.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// What a report says of an arrival promised from 08:00 to 08:45, marked for a filing of that period.
ClockFact marked(std::string_view from, std::string_view until) {
    auto workflow = std::make_shared<Workflow>();
    workflow->name = "fault-repair";
    ClockState clock;
    clock.name = "arrival";
    clock.started_at = at("2026-03-02T08:00:00");
    clock.due_at = at("2026-03-02T08:45:00");
    clock.stopped_at = at("2026-03-02T09:30:00");
    clock.status = ClockStatus::stopped;
    clock.breached = true;
    const auto time = [](std::string_view hour) { return at("2026-03-02T" + std::string(hour) + ":00"); };
    clock.exemption = Exemption{"BB1", time(from), time(until), "storm", "warning 7", "boss", {}};
    CaseSnapshot snapshot;
    snapshot.workflow = workflow;
    snapshot.opened_at = clock.started_at;
    snapshot.clocks = {clock};
    return fact_of(snapshot, {}, {}, at("2026-03-02T12:00:00")).clocks.at(0);
}

}  // namespace

TEST_CASE("a filing excuses a clock when some of its period lies in the time that was promised") {
    CHECK(marked("07:00", "12:00").exempt);
    CHECK(marked("08:44", "12:00").exempt);
    CHECK(marked("07:00", "08:01").exempt);
    CHECK(marked("08:10", "08:20").why == "storm");
    CHECK(marked("08:10", "08:20").outcome == Outcome::late);  // it says nothing of whether it was late
}

TEST_CASE("a filing that begins when the limit ends, or ends when the clock starts, excuses nothing") {
    CHECK_FALSE(marked("08:45", "12:00").exempt);
    CHECK_FALSE(marked("09:00", "09:20").exempt);  // the clock ran, but late already
    CHECK_FALSE(marked("07:00", "08:00").exempt);
    CHECK(marked("09:00", "09:20").why.empty());
}

TEST_CASE("a mark that was taken back excuses nothing") {
    CHECK_FALSE(marked("08:10", "08:10").exempt);
    CHECK_FALSE(marked("08:30", "08:10").exempt);
}
