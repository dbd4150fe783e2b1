#include "adapters/http/routes/organisation.hpp"

#include <map>
#include <set>

#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "core/access/rights.hpp"
#include "core/base/check.hpp"
#include "core/engine/reading.hpp"

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

template <class Items, class View>
json::array views(const Items& items, View view) {
    json::array list;
    for (const auto& item : items) list.push_back(view(item));
    return list;
}

std::string_view name_of(host::Channel::State state) {
    switch (state) {
        case host::Channel::State::delivering: return "delivering";
        case host::Channel::State::holding: return "holding";
        case host::Channel::State::failing: return "failing";
        case host::Channel::State::resting: return "resting";
        case host::Channel::State::gone: return "gone";
    }
    GONGDAN_UNREACHABLE("a host::Channel::State outside its enum");
}

/// A channel that people or notices name and nothing delivers on.
json::object unknown_view(const std::string& name) {
    return {{"name", name},
            {"title", nullptr},
            {"plugin", nullptr},
            {"state", "not-configured"},
            {"people", 0},
            {"pending", 0},
            {"oldest_pending_at", nullptr},
            {"dead", 0},
            {"delivered", 0},
            {"retried", 0},
            {"resting_until", nullptr},
            {"failing_since", nullptr},
            {"last_answer", nullptr},
            {"last_delivered_at", nullptr},
            {"last_failed_at", nullptr}};
}

json::object configured_view(const host::Channel& channel) {
    json::object view = unknown_view(channel.name);
    view["title"] = json::object{{"zh", channel.title.zh}, {"en", channel.title.en}};
    view["plugin"] = channel.plugin;
    view["state"] = name_of(channel.state);
    view["delivered"] = channel.delivered;
    view["retried"] = channel.retried;
    if (channel.resting_until) view["resting_until"] = format_time(*channel.resting_until);
    if (channel.failing_since) view["failing_since"] = format_time(*channel.failing_since);
    if (!channel.last_answer.empty()) view["last_answer"] = channel.last_answer;
    if (channel.last_delivered_at) view["last_delivered_at"] = format_time(*channel.last_delivered_at);
    if (channel.last_failed_at) view["last_failed_at"] = format_time(*channel.last_failed_at);
    return view;
}

}  // namespace

Response list_areas(Site& site, const Call&) {
    const auto organisation = organisation_of(site);
    const auto area_view = [](const Area& area) {
        const bool mixed = area.site_class.empty();
        return json::object{{"id", area.id},
                            {"name", area.name},
                            {"manager", area.manager},
                            {"station", area.station},
                            {"site_class", mixed ? json::value(nullptr) : json::value(area.site_class)}};
    };
    const auto station_view = [](const Station& station) {
        return json::object{{"id", station.id}, {"name", station.name}, {"county", station.county}};
    };
    const auto person_view = [](const Person& person) {
        return json::object{{"id", person.id},
                            {"name", person.name},
                            {"roles", json::value_from(person.roles)},
                            {"station", person.station},
                            {"teams", json::value_from(person.teams)}};
    };
    const auto team_view = [](const Team& team) {
        return json::object{{"id", team.id}, {"title", {{"zh", team.title.zh}, {"en", team.title.en}}}};
    };
    const auto role_view = [](const RoleRights& role) {
        return json::object{{"name", role.role}, {"title", {{"zh", role.title.zh}, {"en", role.title.en}}}};
    };
    const auto roles = site.service.configuration().roles;
    return json_answer(json::object{{"items", views(organisation->areas, area_view)},
                                    {"stations", views(organisation->stations, station_view)},
                                    {"people", views(organisation->people, person_view)},
                                    {"teams", views(organisation->teams, team_view)},
                                    {"roles", roles ? views(*roles, role_view) : json::array()}});
}

Response list_channels(Site& site, const Call& call) {
    const auto backlogs = site.service.reads().backlogs();
    if (!backlogs) return refuse(backlogs.error(), call);
    std::vector<std::string> order;
    std::map<std::string, json::object> views;
    for (const host::Channel& channel : site.service.channels()) {
        order.push_back(channel.name);
        views.emplace(channel.name, configured_view(channel));
    }
    const auto view_of = [&views](const std::string& name) -> json::object& {
        return views.try_emplace(name, unknown_view(name)).first->second;
    };
    for (const Person& person : organisation_of(site)->people) {
        for (const json::value& channel : channels_of(person)) {
            auto& people = view_of(std::string(channel.as_string()))["people"];
            people = people.as_int64() + 1;
        }
    }
    for (const ChannelBacklog& backlog : *backlogs) {
        json::object& view = view_of(backlog.channel);
        view["pending"] = backlog.pending;
        view["dead"] = backlog.dead;
        if (backlog.oldest_pending) view["oldest_pending_at"] = format_time(*backlog.oldest_pending);
    }
    json::array items;
    for (const std::string& name : order) items.push_back(std::move(views.extract(name).mapped()));
    for (auto& [name, view] : views) items.push_back(std::move(view));
    return json_answer(json::object{{"items", std::move(items)}});
}

Response preview_channel(Site& site, const Call& call) {
    const std::string ticket = text_parameter(call.request, "ticket");
    if (ticket.empty()) return refuse(wrong_fields({{"/query/ticket", "required", text("http.no-ticket")}}), call);
    const auto found = Reading(site.service.reads(), call.viewer).find(ticket);
    if (!found) return refuse(found.error(), call);
    const host::PreviewWish wish{call.parameters[0], flag_parameter(call.request, "digest")};
    const auto made = site.service.preview(wish, (*found)->snapshot);
    if (!made) return refuse(made.error(), call);
    Response response = json_answer(*made);
    response.ticket = std::to_string(to_int((*found)->snapshot.id));
    return response;
}

}  // namespace gongdan::http
