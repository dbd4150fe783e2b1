#include "core/escalation/organisation.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace gongdan {
namespace {

using People = std::vector<const Person*>;

bool contains(const std::vector<std::string>& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

void add(People& people, const Person* person) {
    if (std::find(people.begin(), people.end(), person) == people.end()) people.push_back(person);
}

bool absent(const Organisation& organisation, const Person& person, Instant at) {
    return std::any_of(organisation.shifts.begin(), organisation.shifts.end(), [&person, at](const Shift& shift) {
        return shift.absent && shift.from <= at && at < shift.to && shift.person == person.id;
    });
}

bool on_shift(const Organisation& organisation, const Person& person, std::string_view role, Instant at) {
    return std::any_of(organisation.shifts.begin(), organisation.shifts.end(), [&person, role, at](const Shift& shift) {
        return !shift.absent && shift.from <= at && at < shift.to && shift.role == role && shift.person == person.id;
    });
}

/// A duty may reach over midnight, or over days: it belongs to the weekday on which it starts.
bool covers(const WeeklyDuty& duty, Instant at) {
    const Date today = date_of(at);
    const auto days_back = std::chrono::ceil<std::chrono::days>(duty.starts + duty.length).count();
    for (std::int64_t back = 0; back <= days_back; ++back) {
        const Date day = today - std::chrono::days(back);
        const Instant from = start_of(day) + duty.starts;
        if (at < from || at >= from + duty.length) continue;
        const int weekday = int(std::chrono::weekday(day).iso_encoding());
        const auto& days = duty.weekdays;
        if (days.empty() || std::find(days.begin(), days.end(), weekday) != days.end()) return true;
    }
    return false;
}

bool on_duty(const Organisation& organisation, const Person& person, std::string_view role, Instant at) {
    if (on_shift(organisation, person, role, at)) return true;
    return std::any_of(organisation.duties.begin(), organisation.duties.end(),
                       [&person, role, at](const WeeklyDuty& duty) {
                           return duty.role == role && duty.person == person.id && covers(duty, at);
                       });
}

/// What of the organisation one case concerns.
struct Place {
    const Area* area = nullptr;
    std::string_view station;  ///< empty = unknown
    People crew;
    const Person* assignee = nullptr;
};

Place place_of(const Organisation& organisation, const json::object& data) {
    Place place;
    if (const auto area = get_string(data, "area"); area && !area->empty()) place.area = organisation.find_area(*area);
    const auto team = get_string(data, "team").value_or(std::string_view());
    const auto assignee = get_string(data, "assignee").value_or(std::string_view());
    for (const Person& person : organisation.people) {
        if (!team.empty() && contains(person.teams, team)) place.crew.push_back(&person);
        const bool named = !assignee.empty() && (person.id == assignee || person.name == assignee);
        if (named && place.assignee == nullptr) place.assignee = &person;
    }
    if (place.area != nullptr) {
        place.station = place.area->station;
    } else if (!place.crew.empty()) {
        place.station = place.crew.front()->station;
    }
    return place;
}

bool looks_after(const Person& manager, const Place& place) {
    if (place.area == nullptr) return false;
    if (!manager.areas.empty()) return contains(manager.areas, place.area->id);
    return manager.station.empty() || manager.station == place.station;
}

People holders(const Organisation& organisation, std::string_view role, Instant at) {
    People found;
    for (const Person& person : organisation.people) {
        if (contains(person.roles, role) || on_shift(organisation, person, role, at)) found.push_back(&person);
    }
    return found;
}

People filtered(const People& people, const std::function<bool(const Person&)>& keep) {
    People kept;
    std::copy_if(people.begin(), people.end(), std::back_inserter(kept),
                 [&keep](const Person* person) { return keep(*person); });
    return kept;
}

/// The holders of `role` who have to do with the case more than any other holder; empty when nobody has.
People concerned(const Organisation& organisation, std::string_view role, const Place& place, const People& all) {
    if (role == "area_manager" && !place.crew.empty()) return place.crew;
    if ((role == "area_manager" || role == "specialist") && place.assignee != nullptr &&
        contains(place.assignee->roles, role)) {
        return {place.assignee};
    }
    if (role == "area_manager" && place.area != nullptr) {
        const Person* manager = organisation.find_person(place.area->manager);
        return manager == nullptr ? People() : People{manager};
    }
    if (role == "district_manager")
        return filtered(all, [&place](const Person& person) { return looks_after(person, place); });
    return {};
}

People candidates(const Organisation& organisation, std::string_view role, const Place& place, Instant at) {
    const People all = holders(organisation, role, at);
    if (People chosen = concerned(organisation, role, place, all); !chosen.empty()) return chosen;
    if (place.station.empty()) return all;
    People near = filtered(
        all, [&place](const Person& person) { return person.station.empty() || person.station == place.station; });
    return near.empty() ? all : near;
}

/// Who stands in for an absent person; null when nobody present does. Circles of deputies end.
const Person* stand_in(const Organisation& organisation, const Person& person, Instant at) {
    const Person* deputy = &person;
    for (std::size_t steps = 0; steps <= organisation.people.size(); ++steps) {
        if (!absent(organisation, *deputy, at)) return deputy;
        deputy = organisation.find_person(deputy->deputy);
        if (deputy == nullptr) return nullptr;
    }
    return nullptr;
}

People stand_ins(const Organisation& organisation, const People& people, Instant at) {
    People present;
    for (const Person* person : people) {
        if (const Person* told = stand_in(organisation, *person, at)) add(present, told);
    }
    return present;
}

People for_role(const Organisation& organisation, std::string_view role, const Place& place, Instant at) {
    People chosen = candidates(organisation, role, place, at);
    const People duty = filtered(
        chosen, [&organisation, role, at](const Person& person) { return on_duty(organisation, person, role, at); });
    if (People told = stand_ins(organisation, duty, at); !told.empty()) return told;
    if (People told = stand_ins(organisation, chosen, at); !told.empty()) return told;
    return chosen;
}

/// In the organisation's order, which is the order of addresses in memory.
void sort_as_listed(People& people) { std::sort(people.begin(), people.end()); }

}  // namespace

const Person* Organisation::find_person(std::string_view id) const {
    const auto found =
        std::find_if(people.begin(), people.end(), [id](const Person& person) { return person.id == id; });
    return found == people.end() ? nullptr : &*found;
}

const Area* Organisation::find_area(std::string_view id_or_name) const {
    if (!area_index.empty()) {
        const auto found = area_index.find(id_or_name);
        return found == area_index.end() ? nullptr : &areas[found->second];
    }
    const auto found = std::find_if(areas.begin(), areas.end(), [id_or_name](const Area& area) {
        return area.id == id_or_name || area.name == id_or_name;
    });
    return found == areas.end() ? nullptr : &*found;
}

void Organisation::index_areas() {
    area_index.clear();
    for (std::size_t i = 0; i < areas.size(); ++i) area_index.emplace(areas[i].id, i);
    // An id wins over a name that reads the same.
    for (std::size_t i = 0; i < areas.size(); ++i) area_index.emplace(areas[i].name, i);
}

std::vector<const Person*> recipients(const Organisation& organisation, std::string_view role, const json::object& data,
                                      Instant at) {
    People people = for_role(organisation, role, place_of(organisation, data), at);
    sort_as_listed(people);
    return people;
}

std::vector<const Person*> recipients(const Organisation& organisation, const std::vector<std::string>& roles,
                                      const json::object& data, Instant at) {
    const Place place = place_of(organisation, data);
    People people;
    for (const std::string& role : roles) {
        for (const Person* person : for_role(organisation, role, place, at)) add(people, person);
    }
    sort_as_listed(people);
    return people;
}

std::vector<std::string> roles_at(const Organisation& organisation, const Person& person, Instant at) {
    std::vector<std::string> roles;
    const auto take = [&roles](const std::string& role) {
        if (!contains(roles, role)) roles.push_back(role);
    };
    const auto take_all = [&organisation, &take, at](const Person& holder) {
        std::for_each(holder.roles.begin(), holder.roles.end(), take);
        for (const Shift& shift : organisation.shifts) {
            const bool present = !shift.absent && shift.from <= at && at < shift.to;
            if (present && shift.person == holder.id) take(shift.role);
        }
    };
    take_all(person);
    for (const Person& other : organisation.people) {
        if (&other != &person && absent(organisation, other, at) && stand_in(organisation, other, at) == &person)
            take_all(other);
    }
    return roles;
}

std::vector<std::string> unreachable_roles(const Organisation& organisation, const std::vector<std::string>& roles,
                                           const json::object& data, Instant at) {
    const Place place = place_of(organisation, data);
    std::vector<std::string> unreachable;
    for (const std::string& role : roles) {
        const People told = for_role(organisation, role, place, at);
        const bool reached =
            std::any_of(told.begin(), told.end(), [](const Person* person) { return !person->addresses.empty(); });
        if (!reached) unreachable.push_back(role);
    }
    return unreachable;
}

}  // namespace gongdan
