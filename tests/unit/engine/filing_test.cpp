// Filings through the engine: who may do what, which clocks are marked, what is held and until when; and the watch on
// what was acknowledged and is still not done.

#include <set>

#include <catch2/catch.hpp>

#include "tests/unit/engine/filing_desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

Texts pointers_of(const Error& error) {
    Texts pointers;
    for (const FieldProblem& problem : error.fields) pointers.push_back(problem.pointer);
    return pointers;
}

}  // namespace

TEST_CASE("everything wrong with a filing is said at once, and it takes no number") {
    Desk desk;
    NewFiling wrong{{"demo-101", "nowhere"},
                    {"fault-repair", "dance"},
                    on("08:00:00") - std::chrono::hours(25),
                    on("08:30:00") - std::chrono::hours(26),
                    " ",
                    std::string(kFilingTextMax + 1, 'x')};
    const auto refused = desk.file(wrong, on("09:00:00"));
    REQUIRE(refused.error().code == Errc::invalid_input);
    CHECK(pointers_of(refused.error()) ==
          Texts{"/areas/1", "/workflows/1", "/to", "/to", "/from", "/reason", "/evidence"});
    wrong = storm();
    wrong.areas = wrong.workflows = {};
    wrong.to = wrong.from + kFilingSpanMax + Millis(1);
    CHECK(pointers_of(desk.file(wrong, on("09:00:00")).error()) == Texts{"/areas", "/workflows", "/to"});
    CHECK(desk.journal().empty());
    CHECK(desk.file(storm(), on("09:00:00"))->id == "BB20260302000001");
    CHECK(desk.file(storm(), on("09:00:00"))->id == "BB20260302000002");
}

TEST_CASE("areas may be named either way, and what is named twice counts once") {
    Desk desk;
    NewFiling twice = storm();
    const std::string name = shipped().organisation->find_area("demo-102")->name;
    twice.areas = {"demo-101", name, "demo-102"};
    twice.workflows = {"fault-repair", "fault-repair"};
    const auto filing = desk.file(twice, on("09:00:00"));
    REQUIRE(filing.ok());
    CHECK(filing->areas == Texts{"demo-101", "demo-102"});
    CHECK(filing->names.back() == name);
    CHECK(filing->workflows == Texts{"fault-repair"});
}

TEST_CASE("those file who may, and nobody who only reads") {
    Desk desk;
    for (const std::string role : {"dispatcher", "foreman", "district_manager"}) {
        CHECK(desk.file(storm(), on("09:00:00"), role)->filed_role == role);
    }
    for (const std::string role : {"call_taker", "area_manager", "county_dept", "leader", "auditor", "admin"}) {
        CHECK(desk.file(storm(), on("09:00:00"), role).error().code == Errc::forbidden);
    }
    Viewer reader = person("d1", "dispatcher");
    reader.reads_only = true;
    CHECK(desk.change(storm(), reader, on("09:00:00")).error().code == Errc::forbidden);
}

TEST_CASE("one person with two tokens does not approve what he filed") {
    Desk desk;
    const auto as = [](const std::string& token, const std::string& role) {
        Viewer viewer = person(token, role);
        viewer.person = "d2";
        return viewer;
    };
    const auto filed = desk.change(storm(), as("token-1", "dispatcher"), on("09:05:00"));
    REQUIRE(filed.ok());
    const auto approved = desk.change(ApproveFiling{filed->id}, as("token-2", "county_dept"), on("09:06:00"));
    CHECK(approved.error().code == Errc::forbidden);
    CHECK(desk.approve(filed->id, on("09:07:00")).ok());
}

TEST_CASE("a filing is approved by another person in another role, once") {
    Desk desk;
    const std::string id = desk.file(storm(), on("09:00:00"))->id;
    CHECK(desk.approve("BB1", on("09:10:00")).error().code == Errc::not_found);
    CHECK(desk.approve(id, on("09:10:00"), "d1", "leader").error().code == Errc::forbidden);
    CHECK(desk.approve(id, on("09:10:00"), "d2", "dispatcher").error().code == Errc::forbidden);
    CHECK(desk.filings().front().state() == Filing::State::filed);
    const auto approved = desk.approve(id, on("09:10:00"));
    REQUIRE(approved.ok());
    CHECK(approved->approved_by == "boss");
    CHECK(approved->approved_role == "county_dept");
    CHECK(approved->approved_at == on("09:10:00"));
    CHECK(desk.approve(id, on("09:11:00")).error().code == Errc::conflict);
}

