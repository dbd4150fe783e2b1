#include "adapters/http/routes/structure.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "core/base/check.hpp"
#include "core/ticket/mask.hpp"

namespace gongdan::http {
namespace {

template <class Items, class View>
json::array views(const Items& items, View view) {
    json::array list;
    for (const auto& item : items) list.push_back(view(item));
    return list;
}

json::object text_view(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

std::string time_of_day(Millis offset) {
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(offset).count();
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

json::value quiet_or_null(const std::optional<QuietHours>& quiet) {
    if (!quiet) return nullptr;
    return json::object{{"from", time_of_day(quiet->from)}, {"to", time_of_day(quiet->to)}};
}

json::object address_view(const Address& address) {
    return {{"channel", address.channel}, {"address", mask(Personal::other, address.address)}};
}

/// Accounts by the person they are of.
using AccountsOf = std::multimap<std::string, std::string, std::less<>>;

json::array names_of(const AccountsOf& accounts, const std::string& person) {
    json::array names;
    const auto [first, last] = accounts.equal_range(person);
    for (auto at = first; at != last; ++at) names.push_back(json::value(at->second));
    return names;
}

json::object person_view(const Person& person, const AccountsOf& accounts) {
    return {{"id", person.id},
            {"name", person.name},
            {"roles", json::value_from(person.roles)},
            {"station", person.station},
            {"teams", json::value_from(person.teams)},
            {"areas", json::value_from(person.areas)},
            {"deputy", person.deputy},
            {"quiet", quiet_or_null(person.quiet)},
            {"addresses", views(person.addresses, address_view)},
            {"accounts", names_of(accounts, person.id)}};
}

json::object area_view(const Area& area) {
    return {{"id", area.id},
            {"name", area.name},
            {"manager", area.manager},
            {"station", area.station},
            {"customers", area.customers}};
}

json::object station_view(const Station& station) {
    return {{"id", station.id}, {"name", station.name}, {"county", station.county}};
}

/// What would be noticed only when it is needed.
class Faults {
 public:
    json::array look(const Organisation& organisation, const RoleBook& roles, const AccountsOf& accounts) && {
        for (const Area& area : organisation.areas) {
            if (area.manager.empty()) add("area-without-manager", area.id, text("structure.no-manager", area.name));
        }
        for (const Person& person : organisation.people) {
            if (person.addresses.empty())
                add("person-without-address", person.id, text("structure.no-address", person.name));
            if (!accounts.contains(person.id))
                add("person-without-account", person.id, text("structure.no-account", person.name));
        }
        for (const RoleRights& role : roles) {
            if (!is_held(organisation, role.role))
                add("role-unheld", role.role, text("structure.no-holder", role.title.zh, role.title.en));
        }
        for (const auto& [person, account] : accounts) {
            if (organisation.find_person(person) == nullptr)
                add("account-of-nobody", account, text("structure.stranger", account, person));
        }
        return std::move(found_);
    }

 private:
    void add(std::string_view kind, const std::string& subject, const LocalText& said) {
        found_.push_back(json::object{{"kind", kind}, {"subject", subject}, {"text", text_view(said)}});
    }

    json::array found_;
};

std::string_view name_of(Breadth breadth) {
    switch (breadth) {
        case Breadth::own: return "own";
        case Breadth::areas: return "areas";
        case Breadth::station: return "station";
        case Breadth::all: return "all";
    }
    GONGDAN_UNREACHABLE("a Breadth outside its enum");
}

std::string_view privacy_of(const RoleRights& role) {
    if (role.personal) return "shown";
    return role.unmask ? "on-reason" : "masked";
}

/// Whether a list of roles names this one; an empty list names every role that may change something.
bool may(const std::vector<std::string>& roles, const RoleRights& role) {
    if (roles.empty()) return !role.reads_only;
    return std::find(roles.begin(), roles.end(), role.role) != roles.end();
}

json::object steps_view(const Workflow& workflow, const RoleRights& role) {
    std::vector<std::string> events;
    for (const State& state : workflow.states) {
        for (const Transition& transition : state.transitions) {
            const bool known = std::find(events.begin(), events.end(), transition.event) != events.end();
            if (!known && may(transition.roles, role)) events.push_back(transition.event);
        }
    }
    return {
        {"workflow", workflow.name}, {"opens", may(workflow.open_roles, role)}, {"events", json::value_from(events)}};
}

json::object role_view(const RoleRights& role, const Configuration& configuration) {
    std::int64_t holders = 0;
    for (const Person& person : configuration.organisation->people)
        holders += std::find(person.roles.begin(), person.roles.end(), role.role) != person.roles.end() ? 1 : 0;
    return {{"name", role.role},
            {"title", text_view(role.title)},
            {"sees", name_of(role.sees)},
            {"personal", privacy_of(role)},
            {"reads_only", role.reads_only},
            {"files", role.files},
            {"approves", role.approves},
            {"holders", holders},
            {"workflows", views(configuration.rules->workflows,
                                [&role](const auto& workflow) { return steps_view(*workflow, role); })}};
}

Configuration configuration_of(const Site& site) {
    Configuration configuration = site.service.configuration();
    if (!configuration.organisation) configuration.organisation = std::make_shared<const Organisation>();
    if (!configuration.roles) configuration.roles = std::make_shared<const RoleBook>();
    return configuration;
}

std::string file_of(const Site& site, const char* below) {
    return site.workshop == nullptr ? std::string(below) : (site.workshop->config_folder() / below).string();
}

}  // namespace

Response show_organisation(Site& site, const Call& call) {
    const Configuration configuration = configuration_of(site);
    const Organisation& organisation = *configuration.organisation;
    const auto listed = site.service.accounts().list();
    if (!listed) return refuse(listed.error(), call);
    AccountsOf accounts;
    for (const host::Account& account : *listed) {
        if (!account.disabled && !account.scope.person.empty()) accounts.emplace(account.scope.person, account.name);
    }
    const auto person = [&accounts](const Person& one) { return person_view(one, accounts); };
    return json_answer(json::object{{"file", file_of(site, "organisation/organisation.yaml")},
                                    {"stations", views(organisation.stations, station_view)},
                                    {"areas", views(organisation.areas, area_view)},
                                    {"people", views(organisation.people, person)},
                                    {"faults", Faults().look(organisation, *configuration.roles, accounts)}});
}

Response list_roles(Site& site, const Call&) {
    const Configuration configuration = configuration_of(site);
    const auto view = [&configuration](const RoleRights& role) { return role_view(role, configuration); };
    return json_answer(
        json::object{{"file", file_of(site, "gongdan.yaml")}, {"items", views(*configuration.roles, view)}});
}

}  // namespace gongdan::http
