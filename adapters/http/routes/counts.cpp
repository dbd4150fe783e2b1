#include "adapters/http/routes/counts.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "adapters/http/routes/checks.hpp"
#include "core/engine/reading.hpp"

namespace gongdan::http {
namespace {

CountBy by_of(std::string_view by) {
    if (by == "team") return CountBy::team;
    if (by == "workflow") return CountBy::workflow;
    if (by == "state") return CountBy::state;
    return CountBy::area;  // a station is the areas in it
}

void add(CaseCount& to, const CaseCount& more) {
    to.open += more.open;
    to.at_risk += more.at_risk;
    to.overdue += more.overdue;
    to.unassigned += more.unassigned;
}

/// Tickets name their area by id or by name; both are one group, and a place that nobody knows is a group of its own.
void name_places(std::vector<CaseCount>& counts, std::string_view by, const Organisation& organisation) {
    std::map<std::string, CaseCount> groups;
    for (CaseCount& count : counts) {
        const Area* area = organisation.find_area(count.key);
        if (area != nullptr) count.key = by == "station" ? area->station : area->id;
        if (area == nullptr && by == "station") count.key.clear();
        const auto [group, first] = groups.try_emplace(count.key, count);
        if (!first) add(group->second, count);
    }
    counts.clear();
    for (auto& [key, group] : groups) counts.push_back(std::move(group));
}

LocalText plain(const std::string& name) { return {name, name}; }

LocalText team_title(const std::string& id, const Organisation& organisation) {
    const auto found = std::find_if(organisation.teams.begin(), organisation.teams.end(),
                                    [&id](const Team& team) { return team.id == id; });
    return found == organisation.teams.end() ? plain(id) : found->title;
}

LocalText title_of(const CaseCount& count, std::string_view by, const Configuration& configuration) {
    if (count.key.empty()) return text("http.no-group");
    if (by == "area") {
        const Area* area = configuration.organisation->find_area(count.key);
        return plain(area == nullptr ? count.key : area->name);
    }
    if (by == "station") {
        const auto& stations = configuration.organisation->stations;
        const auto found = std::find_if(stations.begin(), stations.end(),
                                        [&count](const Station& station) { return station.id == count.key; });
        return plain(found == stations.end() ? count.key : found->name);
    }
    if (by == "team") return team_title(count.key, *configuration.organisation);
    const auto workflow = configuration.rules->find_workflow(by == "state" ? count.workflow : count.key);
    if (!workflow) return plain(count.key);
    if (by == "workflow") return workflow->title;
    const State* state = workflow->find_state(count.key);
    return state == nullptr ? plain(count.key) : state->title;
}

json::object figures(const CaseCount& count) {
    return {
        {"open", count.open}, {"at_risk", count.at_risk}, {"overdue", count.overdue}, {"unassigned", count.unassigned}};
}

json::object group_view(const CaseCount& count, std::string_view by, const Configuration& configuration) {
    json::object view = figures(count);
    const LocalText title = title_of(count, by, configuration);
    view["id"] = count.key;
    view["title"] = json::object{{"zh", title.zh}, {"en", title.en}};
    view["workflow"] = by == "state" ? json::value(count.workflow) : json::value(nullptr);
    return view;
}

bool worse(const CaseCount& one, const CaseCount& other) {
    return std::tie(other.overdue, other.at_risk, other.open, one.key, one.workflow) <
           std::tie(one.overdue, one.at_risk, one.open, other.key, other.workflow);
}

}  // namespace

Response count_tickets(Site& site, const Call& call) {
    const Configuration configuration = site.service.configuration();
    const Instant now = site.service.now();
    std::string by = text_parameter(call.request, "by");
    if (by.empty()) by = "area";
    auto counts = Reading(site.service.reads(), call.viewer).counts(by_of(by), now);
    if (!counts) return refuse(counts.error(), call);
    if (by_of(by) == CountBy::area) name_places(*counts, by, *configuration.organisation);
    std::sort(counts->begin(), counts->end(), worse);
    CaseCount all;
    json::array items;
    for (const CaseCount& count : *counts) {
        add(all, count);
        if (items.size() < kGroupsMax) items.push_back(group_view(count, by, configuration));
    }
    return json_answer(json::object{{"by", by},
                                    {"at", format_time(now)},
                                    {"all", figures(all)},
                                    {"items", std::move(items)},
                                    {"left_out", counts->size() - std::min(counts->size(), kGroupsMax)}});
}

}  // namespace gongdan::http
