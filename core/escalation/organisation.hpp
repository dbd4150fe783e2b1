#pragma once
/// Who there is, who looks after which area, who is on duty: the data that turns a rung's roles into people.
/// Immutable once loaded; replaced as a whole.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/escalation/roster.hpp"
#include "core/escalation/roster_entry.hpp"
#include "core/escalation/special_customers.hpp"

namespace gongdan {

/// Where a person can be reached: a configured channel and that channel's own address of him.
struct Address {
    std::string channel;  ///< name in config/channels.yaml, e.g. "desk-file", "ops-webhook"
    std::string address;  ///< e.g. a phone number; may be empty when the channel needs none
};

/// A stretch of every day, UTC+8, over midnight when it ends before it begins.
struct QuietHours {
    Millis from{0};  ///< offsets in the day
    Millis to{0};
};

struct Person {
    std::string id;
    std::string name;
    std::vector<std::string> roles;
    std::string station;             ///< empty = works for the whole county
    std::vector<std::string> teams;  ///< crews he belongs to (抢修班组)
    std::vector<std::string> areas;  ///< a district manager's areas; empty = every area of his station
    std::vector<Address> addresses;  ///< in order of preference; every one is used
    std::string deputy;              ///< person id, told when he is absent; empty = none
    /// Told only afterwards, unless he is on duty or it is the highest level of its ladder (DOMAIN.md §7).
    std::optional<QuietHours> quiet{};
};

/// The end of the quiet hours in which `at` lies; nothing when it lies in none.
[[nodiscard]] std::optional<Instant> quiet_until(const Person& person, Instant at);

struct Area {
    std::string id;
    std::string name;
    std::string manager;  ///< person id of the area manager (台区经理)
    std::string station;
    std::int64_t customers = 0;         ///< served in it, for reliability figures; 0 = nobody has said
    std::vector<std::string> places{};  ///< streets, villages, estates in it: what its addresses hold
    /// What most of it is, a value of the field site_class; empty = mixed or not said. A proposal: the class of a fault
    /// is that of its site (DOMAIN.md §4).
    std::string site_class{};
};

struct Station {
    std::string id;
    std::string name;
    std::string county;
};

/// A crew (抢修班组) as people call it; who belongs to it stands with the people.
struct Team {
    std::string id;  ///< what tickets hold in data.team
    LocalText title;
};

/// Lets a map of strings be asked with a view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct Organisation {
    std::vector<Person> people;
    std::vector<Area> areas;
    std::vector<Station> stations;
    std::vector<Team> teams;  ///< those with a name of their own; others are called by their id
    std::vector<Shift> shifts;
    std::vector<WeeklyDuty> duties;
    std::vector<Rotation> rotations;
    std::vector<Override> overrides;
    std::vector<Swap> swaps;
    std::vector<Cover> covers;
    std::vector<RosterEntry> entries;  ///< made over the API; each stands in its layer too
    std::int64_t last_entry = 0;       ///< number of the last roster entry ever made over the API
    /// Shared: each change of the roster makes a new organisation, and thousands of entries need not be copied. Null =
    /// there is no register.
    std::shared_ptr<const SpecialCustomers> special_customers;
    /// Places in `areas` by id and by name. A county has thousands of areas, and a storm raises an escalation for each
    /// ticket: build it with index_areas() once all areas stand. Empty = areas are searched one by one.
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> area_index;

    void index_areas();
    [[nodiscard]] const Person* find_person(std::string_view id) const;
    [[nodiscard]] const Area* find_area(std::string_view id_or_name) const;
};

/// The people who must hear of a case, for one role, at `at`. The case's place is the station of data.area (id or
/// name), or else of its crew. The candidates, by role:
///   area_manager      the members of the case's crew (data.team); without a crew the person in data.assignee, then the
///                     manager of data.area; while he is off duty, or absent without a deputy, those who are on duty
///                     as area managers at the station or for the county, when there are any
///   specialist        the person in data.assignee (id or name), when he is one
///   district_manager  those whose areas hold the case's
///   others, and where the rules above name nobody: holders of the role whose station is the case's, or who have none;
///   when there is none of these either, or the place is unknown, every holder: an alarm to the wrong desk is better
///   than no alarm.
/// A duty makes its person a holder of its role while it lasts. Of several candidates those who hold a duty at `at` are
/// told, when anybody does: nobody is woken at night while a colleague is on duty. Whoever serves in a duty instead of
/// its holder (override, swap, deputy; roster.hpp) is told instead of him, wherever he himself works. An absent person
/// without a deputy is told only when nobody else would be. Empty only when nobody holds the role.
/// Pointers live as long as `organisation`. Order: as in the organisation; nobody twice.
[[nodiscard]] std::vector<const Person*> recipients(const Organisation& organisation, std::string_view role,
                                                    const json::object& data, Instant at);

/// Same over several roles; nobody twice.
[[nodiscard]] std::vector<const Person*> recipients(const Organisation& organisation,
                                                    const std::vector<std::string>& roles, const json::object& data,
                                                    Instant at);

/// Those who are told, and which of them for no other reason than that they serve at the moment: on duty, or in
/// another's place.
struct Told {
    std::vector<const Person*> people;   ///< recipients()
    std::vector<const Person*> serving;  ///< of these, in the same order
};
[[nodiscard]] Told told_of(const Organisation& organisation, const std::vector<std::string>& roles,
                           const json::object& data, Instant at);

/// Those of recipients() who are told because they are on duty, or stand in for somebody who is; empty when nobody is.
[[nodiscard]] std::vector<const Person*> on_duty(const Organisation& organisation, std::string_view role,
                                                 const json::object& data, Instant at);

/// The roles in which `person` can be told of something at `at`: his own, and those in which he serves now: by
/// a duty, an override, a swap, or for somebody who is absent. None twice.
[[nodiscard]] std::vector<std::string> roles_at(const Organisation& organisation, const Person& person, Instant at);

/// Whether anybody who has an address holds `role`: by himself or, at whatever time, by a duty of the roster.
[[nodiscard]] bool is_held(const Organisation& organisation, std::string_view role);

/// Those of `roles` for which nobody can be told: no holder, or none with an address. A finding for the journal: a rung
/// that reaches nobody must not pass unseen.
[[nodiscard]] std::vector<std::string> unreachable_roles(const Organisation& organisation,
                                                         const std::vector<std::string>& roles,
                                                         const json::object& data, Instant at);

}  // namespace gongdan
