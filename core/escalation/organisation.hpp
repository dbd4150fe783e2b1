#pragma once
/// Who there is, who looks after which area, who is on duty: the data that turns a rung's roles into people.
/// (DOMAIN.md §1 people, §7 escalation in practice.) Immutable once loaded; replaced as a whole.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"

namespace gongdan {

/// Where a person can be reached: a configured channel and that channel's own address of him.
struct Address {
    std::string channel;  ///< name in config/channels.yaml, e.g. "desk-file", "ops-webhook"
    std::string address;  ///< e.g. a phone number; may be empty when the channel needs none
};

struct Person {
    std::string id;
    std::string name;
    std::vector<std::string> roles;
    std::string station;              ///< empty = works for the whole county
    std::vector<std::string> teams;   ///< crews he belongs to (抢修班组)
    std::vector<std::string> areas;   ///< a district manager's areas; empty = every area of his station
    std::vector<Address> addresses;   ///< in order of preference; every one is used
    std::string deputy;               ///< person id, told when he is absent; empty = none
};

struct Area {
    std::string id;
    std::string name;
    std::string manager;  ///< person id of the area manager (台区经理)
    std::string station;
};

struct Station {
    std::string id;
    std::string name;
    std::string county;
};

/// A stretch of duty or of absence, [from, to).
struct Shift {
    std::string person;
    std::string role;  ///< the role he stands in for; empty in an absence
    Instant from{};
    Instant to{};
    bool absent = false;
};

/// A duty that repeats every week: on `weekdays` (ISO, 1 = Monday; empty = every day) from `starts` for `length`.
struct WeeklyDuty {
    std::string person;
    std::string role;
    std::vector<int> weekdays;
    Millis starts{0};  ///< offset in the day, UTC+8
    Millis length{0};
};

struct Organisation {
    std::vector<Person> people;
    std::vector<Area> areas;
    std::vector<Station> stations;
    std::vector<Shift> shifts;
    std::vector<WeeklyDuty> duties;

    [[nodiscard]] const Person* find_person(std::string_view id) const;
    [[nodiscard]] const Area* find_area(std::string_view id_or_name) const;
};

/// The people who must hear of a case, for one role, at `at`. Rules, in this order:
///   area_manager   the members of the case's crew (data.team); without a crew the manager of data.area
///   foreman        of the station of the case's area; district_manager: whose areas hold it
///   others         holders of the role whose station is the case's, or who have none
/// Of several holders those on duty at `at` are told, when anybody is; absent people are replaced by their deputy.
/// When the case's area is unknown, every holder of the role counts. Empty when nobody holds the role.
/// Pointers live as long as `organisation`. Order: as in the organisation; nobody twice.
[[nodiscard]] std::vector<const Person*> recipients(const Organisation& organisation, std::string_view role,
                                                    const json::object& data, Instant at);

/// Same over several roles; nobody twice.
[[nodiscard]] std::vector<const Person*> recipients(const Organisation& organisation,
                                                    const std::vector<std::string>& roles, const json::object& data,
                                                    Instant at);

}  // namespace gongdan
