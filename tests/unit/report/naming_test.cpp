#include <catch2/catch.hpp>

#include "adapters/report/naming.hpp"

using gongdan::Dimension;
using gongdan::Team;
using gongdan::report::Cell;
using gongdan::report::Naming;

TEST_CASE("a crew is called by its name, and one without a name as tickets hold it") {
    const std::vector<std::shared_ptr<const gongdan::Workflow>> workflows;
    const std::vector<Team> teams{{"A", {"东城一班", "East crew 1"}}};
    const Naming naming(workflows, teams);
    const Cell named = naming.cell(Dimension::team, "A", "");
    CHECK(named.text == "A");
    REQUIRE(named.title);
    CHECK(named.title->zh == "东城一班");
    CHECK(named.title->en == "East crew 1");
    CHECK(naming.cell(Dimension::team, "B", "").title->zh == "B");
    CHECK(naming.cell(Dimension::team, "", "").title->en == gongdan::text("report.unnamed").en);
}
