// Keys of figures, and the tickets they name.

#include <catch2/catch.hpp>

#include "core/audit/selector.hpp"
#include "tests/unit/audit/facts.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

bool selects(const std::string& key, const CaseFact& fact) {
    const Selector selector = *parse_selector(key);
    if (!selector.is_of_clocks()) return selector.selects(fact, nullptr);
    return selector.selects(fact, &fact.clocks.at(0));
}

}  // namespace

TEST_CASE("a key names values, outcomes and traits, and all of them must hold") {
    CaseFact fact = fault("2026-03-02T08:00:00", "A", {arrival(50)});
    fact.chases = 1;
    fact.line = "10kV-7";
    CHECK(selects("", fact));
    CHECK(selects("workflow=fault-repair;clock=arrival;team=A;month=2026-03;outcome=late", fact));
    CHECK_FALSE(selects("clock=arrival;team=B", fact));
    CHECK_FALSE(selects("clock=arrival;outcome=on_time", fact));
    CHECK(selects("is=overdue", fact));
    CHECK_FALSE(selects("is=exempt", fact));
    CHECK(selects("is=chased;line=10kV-7", fact));
    CHECK_FALSE(selects("is=supervised", fact));
    fact.merged = true;
    CHECK_FALSE(selects("", fact));
}

TEST_CASE("behind a figure of clocks stand those it counts: the cancelled and the unclear when they are asked for") {
    for (const Outcome outcome : {Outcome::cancelled, Outcome::unclear}) {
        ClockFact clock = arrival(10);
        clock.outcome = outcome;
        const CaseFact fact = fault("2026-03-02T08:00:00", "A", {clock});
        CHECK_FALSE(selects("clock=arrival;team=A", fact));
        CHECK_FALSE(selects("team=A;is=counted", fact));
        CHECK(selects("clock=arrival;outcome=" + std::string(name_of(outcome)), fact));
    }
    CHECK(selects("team=A;is=counted", fault("2026-03-02T08:00:00", "A", {arrival(10)})));
}

TEST_CASE("those that stopped are named by is=stopped") {
    ClockFact clock = arrival(50);
    CHECK(selects("clock=arrival;is=stopped", fault("2026-03-02T08:00:00", "A", {clock})));
    clock.outcome = Outcome::open_overdue;
    CHECK_FALSE(selects("clock=arrival;is=stopped", fault("2026-03-02T08:00:00", "A", {clock})));
}

TEST_CASE("an interruption that counts is restored, not momentary, and says where and how many") {
    CaseFact fact = fault("2026-03-02T08:00:00", "A", {});
    CHECK_FALSE(selects("is=interruption", fact));
    fact.area = "east";
    fact.outage = OutageFact{fact.opened_at, fact.opened_at + std::chrono::minutes(6), 10};
    CHECK(selects("is=interruption", fact));
    fact.outage->until = fact.opened_at + std::chrono::minutes(5);
    CHECK_FALSE(selects("is=interruption", fact));
    CHECK(selects("is=outage", fact));
}

TEST_CASE("an empty value names those who have none") {
    CHECK(selects("team=", fault("2026-03-02T08:00:00", "", {arrival(50)})));
    CHECK_FALSE(selects("team=", fault("2026-03-02T08:00:00", "A", {arrival(50)})));
}

TEST_CASE("a value may hold what a key is made of") {
    const std::string team = "A;b=100%;%3B";
    std::string key;
    append_condition(key, "team", team);
    append_condition(key, "outcome", "late");
    CHECK(key == "team=A%3Bb%3D100%25%3B%253B;outcome=late");
    CHECK(selects(key, fault("2026-03-02T08:00:00", team, {arrival(50)})));
}

TEST_CASE("what is no key is refused") {
    for (const char* const key : {"team", "colour=red", "outcome=fine", "is=nice", ";", "=x"})
        CHECK(parse_selector(key).error().code == Errc::invalid_input);
}

TEST_CASE("two dimensions at most are crossed, and none with itself") {
    CHECK(parse_dimensions("team,month").value() == std::vector<Dimension>{Dimension::team, Dimension::month});
    CHECK(parse_dimensions("").value().empty());
    for (const char* const text : {"colour", "team,team", "team,month,area", "team,", ",team"})
        CHECK_FALSE(parse_dimensions(text).ok());
}
