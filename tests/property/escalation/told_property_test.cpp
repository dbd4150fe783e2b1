// Goal: whoever an escalation tells can open the ticket, nobody else gains one, and what was told to somebody because
// he served ends with his serving. And what OnCall says of everybody at once is what serving() says of each.
#include <algorithm>
#include <set>

#include <catch2/catch.hpp>

#include "core/access/viewer.hpp"
#include "core/ticket/told.hpp"
#include "tests/property/escalation/random_roster.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

constexpr std::uint64_t kCases = 200;
constexpr int kLooks = 20;
const Instant kFrom = parse_time("2026-03-02T00:00:00+08:00").value();
const std::vector<std::string> kRoles = {"area_manager", "specialist", "district_manager",
                                         "foreman",      "leader",     "dispatcher"};

const RoleBook& book() { return *test::shipped().roles; }

/// As his account is when nobody has thought about it: with the roles that he has in the organisation.
Viewer viewer_of_person(const Person& person, const Organisation& organisation, Instant at) {
    return viewer_of({person.id, person.roles}, Scope{person.id, {}, {}, {}}, book(), organisation,
                     OnCall(organisation, at));
}

class Scene {
 public:
    explicit Scene(std::uint64_t seed) : random(seed), organisation(*test::shipped().organisation) {
        RosterMaker(random, kFrom).make(organisation, kRoles);
    }

    Instant moment() { return kFrom + std::chrono::minutes(random.between(0, 7 * 24 * 60)); }

    /// An open ticket somewhere, or nowhere that anybody knows.
    CaseSnapshot ticket() {
        CaseSnapshot snapshot;
        snapshot.workflow = test::shipped().rules->find_workflow("fault-repair");
        snapshot.state = "accepted";
        json::object data;
        if (random.chance(70)) data["area"] = one_of({"demo-101", "demo-103", "demo-201", "demo-203"});
        if (random.chance(30)) data["team"] = one_of({"A", "B"});
        if (random.chance(30)) data["assignee"] = one_of({"demo-sp-meter", "demo-li-si"});
        snapshot.data = std::move(data);
        return snapshot;
    }

    std::string one_of(const std::vector<std::string>& list) { return RosterMaker(random, kFrom).pick(list); }

    Random random;
    Organisation organisation;
};

/// Tells whom an escalation to `role` would; returns them.
Told tell(CaseSnapshot& ticket, const Organisation& organisation, const std::string& role, Instant at) {
    const Told told = told_of(organisation, {role}, ticket.data, at);
    json::object body{{"to", {role}}, {"people", json::array()}, {"serving", json::array()}};
    for (const Person* person : told.people) body["people"].as_array().emplace_back(person->id);
    for (const Person* person : told.serving) body["serving"].as_array().emplace_back(person->id);
    take_told(ticket, body);
    return told;
}

bool is_in(const std::vector<const Person*>& people, const Person& person) {
    return std::find(people.begin(), people.end(), &person) != people.end();
}

}  // namespace

TEST_CASE("at every moment those who are told see the ticket, and the others what they saw before") {
    for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
        Scene scene(seed);
        for (int look = 0; look < kLooks; ++look) {
            const Instant at = scene.moment();
            const std::string role = scene.one_of(kRoles);
            CaseSnapshot ticket = scene.ticket();
            const Told told = tell(ticket, scene.organisation, role, at);
            REQUIRE_FALSE(told.people.empty());
            for (const Person& person : scene.organisation.people) {
                INFO("seed " << seed << " " << role << " " << person.id << " at " << format_time(at));
                const Reach reach = viewer_of_person(person, scene.organisation, at).reach;
                if (is_in(told.people, person)) CHECK(reach.covers(ticket));
                if (!is_in(told.people, person)) CHECK(reach.covers(ticket) == reach.covers(ticket.data.object()));
            }
        }
    }
}

TEST_CASE("what somebody was told because he served he sees while he serves in that role, and no longer") {
    int ended = 0;
    for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
        Scene scene(seed);
        const Organisation& organisation = scene.organisation;
        for (int look = 0; look < kLooks; ++look) {
            const std::string role = scene.one_of(kRoles);
            CaseSnapshot ticket = scene.ticket();
            const Told told = tell(ticket, organisation, role, scene.moment());
            const Instant later = scene.moment();
            for (const Person* person : told.serving) {
                const auto serves = [&organisation, person, &role, later](const Person& holder) {
                    const Serving found = serving(organisation, holder, role, later);
                    const auto& roles = holder.roles;
                    if (found.on_duty) return found.person == person || (found.person == nullptr && &holder == person);
                    const bool his = std::find(roles.begin(), roles.end(), role) != roles.end();
                    return his && found.person == person && &holder != person;
                };
                const bool still = std::any_of(organisation.people.begin(), organisation.people.end(), serves);
                const Reach reach = viewer_of_person(*person, organisation, later).reach;
                INFO("seed " << seed << " " << role << " " << person->id << " at " << format_time(later));
                // An auditor is lent no role: he sees the ticket as he sees all others.
                CHECK((reach.all || reach.was_told(ticket) == still));
                ended += still ? 0 : 1;
            }
        }
    }
    CHECK(ended > 100);
}

TEST_CASE("everybody's roles at once are those of each alone") {
    for (std::uint64_t seed = 1; seed <= kCases; ++seed) {
        Scene scene(seed);
        const Instant at = scene.moment();
        const OnCall on_call(scene.organisation, at);
        for (const Person& person : scene.organisation.people) {
            INFO("seed " << seed << " " << person.id << " at " << format_time(at));
            const auto roles = roles_at(scene.organisation, person, at);
            std::set<std::string> expected(roles.begin(), roles.end());
            for (const std::string& role : kRoles) {
                const Serving own = serving(scene.organisation, person, role, at);
                if (own.on_duty && own.person == nullptr) expected.insert(role);
            }
            std::set<std::string> found(person.roles.begin(), person.roles.end());
            const auto& served = on_call.roles_of(person.id);
            found.insert(served.begin(), served.end());
            CHECK(found == expected);
        }
    }
}
