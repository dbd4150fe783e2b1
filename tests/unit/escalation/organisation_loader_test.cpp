// A wrong name in the organisation means that an alarm reaches nobody: the loader must find it and say where it stands.

#include <filesystem>
#include <fstream>

#include <yaml-cpp/yaml.h>
#include <catch2/catch.hpp>

#include "adapters/yaml/organisation_loader.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;
namespace fs = std::filesystem;

namespace {

const KnownNames kKnown = {{"area_manager", "foreman", "district_manager"}, {"desk-file"}, {"urban", "rural"}};

const std::string kGood = R"(stations:
  s1: {name: 一所, county: 县公司}
areas:
  a1: {name: 台区一, manager: p1, station: s1}
people:
  p1:
    name: 演示-甲
    roles: [area_manager, foreman]
    station: s1
    teams: [A]
    areas: [a1]
    deputy: p2
    addresses: [{channel: desk-file, address: x}, {channel: desk-file}]
  p2: {name: 演示-乙}
)";

/// A configuration folder of its own, gone at the end of the test.
class Folder {
 public:
    Folder() { fs::create_directories(root_ / "organisation"); }

    Folder& write(const std::string& name, const std::string& content) {
        std::ofstream(root_ / "organisation" / name) << content;
        return *this;
    }
    [[nodiscard]] Result<Organisation> load(const KnownNames& known = kKnown) const {
        return load_organisation(root_, known);
    }
    /// What the loader says is wrong, without the folder.
    [[nodiscard]] std::string mistake() const {
        const auto loaded = load();
        if (loaded) return "nothing";
        std::string said = loaded.error().detail.en;
        const std::string prefix = (root_ / "organisation").string() + "/";
        for (auto at = said.find(prefix); at != std::string::npos; at = said.find(prefix))
            said.erase(at, prefix.size());
        return said;
    }

 private:
    test::TemporaryFolder folder_;
    const fs::path& root_ = folder_.path();
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos) FAIL("the text to replace is not there: " + from);
    return text.replace(at, from.size(), to);
}

std::string mistake_in(const std::string& from, const std::string& to) {
    return Folder().write("organisation.yaml", replaced(kGood, from, to)).mistake();
}

std::string mistake_in_roster(const std::string& roster) {
    return Folder().write("organisation.yaml", kGood).write("roster.yaml", roster).mistake();
}

}  // namespace

TEST_CASE("an organisation is read with all its people, places and addresses") {
    const auto loaded = Folder().write("organisation.yaml", kGood).load();
    REQUIRE(loaded.ok());
    REQUIRE(loaded->people.size() == 2);
    const Person& first = loaded->people[0];
    CHECK(first.id == "p1");
    CHECK(first.name == "演示-甲");
    CHECK(first.roles == std::vector<std::string>{"area_manager", "foreman"});
    CHECK(first.teams == std::vector<std::string>{"A"});
    CHECK(first.areas == std::vector<std::string>{"a1"});
    CHECK(first.deputy == "p2");
    REQUIRE(first.addresses.size() == 2);
    CHECK(first.addresses[0].address == "x");
    CHECK(first.addresses[1].address.empty());
    CHECK(loaded->find_area("台区一")->manager == "p1");
    CHECK(loaded->stations[0].county == "县公司");
    CHECK(loaded->duties.empty());
}

TEST_CASE("an area may say which places lie in it and what most of its sites are") {
    const std::string plain = "{name: 台区一, manager: p1, station: s1}";
    const auto with = [&plain](const std::string& more) {
        return replaced(kGood, plain, "{name: 台区一, manager: p1, station: s1, " + more + "}");
    };
    const auto loaded =
        Folder().write("organisation.yaml", with("places: [幸福路, 演示小区], site_class: rural")).load();
    REQUIRE(loaded);
    CHECK(loaded->areas[0].places == std::vector<std::string>{"幸福路", "演示小区"});
    CHECK(loaded->areas[0].site_class == "rural");
    CHECK(mistake_in(plain, "{name: 台区一, manager: p1, station: s1, places: [路]}")
              .starts_with("organisation.yaml:4:53: the place '路' is too short"));
    CHECK(mistake_in(plain, "{name: 台区一, manager: p1, station: s1, site_class: town}")
              .starts_with("organisation.yaml:4:57: there is no site class 'town'"));
}