TEST_CASE("a role that may file and approve does not approve what was filed in it") {
    Desk desk;
    Configuration both = desk.engine().configuration();
    auto roles = std::make_shared<RoleBook>(*both.roles);
    for (RoleRights& rights : *roles) rights.files = rights.approves = rights.role == "leader";
    both.roles = std::move(roles);
    desk.engine().use(both);
    const auto filing = desk.file(storm(), on("09:00:00"), "leader");
    REQUIRE(filing.ok());
    CHECK(desk.approve(filing->id, on("09:10:00"), "boss", "leader").error().code == Errc::forbidden);
}

TEST_CASE("a filing is withdrawn by who approves, and before that by who filed it") {
    Desk desk;
    const std::string own = desk.file(storm(), on("09:00:00"))->id;
    CHECK(desk.withdraw(own, on("09:01:00"), "d2", "dispatcher").error().code == Errc::forbidden);
    CHECK(desk.withdraw(own, on("09:01:00"), "d1", "dispatcher")->state() == Filing::State::withdrawn);
    CHECK(desk.approve(own, on("09:02:00")).error().code == Errc::conflict);
    const std::string id = desk.in_force(on("09:00:00"));
    CHECK(desk.withdraw(id, on("09:05:00"), "d1", "dispatcher").error().code == Errc::forbidden);
    const auto withdrawn = desk.withdraw(id, on("09:05:00"));
    REQUIRE(withdrawn.ok());
    CHECK(withdrawn->withdrawn_by == "boss");
    CHECK(end_of(*withdrawn) == on("09:05:00"));
    CHECK(desk.withdraw(id, on("09:06:00")).error().code == Errc::conflict);
}

TEST_CASE("areas of others do not exist for whom they are out of reach, nor do their filings") {
    Desk desk;
    Viewer west = person("w1", "dispatcher");
    west.reach = Reach{};
    west.reach.unplaced = true;
    west.reach.areas = {"demo-201"};
    CHECK(pointers_of(desk.change(storm(), west, on("09:00:00")).error()) == Texts{"/areas/0"});
    const auto filing = desk.file(storm(), on("09:00:00"));
    west.actor.roles = {"county_dept"};
    CHECK(desk.change(ApproveFiling{filing->id}, west, on("09:01:00")).error().code == Errc::not_found);
    CHECK_FALSE(sees(west.reach, *filing));
    NewFiling wide = storm();
    wide.areas.push_back("demo-201");
    CHECK(sees(west.reach, *desk.file(wide, on("09:00:00"))));
}

TEST_CASE("a filing is journalled, answered once under its key, and kept or not made at all") {
    Desk desk;
    desk.keep_with([](const Filing&) -> Result<void> { return fail(Errc::read_only, "store.full", "test"); });
    CHECK(desk.file(storm(), on("09:00:00")).error().code == Errc::read_only);
    CHECK(desk.filings().empty());
    std::vector<std::string> kept;
    desk.keep_with([&kept](const Filing& filing) -> Result<void> {
        kept.push_back(filing.id + " " + std::string(name_of(filing.state())));
        return {};
    });
    const Idempotency key{"k1", "print"};
    const auto filing = desk.change(storm(), person("d1", "dispatcher"), on("09:00:00"), key);
    REQUIRE(filing.ok());
    CHECK(filing->id == "BB20260302000001");
    CHECK(desk.last().kept->status == 201);
    const auto again = desk.change(storm(), person("d1", "dispatcher"), on("09:01:00"), key);
    CHECK(again->id == filing->id);
    CHECK(desk.last().replayed);
    REQUIRE(desk.approve(filing->id, on("09:02:00")).ok());
    CHECK(desk.last().kept->status == 200);
    CHECK(desk.filings().size() == 1);
    CHECK(kept == Texts{"BB20260302000001 filed", "BB20260302000001 approved"});
    Texts what;
    for (const Event& event : desk.journal()) {
        REQUIRE(event.type == EventType::configuration_changed);
        what.push_back(string_or_empty(event.body, "what"));
        CHECK(string_or_empty(event.body.at("filing").as_object(), "id") == filing->id);
    }
    CHECK(what == Texts{"filing", "filing-approved"});
}

