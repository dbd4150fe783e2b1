// Goal: what happened to cases of the shipped workflows becomes the facts a report counts, to the second.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "adapters/report/places.hpp"
#include "core/audit/fact_bytes.hpp"
#include "core/engine/memory_store.hpp"
#include "tests/support/replayed_facts.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

std::shared_ptr<const Workflow> in_force(const Event& opened) {
    return shipped().rules->find_workflow(string_or_empty(opened.body, "workflow"));
}

/// The engine, its journal, and the facts made of it.
class Desk {
 public:
    void run(const Request& request, const std::string& clock) {
        keep(engine_.sweep(on(clock) - Millis(1), on(clock)).value().committed);
        auto result = engine_.run({&request, 1}, on(clock));
        if (!result.replies.front()) FAIL(result.replies.front().error().detail.en);
        keep(result.committed);
    }
    void sweep(const std::string& clock) { keep(engine_.sweep(on(clock), on(clock)).value().committed); }

    std::vector<CaseFact> facts(const std::string& now) const {
        std::vector<CaseFact> told;
        const FactsWish wish{[](Instant) { return true; }, on(now), report::places_of(*shipped().organisation)};
        const auto done = tell_replayed(journal_, in_force, wish, [&told](const CaseFact& fact, const CaseSnapshot*) {
            told.push_back(fact);
            // Whatever is told can be kept.
            REQUIRE(bytes_of(fact_from(bytes_of(fact)).value()) == bytes_of(fact));
        });
        REQUIRE(done.ok());
        return told;
    }
    const std::vector<Event>& journal() const { return journal_; }

 private:
    void keep(const Committed& committed) {
        journal_.insert(journal_.end(), committed.events.begin(), committed.events.end());
    }

    MemoryStore store_;
    Engine engine_{store_, shipped(), crypto::sha256, fixed_salt};
    std::vector<Event> journal_;
};

const ClockFact& clock_of(const CaseFact& fact, const std::string& name, int cycle = 1) {
    for (const ClockFact& clock : fact.clocks) {
        if (clock.clock == name && clock.cycle == cycle) return clock;
    }
    throw std::runtime_error("no such clock");
}

std::int64_t minutes_in(const HopTimes& hops, Hop hop) { return hops[std::size_t(hop)].count() / 60'000; }

}  // namespace

TEST_CASE("an arrival in time: its minutes are the desk's, then those of waiting, then the crew's") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:02:00");
    desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), "08:05:00");
    desk.run(fire("1", "acknowledge", "area_manager"), "08:09:00");
    desk.run(fire("1", "arrive", "area_manager"), "08:30:00");
    const auto facts = desk.facts("09:00:00");
    REQUIRE(facts.size() == 1);
    CHECK(facts[0].team == "A");
    CHECK(facts[0].site_class == "urban");
    const ClockFact& arrival = clock_of(facts[0], "arrival");
    CHECK(arrival.outcome == Outcome::on_time);
    CHECK(arrival.promise == "arrival");
    CHECK(arrival.limit == Limit{45, Unit::minutes});
    CHECK(arrival.elapsed == std::chrono::minutes(30));
    CHECK(arrival.overdue == Millis(0));
    CHECK(minutes_in(arrival.hops, Hop::desk) == 5);
    CHECK(minutes_in(arrival.hops, Hop::dispatch) == 4);
    CHECK(minutes_in(arrival.hops, Hop::crew) == 21);
    CHECK(minutes_in(arrival.hops, Hop::review) == 0);
    const ClockFact& restoration = clock_of(facts[0], "restoration");
    CHECK(restoration.outcome == Outcome::open);
    CHECK(restoration.elapsed == std::chrono::minutes(30));
}

TEST_CASE("a clock past its time is overdue while it runs, and late when it stops") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    CHECK(clock_of(desk.facts("08:45:00")[0], "arrival").outcome == Outcome::open);
    // Nobody has swept yet: the breach stands in no journal, and is a fact all the same.
    const auto open = desk.facts("08:50:00");
    CHECK(clock_of(open[0], "arrival").outcome == Outcome::open_overdue);
    CHECK(clock_of(open[0], "arrival").overdue == std::chrono::minutes(5));
    desk.sweep("08:50:00");
    CHECK(clock_of(desk.facts("08:50:00")[0], "arrival").overdue == std::chrono::minutes(5));
    desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), "08:51:00");
    desk.run(fire("1", "acknowledge", "area_manager"), "08:52:00");
    desk.run(fire("1", "arrive", "area_manager"), "09:00:00");
    const auto facts = desk.facts("12:00:00");
    CHECK(clock_of(facts[0], "arrival").outcome == Outcome::late);
    CHECK(clock_of(facts[0], "arrival").elapsed == std::chrono::hours(1));
    CHECK(clock_of(facts[0], "arrival").overdue == std::chrono::minutes(15));
    CHECK(clock_of(facts[0], "dispatch").outcome == Outcome::late);
    CHECK(clock_of(facts[0], "dispatch").overdue == std::chrono::minutes(48));
}