TEST_CASE("a roster is read with weekly duties, shifts and absences") {
    const auto loaded = Folder()
                            .write("organisation.yaml", kGood)
                            .write("roster.yaml", R"(
weekly:
  - {person: p1, role: foreman, days: [1, 7], from: "20:30", for: 12h}
shifts:
  - {person: p2, role: foreman, from: "2026-03-02T08:00:00+08:00", to: "2026-03-02T20:00:00+08:00"}
absences:
  - {person: p1, from: "2026-03-02T08:00:00+08:00", to: "2026-03-03T08:00:00+08:00"}
)")
                            .load();
    REQUIRE(loaded.ok());
    REQUIRE(loaded->duties.size() == 1);
    CHECK(loaded->duties[0].weekdays == std::vector<int>{1, 7});
    CHECK(loaded->duties[0].starts == std::chrono::hours(20) + std::chrono::minutes(30));
    CHECK(loaded->duties[0].length == std::chrono::hours(12));
    REQUIRE(loaded->shifts.size() == 2);
    CHECK_FALSE(loaded->shifts[0].absent);
    CHECK(loaded->shifts[1].absent);
    CHECK(loaded->shifts[1].to - loaded->shifts[1].from == std::chrono::hours(24));
}

TEST_CASE("a roster that says nothing is refused, none at all means that nobody is on duty") {
    CHECK(mistake_in_roster("# nothing yet\n").starts_with("roster.yaml:1:1: "));
    CHECK(mistake_in_roster("weekly: []\n") == "nothing");
    CHECK(Folder().write("organisation.yaml", kGood).mistake() == "nothing");
}

TEST_CASE("a reference that leads nowhere is named with its place") {
    CHECK(mistake_in("manager: p1", "manager: p9") ==
          "organisation.yaml:4:28: there is no person 'p9': list them under people");
    CHECK(mistake_in("manager: p1, station: s1", "manager: p1, station: s9")
              .starts_with("organisation.yaml:4:41: there is no station 's9'"));
    CHECK(mistake_in("[area_manager, foreman]", "[area_manager, boss]")
              .starts_with("organisation.yaml:8:27: there is no role 'boss'"));
    CHECK(mistake_in("    station: s1\n    teams", "    station: s9\n    teams")
              .starts_with("organisation.yaml:9:14: there is no station 's9'"));
    CHECK(mistake_in("areas: [a1]", "areas: [a9]").starts_with("organisation.yaml:11:13: there is no area 'a9'"));
    CHECK(mistake_in("deputy: p2", "deputy: p9").starts_with("organisation.yaml:12:13: there is no person 'p9'"));
    CHECK(mistake_in("{channel: desk-file}", "{channel: pigeon}")
              .starts_with("organisation.yaml:13:61: there is no channel 'pigeon'"));
}

TEST_CASE("quiet hours that begin when they end are none, and refused") {
    CHECK(mistake_in("{name: 演示-乙}", "{name: 演示-乙, quiet: {from: \"22:00\", to: \"07:00\"}}") == "nothing");
    CHECK(mistake_in("{name: 演示-乙}", "{name: 演示-乙, quiet: {from: \"22:00\", to: \"22:00\"}}")
              .starts_with("organisation.yaml:14:27: quiet hours whose from and to are the same are none"));
}

TEST_CASE("an address that its channel cannot reach is named with its place") {
    Folder folder;
    folder.write("organisation.yaml", kGood);
    KnownNames known = kKnown;
    known.address_problem = [](const std::string& channel, const std::string& address) -> std::optional<LocalText> {
        if (channel == "desk-file" && address == "x") return std::nullopt;
        return LocalText{"坏", "bad " + channel + " " + address};
    };
    const auto loaded = folder.load(known);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().detail.en.ends_with("organisation.yaml:13:51: bad desk-file "));
    CHECK(loaded.error().detail.en.find('\n') == std::string::npos);
}

TEST_CASE("all references that lead nowhere are named at once") {
    const std::string said = Folder()
                                 .write("organisation.yaml", replaced(replaced(kGood, "deputy: p2", "deputy: p9"),
                                                                      "areas: [a1]", "areas: [a9]"))
                                 .mistake();
    CHECK(said.find("'a9'") != std::string::npos);
    CHECK(said.find("\norganisation.yaml:12:13: there is no person 'p9'") != std::string::npos);
}