TEST_CASE("an approval marks the open clocks of its areas, by id and by name, and no others") {
    Desk desk;
    const std::string by_id = desk.open("demo-101", on("08:05:00"));
    const std::string by_name = desk.open(shipped().organisation->find_area("demo-101")->name, on("08:05:00"));
    const std::string outside = desk.open("demo-102", on("08:05:00"));
    const std::string nowhere = desk.open("", on("08:05:00"));
    const std::string id = desk.file(storm(), on("08:10:00"))->id;
    CHECK_FALSE(desk.clock(by_id).exemption);
    REQUIRE(desk.approve(id, on("08:12:00")).ok());
    for (const std::string& ticket : {by_id, by_name}) {
        const auto exemption = desk.clock(ticket).exemption;
        REQUIRE(exemption);
        CHECK(exemption->filing == id);
        CHECK(exemption->from == on("08:00:00"));
        CHECK(exemption->until == on("12:00:00"));
        CHECK(exemption->reason == "台风");
        CHECK(exemption->evidence == "气象预警 7 号");
        CHECK(exemption->approver == "boss");
        CHECK(desk.clock(ticket, "dispatch").exemption);
    }
    CHECK_FALSE(desk.clock(outside).exemption);
    CHECK_FALSE(desk.clock(nowhere).exemption);
    CHECK(desk.notes(by_id, kExempted).front().occurred_at == on("08:12:00"));
}

TEST_CASE("a ticket that comes later is marked when its clocks start, and none is marked twice") {
    Desk desk;
    desk.in_force(on("08:10:00"));
    const std::string ticket = desk.open("demo-101", on("08:20:00"));
    CHECK(desk.clock(ticket).exemption);
    const auto marked = desk.notes(ticket, kExempted).size();
    CHECK(marked == desk.at(ticket).clocks.size());
    desk.in_force(on("08:30:00"));
    REQUIRE(desk.run(fire(ticket, "dispatch", "dispatcher", R"({"team":"A"})"), on("08:31:00")).ok());
    CHECK(desk.clock(ticket).exemption->filing == "BB20260302000001");
    CHECK(desk.notes(ticket, kExempted).size() == marked);
    CHECK(desk.open("demo-101", on("13:00:00"), "12:30:00") != ticket);
    CHECK_FALSE(desk.clock("2").exemption);
}

TEST_CASE("a ticket whose area becomes known with a later step is marked then") {
    Desk desk;
    desk.in_force(on("08:00:00"));
    const std::string ticket = desk.open("", on("08:05:00"));
    CHECK_FALSE(desk.clock(ticket).exemption);
    REQUIRE(desk.run(fire(ticket, "dispatch", "dispatcher", R"({"team":"A","area":"demo-101"})"), on("08:06:00")).ok());
    CHECK(desk.clock(ticket).exemption);
}

TEST_CASE("clocks run and breach in time; held levels fire once when the filing ends") {
    Desk desk;
    const std::string inside = desk.open("demo-101", on("08:05:00"));
    const std::string outside = desk.open("demo-102", on("08:05:00"));
    desk.in_force(on("08:10:00"));
    desk.wait(on("11:59:59"));
    CHECK(desk.clock(inside).breached);
    CHECK(desk.clock(inside).due_at == on("08:45:00"));
    const Texts calm = {"08:22:30 level 1", "08:45:00 level 3", "10:15:00 level 5", "11:15:00 level 5"};
    CHECK(desk.told(inside) == calm);
    CHECK(desk.told(outside).size() == 6);
    desk.wait(on("12:00:00"));
    Texts all = calm;
    all.insert(all.end(), {"12:00:00 level 2", "12:00:00 level 4"});
    CHECK(desk.told(inside) == all);
    desk.wait(on("23:00:00"));
    CHECK(desk.told(inside).size() == desk.told(outside).size());
    for (const Event& event : desk.journal()) CHECK_FALSE(event.body.contains("late_by_s"));
}