TEST_CASE("a pause counts for nobody, and not as time used") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), "08:01:00");
    desk.run(fire("1", "suspend", "dispatcher", R"({"reason":"road closed"})"), "08:10:00");
    desk.run(fire("1", "resume", "dispatcher"), "08:40:00");
    desk.run(fire("1", "acknowledge", "area_manager"), "08:41:00");
    desk.run(fire("1", "arrive", "area_manager"), "08:50:00");
    const auto facts = desk.facts("09:00:00");
    const ClockFact& arrival = clock_of(facts[0], "arrival");
    CHECK(arrival.outcome == Outcome::on_time);
    CHECK(arrival.elapsed == std::chrono::minutes(20));
    CHECK(minutes_in(arrival.hops, Hop::none) == 0);
    CHECK(minutes_in(arrival.hops, Hop::dispatch) == 10);
    CHECK(minutes_in(facts[0].hops, Hop::none) == 30);
}

TEST_CASE("late evidence makes an arrival one in time, and says so") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), "08:01:00");
    desk.run(fire("1", "acknowledge", "area_manager"), "08:02:00");
    desk.sweep("09:00:00");
    Request arrive = fire("1", "arrive", "area_manager");
    std::get<FireRequest>(arrive.wish).command.occurred_at = on("08:40:00");
    desk.run(arrive, "09:10:00");
    const auto facts = desk.facts("10:00:00");
    const ClockFact& arrival = clock_of(facts[0], "arrival");
    CHECK(arrival.outcome == Outcome::on_time);
    CHECK(arrival.corrected);
    CHECK(arrival.elapsed == std::chrono::minutes(40));
}

TEST_CASE("an extended limit moves the due time; the promise that was made is remembered") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    desk.run(fire("1", "extend", "leader", R"({"clock":"arrival","limit":"2h","approver":"boss","reason":"flood"})"),
             "08:10:00");
    const ClockFact arrival = clock_of(desk.facts("08:30:00")[0], "arrival");
    CHECK(arrival.limit == Limit{45, Unit::minutes});
    CHECK(arrival.due_at == on("10:00:00"));
}

TEST_CASE("a merged ticket, its clocks cancelled, is marked as such; its master goes on") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    desk.run(open_fault("urban", "08:01:00"), "08:01:00");
    desk.run(fire("2", "merge", "dispatcher", R"({"into":"1"})"), "08:05:00");
    desk.run(fire("1", "chase", "call_taker"), "08:06:00");
    desk.run(fire("1", "supervise", "leader"), "08:07:00");
    const auto facts = desk.facts("08:10:00");
    REQUIRE(facts.size() == 2);
    CHECK(facts[1].merged);
    CHECK(clock_of(facts[1], "arrival").outcome == Outcome::cancelled);
    CHECK_FALSE(facts[0].merged);
    CHECK(facts[0].chases == 1);
    CHECK(facts[0].supervised);
}

TEST_CASE("an outage lasts from the time it began to the time supply came back") {
    Desk desk;
    Request open = open_fault("urban", "08:00:00");
    auto& data = std::get<OpenRequest>(open.wish).command.data;
    data["outage_at"] = "2026-03-02T07:30:00+08:00";
    data["customers_out"] = 12;
    data["area"] = "demo-101";
    data["line"] = "L1";
    desk.run(open, "08:00:00");
    CHECK_FALSE(desk.facts("08:01:00")[0].outage->until);
    desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), "08:01:00");
    desk.run(fire("1", "acknowledge", "area_manager"), "08:02:00");
    desk.run(fire("1", "arrive", "area_manager"), "08:20:00");
    desk.run(fire("1", "restore", "area_manager"), "09:00:00");
    const auto facts = desk.facts("10:00:00");
    CHECK(facts[0].outage->from == on("07:30:00"));
    CHECK(facts[0].outage->until == on("09:00:00"));
    CHECK(facts[0].outage->customers == 12);
    CHECK(facts[0].line == "L1");
    CHECK(facts[0].area == "演示一号台区（城区）");  // by its name, though the ticket names it by id
}

TEST_CASE("cases of days that nobody asked for are passed over") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    desk.run(fire("1", "void", "dispatcher", R"({"reason":"a joke"})"), "08:01:00");
    desk.run(open_fault("urban", "08:02:00"), "08:02:00");
    Request comment{CommentRequest{"1", {"noted", {"d1", {"dispatcher"}}, {}}}, {}, viewer("dispatcher")};
    desk.run(comment, "08:03:00");
    CHECK(desk.facts("08:10:00").size() == 2);
    int told = 0;
    const FactsWish tomorrow{[](Instant opened_at) { return opened_at >= on("00:00:00") + kDay; }, on("08:10:00"), {}};
    REQUIRE(
        tell_replayed(desk.journal(), in_force, tomorrow, [&told](const CaseFact&, const CaseSnapshot*) { ++told; }));
    CHECK(told == 0);
}

TEST_CASE("a journal with a hole is refused, and so is a workflow that nobody knows") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    desk.run(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), "08:01:00");
    const auto take_but = [&desk](std::size_t left_out, bool known) {
        std::vector<Event> history = desk.journal();
        if (left_out < history.size()) history.erase(history.begin() + std::ptrdiff_t(left_out));
        return replay(history, [known](const Event& opened) { return known ? in_force(opened) : nullptr; }).ok();
    };
    CHECK(take_but(99, true));
    CHECK_FALSE(take_but(1, true));
    CHECK_FALSE(take_but(99, false));
}

TEST_CASE("bytes that were not written as a fact are refused, wherever they end") {
    Desk desk;
    desk.run(open_fault("urban", "08:00:00"), "08:00:00");
    const std::string bytes = bytes_of(desk.facts("08:10:00")[0]);
    for (std::size_t size = 0; size < bytes.size(); ++size) CHECK_FALSE(fact_from(bytes.substr(0, size)));
    CHECK_FALSE(fact_from(bytes + "x"));
}
