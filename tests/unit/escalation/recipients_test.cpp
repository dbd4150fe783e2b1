// A rung names roles; the organisation and its roster must turn them into the right people at the right moment.

#include <catch2/catch.hpp>

#include "core/escalation/organisation.hpp"

using namespace gongdan;
using namespace std::chrono_literals;

namespace {

// 2026-03-02 is a Monday.
Instant at(const std::string& clock, const std::string& day = "2026-03-02") {
    const auto parsed = parse_time(day + "T" + clock + ":00+08:00");
    if (!parsed) FAIL(parsed.error().detail.en);
    return *parsed;
}

Person person(const std::string& id, std::vector<std::string> roles, const std::string& station = "") {
    Person made;
    made.id = id;
    made.name = "演示-" + id;
    made.roles = std::move(roles);
    made.station = station;
    made.addresses = {{"desk-file", id}};
    return made;
}

Organisation two_stations() {
    Organisation organisation;
    organisation.stations = {{"s1", "一所", "county"}, {"s2", "二所", "county"}};
    organisation.areas = {
        {"a1", "台区一", "manager1", "s1"}, {"a2", "台区二", "manager2", "s1"}, {"b1", "台区三", "manager3", "s2"}};
    organisation.people = {
        person("manager1", {"area_manager"}, "s1"),
        person("manager2", {"area_manager"}, "s1"),
        person("manager3", {"area_manager"}, "s2"),
        person("foreman1", {"foreman"}, "s1"),
        person("foreman2", {"foreman"}, "s2"),
        person("district1", {"district_manager"}, "s1"),
        person("district2", {"district_manager"}, "s1"),
        person("district3", {"district_manager"}, "s2"),
        person("desk1", {"dispatcher"}),
        person("desk2", {"dispatcher"}),
        person("expert", {"specialist", "dispatcher"}),
    };
    organisation.people[1].teams = {"A"};
    organisation.people[3].teams = {"A"};
    organisation.people[5].areas = {"a1"};
    organisation.people[6].areas = {"a2"};
    return organisation;
}

Person& in(Organisation& organisation, std::string_view id) {
    return const_cast<Person&>(*organisation.find_person(id));
}

std::vector<std::string> told(const Organisation& organisation, std::string_view role, const std::string& data,
                              Instant when = at("10:00")) {
    std::vector<std::string> ids;
    for (const Person* one : recipients(organisation, role, json::parse(data).as_object(), when))
        ids.push_back(one->id);
    return ids;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a crew that has the job is told as area managers") {
    CHECK(told(two_stations(), "area_manager", R"({"area":"a1","team":"A"})") == Ids{"manager2", "foreman1"});
}

TEST_CASE("without a crew the manager of the area is told, whether it is named by id or by name") {
    CHECK(told(two_stations(), "area_manager", R"({"area":"a1"})") == Ids{"manager1"});
    CHECK(told(two_stations(), "area_manager", R"({"area":"台区三"})") == Ids{"manager3"});
    CHECK(told(two_stations(), "area_manager", R"({"area":"a1","team":"no such crew"})") == Ids{"manager1"});
}

TEST_CASE("while the area's own manager is off duty the colleague of his station who is on duty is told") {
    Organisation organisation = two_stations();
    const auto told_of_a1 = [&organisation] { return told(organisation, "area_manager", R"({"area":"a1"})"); };
    const auto duty = [](const std::string& person) {
        return Shift{person, "area_manager", Instant{}, Instant{} + 100000 * kDay, false, ""};
    };
    organisation.shifts = {duty("manager2")};
    CHECK(told_of_a1() == Ids{"manager2"});
    organisation.shifts = {duty("manager3")};  // of another station
    CHECK(told_of_a1() == Ids{"manager1"});
    organisation.shifts = {duty("manager1"), duty("manager2")};
    CHECK(told_of_a1() == Ids{"manager1"});
    organisation.shifts = {duty("desk1")};  // for the whole county
    CHECK(told_of_a1() == Ids{"desk1"});
    organisation.shifts = {duty("foreman1")};
    organisation.shifts[0].role = "foreman";
    CHECK(told_of_a1() == Ids{"manager1"});
}

TEST_CASE("an area's own manager who is absent on duty without a deputy leaves it to the colleague on duty") {
    Organisation organisation = two_stations();
    organisation.duties = {{"manager1", "area_manager", {}, 0h, 24h}, {"manager2", "area_manager", {}, 0h, 24h}};
    organisation.shifts = {{"manager1", "", at("08:00"), at("12:00"), true}};
    CHECK(told(organisation, "area_manager", R"({"area":"a1"})") == Ids{"manager2"});
    CHECK(told(organisation, "area_manager", R"({"area":"a1"})", at("12:00")) == Ids{"manager1"});
    // The colleague is away too: somebody is told all the same.
    organisation.shifts.push_back({"manager2", "", at("08:00"), at("12:00"), true});
    CHECK(told(organisation, "area_manager", R"({"area":"a1"})") == Ids{"manager1"});
}

TEST_CASE("areas are found the same way with and without an index") {
    Organisation organisation = two_stations();
    organisation.index_areas();
    CHECK(told(organisation, "area_manager", R"({"area":"a1"})") == Ids{"manager1"});
    CHECK(told(organisation, "area_manager", R"({"area":"台区三"})") == Ids{"manager3"});
    CHECK(organisation.find_area("台区四") == nullptr);
}

TEST_CASE("foremen of the case's station are told, and no others") {
    CHECK(told(two_stations(), "foreman", R"({"area":"a2"})") == Ids{"foreman1"});
    CHECK(told(two_stations(), "foreman", R"({"area":"b1"})") == Ids{"foreman2"});
}

TEST_CASE("the crew's station counts when the area is unknown") {
    CHECK(told(two_stations(), "foreman", R"({"team":"A"})") == Ids{"foreman1"});
    CHECK(told(two_stations(), "foreman", R"({"area":"nowhere","team":"A"})") == Ids{"foreman1"});
}

TEST_CASE("district managers are told of their own areas, those without a list of their whole station's") {
    CHECK(told(two_stations(), "district_manager", R"({"area":"a1"})") == Ids{"district1"});
    CHECK(told(two_stations(), "district_manager", R"({"area":"a2"})") == Ids{"district2"});
    CHECK(told(two_stations(), "district_manager", R"({"area":"b1"})") == Ids{"district3"});
}

TEST_CASE("an area that no district manager looks after falls to those of its station") {
    Organisation organisation = two_stations();
    in(organisation, "district2").areas = {"a1"};
    CHECK(told(organisation, "district_manager", R"({"area":"a2"})") == Ids{"district1", "district2"});
}

TEST_CASE("people without a station hear of every place") {
    CHECK(told(two_stations(), "dispatcher", R"({"area":"b1"})") == Ids{"desk1", "desk2", "expert"});
}

TEST_CASE("every holder is told when the place is unknown or nobody there holds the role") {
    CHECK(told(two_stations(), "foreman", "{}") == Ids{"foreman1", "foreman2"});
    CHECK(told(two_stations(), "area_manager", R"({"area":7})") == Ids{"manager1", "manager2", "manager3"});
    Organisation organisation = two_stations();
    in(organisation, "foreman2").station = "s1";
    CHECK(told(organisation, "foreman", R"({"area":"b1"})") == Ids{"foreman1", "foreman2"});
}

TEST_CASE("nobody is told only when nobody holds the role") {
    CHECK(told(two_stations(), "leader", R"({"area":"a1"})").empty());
}

TEST_CASE("the specialist who has the case is told alone") {
    Organisation organisation = two_stations();
    organisation.people.push_back(person("expert2", {"specialist"}));
    CHECK(told(organisation, "specialist", R"({"assignee":"expert2"})") == Ids{"expert2"});
    CHECK(told(organisation, "specialist", R"({"assignee":"演示-expert"})") == Ids{"expert"});
    CHECK(told(organisation, "specialist", R"({"assignee":"desk1"})") == Ids{"expert", "expert2"});
    CHECK(told(organisation, "specialist", R"({"area":"a1"})") == Ids{"expert", "expert2"});
}

TEST_CASE("only those on duty are told when anybody is") {
    Organisation organisation = two_stations();
    organisation.duties = {{"desk2", "dispatcher", {1, 2, 3, 4, 5}, 8h, 12h}};
    CHECK(told(organisation, "dispatcher", "{}", at("10:00")) == Ids{"desk2"});
    CHECK(told(organisation, "dispatcher", "{}", at("08:00")) == Ids{"desk2"});
    CHECK(told(organisation, "dispatcher", "{}", at("20:00")) == Ids{"desk1", "desk2", "expert"});
    CHECK(told(organisation, "dispatcher", "{}", at("10:00", "2026-03-01")) ==
          Ids{"desk1", "desk2", "expert"});  // Sunday
}

TEST_CASE("a night duty belongs to the day on which it starts") {
    Organisation organisation = two_stations();
    organisation.duties = {{"desk1", "dispatcher", {7}, 20h, 12h}};  // Sunday evening to Monday morning
    CHECK(told(organisation, "dispatcher", "{}", at("23:00", "2026-03-01")) == Ids{"desk1"});
    CHECK(told(organisation, "dispatcher", "{}", at("07:59", "2026-03-02")) == Ids{"desk1"});
    CHECK(told(organisation, "dispatcher", "{}", at("08:00", "2026-03-02")).size() == 3);
    CHECK(told(organisation, "dispatcher", "{}", at("07:59", "2026-03-03")).size() == 3);
}

TEST_CASE("a duty of a whole day starts again where the last one ends") {
    Organisation organisation = two_stations();
    organisation.duties = {{"desk1", "dispatcher", {1}, 8h, 24h}, {"desk2", "dispatcher", {2}, 8h, 24h}};
    CHECK(told(organisation, "dispatcher", "{}", at("07:59", "2026-03-03")) == Ids{"desk1"});
    CHECK(told(organisation, "dispatcher", "{}", at("08:00", "2026-03-03")) == Ids{"desk2"});
}

TEST_CASE("a duty counts for its own role only") {
    Organisation organisation = two_stations();
    organisation.duties = {{"expert", "specialist", {}, 0h, 24h}};
    CHECK(told(organisation, "dispatcher", "{}").size() == 3);
}

TEST_CASE("a shift makes its person a holder of the role while it lasts") {
    Organisation organisation = two_stations();
    organisation.shifts = {{"foreman1", "leader", at("08:00"), at("12:00"), false}};
    CHECK(told(organisation, "leader", "{}", at("08:00")) == Ids{"foreman1"});
    CHECK(told(organisation, "leader", "{}", at("12:00")).empty());
}

TEST_CASE("the deputy is told instead of an absent person, and his deputy when he is absent too") {
    Organisation organisation = two_stations();
    in(organisation, "district1").deputy = "foreman1";
    in(organisation, "foreman1").deputy = "foreman2";
    organisation.shifts = {{"district1", "", at("08:00"), at("12:00"), true}};
    CHECK(told(organisation, "district_manager", R"({"area":"a1"})", at("07:59")) == Ids{"district1"});
    CHECK(told(organisation, "district_manager", R"({"area":"a1"})", at("08:00")) == Ids{"foreman1"});
    organisation.shifts.push_back({"foreman1", "", at("08:00"), at("12:00"), true});
    CHECK(told(organisation, "district_manager", R"({"area":"a1"})", at("08:00")) == Ids{"foreman2"});
    CHECK(told(organisation, "district_manager", R"({"area":"a1"})", at("12:00")) == Ids{"district1"});
}

TEST_CASE("an absent person on duty is replaced, not his colleagues off duty woken") {
    Organisation organisation = two_stations();
    organisation.duties = {{"desk1", "dispatcher", {}, 0h, 24h}};
    organisation.shifts = {{"desk1", "", at("08:00"), at("12:00"), true}};
    in(organisation, "desk1").deputy = "expert";
    CHECK(told(organisation, "dispatcher", "{}") == Ids{"expert"});
    in(organisation, "desk1").deputy = "";
    CHECK(told(organisation, "dispatcher", "{}") == Ids{"desk2", "expert"});
}

TEST_CASE("an absent person without a deputy is told rather than nobody") {
    Organisation organisation = two_stations();
    organisation.shifts = {{"foreman1", "", at("08:00"), at("12:00"), true}};
    CHECK(told(organisation, "foreman", R"({"area":"a1"})") == Ids{"foreman1"});
}

TEST_CASE("deputies who stand in for each other do not go round in circles") {
    Organisation organisation = two_stations();
    in(organisation, "foreman1").deputy = "foreman2";
    in(organisation, "foreman2").deputy = "foreman1";
    organisation.shifts = {{"foreman1", "", at("08:00"), at("12:00"), true},
                           {"foreman2", "", at("08:00"), at("12:00"), true}};
    CHECK(told(organisation, "foreman", R"({"area":"a1"})") == Ids{"foreman1"});
}

TEST_CASE("over several roles nobody is told twice, in the organisation's order") {
    const std::vector<std::string> roles = {"specialist", "dispatcher", "foreman"};
    const Organisation organisation = two_stations();
    Ids ids;
    for (const Person* one :
         recipients(organisation, roles, json::parse(R"({"area":"a1"})").as_object(), at("10:00"))) {
        ids.push_back(one->id);
    }
    CHECK(ids == Ids{"foreman1", "desk1", "desk2", "expert"});
}

TEST_CASE("roles are unreachable when nobody holds them or no holder has an address") {
    Organisation organisation = two_stations();
    in(organisation, "foreman1").addresses.clear();
    const auto data = json::parse(R"({"area":"a1"})").as_object();
    CHECK(unreachable_roles(organisation, {"leader", "foreman", "dispatcher"}, data, at("10:00")) ==
          Ids{"leader", "foreman"});
    CHECK(unreachable_roles(organisation, {"dispatcher"}, data, at("10:00")).empty());
}

TEST_CASE("the roles of a person are his own, his shift's, and an absent person's for whom he stands in") {
    Organisation organisation = two_stations();
    const auto roles = [&organisation](std::string_view id, const std::string& clock) {
        return roles_at(organisation, *organisation.find_person(id), at(clock));
    };
    organisation.shifts = {{"foreman1", "leader", at("08:00"), at("12:00"), false},
                           {"district1", "", at("09:00"), at("10:00"), true}};
    in(organisation, "district1").deputy = "foreman1";
    CHECK(roles("foreman1", "07:00") == Ids{"foreman"});
    CHECK(roles("foreman1", "08:30") == Ids{"foreman", "leader"});
    CHECK(roles("foreman1", "09:30") == Ids{"foreman", "district_manager", "leader"});
    CHECK(roles("foreman1", "12:00") == Ids{"foreman"});
    CHECK(roles("expert", "09:30") == Ids{"specialist", "dispatcher"});
}