TEST_CASE("a held level that fires late says by how much, counted from the end of the filing") {
    Desk desk;
    const std::string ticket = desk.open("demo-101", on("08:05:00"));
    desk.in_force(on("08:10:00"));
    desk.wait(on("11:59:00"));
    desk.sweep_late(on("12:00:00"), on("12:00:30"));
    const Event& last = desk.journal().back();
    CHECK(last.occurred_at == on("12:00:00"));
    CHECK(last.body.at("late_by_s") == 30);
    CHECK(desk.told(ticket).back() == "12:00:00 level 4");
}

TEST_CASE("a withdrawn filing holds nothing from that moment on, and marks nothing that comes later") {
    Desk desk;
    const std::string ticket = desk.open("demo-101", on("08:05:00"));
    const std::string id = desk.in_force(on("08:10:00"));
    desk.wait(on("09:30:00"));
    REQUIRE(desk.withdraw(id, on("09:30:00")).ok());
    CHECK(desk.clock(ticket).exemption->until == on("09:30:00"));
    CHECK(desk.clock(ticket).exemption->filing == id);
    CHECK(desk.notes(ticket, kExemptionEnded).size() == desk.notes(ticket, kExempted).size());
    desk.wait(on("09:31:00"));
    CHECK(desk.told(ticket) == Texts{"08:22:30 level 1", "08:45:00 level 3", "09:30:00 level 2", "09:30:00 level 4"});
    CHECK_FALSE(desk.clock(desk.open("demo-101", on("09:32:00"))).exemption);
    SECTION("another filing may take its place") {
        const std::string better = desk.in_force(on("09:40:00"));
        CHECK(desk.clock(ticket).exemption->filing == better);
        CHECK(desk.clock(ticket).exemption->until == on("12:00:00"));
    }
}

TEST_CASE("a filing that was over before it was withdrawn or marked changes nothing later on") {
    Desk desk;
    const std::string ticket = desk.open("demo-101", on("08:05:00"));
    desk.in_force(on("08:10:00"));
    desk.wait(on("13:00:00"));
    const auto notes = desk.journal().size();
    REQUIRE(desk.engine().rearm(on("13:00:00")).ok());
    CHECK(desk.journal().size() == notes);
    CHECK(desk.clock(ticket).exemption->until == on("12:00:00"));
}

TEST_CASE("what happened to a clock is the same when read back from the store and when replayed") {
    Desk desk;
    const std::string ticket = desk.open("demo-101", on("08:05:00"));
    desk.wait(on("08:30:00"));
    const std::string id = desk.in_force(on("08:30:00"));
    desk.wait(on("09:30:00"));
    REQUIRE(desk.acknowledge(ticket, "last", "district_manager", on("09:31:00")).ok());
    REQUIRE(desk.withdraw(id, on("09:40:00")).ok());
    desk.wait(on("14:00:00"));
    const CaseSnapshot& snapshot = desk.at(ticket);
    const auto reread = snapshot_from_json(snapshot_to_json(snapshot), snapshot.workflow);
    REQUIRE(reread.ok());
    CHECK(snapshot_to_json(*reread) == snapshot_to_json(snapshot));
    CHECK(snapshot_to_json(desk.replayed(ticket)) == snapshot_to_json(snapshot));
    const ClockState& clock = *reread->clock("arrival");
    CHECK(clock.exemption->fired == std::vector<int>{1});
    CHECK(clock.climb.acknowledged_at == on("09:31:00"));
}