TEST_CASE("what is missing, unknown or there twice is refused with its place") {
    CHECK(mistake_in("{name: 演示-乙}", "{}") == "organisation.yaml:14:7: 'name:' is missing");
    CHECK(mistake_in("name: 台区一, ", "") == "organisation.yaml:4:7: 'name:' is missing");
    CHECK(mistake_in("{channel: desk-file}", "{address: y}")
              .starts_with("organisation.yaml:13:51: 'channel:' is missing"));
    CHECK(mistake_in("  p2:", "  p1:").starts_with("organisation.yaml:14:3: the key 'p1' stands twice"));
    CHECK(mistake_in("deputy:", "depty:").starts_with("organisation.yaml:12:5: unknown key 'depty'"));
    CHECK(mistake_in("[{channel: desk-file, address: x}, {channel: desk-file}]", "x")
              .starts_with("organisation.yaml:13:16: a list belongs here"));
    CHECK(Folder().write("organisation.yaml", "people: [").mistake().starts_with("organisation.yaml:"));
    CHECK(Folder().write("organisation.yaml", "").mistake().starts_with("organisation.yaml:1:1: "));
    CHECK(mistake_in("  p2:", "  \"\":").starts_with("organisation.yaml:14:3: an id cannot be empty"));
}

TEST_CASE("mistakes of a roster are named with their place") {
    CHECK(mistake_in_roster("weekly:\n  - {person: p9, role: foreman, from: \"08:00\", for: 12h}\n")
              .starts_with("roster.yaml:2:14: there is no person 'p9'"));
    CHECK(mistake_in_roster("weekly:\n  - {person: p1, role: boss, from: \"08:00\", for: 12h}\n")
              .starts_with("roster.yaml:2:24: there is no role 'boss'"));
    CHECK(mistake_in_roster("weekly:\n  - {person: p1, role: foreman, from: \"24:00\", for: 12h}\n")
              .find("'24:00' is no time of day") != std::string::npos);
    CHECK(mistake_in_roster("weekly:\n  - {person: p1, role: foreman, from: \"08:00\", for: 2wd}\n")
              .starts_with("roster.yaml:2:53: only s, min or h"));
    CHECK(mistake_in_roster("weekly:\n  - {person: p1, role: foreman, from: \"08:00\", for: 169h}\n")
              .find("at most 7 days") != std::string::npos);
    CHECK(mistake_in_roster("weekly:\n  - {person: p1, role: foreman, days: [8], from: \"08:00\", for: 12h}\n")
              .find("8 is no weekday") != std::string::npos);
    CHECK(mistake_in_roster("weekly:\n  - {person: p1, role: foreman, from: \"08:00\"}\n").find("'for:' is missing") !=
          std::string::npos);
    CHECK(mistake_in_roster("shifts:\n  - {person: p1, role: foreman, from: \"2026-03-02T08:00:00+08:00\", to: "
                            "\"2026-03-02T08:00:00+08:00\"}\n")
              .find("a shift ends after it starts") != std::string::npos);
    CHECK(mistake_in_roster("absences:\n  - {person: p1, from: \"2026-03-02\", to: \"2026-03-02T08:00:00+08:00\"}\n")
              .find("cannot read the time '2026-03-02'") != std::string::npos);
    CHECK(mistake_in_roster("absences:\n  - {person: p1, role: foreman}\n").find("unknown key 'role'") !=
          std::string::npos);
}

TEST_CASE("a roster is read with turns, overrides, swaps, deputies of an absence, and what must be covered") {
    const auto loaded = Folder()
                            .write("organisation.yaml", kGood)
                            .write("roster.yaml", R"(
rotations:
  - {role: foreman, people: [p1, p2], every: 2w, anchor: 2026-01-05, at: "08:30"}
  - {role: foreman, people: p1, every: 3d, anchor: 2026-01-05, at: "20:00", for: 12h}
overrides:
  - {person: p2, instead_of: p1, role: foreman, from: "2026-03-02T08:00:00+08:00", to: "2026-03-02T12:00:00+08:00"}
swaps:
  - {people: [p1, p2], from: "2026-03-02T08:00:00+08:00", to: "2026-03-02T12:00:00+08:00"}
absences:
  - {person: p2, deputy: p1, from: "2026-03-02T08:00:00+08:00", to: "2026-03-02T12:00:00+08:00"}
cover:
  - {role: foreman, station: s1}
  - {role: foreman, hours: {days: [1, 2], from: "08:00", for: 10h}}
)")
                            .load();
    if (!loaded) FAIL(loaded.error().detail.en);
    REQUIRE(loaded->rotations.size() == 2);
    CHECK(loaded->rotations[0].days == 14);
    CHECK(loaded->rotations[0].people == std::vector<std::string>{"p1", "p2"});
    CHECK(format_date(loaded->rotations[0].anchor) == "2026-01-05");
    CHECK(loaded->rotations[0].length == Millis(0));
    CHECK(loaded->rotations[1].days == 3);
    CHECK(loaded->rotations[1].length == std::chrono::hours(12));
    CHECK(loaded->overrides.at(0).instead_of == "p1");
    CHECK(loaded->swaps.at(0).other == "p2");
    CHECK(loaded->shifts.at(0).deputy == "p1");
    REQUIRE(loaded->covers.size() == 2);
    CHECK(loaded->covers[0].length == kDay);
    CHECK(loaded->covers[0].mark.line == 12);
    CHECK(loaded->covers[1].weekdays == std::vector<int>{1, 2});
}

