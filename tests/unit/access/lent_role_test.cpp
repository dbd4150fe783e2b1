// What a duty gives for a time, and what it never gives.
#include <catch2/catch.hpp>

#include "core/access/viewer.hpp"
#include "core/ticket/told.hpp"

using namespace gongdan;

namespace {

const Instant kNight = parse_time("2026-03-02T23:00:00+08:00").value();

RoleRights role(const std::string& name, Breadth sees, bool reads_only = false) {
    RoleRights rights;
    rights.role = name;
    rights.sees = sees;
    rights.reads_only = reads_only;
    return rights;
}

RoleBook book() {
    return {role("crew", Breadth::own), role("leader", Breadth::all), role("admin", Breadth::all),
            role("auditor", Breadth::all, true)};
}

/// Zhang of the crew, who is on duty tonight in `duty`.
Organisation organisation(const std::string& duty, std::vector<std::string> own = {"crew"}) {
    Organisation made;
    Person zhang;
    zhang.id = zhang.name = "zhang";
    zhang.roles = std::move(own);
    made.people = {zhang};
    made.shifts = {{"zhang", duty, kNight, kNight + kDay}};
    return made;
}

Viewer viewer(const Organisation& organisation, std::vector<std::string> roles, Instant at = kNight) {
    return viewer_of({"z", std::move(roles)}, Scope{"zhang", {}, {}, {}}, book(), organisation,
                     OnCall(organisation, at));
}

using Roles = std::vector<std::string>;

}  // namespace

TEST_CASE("a duty lends its role for tickets while it lasts, but not what that role sees") {
    const Organisation tonight = organisation("leader");
    const Viewer on_duty = viewer(tonight, {"crew"});
    CHECK(on_duty.actor.roles == Roles{"crew", "leader"});
    CHECK(on_duty.lent == Roles{"leader"});
    CHECK_FALSE(on_duty.reach.all);
    CHECK(viewer(tonight, {"crew"}, kNight + kDay).actor.roles == Roles{"crew"});
}

TEST_CASE("no duty makes an administrator or an auditor of somebody, nor lets an auditor change anything") {
    CHECK(viewer(organisation("admin"), {"crew"}).lent.empty());
    CHECK(viewer(organisation("auditor"), {"crew"}).lent.empty());
    const Viewer auditor = viewer(organisation("leader"), {"auditor"});
    CHECK(auditor.lent.empty());
    CHECK(auditor.reads_only);
}

TEST_CASE("a role that somebody has, but that his account was not given, is not lent to it either") {
    CHECK(viewer(organisation("leader", {"crew", "leader"}), {"crew"}).lent.empty());
}

TEST_CASE("a token without a person is lent nothing and was told nothing") {
    const Organisation tonight = organisation("leader");
    const Viewer program = viewer_of({"t", {"crew"}}, std::nullopt, book(), tonight, OnCall(tonight, kNight));
    CHECK(program.lent.empty());
    CHECK(program.reach.told.empty());
}

TEST_CASE("being told counts in the role in which one was told, and as what") {
    const Organisation tonight = organisation("crew");
    const auto text = [](ToldAs as, const std::string& role) { return "[\"" + told_mark("zhang", role, as) + "\"]"; };
    const Reach on_duty = viewer(tonight, {"crew"}).reach;
    CHECK(on_duty.was_told(text(ToldAs::serving, "crew")));
    CHECK(on_duty.was_told(text(ToldAs::himself, "crew")));
    CHECK_FALSE(on_duty.was_told(text(ToldAs::himself, "leader")));
    CHECK_FALSE(on_duty.was_told(std::string_view("[\"wang-zhang/crew\"]")));
    const Reach afterwards = viewer(tonight, {"crew"}, kNight + kDay).reach;
    CHECK_FALSE(afterwards.was_told(text(ToldAs::serving, "crew")));
    CHECK(afterwards.was_told(text(ToldAs::himself, "crew")));
}
