// Who serves when: turns, nights, overrides, swaps, absences and gaps. A wrong answer wakes the wrong person, or
// nobody.

#include <catch2/catch.hpp>

#include "core/escalation/organisation.hpp"

using namespace gongdan;
using namespace std::chrono_literals;

namespace {

using Lines = std::vector<std::string>;

Instant at(const std::string& time) { return parse_time(time + ":00+08:00").value(); }
Date day(const std::string& date) { return parse_date(date).value(); }

Person person(const std::string& id, const std::string& station = "", const std::string& deputy = "") {
    Person made;
    made.id = id;
    made.name = "演示-" + id;
    made.roles = {"dispatcher"};
    made.station = station;
    made.deputy = deputy;
    made.addresses = {{"desk-file", id}};
    return made;
}

/// a and b stand in for each other; c and d have no deputy.
Organisation team() {
    Organisation organisation;
    organisation.people = {person("a", "east", "b"), person("b", "east", "a"), person("c", "west"), person("d")};
    return organisation;
}

Shift absence(const std::string& who, const std::string& from, const std::string& to, const std::string& deputy = "") {
    return {who, "", at(from), at(to), true, deputy};
}

/// "03-02 08:00 - 03-02 20:00 a", with "(b)" behind for whom he serves.
Lines table(const Organisation& organisation, const std::string& from, const std::string& to) {
    Lines lines;
    for (const DutySpan& span : duty_spans(organisation, at(from), at(to))) {
        const auto clock = [](Instant when) { return format_time(when).substr(5, 11).replace(5, 1, " "); };
        std::string line = clock(span.from) + " - " + clock(span.to) + " ";
        line += span.person == nullptr ? "nobody" : span.person->id;
        if (span.person != span.holder) line += " (" + span.holder->id + ")";
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> told(const Organisation& organisation, const std::string& time,
                              const std::string& data = "{}") {
    std::vector<std::string> ids;
    for (const Person* one : recipients(organisation, "dispatcher", json::parse(data).as_object(), at(time)))
        ids.push_back(one->id);
    return ids;
}

Lines gaps(const Organisation& organisation, const std::string& from, const std::string& to) {
    Lines lines;
    for (const RosterGap& gap : roster_gaps(organisation, at(from), at(to))) lines.push_back(describe(gap).en);
    return lines;
}

}  // namespace

TEST_CASE("a night duty is one stretch over midnight, and is cut at the ends of what was asked for") {
    Organisation organisation = team();
    organisation.duties = {{"a", "dispatcher", {}, 20h, 12h}};
    CHECK(table(organisation, "2026-03-02T00:00", "2026-03-03T00:00") ==
          Lines{"03-02 00:00 - 03-02 08:00 a", "03-02 20:00 - 03-03 00:00 a"});
    const auto whole = duty_spans(organisation, at("2026-03-02T23:00"), at("2026-03-02T23:01"), Edges::whole);
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].from == at("2026-03-02T20:00"));
    CHECK(whole[0].to == at("2026-03-03T08:00"));
}

TEST_CASE("turns go round from the anchor at the hand-over, and there is none before it") {
    Organisation organisation = team();
    organisation.rotations = {{"dispatcher", {"a", "b", "c"}, day("2026-03-02"), 2, 8h, 0h}};
    CHECK(table(organisation, "2026-03-01T00:00", "2026-03-09T00:00") ==
          Lines{"03-02 08:00 - 03-04 08:00 a", "03-04 08:00 - 03-06 08:00 b", "03-06 08:00 - 03-08 08:00 c",
                "03-08 08:00 - 03-09 00:00 a"});
    CHECK(told(organisation, "2026-03-02T07:59").size() == 4);  // nobody on duty: all
    CHECK(told(organisation, "2026-03-02T08:00") == Lines{"a"});
    CHECK(told(organisation, "2026-03-04T07:59") == Lines{"a"});
    CHECK(told(organisation, "2026-03-04T08:00") == Lines{"b"});
    CHECK(told(organisation, "2027-03-02T08:00") == told(organisation, "2027-03-08T08:00"));  // six days: one round
}

TEST_CASE("a turn may be the nights of a week, each over midnight") {
    Organisation organisation = team();
    organisation.rotations = {{"dispatcher", {"a", "b"}, day("2026-03-02"), 7, 20h, 12h}};
    CHECK(table(organisation, "2026-03-08T12:00", "2026-03-10T12:00") ==
          Lines{"03-08 20:00 - 03-09 08:00 a", "03-09 20:00 - 03-10 08:00 b"});
    CHECK(told(organisation, "2026-03-09T03:00") == Lines{"a"});
    CHECK(told(organisation, "2026-03-10T03:00") == Lines{"b"});
    CHECK(told(organisation, "2026-03-10T12:00").size() == 4);
}