TEST_CASE("the watch tells of a fault that was answered for and is still not restored, until it is") {
    Desk desk;
    const std::string ticket = desk.open("demo-101", on("08:05:00"));
    desk.arrive(ticket, on("08:30:00"));
    const Instant due = desk.clock(ticket, "restoration").due_at;
    desk.wait(due);
    const auto before = desk.told(ticket, "restoration").size();
    const auto last_of = [&desk, &ticket] { return desk.at(ticket).escalations.back().id; };
    REQUIRE(desk.acknowledge(ticket, last_of(), "dispatcher", due).ok());
    desk.wait(due + std::chrono::hours(3));
    CHECK(desk.told(ticket, "restoration").size() == before + 1);
    const Event first = desk.journal().back();
    CHECK(first.type == EventType::escalation_raised);
    CHECK(first.occurred_at == due + std::chrono::hours(2));
    CHECK(first.body.at("rung") == 0);
    CHECK(first.body.at("level") == 4);

    CHECK(desk.acknowledge(ticket, last_of(), "area_manager", due + std::chrono::hours(3)).error().code ==
          Errc::forbidden);
    REQUIRE(desk.acknowledge(ticket, last_of(), "county_dept", due + std::chrono::hours(3)).ok());
    desk.wait(due + std::chrono::hours(8));
    CHECK(desk.told(ticket, "restoration").size() == before + 3);
    REQUIRE(desk.run(fire(ticket, "restore", "area_manager"), due + std::chrono::hours(8)).ok());
    desk.wait(due + std::chrono::hours(100));
    CHECK(desk.told(ticket, "restoration").size() == before + 3);
    std::set<std::string> ids;
    for (const Escalation& escalation : desk.at(ticket).escalations) ids.insert(escalation.id);
    CHECK(ids.size() == desk.at(ticket).escalations.size());
}

TEST_CASE("after a long stop the watch tells once of what it missed, and the repeats to come keep their times") {
    Desk desk;
    const std::string ticket = desk.open("demo-101", on("08:05:00"));
    desk.arrive(ticket, on("08:30:00"));
    const Instant due = desk.clock(ticket, "restoration").due_at;
    desk.wait(due);
    REQUIRE(desk.acknowledge(ticket, desk.at(ticket).escalations.back().id, "dispatcher", due).ok());
    const auto before = desk.told(ticket, "restoration").size();
    const Instant back = due + std::chrono::hours(5);  // the watch was due after 2 and 4 hours
    desk.sweep_late(back, back);
    CHECK(desk.told(ticket, "restoration").size() == before + 1);
    CHECK(desk.journal().back().occurred_at == due + std::chrono::hours(4));
    CHECK(desk.journal().back().body.at("repeat") == 1);
    desk.wait(due + std::chrono::hours(100));
    CHECK(desk.told(ticket, "restoration").size() == before + 2);
    CHECK(desk.journal().back().occurred_at == due + std::chrono::hours(6));
    CHECK(snapshot_to_json(desk.replayed(ticket)) == snapshot_to_json(desk.at(ticket)));
}

TEST_CASE("where a ladder names nobody, those whom its watch tells may answer it") {
    Desk desk;
    Configuration changed = desk.engine().configuration();
    auto rules = std::make_shared<Rules>(*changed.rules);
    for (Ladder& ladder : rules->ladders) ladder.acknowledge.clear();
    changed.rules = std::move(rules);
    desk.engine().use(changed);
    const std::string ticket = desk.open("", on("08:05:00"));
    desk.arrive(ticket, on("08:30:00"));
    desk.wait(on("11:00:00"));
    const auto& escalations = desk.at(ticket).escalations;
    const auto of_restoration = std::find_if(escalations.begin(), escalations.end(), [](const Escalation& escalation) {
        return escalation.clock == "restoration";
    });
    REQUIRE(of_restoration != escalations.end());
    REQUIRE(desk.acknowledge(ticket, of_restoration->id, "leader", on("11:00:00")).ok());
    desk.wait(on("13:00:00"));
    const std::string watch = "1.restoration.1.0.1";
    CHECK(desk.acknowledge(ticket, watch, "leader", on("13:01:00")).error().code == Errc::forbidden);
    CHECK(desk.acknowledge(ticket, watch, "county_dept", on("13:01:00")).ok());
}
