#include "core/access/scope.hpp"

#include <algorithm>

namespace gongdan {
namespace {

std::vector<std::string> read_list(const json::object& view, std::string_view key) {
    std::vector<std::string> texts;
    const auto* list = get_array(view, key);
    if (list == nullptr) return texts;
    for (const json::value& item : *list) {
        if (item.is_string()) texts.emplace_back(item.get_string());
    }
    return texts;
}

}  // namespace

json::object scope_view(const Scope& scope) {
    return {{"person", scope.person},
            {"stations", json::value_from(scope.stations)},
            {"areas", json::value_from(scope.areas)},
            {"teams", json::value_from(scope.teams)}};
}

json::value scope_or_null(const std::optional<Scope>& scope) {
    return scope ? json::value(scope_view(*scope)) : json::value(nullptr);
}

Scope read_scope(const json::object& view) {
    return {string_or_empty(view, "person"), read_list(view, "stations"), read_list(view, "areas"),
            read_list(view, "teams")};
}

std::vector<FieldProblem> unknown_in(const Scope& scope, const Organisation& organisation, std::string_view at) {
    std::vector<FieldProblem> problems;
    const auto add = [&problems, at](std::string_view key, const std::string& value) {
        problems.push_back({std::string(at) + "/" + std::string(key), "unknown", text("account.not-there", value)});
    };
    if (!scope.person.empty() && organisation.find_person(scope.person) == nullptr) add("person", scope.person);
    for (const std::string& id : scope.stations) {
        const auto is_it = [&id](const Station& station) { return station.id == id; };
        if (std::none_of(organisation.stations.begin(), organisation.stations.end(), is_it)) add("stations", id);
    }
    for (const std::string& area : scope.areas) {
        if (organisation.find_area(area) == nullptr) add("areas", area);
    }
    return problems;
}

}  // namespace gongdan
