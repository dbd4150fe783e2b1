#include "adapters/yaml/organisation_loader.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/reader.hpp"
#include "core/base/utf8.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Reader;

constexpr Millis kDutyMax = std::chrono::hours(24 * 7);  // a weekly duty that overlaps itself is a slip of the pen
constexpr int kTurnMax = 366;                            // days; a longer turn is an appointment, not a rotation

/// Every name that something may refer to. Collected first, so that a mistake inside a person does not make all who
/// name him look wrong too.
struct Names {
    std::set<std::string> stations;
    std::set<std::string> areas;
    std::set<std::string> people;
    std::set<std::string> roles;
    std::set<std::string> channels;
    std::set<std::string> site_classes;
    std::function<std::optional<LocalText>(const std::string& channel, const std::string& address)> address_problem;
};

std::set<std::string> ids_of(const Reader& reader, const YAML::Node& node) {
    std::set<std::string> ids;
    for (const auto& [key, value] : reader.entries(node)) {
        if (reader.string(key).empty()) reader.note(key, text("organisation.empty-id"));
        ids.insert(reader.string(key));
    }
    return ids;
}

/// The name `node` holds; one that leads nowhere is noted as `text_id` says. Empty when `node` is missing.
std::string reference(const Reader& reader, const YAML::Node& node, const std::set<std::string>& known,
                      std::string_view text_id) {
    if (!node) return {};
    std::string name = reader.string(node);
    if (!known.contains(name)) reader.note(node, text(text_id, name));
    return name;
}

/// A list of them, or one.
std::vector<std::string> references(const Reader& reader, const YAML::Node& node, const std::set<std::string>& known,
                                    std::string_view text_id) {
    if (!node) return {};
    if (node.IsScalar()) return {reference(reader, node, known, text_id)};
    std::vector<std::string> names;
    for (const YAML::Node& item : reader.items(node)) names.push_back(reference(reader, item, known, text_id));
    return names;
}

Address read_address(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"channel", "address"});
    Address address;
    address.channel = reference(reader, reader.required(node, "channel"), names.channels, "organisation.no-channel");
    if (node["address"]) address.address = reader.string(node["address"]);
    if (!names.address_problem) return address;
    if (const auto problem = names.address_problem(address.channel, address.address))
        reader.note(node["address"] ? node["address"] : node, *problem);
    return address;
}

/// "HH:MM" as an offset in the day.
Millis read_start(const Reader& reader, const YAML::Node& node) {
    const std::string clock = reader.string(node);
    int hours = -1;
    int minutes = -1;
    if (clock.size() == 5 && clock[2] == ':') {
        std::from_chars(clock.data(), clock.data() + 2, hours);
        std::from_chars(clock.data() + 3, clock.data() + 5, minutes);
    }
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) reader.wrong(node, text("organisation.start", clock));
    return std::chrono::hours(hours) + std::chrono::minutes(minutes);
}

Person read_person(const Reader& reader, const YAML::Node& key, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"name", "roles", "station", "teams", "areas", "addresses", "deputy", "quiet"});
    Person person;
    person.id = reader.string(key);
    person.roles = references(reader, node["roles"], names.roles, "organisation.no-role");
    person.station = reference(reader, node["station"], names.stations, "organisation.no-station");
    person.teams = reader.strings(node["teams"]);
    person.areas = references(reader, node["areas"], names.areas, "organisation.no-area");
    person.deputy = reference(reader, node["deputy"], names.people, "organisation.no-person");
    if (person.deputy == person.id) reader.note(node["deputy"], text("roster.own-deputy", person.id));
    for (const YAML::Node& address : reader.items(node["addresses"])) {
        reader.attempt(
            [&reader, &person, &address, &names] { person.addresses.push_back(read_address(reader, address, names)); });
    }
    if (const YAML::Node quiet = node["quiet"]) {
        reader.expect_map(quiet, {"from", "to"});
        person.quiet = QuietHours{read_start(reader, reader.required(quiet, "from")),
                                  read_start(reader, reader.required(quiet, "to"))};
        if (person.quiet->from == person.quiet->to) reader.note(quiet, text("organisation.quiet-empty"));
    }
    person.name = reader.string(reader.required(node, "name"));
    return person;
}

