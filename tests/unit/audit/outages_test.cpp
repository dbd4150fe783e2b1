// Repeated outages and the indices of IEEE 1366, by hand.

#include <catch2/catch.hpp>

#include "core/audit/outages.hpp"
#include "tests/unit/audit/facts.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

CaseFact outage(const std::string& day, const std::string& line, int minutes = 60,
                std::optional<std::int64_t> customers = 10) {
    CaseFact fact = fault(day + "T08:00:00", "A", {});
    fact.line = line;
    fact.area = "east";
    fact.outage = OutageFact{fact.opened_at, fact.opened_at + std::chrono::minutes(minutes), customers};
    return fact;
}

Places two_areas() {
    Places places;
    places.areas["east"] = places.areas["e"] = {"east", 100};
    places.areas["west"] = {"west", 300};
    places.customers = 400;
    return places;
}

}  // namespace

TEST_CASE("three tickets within 60 consecutive days are named, in 61 they are not") {
    const Places none;
    Outages near(none);
    for (const char* const day : {"2026-01-01", "2026-03-01", "2026-02-10"}) near.add(outage(day, "L1"));
    const auto named = near.repeated();
    REQUIRE(named.size() == 2);  // the line, and the area
    CHECK(named[0].place == "L1");
    CHECK(named[0].worst_60 == 3);
    CHECK(named[0].tickets == 3);
    CHECK(named[0].days == 3);
    CHECK(format_date(named[0].first) == "2026-01-01");
    CHECK(format_date(named[0].last) == "2026-03-01");
    CHECK(named[1].kind == RepeatedOutage::Kind::area);

    Outages far(none);
    for (const char* const day : {"2026-01-01", "2026-03-02", "2026-02-10"}) far.add(outage(day, "L1"));
    CHECK(far.repeated().empty());
}

TEST_CASE("more than five in 365 consecutive days are named, five are not") {
    const Places none;
    Outages outages(none);
    for (const char* const day : {"2025-01-01", "2025-03-15", "2025-05-20", "2025-08-01", "2025-10-10"})
        outages.add(outage(day, "L1"));
    CHECK(outages.repeated().empty());
    outages.add(outage("2026-01-01", "L1"));  // the 366th day
    CHECK(outages.repeated().empty());
    outages.add(outage("2025-12-31", "L1"));
    const auto named = outages.repeated();
    REQUIRE_FALSE(named.empty());
    CHECK(named[0].worst_year == 6);
    CHECK(named[0].worst_60 == 2);
}

TEST_CASE("the indices of two interruptions among 100 customers") {
    const Places places = two_areas();
    Outages outages(places);
    outages.add(outage("2026-01-05", "L1", 60, 10));
    outages.add(outage("2026-01-06", "L1", 30, 40));
    const auto list = outages.reliability(31 * 86'400);
    REQUIRE(list.size() == 2);
    const Reliability& east = list[1];
    CHECK(east.area == "east");
    CHECK(east.interruptions == 2);
    CHECK(saifi_millionths(east) == 500'000);   // 50 / 100
    CHECK(saidi_milliminutes(east) == 18'000);  // (10 · 60 + 40 · 30) / 100
    CHECK(caidi_milliminutes(east) == 36'000);  // 18 / 0.5
    CHECK(asai_millionths(east) == 999'597);    // 1 - 18 / 44 640 = 0.99959677
    const Reliability& all = list[0];
    CHECK(all.served == 400);
    CHECK(saifi_millionths(all) == 125'000);
    CHECK(saidi_milliminutes(all) == 4'500);
}

TEST_CASE("what says too little, and what was momentary, is counted as left out and never guessed") {
    const Places places = two_areas();
    Outages outages(places);
    outages.add(outage("2026-01-05", "", 5));
    outages.add(outage("2026-01-05", "", 60, std::nullopt));
    CaseFact open = outage("2026-01-05", "");
    open.outage->until.reset();
    outages.add(open);
    CaseFact elsewhere = outage("2026-01-05", "");
    elsewhere.area = "";
    outages.add(elsewhere);
    CHECK(outages.left_out().momentary == 1);
    CHECK(outages.left_out().no_customers == 1);
    CHECK(outages.left_out().not_restored == 1);
    CHECK(outages.left_out().no_area == 1);
    CHECK(outages.reliability(86'400).empty());  // and not an availability of 100 %
}

TEST_CASE("without a single outage supply was there all the time") {
    const Places places = two_areas();
    const auto list = Outages(places).reliability(86'400);
    REQUIRE(list.size() == 1);
    CHECK(saifi_millionths(list[0]) == 0);
    CHECK_FALSE(caidi_milliminutes(list[0]));
    CHECK(asai_millionths(list[0]) == 1'000'000);
}

TEST_CASE("tickets of areas the organisation does not know say nothing of its reliability") {
    const Places places = two_areas();
    Outages outages(places);
    CaseFact complaint = fault("2026-01-05T08:00:00", "A", {});
    complaint.area = "BROOKLYN";
    outages.add(complaint);
    CHECK(outages.reliability(86'400).empty());
    complaint.area = "east";
    outages.add(complaint);
    CHECK(outages.reliability(86'400).size() == 1);
}

TEST_CASE("an area whose customers are not known has a CAIDI, and stays out of the whole") {
    const Places places = two_areas();
    Outages outages(places);
    outages.add(outage("2026-01-05", "", 60, 10));
    CaseFact elsewhere = outage("2026-01-05", "", 120, 1000);
    elsewhere.area = "moon";
    outages.add(elsewhere);
    const auto list = outages.reliability(86'400);
    REQUIRE(list.size() == 3);
    CHECK(list[0].interruptions == 1);
    CHECK(saifi_millionths(list[0]) == 25'000);
    CHECK(list[2].area == "moon");
    CHECK_FALSE(saifi_millionths(list[2]));
    CHECK_FALSE(asai_millionths(list[2]));
    CHECK(caidi_milliminutes(list[2]) == 120'000);
    CHECK(outages.left_out().no_served == 1);
}

TEST_CASE("where no area's customers are known, the whole has a CAIDI and no other index") {
    const Places none;
    Outages outages(none);
    outages.add(outage("2026-01-05", "L1"));
    const auto list = outages.reliability(86'400);
    REQUIRE(list.size() == 2);
    CHECK(caidi_milliminutes(list[0]) == 60'000);
    CHECK_FALSE(saidi_milliminutes(list[0]));
}
