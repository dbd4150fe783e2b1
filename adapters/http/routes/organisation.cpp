#include "adapters/http/routes/organisation.hpp"

#include <map>
#include <set>

#include <fmt/format.h>

namespace gongdan::http {
namespace {

/// Without a configured organisation everything is empty.
std::shared_ptr<const Organisation> organisation_of(const Site& site) {
    auto configured = site.service.configuration().organisation;
    return configured ? configured : std::make_shared<const Organisation>();
}

json::array channels_of(const Person& person) {
    std::set<std::string> names;
    for (const Address& address : person.addresses) names.insert(address.channel);
    return json::value_from(names).as_array();
}

json::object person_view(const Person& person) {
    return {{"id", person.id},
            {"name", person.name},
            {"roles", json::value_from(person.roles)},
            {"station", person.station},
            {"teams", json::value_from(person.teams)},
            {"areas", json::value_from(person.areas)},
            {"channels", channels_of(person)},
            {"deputy", person.deputy}};
}

std::string time_of_day(Millis offset) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

json::object duty_view(const WeeklyDuty& duty) {
    return {{"person", duty.person},
            {"role", duty.role},
            {"weekdays", json::value_from(duty.weekdays)},
            {"starts", time_of_day(duty.starts)},
            {"length_s", std::chrono::duration_cast<std::chrono::seconds>(duty.length).count()}};
}

json::object shift_view(const Shift& shift) {
    return {{"person", shift.person},
            {"role", shift.role},
            {"from", format_time(shift.from)},
            {"to", format_time(shift.to)},
            {"absent", shift.absent}};
}

template <class Items, class View>
json::array views(const Items& items, View view) {
    json::array list;
    for (const auto& item : items) list.push_back(view(item));
    return list;
}

}  // namespace

Response list_areas(Site& site, const Call&) {
    const auto organisation = organisation_of(site);
    const auto area_view = [](const Area& area) {
        return json::object{{"id", area.id}, {"name", area.name}, {"manager", area.manager}, {"station", area.station}};
    };
    const auto station_view = [](const Station& station) {
        return json::object{{"id", station.id}, {"name", station.name}, {"county", station.county}};
    };
    return json_answer(json::object{{"items", views(organisation->areas, area_view)},
                                    {"stations", views(organisation->stations, station_view)}});
}

Response show_roster(Site& site, const Call&) {
    const auto organisation = organisation_of(site);
    return json_answer(json::object{{"people", views(organisation->people, person_view)},
                                    {"duties", views(organisation->duties, duty_view)},
                                    {"shifts", views(organisation->shifts, shift_view)}});
}

Response list_channels(Site& site, const Call&) {
    std::map<std::string, int> people;
    for (const Person& person : organisation_of(site)->people) {
        for (const json::value& channel : channels_of(person)) ++people[std::string(channel.as_string())];
    }
    json::array items;
    for (const auto& [name, count] : people) items.push_back(json::object{{"name", name}, {"people", count}});
    return json_answer(json::object{{"items", std::move(items)}});
}

}  // namespace gongdan::http