constexpr int kCustomersMax = 100'000'000;  ///< a country; more is a slip of the pen

/// One character stands in half of all addresses.
bool is_too_short(std::string_view place) { return place.size() <= character_size(place); }

Area read_area(const Reader& reader, const YAML::Node& key, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"name", "manager", "station", "customers", "places", "site_class"});
    Area area{reader.string(key), reader.string(reader.required(node, "name")),
              reference(reader, reader.required(node, "manager"), names.people, "organisation.no-person"),
              reference(reader, reader.required(node, "station"), names.stations, "organisation.no-station")};
    if (node["customers"]) area.customers = reader.integer(node["customers"], 1, kCustomersMax);
    area.places = reader.strings(node["places"]);
    for (const std::string& place : area.places) {
        if (is_too_short(place)) reader.note(node["places"], text("organisation.place-short", place));
    }
    area.site_class = reference(reader, node["site_class"], names.site_classes, "organisation.no-site-class");
    return area;
}

Station read_station(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"name", "county"});
    return {reader.string(key), reader.string(reader.required(node, "name")),
            node["county"] ? reader.string(node["county"]) : ""};
}

/// A name without a crew is a slip of the pen: nobody would ever be sent.
void require_member(const Reader& reader, const YAML::Node& key, const Organisation& organisation) {
    const std::string id = reader.string(key);
    const bool known = std::any_of(organisation.people.begin(), organisation.people.end(), [&id](const Person& person) {
        return std::find(person.teams.begin(), person.teams.end(), id) != person.teams.end();
    });
    if (!known) reader.note(key, text("organisation.nobody-in-team", id));
}

Organisation read_organisation(const Reader& reader, const YAML::Node& root, Names& names) {
    reader.expect_map(root, {"stations", "areas", "people", "teams"});
    names.stations = ids_of(reader, root["stations"]);
    names.areas = ids_of(reader, root["areas"]);
    names.people = ids_of(reader, root["people"]);
    Organisation organisation;
    for (const auto& [key, node] : reader.entries(root["stations"])) {
        reader.attempt([&reader, &organisation, &k = key, &n = node] {
            organisation.stations.push_back(read_station(reader, k, n));
        });
    }
    for (const auto& [key, node] : reader.entries(root["areas"])) {
        reader.attempt([&reader, &organisation, &names, &k = key, &n = node] {
            organisation.areas.push_back(read_area(reader, k, n, names));
        });
    }
    for (const auto& [key, node] : reader.entries(root["people"])) {
        reader.attempt([&reader, &organisation, &names, &k = key, &n = node] {
            organisation.people.push_back(read_person(reader, k, n, names));
        });
    }
    for (const auto& [key, node] : reader.entries(root["teams"])) {
        reader.attempt([&reader, &organisation, &k = key, &n = node] {
            organisation.teams.push_back({reader.string(k), reader.title(n)});
            require_member(reader, k, organisation);
        });
    }
    organisation.index_areas();
    return organisation;
}

Instant read_time(const Reader& reader, const YAML::Node& node) {
    const auto parsed = parse_time(reader.string(node));
    if (!parsed) reader.wrong(node, parsed.error().detail);
    return *parsed;
}

int read_weekday(const Reader& reader, const YAML::Node& node) {
    const int weekday = reader.integer(node);
    if (weekday < 1 || weekday > 7) reader.wrong(node, text("organisation.weekday", weekday));
    return weekday;
}

Millis read_length(const Reader& reader, const YAML::Node& node, Millis most) {
    const Limit length = reader.limit(node);
    if (!is_elapsed(length)) reader.wrong(node, text("yaml.elapsed-only"));
    if (elapsed(length) > most) {
        reader.wrong(node, most == kDay ? text("roster.day-length") : text("organisation.duty-length"));
    }
    return elapsed(length);
}

