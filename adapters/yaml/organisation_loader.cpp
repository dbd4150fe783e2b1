#include "adapters/yaml/organisation_loader.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

#include "adapters/yaml/reader.hpp"

namespace gongdan {
namespace {

namespace fs = std::filesystem;
using yaml::Reader;

constexpr auto kDutyMax = std::chrono::hours(24 * 7);  ///< a weekly duty that overlaps itself is a slip of the pen

Result<std::string> read_file(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return fail(Errc::unavailable, "cli.no-file", path.string());
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

bool contains(const std::vector<std::string>& list, const std::string& wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

template <class T>
bool has_id(const std::vector<T>& list, const std::string& id) {
    return std::any_of(list.begin(), list.end(), [&id](const T& one) { return one.id == id; });
}

/// Looks names up once everything is read, and remembers every one that leads nowhere.
class References {
 public:
    References(const Reader& reader, std::string file) : reader_(reader), file_(std::move(file)) {}

    void require(bool found, const YAML::Node& node, std::string_view text_id) {
        if (found) return;
        const SourceMark at = Reader::mark(node);
        const LocalText detail = text(text_id, reader_.string(node));
        const LocalText line = text("yaml.at", file_, at.line, at.column, detail.zh, detail.en);
        said_.zh += (said_.zh.empty() ? "" : "\n") + line.zh;
        said_.en += (said_.en.empty() ? "" : "\n") + line.en;
    }

    /// Each entry of a list or a single name.
    template <class Found>
    void require_each(const YAML::Node& node, std::string_view text_id, Found found) {
        if (!node) return;
        if (node.IsScalar()) return require(found(reader_.string(node)), node, text_id);
        for (const auto& entry : node) require(found(reader_.string(entry)), entry, text_id);
    }

    void settle() const {
        if (!said_.zh.empty()) throw yaml::Mistake(said_);
    }

 private:
    const Reader& reader_;
    std::string file_;
    LocalText said_;
};

std::string optional_string(const Reader& reader, const YAML::Node& node) { return node ? reader.string(node) : std::string(); }

/// The keys of the map `node`, none of them twice: YAML itself would silently take one.
void expect_unique_keys(const Reader& reader, const YAML::Node& node) {
    if (node && !node.IsMap()) reader.wrong(node, text("yaml.not-a-map"));
    std::set<std::string> seen;
    for (const auto& entry : node) {
        const std::string key = reader.string(entry.first);
        if (key.empty() || !seen.insert(key).second) reader.wrong(entry.first, text("organisation.twice", key));
    }
}

std::vector<Address> read_addresses(const Reader& reader, const YAML::Node& node) {
    std::vector<Address> addresses;
    if (node && !node.IsSequence()) reader.wrong(node, text("yaml.not-a-list"));
    for (const auto& entry : node) {
        reader.expect_map(entry, {"channel", "address"});
        if (!entry["channel"]) reader.wrong(entry, text("organisation.missing", "channel"));
        addresses.push_back({reader.string(entry["channel"]), optional_string(reader, entry["address"])});
    }
    return addresses;
}

Person read_person(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"name", "roles", "station", "teams", "areas", "addresses", "deputy"});
    Person person;
    person.id = reader.string(key);
    if (!node["name"]) reader.wrong(key, text("organisation.missing", "name"));
    person.name = reader.string(node["name"]);
    person.roles = reader.strings(node["roles"]);
    person.station = optional_string(reader, node["station"]);
    person.teams = reader.strings(node["teams"]);
    person.areas = reader.strings(node["areas"]);
    person.addresses = read_addresses(reader, node["addresses"]);
    person.deputy = optional_string(reader, node["deputy"]);
    return person;
}

Area read_area(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"name", "manager", "station"});
    for (const char* needed : {"name", "manager", "station"}) {
        if (!node[needed]) reader.wrong(key, text("organisation.missing", needed));
    }
    return {reader.string(key), reader.string(node["name"]), reader.string(node["manager"]), reader.string(node["station"])};
}

Station read_station(const Reader& reader, const YAML::Node& key, const YAML::Node& node) {
    reader.expect_map(node, {"name", "county"});
    if (!node["name"]) reader.wrong(key, text("organisation.missing", "name"));
    return {reader.string(key), reader.string(node["name"]), optional_string(reader, node["county"])};
}

void check_people(const YAML::Node& people, const Organisation& organisation, const KnownNames& known, References& references) {
    const auto is_role = [&known](const std::string& name) { return contains(known.roles, name); };
    const auto is_area = [&organisation](const std::string& id) { return has_id(organisation.areas, id); };
    const auto is_station = [&organisation](const std::string& id) { return has_id(organisation.stations, id); };
    const auto is_person = [&organisation](const std::string& id) { return has_id(organisation.people, id); };
    const auto is_channel = [&known](const std::string& name) { return contains(known.channels, name); };
    for (const auto& entry : people) {
        const YAML::Node& node = entry.second;
        references.require_each(node["roles"], "organisation.no-role", is_role);
        references.require_each(node["station"], "organisation.no-station", is_station);
        references.require_each(node["areas"], "organisation.no-area", is_area);
        references.require_each(node["deputy"], "organisation.no-person", is_person);
        for (const auto& address : node["addresses"]) references.require_each(address["channel"], "organisation.no-channel", is_channel);
    }
}

