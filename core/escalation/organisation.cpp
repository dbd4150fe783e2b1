#include "core/escalation/organisation.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

namespace gongdan {
namespace {

constexpr std::string_view kAreaManager = "area_manager";

using People = std::vector<const Person*>;

bool contains(const std::vector<std::string>& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

void add(People& people, const Person* person) {
    if (std::find(people.begin(), people.end(), person) == people.end()) people.push_back(person);
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
        if (contains(person.roles, role) || holds_duty(organisation, person.id, role, at)) found.push_back(&person);
    }
    return found;
}

People filtered(const People& people, const std::function<bool(const Person&)>& keep) {
    People kept;
    std::copy_if(people.begin(), people.end(), std::back_inserter(kept),
                 [&keep](const Person* person) { return keep(*person); });
    return kept;
}

/// There, or in the whole county.
bool works_at(const Person& person, std::string_view station) {
    return person.station.empty() || person.station == station;
}

/// Whoever is told for a role: those who serve in the candidates' duties, and those told because nobody has one.
struct Served {
    People on_duty;
    People others;
    People own;  // of the others, those told for themselves: neither on duty nor in another's place
};
Served served_by(const Organisation& organisation, std::string_view role, const People& chosen, Instant at) {
    Served served;
    for (const Person* candidate : chosen) {
        const Serving found = serving(organisation, *candidate, role, at);
        if (found.person == nullptr) continue;
        add(found.on_duty ? served.on_duty : served.others, found.person);
        if (!found.on_duty && found.person == candidate) add(served.own, candidate);
    }
    return served;
}

/// The area's own manager; while he is off duty and a colleague of the station is on, the station's.
People area_managers(const Organisation& organisation, const Place& place, const People& all, Instant at) {
    const Person* manager = organisation.find_person(place.area->manager);
    if (manager == nullptr) return {};
    // Absent on duty and without a deputy, he serves as little as one who is off duty.
    const Serving own = serving(organisation, *manager, kAreaManager, at);
    if (own.on_duty && own.person != nullptr) return {manager};
    const People colleagues = filtered(all, [&place](const Person& person) { return works_at(person, place.station); });
    return served_by(organisation, kAreaManager, colleagues, at).on_duty.empty() ? People{manager} : colleagues;
}

/// The holders of `role` who have to do with the case more than any other holder; empty when nobody has.
People concerned(const Organisation& organisation, std::string_view role, const Place& place, const People& all,
                 Instant at) {
    if (role == kAreaManager && !place.crew.empty()) return place.crew;
    if ((role == kAreaManager || role == "specialist") && place.assignee != nullptr &&
        contains(place.assignee->roles, role)) {
        return {place.assignee};
    }
    if (role == kAreaManager && place.area != nullptr) return area_managers(organisation, place, all, at);
    if (role == "district_manager")
        return filtered(all, [&place](const Person& person) { return looks_after(person, place); });
    return {};
}

People candidates(const Organisation& organisation, std::string_view role, const Place& place, Instant at) {
    const People all = holders(organisation, role, at);
    if (People chosen = concerned(organisation, role, place, all, at); !chosen.empty()) return chosen;
    if (place.station.empty()) return all;
    People near = filtered(all, [&place](const Person& person) { return works_at(person, place.station); });
    return near.empty() ? all : near;
}

/// He whose duty it is cannot serve, and nobody stands in for him: then the colleagues who are off duty are woken.
Served told_for(const Organisation& organisation, std::string_view role, const Place& place, Instant at) {
    People chosen = candidates(organisation, role, place, at);
    Served told = served_by(organisation, role, chosen, at);
    if (!told.on_duty.empty()) return {std::move(told.on_duty), {}, {}};
    if (told.others.empty()) told.others = told.own = std::move(chosen);
    return told;
}

People for_role(const Organisation& organisation, std::string_view role, const Place& place, Instant at) {
    Served told = told_for(organisation, role, place, at);
    return told.on_duty.empty() ? std::move(told.others) : std::move(told.on_duty);
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

std::optional<Instant> quiet_until(const Person& person, Instant at) {
    if (!person.quiet || person.quiet->from == person.quiet->to) return std::nullopt;
    const Instant midnight = start_of(date_of(at));
    const auto [from, to] = *person.quiet;
    const Millis time = at - midnight;
    if (from < to) return time >= from && time < to ? std::optional(midnight + to) : std::nullopt;
    if (time >= from) return midnight + kDay + to;
    return time < to ? std::optional(midnight + to) : std::nullopt;
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
    return told_of(organisation, roles, data, at).people;
}

Told told_of(const Organisation& organisation, const std::vector<std::string>& roles, const json::object& data,
             Instant at) {
    const Place place = place_of(organisation, data);
    Told told;
    People own;
    for (const std::string& role : roles) {
        const Served found = told_for(organisation, role, place, at);
        for (const Person* person : found.on_duty) add(told.people, person);
        for (const Person* person : found.others) add(told.people, person);
        for (const Person* person : found.own) add(own, person);
    }
    sort_as_listed(told.people);
    told.serving = filtered(
        told.people, [&own](const Person& person) { return std::find(own.begin(), own.end(), &person) == own.end(); });
    return told;
}

std::vector<const Person*> on_duty(const Organisation& organisation, std::string_view role, const json::object& data,
                                   Instant at) {
    People people =
        served_by(organisation, role, candidates(organisation, role, place_of(organisation, data), at), at).on_duty;
    sort_as_listed(people);
    return people;
}

std::vector<std::string> roles_at(const Organisation& organisation, const Person& person, Instant at) {
    std::vector<std::string> roles = person.roles;
    std::set<std::string_view> others;
    for (const WeeklyDuty& duty : organisation.duties) others.insert(duty.role);
    for (const Rotation& rotation : organisation.rotations) others.insert(rotation.role);
    for (const Shift& shift : organisation.shifts) {
        if (!shift.absent) others.insert(shift.role);
    }
    for (const Person& holder : organisation.people) others.insert(holder.roles.begin(), holder.roles.end());
    for (const std::string_view role : others) {
        if (contains(roles, role)) continue;
        const auto serves = [&organisation, &person, role, at](const Person& holder) {
            const bool his = contains(holder.roles, role) || holds_duty(organisation, holder.id, role, at);
            return his && serving(organisation, holder, role, at).person == &person;
        };
        if (std::any_of(organisation.people.begin(), organisation.people.end(), serves)) roles.emplace_back(role);
    }
    return roles;
}

bool is_held(const Organisation& organisation, std::string_view role) {
    const auto reached = [&organisation](const std::string& id) {
        const Person* person = organisation.find_person(id);
        return person != nullptr && !person->addresses.empty();
    };
    const auto himself = [role](const Person& person) {
        return !person.addresses.empty() && contains(person.roles, role);
    };
    const auto on_duty = [role, &reached](const auto& duty) { return duty.role == role && reached(duty.person); };
    const auto in_turn = [role, &reached](const Rotation& rotation) {
        return rotation.role == role && std::any_of(rotation.people.begin(), rotation.people.end(), reached);
    };
    const auto any = [](const auto& list, const auto& holds) { return std::any_of(list.begin(), list.end(), holds); };
    return any(organisation.people, himself) || any(organisation.duties, on_duty) ||
           any(organisation.shifts, on_duty) || any(organisation.rotations, in_turn);
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