/// The hours of a day that somebody serves, or is needed.
template <class Pattern>
void read_hours(const Reader& reader, const YAML::Node& node, Pattern& pattern, Millis length_max) {
    for (const YAML::Node& day : reader.items(node["days"])) pattern.weekdays.push_back(read_weekday(reader, day));
    pattern.starts = read_start(reader, reader.required(node, "from"));
    pattern.length = read_length(reader, reader.required(node, "for"), length_max);
}

WeeklyDuty read_duty(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"person", "role", "days", "from", "for"});
    WeeklyDuty duty;
    duty.person = reference(reader, reader.required(node, "person"), names.people, "organisation.no-person");
    duty.role = reference(reader, reader.required(node, "role"), names.roles, "organisation.no-role");
    read_hours(reader, node, duty, kDutyMax);
    return duty;
}

/// "3d" or "2w": turns change at the same hour, so nothing but whole days will do.
int read_turn(const Reader& reader, const YAML::Node& node) {
    const std::string given = reader.string(node);
    int count = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), count);
    const std::string_view unit(end, std::size_t(given.data() + given.size() - end));
    const bool known = error == std::errc() && (unit == "d" || unit == "w");
    const int most = unit == "w" ? kTurnMax / 7 : kTurnMax;  // asked before it is multiplied
    if (!known || count < 1 || count > most) reader.wrong(node, text("roster.turn", given, kTurnMax));
    return unit == "w" ? count * 7 : count;
}

Rotation read_rotation(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"role", "people", "every", "anchor", "at", "for"});
    Rotation rotation;
    rotation.role = reference(reader, reader.required(node, "role"), names.roles, "organisation.no-role");
    const YAML::Node people = reader.required(node, "people");
    rotation.people = references(reader, people, names.people, "organisation.no-person");
    if (rotation.people.empty()) reader.wrong(people, text("roster.nobody-turns"));
    rotation.anchor = reader.date(reader.required(node, "anchor"));
    rotation.days = read_turn(reader, reader.required(node, "every"));
    rotation.starts = read_start(reader, reader.required(node, "at"));
    if (node["for"]) rotation.length = read_length(reader, node["for"], kDay);
    return rotation;
}

/// `Change` is anything that holds from one instant to another.
template <class Change>
void read_stretch(const Reader& reader, const YAML::Node& node, Change& change) {
    change.from = read_time(reader, reader.required(node, "from"));
    change.to = read_time(reader, reader.required(node, "to"));
    if (change.to <= change.from) reader.wrong(node["to"], text("organisation.shift-order"));
}

Shift read_shift(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"person", "role", "from", "to"});
    Shift shift;
    shift.person = reference(reader, reader.required(node, "person"), names.people, "organisation.no-person");
    read_stretch(reader, node, shift);
    shift.role = reference(reader, reader.required(node, "role"), names.roles, "organisation.no-role");
    return shift;
}

Override read_override(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"person", "instead_of", "role", "from", "to"});
    Override change;
    change.person = reference(reader, reader.required(node, "person"), names.people, "organisation.no-person");
    change.instead_of = reference(reader, reader.required(node, "instead_of"), names.people, "organisation.no-person");
    if (change.person == change.instead_of) reader.wrong(node, text("roster.same-person", change.person));
    change.role = reference(reader, node["role"], names.roles, "organisation.no-role");
    read_stretch(reader, node, change);
    return change;
}

Swap read_swap(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"people", "role", "from", "to"});
    const YAML::Node people = reader.required(node, "people");
    const auto two = references(reader, people, names.people, "organisation.no-person");
    if (two.size() != 2) reader.wrong(people, text("roster.two-people"));
    if (two[0] == two[1]) reader.wrong(people, text("roster.same-person", two[0]));
    Swap change;
    change.one = two[0];
    change.other = two[1];
    change.role = reference(reader, node["role"], names.roles, "organisation.no-role");
    read_stretch(reader, node, change);
    return change;
}

Shift read_absence(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"person", "deputy", "from", "to"});
    Shift absence;
    absence.absent = true;
    absence.person = reference(reader, reader.required(node, "person"), names.people, "organisation.no-person");
    absence.deputy = reference(reader, node["deputy"], names.people, "organisation.no-person");
    if (absence.deputy == absence.person) reader.wrong(node["deputy"], text("roster.own-deputy", absence.person));
    read_stretch(reader, node, absence);
    return absence;
}

