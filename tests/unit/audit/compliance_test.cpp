// The fold: which row a fact goes to, and what it is compared with.

#include <catch2/catch.hpp>

#include "core/audit/compliance.hpp"
#include "tests/unit/audit/facts.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

ComplianceWish march(std::vector<Dimension> by) {
    return {{*parse_date("2026-03-01"), *parse_date("2026-03-31")}, std::move(by), {}};
}

Compliance fold(ComplianceWish wish, const std::vector<CaseFact>& facts) {
    ComplianceFold all(std::move(wish));
    for (const CaseFact& fact : facts) all.add(fact);
    return all.finish(at("2026-04-01T00:00:00"));
}

using Values = std::vector<std::string>;

}  // namespace

TEST_CASE("different clocks never share a row unless that was asked for") {
    ClockFact restoration = arrival(30);
    restoration.clock = "restoration";
    restoration.promise = "";
    const std::vector<CaseFact> facts{fault("2026-03-02T08:00:00", "A", {arrival(10), restoration}),
                                      fault("2026-03-03T08:00:00", "B", {arrival(50)})};
    const auto by_team = fold(march({Dimension::team}), facts).figures;
    REQUIRE(by_team.rows.size() == 3);
    CHECK(by_team.rows[0].values == Values{"fault-repair", "arrival", "A"});
    CHECK(by_team.rows[1].values == Values{"fault-repair", "arrival", "B"});
    CHECK(by_team.rows[2].values == Values{"fault-repair", "restoration", "A"});
    CHECK(by_team.rows[1].now.of(Outcome::late) == 1);
    CHECK(by_team.key_of(by_team.rows[1]) == "workflow=fault-repair;clock=arrival;team=B");
    const auto by_workflow = fold(march({Dimension::workflow}), facts).figures;
    REQUIRE(by_workflow.rows.size() == 1);
    CHECK(by_workflow.rows[0].now.count() == 3);
    CHECK(fold(march({Dimension::promise}), facts).figures.rows.size() == 2);
}

TEST_CASE("a month is compared with the one before and with itself a year before") {
    const std::vector<CaseFact> facts{
        fault("2026-03-31T23:59:59", "A", {arrival(10)}), fault("2026-04-01T00:00:00", "A", {arrival(50)}),
        fault("2026-02-28T08:00:00", "A", {arrival(50)}), fault("2026-02-01T00:00:00", "A", {arrival(10)}),
        fault("2025-03-01T08:00:00", "A", {arrival(60)}), fault("2025-02-28T08:00:00", "A", {arrival(60)})};
    const Compliance report = fold(march({}), facts);
    CHECK(format_date(*report.before->from) == "2026-02-01");
    REQUIRE(report.figures.rows.size() == 1);
    const FigureRow& row = report.figures.rows[0];
    CHECK(row.now.count() == 1);
    CHECK(row.now.on_time().basis_points() == 10000);
    CHECK(row.before.count() == 2);
    CHECK(row.before.on_time().basis_points() == 5000);
    CHECK(row.year.count() == 1);
    CHECK(row.year.on_time().basis_points() == 0);
    CHECK(report.tickets == 1);
    CHECK(format_date(*report.first) == "2026-03-31");
}

TEST_CASE("by month, each month stands beside the one before it, within the report and at its edge") {
    ComplianceWish wish{{*parse_date("2026-02-01"), *parse_date("2026-03-31")}, {Dimension::month}, {}};
    const auto table =
        fold(std::move(wish),
             {fault("2026-03-02T08:00:00", "A", {arrival(10)}), fault("2026-02-02T08:00:00", "A", {arrival(50)}),
              fault("2026-01-31T08:00:00", "A", {arrival(20)}), fault("2025-03-02T08:00:00", "A", {arrival(5)})})
            .figures;
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].values[2] == "2026-02");
    CHECK(table.rows[0].before.elapsed.maximum() == 1200);
    CHECK(table.rows[1].values[2] == "2026-03");
    CHECK(table.rows[1].before.elapsed.maximum() == 3000);
    CHECK(table.rows[1].year.elapsed.maximum() == 300);
}

TEST_CASE("an open period is compared with nothing") {
    const Compliance report = fold({{}, {}, {}}, {fault("2020-03-02T08:00:00", "A", {arrival(10)})});
    CHECK_FALSE(report.before);
    CHECK_FALSE(report.figures.compared);
    CHECK(report.figures.rows.size() == 1);
}

TEST_CASE("merged tickets are left out of all but their own count") {
    CaseFact child = fault("2026-03-02T08:00:00", "A", {arrival(50)});
    child.merged = true;
    child.outage = OutageFact{child.opened_at, child.opened_at + std::chrono::hours(2), 10};
    child.line = "L1";
    const Compliance report = fold(march({}), {child, child, child});
    CHECK(report.figures.rows.empty());
    CHECK(report.tickets == 0);
    CHECK(report.merged == 3);
    CHECK(report.repeated.empty());
}

TEST_CASE("teams without a name do not pass for a team in the tallies of teams") {
    const Compliance report = fold(march({}), {fault("2026-03-02T08:00:00", "", {arrival(50)})});
    REQUIRE(report.busy.rows.size() == 1);
    CHECK(report.busy.rows[0].values == Values{""});
    CHECK(report.busy.rows[0].now.tickets == 1);
}