Organisation read_organisation(const Reader& reader, const YAML::Node& root, const KnownNames& known, const std::string& file) {
    reader.expect_map(root, {"stations", "areas", "people"});
    for (const char* part : {"stations", "areas", "people"}) expect_unique_keys(reader, root[part]);
    Organisation organisation;
    for (const auto& entry : root["stations"]) organisation.stations.push_back(read_station(reader, entry.first, entry.second));
    for (const auto& entry : root["areas"]) organisation.areas.push_back(read_area(reader, entry.first, entry.second));
    for (const auto& entry : root["people"]) organisation.people.push_back(read_person(reader, entry.first, entry.second));
    References references(reader, file);
    for (const auto& entry : root["areas"]) {
        const YAML::Node& area = entry.second;
        references.require(has_id(organisation.people, reader.string(area["manager"])), area["manager"], "organisation.no-person");
        references.require(has_id(organisation.stations, reader.string(area["station"])), area["station"], "organisation.no-station");
    }
    check_people(root["people"], organisation, known, references);
    references.settle();
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

void expect_keys(const Reader& reader, const YAML::Node& node, std::initializer_list<const char*> needed) {
    for (const char* key : needed) {
        if (!node[key]) reader.wrong(node, text("organisation.missing", key));
    }
}

WeeklyDuty read_duty(const Reader& reader, const YAML::Node& node) {
    reader.expect_map(node, {"person", "role", "days", "from", "for"});
    expect_keys(reader, node, {"person", "role", "from", "for"});
    WeeklyDuty duty{reader.string(node["person"]), reader.string(node["role"]), {}, read_start(reader, node["from"]), Millis(0)};
    if (node["days"] && !node["days"].IsSequence()) reader.wrong(node["days"], text("yaml.not-a-list"));
    for (const auto& day : node["days"]) {
        const int weekday = reader.integer(day);
        if (weekday < 1 || weekday > 7) reader.wrong(day, text("organisation.weekday", weekday));
        duty.weekdays.push_back(weekday);
    }
    const Limit length = reader.limit(node["for"]);
    if (!is_elapsed(length)) reader.wrong(node["for"], text("yaml.elapsed-only"));
    duty.length = elapsed(length);
    if (duty.length <= Millis(0) || duty.length > kDutyMax) reader.wrong(node["for"], text("organisation.duty-length"));
    return duty;
}

Shift read_shift(const Reader& reader, const YAML::Node& node, bool absent) {
    if (absent) {
        reader.expect_map(node, {"person", "from", "to"});
        expect_keys(reader, node, {"person", "from", "to"});
    } else {
        reader.expect_map(node, {"person", "role", "from", "to"});
        expect_keys(reader, node, {"person", "role", "from", "to"});
    }
    Shift shift;
    shift.person = reader.string(node["person"]);
    shift.role = optional_string(reader, node["role"]);
    shift.from = read_time(reader, node["from"]);
    shift.to = read_time(reader, node["to"]);
    shift.absent = absent;
    if (shift.to <= shift.from) reader.wrong(node["to"], text("organisation.shift-order"));
    return shift;
}

void read_roster(const Reader& reader, const YAML::Node& root, const KnownNames& known, References& references, Organisation& organisation) {
    if (root.IsNull()) return;
    reader.expect_map(root, {"weekly", "shifts", "absences"});
    for (const auto& node : root["weekly"]) organisation.duties.push_back(read_duty(reader, node));
    for (const auto& node : root["shifts"]) organisation.shifts.push_back(read_shift(reader, node, false));
    for (const auto& node : root["absences"]) organisation.shifts.push_back(read_shift(reader, node, true));
    for (const char* part : {"weekly", "shifts", "absences"}) {
        for (const auto& node : root[part]) {
            references.require(has_id(organisation.people, reader.string(node["person"])), node["person"], "organisation.no-person");
            if (node["role"]) references.require(contains(known.roles, reader.string(node["role"])), node["role"], "organisation.no-role");
        }
    }
}

}  // namespace

Result<Organisation> load_organisation(const fs::path& config_folder, const KnownNames& known) {
    const fs::path people_file = config_folder / "organisation" / "organisation.yaml";
    const auto people = read_file(people_file);
    if (!people) return people.error();
    auto organisation = yaml::load<Organisation>(*people, people_file.string(), [&known, &people_file](const Reader& reader, const YAML::Node& root) {
        return read_organisation(reader, root, known, people_file.string());
    });
    if (!organisation) return organisation;
    const fs::path roster_file = config_folder / "organisation" / "roster.yaml";
    std::error_code ignored;
    if (!fs::exists(roster_file, ignored)) return organisation;
    const auto roster = read_file(roster_file);
    if (!roster) return roster.error();
    const auto read = [&known, &roster_file, &organisation](const Reader& reader, const YAML::Node& root) {
        References references(reader, roster_file.string());
        read_roster(reader, root, known, references, *organisation);
        references.settle();
        return true;
    };
    if (auto done = yaml::load<bool>(*roster, roster_file.string(), read); !done) return done.error();
    return organisation;
}

}  // namespace gongdan