Cover read_cover(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"role", "station", "hours"});
    Cover cover;
    cover.role = reference(reader, reader.required(node, "role"), names.roles, "organisation.no-role");
    cover.station = reference(reader, node["station"], names.stations, "organisation.no-station");
    cover.mark = reader.mark(node);
    if (!node["hours"]) return cover;
    reader.expect_map(node["hours"], {"days", "from", "for"});
    read_hours(reader, node["hours"], cover, kDutyMax);
    return cover;
}

/// A list under `key`, read item by item: what is wrong with one keeps no other from being read.
template <class T>
void read_list(const Reader& reader, const YAML::Node& list, const Names& names, std::vector<T>& into,
               T (*read)(const Reader&, const YAML::Node&, const Names&)) {
    for (const YAML::Node& node : reader.items(list)) {
        reader.attempt([&reader, &node, &names, &into, read] { into.push_back(read(reader, node, names)); });
    }
}

/// Nobody would be told while all who stand in for each other are away. A circle is closed by the absence that begins
/// last, so each is looked at when it begins.
void check_circles(const Reader& reader, const YAML::Node& absences, const Organisation& organisation) {
    const std::vector<YAML::Node> nodes = reader.items(absences);
    std::vector<const Shift*> read;
    for (const Shift& shift : organisation.shifts) {
        if (shift.absent) read.push_back(&shift);
    }
    if (read.size() != nodes.size()) return;  // some could not be read, which has been said
    for (std::size_t i = 0; i < read.size(); ++i) {
        const Person* person = organisation.find_person(read[i]->person);
        if (person == nullptr) continue;
        const auto circle = absent_circle(organisation, *person, read[i]->from);
        if (!circle.empty()) reader.note(nodes[i], text("roster.circle", names_of(circle)));
    }
}

void read_roster(const Reader& reader, const YAML::Node& root, const Names& names, Organisation& organisation) {
    reader.expect_map(root, {"weekly", "rotations", "shifts", "overrides", "swaps", "absences", "cover"});
    read_list(reader, root["weekly"], names, organisation.duties, read_duty);
    read_list(reader, root["rotations"], names, organisation.rotations, read_rotation);
    read_list(reader, root["shifts"], names, organisation.shifts, read_shift);
    read_list(reader, root["overrides"], names, organisation.overrides, read_override);
    read_list(reader, root["swaps"], names, organisation.swaps, read_swap);
    read_list(reader, root["absences"], names, organisation.shifts, read_absence);
    read_list(reader, root["cover"], names, organisation.covers, read_cover);
    check_circles(reader, root["absences"], organisation);
}

}  // namespace

Result<Organisation> load_organisation(const fs::path& config_folder, const KnownNames& known) {
    const fs::path folder = config_folder / "organisation";
    Names names;
    names.roles = {known.roles.begin(), known.roles.end()};
    names.channels = {known.channels.begin(), known.channels.end()};
    names.site_classes = {known.site_classes.begin(), known.site_classes.end()};
    names.address_problem = known.address_problem;
    const auto people = read_file(folder / "organisation.yaml");
    if (!people) return people.error();
    auto organisation = yaml::load<Organisation>(
        *people, (folder / "organisation.yaml").string(),
        [&names](const Reader& reader, const YAML::Node& root) { return read_organisation(reader, root, names); });
    std::error_code ignored;
    if (!organisation || !fs::exists(folder / "roster.yaml", ignored)) return organisation;
    const auto roster = read_file(folder / "roster.yaml");
    if (!roster) return roster.error();
    const auto read = [&names, &organisation](const Reader& reader, const YAML::Node& root) {
        read_roster(reader, root, names, *organisation);
        return true;
    };
    if (auto done = yaml::load<bool>(*roster, (folder / "roster.yaml").string(), read); !done) return done.error();
    return organisation;
}

}  // namespace gongdan
