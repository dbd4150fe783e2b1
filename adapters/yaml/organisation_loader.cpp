#include "adapters/yaml/organisation_loader.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "adapters/yaml/folder.hpp"
#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Reader;

constexpr auto kDutyMax = std::chrono::hours(24 * 7);  // a weekly duty that overlaps itself is a slip of the pen

/// Every name that something may refer to. Collected first, so that a mistake inside a person does not make all who
/// name him look wrong too.
struct Names {
    std::set<std::string> stations;
    std::set<std::string> areas;
    std::set<std::string> people;
    std::set<std::string> roles;
    std::set<std::string> channels;
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
    return address;
}

Person read_person(const Reader& reader, const YAML::Node& key, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"name", "roles", "station", "teams", "areas", "addresses", "deputy"});
    Person person;
    person.id = reader.string(key);
    person.roles = references(reader, node["roles"], names.roles, "organisation.no-role");
    person.station = reference(reader, node["station"], names.stations, "organisation.no-station");
    person.teams = reader.strings(node["teams"]);
    person.areas = references(reader, node["areas"], names.areas, "organisation.no-area");
    person.deputy = reference(reader, node["deputy"], names.people, "organisation.no-person");
    for (const YAML::Node& address : reader.items(node["addresses"])) {
        reader.attempt(
            [&reader, &person, &address, &names] { person.addresses.push_back(read_address(reader, address, names)); });
    }
    person.name = reader.string(reader.required(node, "name"));
    return person;
}

Area read_area(const Reader& reader, const YAML::Node& key, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"name", "manager", "station"});
    return {reader.string(key), reader.string(reader.required(node, "name")),
            reference(reader, reader.required(node, "manager"), names.people, "organisation.no-person"),
            reference(reader, reader.required(node, "station"), names.stations, "organisation.no-station")};
}

Station read_station(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"name", "county"});
    return {reader.string(key), reader.string(reader.required(node, "name")),
            node["county"] ? reader.string(node["county"]) : ""};
}

Organisation read_organisation(const Reader& reader, const YAML::Node& root, Names& names) {
    reader.expect_map(root, {"stations", "areas", "people"});
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
    organisation.index_areas();
    return organisation;
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

WeeklyDuty read_duty(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"person", "role", "days", "from", "for"});
    WeeklyDuty duty;
    duty.person = reference(reader, reader.required(node, "person"), names.people, "organisation.no-person");
    duty.role = reference(reader, reader.required(node, "role"), names.roles, "organisation.no-role");
    for (const YAML::Node& day : reader.items(node["days"])) duty.weekdays.push_back(read_weekday(reader, day));
    duty.starts = read_start(reader, reader.required(node, "from"));
    const YAML::Node length_node = reader.required(node, "for");
    const Limit length = reader.limit(length_node);
    if (!is_elapsed(length)) reader.wrong(length_node, text("yaml.elapsed-only"));
    duty.length = elapsed(length);
    if (duty.length > kDutyMax) reader.wrong(length_node, text("organisation.duty-length"));
    return duty;
}

Shift read_span(const Reader& reader, const YAML::Node& node, const Names& names) {
    Shift shift;
    shift.person = reference(reader, reader.required(node, "person"), names.people, "organisation.no-person");
    shift.from = read_time(reader, reader.required(node, "from"));
    shift.to = read_time(reader, reader.required(node, "to"));
    if (shift.to <= shift.from) reader.wrong(node["to"], text("organisation.shift-order"));
    return shift;
}

Shift read_shift(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"person", "role", "from", "to"});
    Shift shift = read_span(reader, node, names);
    shift.role = reference(reader, reader.required(node, "role"), names.roles, "organisation.no-role");
    return shift;
}

Shift read_absence(const Reader& reader, const YAML::Node& node, const Names& names) {
    reader.expect_map(node, {"person", "from", "to"});
    Shift absence = read_span(reader, node, names);
    absence.absent = true;
    return absence;
}

void read_roster(const Reader& reader, const YAML::Node& root, const Names& names, Organisation& organisation) {
    reader.expect_map(root, {"weekly", "shifts", "absences"});
    for (const YAML::Node& node : reader.items(root["weekly"])) {
        reader.attempt(
            [&reader, &organisation, &names, &node] { organisation.duties.push_back(read_duty(reader, node, names)); });
    }
    for (const YAML::Node& node : reader.items(root["shifts"])) {
        reader.attempt([&reader, &organisation, &names, &node] {
            organisation.shifts.push_back(read_shift(reader, node, names));
        });
    }
    for (const YAML::Node& node : reader.items(root["absences"])) {
        reader.attempt([&reader, &organisation, &names, &node] {
            organisation.shifts.push_back(read_absence(reader, node, names));
        });
    }
}

}  // namespace

Result<Organisation> load_organisation(const fs::path& config_folder, const KnownNames& known) {
    const fs::path folder = config_folder / "organisation";
    Names names;
    names.roles = {known.roles.begin(), known.roles.end()};
    names.channels = {known.channels.begin(), known.channels.end()};
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