TEST_CASE("an override splits a duty where it begins and ends, and the one who serves is told for the holder's place") {
    Organisation organisation = team();
    organisation.areas = {{"e1", "东一", "a", "east"}};
    organisation.duties = {{"a", "dispatcher", {}, 8h, 12h}};
    organisation.overrides = {{"c", "a", "dispatcher", at("2026-03-02T10:00"), at("2026-03-02T12:00")}};
    CHECK(table(organisation, "2026-03-02T00:00", "2026-03-03T00:00") ==
          Lines{"03-02 08:00 - 03-02 10:00 a", "03-02 10:00 - 03-02 12:00 c (a)", "03-02 12:00 - 03-02 20:00 a"});
    CHECK(told(organisation, "2026-03-02T11:00", R"({"area":"e1"})") == Lines{"c"});  // though he works in the west
    CHECK(told(organisation, "2026-03-02T12:00", R"({"area":"e1"})") == Lines{"a"});
}

TEST_CASE("of overrides the later wins, one may follow another, and another role is not concerned") {
    Organisation organisation = team();
    const Instant from = at("2026-03-02T08:00");
    const Instant to = at("2026-03-02T20:00");
    organisation.duties = {{"a", "dispatcher", {}, 8h, 12h}};
    organisation.overrides = {{"b", "a", "", from, to}, {"c", "a", "", from, to}};
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"c"});
    organisation.overrides = {{"b", "a", "", from, to}, {"d", "b", "", from, to}};
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"d"});
    organisation.overrides = {{"b", "a", "leader", from, to}};
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"a"});
    organisation.overrides = {{"gone", "a", "", from, to}};
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"a"});
}

TEST_CASE("an override also replaces somebody who is told without being on duty") {
    Organisation organisation = team();
    organisation.overrides = {{"a", "c", "", at("2026-03-02T08:00"), at("2026-03-02T20:00")}};
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"a", "b", "d"});
}

TEST_CASE("a swap exchanges two people's duties for its time, after overrides") {
    Organisation organisation = team();
    organisation.duties = {{"a", "dispatcher", {}, 8h, 12h}, {"b", "dispatcher", {}, 20h, 12h}};
    organisation.swaps = {{"a", "b", "", at("2026-03-02T08:00"), at("2026-03-03T08:00")}};
    CHECK(table(organisation, "2026-03-02T08:00", "2026-03-03T20:00") ==
          Lines{"03-02 08:00 - 03-02 20:00 b (a)", "03-02 20:00 - 03-03 08:00 a (b)", "03-03 08:00 - 03-03 20:00 a"});
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"b"});
    CHECK(told(organisation, "2026-03-02T21:00") == Lines{"a"});
    organisation.overrides = {{"c", "a", "", at("2026-03-02T08:00"), at("2026-03-03T08:00")}};
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"c"});
    organisation.swaps.push_back(organisation.swaps.front());  // back again
    organisation.overrides.clear();
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"a"});
}

TEST_CASE(
    "absence is looked at last: of whoever serves by then, along his deputies, and the absence may name another") {
    Organisation organisation = team();
    organisation.duties = {{"a", "dispatcher", {}, 8h, 12h}};
    organisation.swaps = {{"a", "b", "", at("2026-03-02T08:00"), at("2026-03-03T08:00")}};
    organisation.shifts = {absence("b", "2026-03-02T10:00", "2026-03-02T12:00")};
    CHECK(told(organisation, "2026-03-02T09:00") == Lines{"b"});
    CHECK(told(organisation, "2026-03-02T10:00") == Lines{"a"});
    organisation.shifts.push_back(absence("b", "2026-03-02T11:00", "2026-03-02T12:00", "d"));
    CHECK(told(organisation, "2026-03-02T11:00") == Lines{"d"});
    CHECK(table(organisation, "2026-03-02T08:00", "2026-03-02T20:00").size() == 4);
}