TEST_CASE("mistakes in turns, overrides, swaps, deputies and covers are named with their place") {
    const std::string turn = "rotations:\n  - {role: foreman, people: [p1], anchor: 2026-01-05, at: \"08:00\", every: ";
    CHECK(mistake_in_roster(turn + "7}\n").find("write '7' as days or weeks") != std::string::npos);
    CHECK(mistake_in_roster(turn + "0d}\n").find("write '0d' as days or weeks") != std::string::npos);
    CHECK(mistake_in_roster(turn + "999999999w}\n").find("at most 366 days") != std::string::npos);
    CHECK(mistake_in_roster(turn + "1w, for: 25h}\n").find("at most 24 hours") != std::string::npos);
    CHECK(
        mistake_in_roster("rotations:\n  - {role: foreman, people: [], every: 1w, anchor: 2026-01-05, at: \"08:00\"}\n")
            .find("at least one person") != std::string::npos);
    const std::string day = R"(from: "2026-03-02T08:00:00+08:00", to: "2026-03-02T12:00:00+08:00"})"
                            "\n";
    CHECK(mistake_in_roster("overrides:\n  - {person: p1, instead_of: p1, " + day).find("'p1' stands in both places") !=
          std::string::npos);
    CHECK(mistake_in_roster("swaps:\n  - {people: [p1], " + day).find("between two people") != std::string::npos);
    CHECK(mistake_in_roster("swaps:\n  - {people: [p1, p9], " + day).find("there is no person 'p9'") !=
          std::string::npos);
    CHECK(mistake_in_roster("absences:\n  - {person: p1, deputy: p1, " + day).find("their own deputy") !=
          std::string::npos);
    CHECK(mistake_in_roster("cover:\n  - {role: foreman, station: s9}\n").find("there is no station 's9'") !=
          std::string::npos);
    CHECK(mistake_in("deputy: p2", "deputy: p1").find("their own deputy") != std::string::npos);
}

TEST_CASE("deputies who are all absent at once are refused where the last of them goes") {
    const std::string early = R"(from: "2026-03-02T08:00:00+08:00", to: "2026-03-04T08:00:00+08:00"})"
                              "\n";
    const std::string late = R"(from: "2026-03-03T08:00:00+08:00", to: "2026-03-05T08:00:00+08:00"})"
                             "\n";
    const std::string after = R"(from: "2026-03-04T08:00:00+08:00", to: "2026-03-05T08:00:00+08:00"})"
                              "\n";
    const std::string first = "absences:\n  - {person: p2, deputy: p1, " + early;
    CHECK(mistake_in_roster(first + "  - {person: p1, " + late)
              .starts_with("roster.yaml:3:5: these deputies stand in for each other"));
    CHECK(mistake_in_roster(first + "  - {person: p1, " + after) == "nothing");
}

TEST_CASE("a folder without an organisation is reported as such") {
    CHECK(Folder().load().error().code == Errc::unavailable);
}

TEST_CASE(
    "in the shipped organisation every role of the configuration reaches somebody at any hour, and says it is made "
    "up") {
    const fs::path config = fs::path(GONGDAN_SOURCE_DIR) / "config";
    std::vector<std::string> roles;
    for (const auto& role : YAML::LoadFile((config / "gongdan.yaml").string())["roles"]) {
        roles.push_back(role.first.as<std::string>());
    }
    const auto loaded = load_organisation(config, {roles, {"desk-file"}, {"urban", "rural", "remote"}});
    if (!loaded) FAIL(loaded.error().detail.en);
    const Instant monday = *parse_time("2026-03-02T00:30:00+08:00");
    for (const Area& area : loaded->areas) {
        const json::object data{{"area", area.id}};
        for (int hour = 0; hour < 24 * 7; ++hour) {
            REQUIRE(unreachable_roles(*loaded, roles, data, monday + std::chrono::hours(hour)).empty());
        }
    }
    for (const Person& person : loaded->people) CHECK(person.name.starts_with("演示-"));
}
