// What there is for whom.
#include "core/access/viewer.hpp"

#include <catch2/catch.hpp>

using namespace gongdan;

namespace {

RoleRights role(const std::string& name, Breadth sees, bool personal = false, bool reads_only = false) {
    RoleRights rights;
    rights.role = name;
    rights.sees = sees;
    rights.personal = personal;
    rights.reads_only = reads_only;
    return rights;
}

RoleBook book() {
    return {role("crew", Breadth::own, true), role("manager", Breadth::areas), role("foreman", Breadth::station, true),
            role("desk", Breadth::all, true), role("auditor", Breadth::all, false, true)};
}

Person person(const std::string& id, const std::string& station, std::vector<std::string> teams = {},
              std::vector<std::string> areas = {}) {
    Person made;
    made.id = id;
    made.name = "name of " + id;
    made.station = station;
    made.teams = std::move(teams);
    made.areas = std::move(areas);
    return made;
}

Organisation organisation() {
    Organisation made;
    made.people = {person("zhang", "east", {"A"}), person("sun", "east"), person("wu", "east", {}, {"e1"}),
                   person("zheng", "west"), person("li", "west", {"B"})};
    made.areas = {{"e1", "East one", "zhang", "east"}, {"e2", "East two", "", "east"}, {"w1", "West one", "", "west"}};
    return made;
}

Viewer viewer(const std::string& role, const std::string& person) {
    return viewer_of({person, {role}}, Scope{person, {}, {}, {}}, book(), organisation());
}

json::object at(const std::string& area, const std::string& team, const std::string& assignee = "") {
    return {{"area", area}, {"team", team}, {"assignee", assignee}};
}

}  // namespace

TEST_CASE("a crew member sees the jobs of his crew, those given to him, and the areas he manages") {
    const Reach reach = viewer("crew", "zhang").reach;
    CHECK(reach.covers(at("w1", "A")));
    CHECK(reach.covers(at("w1", "B", "zhang")));
    CHECK(reach.covers(at("w1", "B", "name of zhang")));
    CHECK(reach.covers(at("e1", "B")));
    CHECK(reach.covers(at("East one", "")));
    CHECK_FALSE(reach.covers(at("e2", "B")));
    CHECK_FALSE(reach.covers(at("", "")));
    CHECK_FALSE(reach.covers(json::object{}));
}

TEST_CASE("a foreman sees every area and crew of his station, and tickets whose place nobody has named") {
    const Reach reach = viewer("foreman", "sun").reach;
    CHECK(reach.covers(at("e2", "")));
    CHECK(reach.covers(at("", "A")));
    CHECK(reach.covers(at("", "")));
    CHECK_FALSE(reach.covers(at("w1", "B")));
    CHECK_FALSE(reach.covers(at("", "B")));
}

TEST_CASE("a district manager sees the areas named for him, or those of his station when none are") {
    CHECK(viewer("manager", "wu").reach.covers(at("e1", "")));
    CHECK_FALSE(viewer("manager", "wu").reach.covers(at("e2", "")));
    CHECK(viewer("manager", "zheng").reach.covers(at("w1", "")));
    CHECK_FALSE(viewer("manager", "zheng").reach.covers(at("e2", "")));
}

TEST_CASE("who acts is known under the names that the organisation has for him") {
    const Actor known = viewer_of({"account", {"crew"}}, Scope{"zhang", {}, {}, {}}, book(), organisation()).actor;
    for (const std::string name : {"account", "zhang", "name of zhang"}) CHECK(known.is_called(name));
    CHECK_FALSE(known.is_called("sun"));
    CHECK_FALSE(known.is_called(""));
    CHECK(viewer_of({"token", {"crew"}}, std::nullopt, book(), organisation()).actor.also.empty());
}

TEST_CASE("of several roles the farthest counts, and one that needs personal data is enough") {
    const Viewer both = viewer_of({"zhang", {"crew", "manager"}}, Scope{"zhang", {}, {}, {}}, book(), organisation());
    CHECK(both.reach.covers(at("e2", "")));
    CHECK(both.personal);
    CHECK(viewer("desk", "").reach.all);
}

TEST_CASE("a scope can be made of lists alone, for a token that belongs to nobody") {
    const Viewer crew = viewer_of({"t", {"crew"}}, Scope{"", {}, {}, {"B"}}, book(), organisation());
    CHECK(crew.reach.covers(at("", "B")));
    CHECK_FALSE(crew.reach.covers(at("", "A")));
    const Viewer station = viewer_of({"t", {"foreman"}}, Scope{"", {"west"}, {}, {}}, book(), organisation());
    CHECK(station.reach.covers(at("w1", "")));
    CHECK_FALSE(station.reach.covers(at("e1", "")));
    const Viewer areas = viewer_of({"t", {"manager"}}, Scope{"", {}, {"East two"}, {}}, book(), organisation());
    CHECK(areas.reach.covers(at("e2", "")));
    CHECK_FALSE(areas.reach.covers(at("e1", "")));
}

TEST_CASE("an empty scope of a limited role reaches nothing that has a place, and no scope at all is not limited") {
    const Viewer nobody = viewer_of({"t", {"crew"}}, Scope{}, book(), organisation());
    CHECK_FALSE(nobody.reach.covers(at("e1", "A", "zhang")));
    CHECK(viewer_of({"t", {"crew"}}, std::nullopt, book(), organisation()).reach.all);
}

TEST_CASE("a role nobody knows gives nothing, not even without a scope") {
    const Viewer stranger = viewer_of({"t", {"king"}}, std::nullopt, book(), organisation());
    CHECK_FALSE(stranger.reach.covers(at("e1", "A")));
    CHECK(stranger.reads_only);
    CHECK_FALSE(stranger.personal);
    CHECK(viewer("auditor", "").reads_only);
    CHECK_FALSE(viewer_of({"t", {"auditor", "crew"}}, std::nullopt, book(), organisation()).reads_only);
}