TEST_CASE("somebody absent on duty without a deputy is a gap, and colleagues off duty are told") {
    Organisation organisation = team();
    organisation.duties = {{"c", "dispatcher", {}, 8h, 12h}};
    organisation.shifts = {absence("c", "2026-03-02T10:00", "2026-03-02T12:00")};
    CHECK(table(organisation, "2026-03-02T09:00", "2026-03-02T13:00") ==
          Lines{"03-02 09:00 - 03-02 10:00 c", "03-02 10:00 - 03-02 12:00 nobody (c)", "03-02 12:00 - 03-02 13:00 c"});
    CHECK(gaps(organisation, "2026-03-02T00:00", "2026-03-03T00:00") ==
          Lines{"演示-c is absent while on duty as 'dispatcher', and no deputy is there: 2026-03-02 10:00 to "
                "2026-03-02 12:00"});
    CHECK(told(organisation, "2026-03-02T11:00") == Lines{"a", "b", "d"});
}

TEST_CASE("an absence without a deputy is a gap only where nobody else of the place holds the role") {
    Organisation organisation = team();
    organisation.shifts = {absence("c", "2026-03-02T10:00", "2026-03-05T12:00")};
    CHECK(gaps(organisation, "2026-03-02T00:00", "2026-03-03T00:00").empty());  // d works everywhere
    organisation.people.pop_back();
    CHECK(gaps(organisation, "2026-03-03T00:00", "2026-03-04T00:00") ==
          Lines{"演示-c ('dispatcher') is absent, no deputy is there, and nobody else of his place holds the role: "
                "2026-03-03 00:00 to 2026-03-04 00:00"});
    organisation.shifts.front().deputy = "a";
    CHECK(gaps(organisation, "2026-03-03T00:00", "2026-03-04T00:00").empty());
}

TEST_CASE("deputies who are all absent at once make a circle, one of whom is there does not") {
    Organisation organisation = team();
    organisation.shifts = {absence("a", "2026-03-02T08:00", "2026-03-02T12:00")};
    const Person& a = organisation.people[0];
    CHECK(absent_circle(organisation, a, at("2026-03-02T10:00")).empty());
    organisation.shifts.push_back(absence("b", "2026-03-02T10:00", "2026-03-02T14:00"));
    CHECK(absent_circle(organisation, a, at("2026-03-02T09:00")).empty());
    CHECK(names_of(absent_circle(organisation, a, at("2026-03-02T10:00"))) == "演示-a, 演示-b");
    CHECK(absent_circle(organisation, a, at("2026-03-02T12:00")).empty());
    CHECK(stand_in(organisation, a, at("2026-03-02T10:00")) == nullptr);
}

TEST_CASE("a cover without anybody on duty is one gap, over midnight too, and names its place") {
    Organisation organisation = team();
    organisation.covers = {{"dispatcher", "", {}, 0h, 24h, {7, 3}}};
    organisation.duties = {{"a", "dispatcher", {1, 2, 3, 4, 5}, 8h, 12h}, {"b", "dispatcher", {}, 20h, 12h}};
    CHECK(gaps(organisation, "2026-03-02T00:00", "2026-03-07T00:00").empty());
    const auto weekend = roster_gaps(organisation, at("2026-03-07T00:00"), at("2026-03-09T00:00"));
    REQUIRE(weekend.size() == 2);
    CHECK(weekend[0].from == at("2026-03-07T08:00"));
    CHECK(weekend[0].to == at("2026-03-07T20:00"));
    CHECK(weekend[0].mark.line == 7);
    organisation.duties.pop_back();
    CHECK(gaps(organisation, "2026-03-02T08:00", "2026-03-03T08:00") ==
          Lines{"nobody is on duty as 'dispatcher': 2026-03-02 20:00 to 2026-03-03 08:00"});
}

TEST_CASE("a cover of a station takes its own people and those who work everywhere, and asks for its hours only") {
    Organisation organisation = team();
    organisation.covers = {{"dispatcher", "west", {1}, 8h, 10h}};
    organisation.duties = {{"a", "dispatcher", {}, 0h, 24h}};
    CHECK(gaps(organisation, "2026-03-02T00:00", "2026-03-04T00:00") ==
          Lines{"nobody is on duty as 'dispatcher' (west): 2026-03-02 08:00 to 2026-03-02 18:00"});
    organisation.duties = {{"d", "dispatcher", {}, 0h, 24h}};
    CHECK(gaps(organisation, "2026-03-02T00:00", "2026-03-04T00:00").empty());
    organisation.duties = {{"c", "dispatcher", {}, 0h, 12h}};
    CHECK(gaps(organisation, "2026-03-02T00:00", "2026-03-04T00:00") ==
          Lines{"nobody is on duty as 'dispatcher' (west): 2026-03-02 12:00 to 2026-03-02 18:00"});
}
