// Counts, rates and times, by hand.

#include <catch2/catch.hpp>

#include "core/audit/figures.hpp"
#include "tests/unit/audit/facts.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

Spread spread_of(std::initializer_list<std::int64_t> seconds) {
    Spread spread;
    for (const auto one : seconds) spread.add(one);
    return spread;
}

}  // namespace

TEST_CASE("a quotient is rounded half up, once") {
    CHECK(rounded(1, 2) == 1);
    CHECK(rounded(1, 3) == 0);
    CHECK(rounded(2, 3) == 1);
    CHECK(rounded(5, 2) == 3);
    CHECK(rounded(7, 1) == 7);
    CHECK(rounded(0, 9) == 0);
}

TEST_CASE("the median is the middle value or the mean of the two in the middle, the 90th percentile the nearest rank") {
    const Spread odd = spread_of({30, 10, 20});
    CHECK(odd.average() == 20);
    CHECK(odd.median() == 20);
    CHECK(odd.percentile(90) == 30);
    CHECK(odd.maximum() == 30);
    CHECK(spread_of({10, 20, 31, 40}).median() == 26);  // 25.5
    CHECK(spread_of({10, 10, 10, 11}).median() == 10);
    // Ten values: the ninth; eleven: ceil(9.9) = the tenth.
    CHECK(spread_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}).percentile(90) == 9);
    CHECK(spread_of({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}).percentile(90) == 10);
    CHECK(spread_of({7}).percentile(90) == 7);
    CHECK(spread_of({1, 2}).average() == 2);  // 1.5
}

TEST_CASE("what runs past its time counts against the rate, what is still in time and what was cancelled does not") {
    Figures figures;
    figures.add(arrival(20));
    figures.add(arrival(45));
    figures.add(arrival(50));
    ClockFact open;
    open.outcome = Outcome::open;
    figures.add(open);
    open.outcome = Outcome::open_overdue;
    figures.add(open);
    open.outcome = Outcome::cancelled;
    figures.add(open);
    CHECK(figures.count() == 5);
    CHECK(figures.of(Outcome::on_time) == 2);
    CHECK(figures.overdue() == 2);
    CHECK(figures.of(Outcome::cancelled) == 1);
    CHECK(figures.on_time().basis_points() == 5000);
    CHECK(figures.elapsed.count() == 3);
    CHECK(figures.elapsed.average() == 2300);  // (1200 + 2700 + 3000) / 3
    CHECK(figures.elapsed.median() == 2700);
    CHECK(figures.elapsed.maximum() == 3000);
}

TEST_CASE("a filing that covers an overdue clock takes it out of the rate with exemptions, and of no other figure") {
    Figures figures;
    ClockFact late = arrival(60);
    late.exempt = true;
    figures.add(late);
    ClockFact kept = arrival(10);
    kept.exempt = true;  // in time all the same: nothing to excuse
    figures.add(kept);
    figures.add(arrival(46));
    CHECK(figures.exempt == 1);
    CHECK(figures.on_time().basis_points() == 3333);
    CHECK(figures.on_time_exempted().basis_points() == 5000);
    CHECK(figures.elapsed.count() == 3);
}

TEST_CASE("nothing to judge has no rate") {
    Figures figures;
    CHECK_FALSE(figures.on_time().basis_points());
    ClockFact late = arrival(60);
    late.exempt = true;
    figures.add(late);
    CHECK(figures.on_time().basis_points() == 0);
    CHECK_FALSE(figures.on_time_exempted().basis_points());
}

TEST_CASE("limits that differ are not called one limit") {
    Figures figures;
    figures.add(arrival(10));
    CHECK(figures.limit == Limit{45, Unit::minutes});
    CHECK_FALSE(figures.limits_differ);
    ClockFact rural = arrival(10);
    rural.limit = {90, Unit::minutes};
    figures.add(rural);
    CHECK(figures.limits_differ);
}

TEST_CASE("tickets are counted once, however often they were chased; merged ones only as merged") {
    Tallies tallies;
    CaseFact fact = fault("2026-03-02T08:00:00", "A", {});
    fact.chases = 3;
    fact.bounces = 2;
    fact.supervised = true;
    tallies.add(fact);
    tallies.add(fault("2026-03-02T08:00:00", "A", {}));
    fact.merged = true;
    tallies.add(fact);
    CHECK(tallies.tickets == 2);
    CHECK(tallies.merged == 1);
    CHECK(tallies.supervised == 1);
    CHECK(tallies.chased == 1);
    CHECK(tallies.chases == 3);
    CHECK(tallies.bounced == 1);
    CHECK(tallies.bounces == 2);
}
