// Changes to the roster while running: judged before they count, kept as they were made, and taken back whole.

#include <catch2/catch.hpp>

#include "core/escalation/roster_people.hpp"

using namespace gongdan;

namespace {

const Instant kNow = parse_time("2026-03-02T08:00:00+08:00").value();

Organisation pair() {
    Organisation organisation;
    for (const std::string id : {"a", "b", "c"}) {
        Person person;
        person.id = person.name = id;
        person.roles = {"dispatcher"};
        person.deputy = id == "a" ? "b" : id == "b" ? "a" : "";
        organisation.people.push_back(person);
    }
    return organisation;
}

RosterChange wish(const std::string& body) {
    return {read_entry(json::parse(body).as_object()).value(), "", "boss", {"dispatcher"}};
}

/// The pointers at fault.
std::vector<std::string> faults(const Organisation& organisation, const std::string& body) {
    const auto decided = decide_roster(organisation, wish(body), kNow);
    std::vector<std::string> pointers;
    if (decided) return pointers;
    for (const FieldProblem& problem : decided.error().fields) pointers.push_back(problem.pointer);
    return pointers;
}

const std::string kStretch = R"("from":"2026-03-02T20:00:00+08:00","to":"2026-03-03T08:00:00+08:00"})";

}  // namespace

TEST_CASE("an entry that was made is in its layer with its maker, reads back as it was, and is gone when taken out") {
    const Organisation before = pair();
    const auto made =
        decide_roster(before, wish(R"({"kind":"override","person":"b","instead_of":"a",)" + kStretch), kNow);
    REQUIRE(made.ok());
    CHECK(made->entry.id == "1");
    CHECK(made->entry.made_by == "boss");
    REQUIRE(made->organisation->overrides.size() == 1);
    CHECK(made->organisation->overrides[0].instead_of == "a");
    const auto again = read_entry(entry_view(made->entry));
    REQUIRE(again.ok());
    CHECK(entry_view(*again) == entry_view(made->entry));

    const auto removed = decide_roster(*made->organisation, {std::nullopt, "1", "boss", {}}, kNow);
    REQUIRE(removed.ok());
    CHECK(removed->organisation->overrides.empty());
    CHECK(removed->organisation->entries.empty());
    // Numbers are not used again: who takes back "1" a second time must not hit another's entry.
    const auto next =
        decide_roster(*removed->organisation, wish(R"({"kind":"swap","person":"b","with":"a",)" + kStretch), kNow);
    CHECK(next->entry.id == "2");
    CHECK(decide_roster(*next->organisation, {std::nullopt, "1", "boss", {}}, kNow).error().code == Errc::not_found);
}

TEST_CASE("everything wrong with an entry is named by its field") {
    using Pointers = std::vector<std::string>;
    const Organisation people = pair();
    CHECK(faults(people, R"({"kind":"override","person":"x","role":"king",)" + kStretch) ==
          Pointers{"/person", "/instead_of", "/role"});
    CHECK(faults(people, R"({"kind":"swap","person":"a","with":"a",)" + kStretch) == Pointers{"/with"});
    CHECK(faults(people, R"({"kind":"absence","person":"a","role":"dispatcher",)" + kStretch) == Pointers{"/role"});
    CHECK(faults(people, R"({"kind":"absence","person":"a","from":"2026-03-02T07:00:00+08:00",)"
                         R"("to":"2026-03-02T08:00:00+08:00"})") == Pointers{"/to"});
    CHECK(faults(people, R"({"kind":"absence","person":"a","from":"2026-03-02T09:00:00+08:00",)"
                         R"("to":"2027-08-02T08:00:00+08:00"})") == Pointers{"/to"});
    Organisation named = people;
    named.people[0].name = "演示-甲";
    const auto twice = decide_roster(named, wish(R"({"kind":"swap","person":"a","with":"a",)" + kStretch), kNow);
    CHECK(twice.error().fields.front().detail.zh.find("演示-甲") != std::string::npos);
    CHECK(read_entry(json::parse(R"({"kind":"holiday"})").as_object()).error().fields.front().pointer == "/kind");
}

TEST_CASE("an absence that leaves nobody of a circle of deputies is refused, whichever begins first") {
    Organisation organisation = pair();
    const std::string whole = R"({"kind":"absence","person":"a",)" + kStretch;
    CHECK(faults(organisation, whole).empty());
    organisation.shifts = {{"b", "", kNow + std::chrono::hours(20), kNow + std::chrono::hours(30), true}};
    CHECK(faults(organisation, whole) == std::vector<std::string>{"/from"});
    CHECK(faults(organisation, R"({"kind":"absence","person":"a","deputy":"c",)" + kStretch).empty());
}

TEST_CASE("whoever is to serve in a role that he does not hold is named with his field, and no reason to refuse") {
    using Names = std::vector<std::string>;
    Organisation people = pair();
    people.people[2].roles = {"call_taker"};
    const auto unfit = [&people](const std::string& body) {
        const auto decided = decide_roster(people, wish(body), kNow);
        REQUIRE(decided.ok());
        Names names;
        for (const UnfitServer& one : unfit_servers(people, decided->entry))
            names.push_back(one.field + " " + one.person->id + " " + one.role);
        return names;
    };
    CHECK(unfit(R"({"kind":"override","person":"c","instead_of":"a",)" + kStretch) == Names{"person c dispatcher"});
    CHECK(unfit(R"({"kind":"override","person":"c","instead_of":"a","role":"dispatcher",)" + kStretch) ==
          Names{"person c dispatcher"});
    CHECK(unfit(R"({"kind":"override","person":"b","instead_of":"a",)" + kStretch).empty());
    CHECK(unfit(R"({"kind":"swap","person":"a","with":"c",)" + kStretch) ==
          Names{"person a call_taker", "with c dispatcher"});
    CHECK(unfit(R"({"kind":"absence","person":"a","deputy":"c",)" + kStretch) == Names{"deputy c dispatcher"});
    people.people[0].deputy = "c";
    CHECK(unfit(R"({"kind":"absence","person":"a",)" + kStretch) == Names{"deputy c dispatcher"});
    people.people[0].deputy = "";
    CHECK(unfit(R"({"kind":"absence","person":"a",)" + kStretch).empty());
}

TEST_CASE("there is a limit to the number of entries") {
    Organisation organisation = pair();
    organisation.entries.resize(kRosterEntriesMax);
    const auto refused = decide_roster(organisation, wish(R"({"kind":"absence","person":"a",)" + kStretch), kNow);
    CHECK(refused.error().code == Errc::conflict);
}
