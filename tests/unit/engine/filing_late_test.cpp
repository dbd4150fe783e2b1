// Filings that are approved when clocks have ended already: what was covered is told apart from what was not.

#include <catch2/catch.hpp>

#include "tests/unit/engine/filing_desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

TEST_CASE("a clock that ended before its filing was approved, met or breached, is marked as entered later") {
    Desk desk;
    const std::string met = desk.open("demo-101", on("08:05:00"));
    desk.arrive(met, on("08:30:00"));
    const std::string missed = desk.open("demo-101", on("08:05:00"));
    desk.wait(on("08:50:00"));
    desk.arrive(missed, on("08:55:00"));
    const std::string shut = desk.open("demo-101", on("09:00:00"), "09:00:00");
    REQUIRE(desk.run(fire(shut, "void", "dispatcher", R"({"reason":"误报"})"), on("09:01:00")).ok());
    const std::string elsewhere = desk.open("demo-102", on("08:56:00"));
    desk.arrive(elsewhere, on("08:57:00"));
    const std::string id = desk.file(storm(), on("09:05:00"))->id;
    CHECK_FALSE(desk.clock(met).exemption);
    REQUIRE(desk.approve(id, on("09:10:00")).ok());
    for (const std::string& ticket : {met, missed}) {
        INFO(ticket);
        REQUIRE(desk.clock(ticket).exemption);
        CHECK(desk.clock(ticket).exemption->filing == id);
        CHECK(desk.clock(ticket).exemption->entered_later);
        CHECK_FALSE(desk.clock(ticket, "restoration").exemption->entered_later);
        CHECK(get_bool(desk.notes(ticket, kExempted).front().body, "entered_later") == true);
        CHECK(snapshot_text(desk.replayed(ticket)) == snapshot_text(desk.at(ticket)));
        const auto reread = snapshot_from_json(snapshot_to_json(desk.at(ticket)), desk.at(ticket).workflow);
        CHECK(snapshot_text(*reread) == snapshot_text(desk.at(ticket)));
    }
    CHECK_FALSE(desk.clock(met).breached);
    CHECK(desk.clock(missed).breached);
    CHECK_FALSE(desk.clock(elsewhere).exemption);
    CHECK_FALSE(desk.clock(shut).exemption);  // cancelled: nothing to excuse
    // What is marked stays so: the withdrawal is too late for it.
    REQUIRE(desk.withdraw(id, on("09:20:00")).ok());
    CHECK(desk.clock(met).exemption->until == on("12:00:00"));
    CHECK(desk.notes(met, kExempted).size() == 3);  // dispatch and arrival, which had ended, and restoration
}

TEST_CASE("weather after the end of a clock, or after its due time, excuses nothing") {
    Desk desk;
    const std::string early = desk.open("demo-101", on("08:05:00"));
    desk.arrive(early, on("08:10:00"));
    const std::string late = desk.open("demo-101", on("08:05:00"));
    desk.wait(on("09:30:00"));
    desk.arrive(late, on("09:30:00"));
    NewFiling after = storm();
    after.from = on("08:50:00");
    desk.in_force(on("09:40:00"), after);
    CHECK_FALSE(desk.clock(early).exemption);
    CHECK_FALSE(desk.clock(late).exemption);
    CHECK(desk.clock(late, "restoration").exemption);
}

TEST_CASE("what was filed during the storm is approved after it, visibly late, and taken back when it was wrong") {
    Desk desk;
    const std::string met = desk.open("demo-101", on("08:05:00"));
    desk.arrive(met, on("08:30:00"));
    const std::string open = desk.open("demo-101", on("08:05:00"));
    const std::string id = desk.file(storm(), on("09:00:00"))->id;
    desk.wait(on("13:00:00"));
    const Texts told = desk.told(open);
    const auto approved = desk.approve(id, on("13:00:00"));
    REQUIRE(approved.ok());
    CHECK(approved->approved_at == on("13:00:00"));
    for (const std::string& ticket : {met, open}) {
        INFO(ticket);
        REQUIRE(desk.clock(ticket).exemption);
        CHECK(desk.clock(ticket).exemption->entered_later);
        CHECK(desk.clock(ticket).exemption->until == on("12:00:00"));
    }
    CHECK(desk.told(open) == told);
    CHECK(desk.approve(id, on("13:01:00")).error().code == Errc::conflict);
    REQUIRE(desk.withdraw(id, on("14:00:00")).ok());
    for (const std::string& ticket : {met, open}) {
        INFO(ticket);
        CHECK(desk.clock(ticket).exemption->until == on("08:00:00"));
        CHECK(desk.notes(ticket, kExemptionEnded).size() == desk.notes(ticket, kExempted).size());
        CHECK(snapshot_text(desk.replayed(ticket)) == snapshot_text(desk.at(ticket)));
    }
    SECTION("another filing may mark what was taken back") {
        NewFiling longer = storm();
        longer.to = on("15:00:00");
        const std::string better = desk.in_force(on("14:10:00"), longer);
        CHECK(desk.clock(met).exemption->filing == better);
    }
}
