#include "adapters/http/routes/desk.hpp"

#include "adapters/http/routes/checks.hpp"
#include "core/engine/announcements.hpp"
#include "core/engine/area_suggestion.hpp"
#include "core/engine/similar.hpp"
#include "core/escalation/flags.hpp"

namespace gongdan::http {
namespace {

/// Longer ones come from no form, and would cost a search each.
constexpr std::size_t kTextMax = 200;

std::string asked(const Call& call, std::string_view name) {
    std::string text = text_parameter(call.request, name);
    if (text.size() > kTextMax) text.clear();
    return text;
}

NewMatter matter_of(const Call& call) {
    return {asked(call, "workflow"),    asked(call, "address"), asked(call, "phone"),
            asked(call, "customer_no"), asked(call, "line"),    asked(call, "area")};
}

json::object similar_view(const SimilarCase& found, const Reading& reading, const AsOf& as_of) {
    json::array signs;
    for (const Likeness sign : found.signs) signs.push_back(json::value(name_of(sign)));
    return {{"ticket", reading.view(found.record->snapshot, as_of)},
            {"signs", std::move(signs)},
            {"likely", found.kinship != Kinship::remote},
            {"mended", found.mended}};
}

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::value ticket_of(const Announcement& announcement) {
    if (announcement.record == nullptr) return nullptr;
    const CaseSnapshot& snapshot = announcement.record->snapshot;
    return json::object{{"id", std::to_string(to_int(snapshot.id))},
                        {"number", snapshot.number},
                        {"workflow", snapshot.workflow->name},
                        {"state", snapshot.state}};
}

json::object announcement_view(const Announcement& announcement, bool personal, Instant now) {
    const std::string reason = personal ? announcement.reason : mask_text(announcement.reason);
    return {{"kind", name_of(announcement.kind)},
            {"ticket", ticket_of(announcement)},
            {"filing", text_or_null(announcement.filing)},
            {"from", time_or_null(announcement.from)},
            {"until", time_or_null(announcement.until)},
            {"over", announcement.until && *announcement.until < now},
            {"reason", text_or_null(reason)},
            {"amount", announcement.amount ? json::value(*announcement.amount) : json::value(nullptr)},
            {"close_code", text_or_null(announcement.close_code)}};
}

/// What the register of special customers says; by a telephone only to those who see telephones.
json::array flags_for(const NewMatter& matter, const Configuration& configuration, bool personal) {
    const auto workflow = configuration.rules->find_workflow(matter.workflow);
    if (!workflow || !configuration.organisation || !configuration.organisation->special_customers) return {};
    const auto& special = *configuration.organisation->special_customers;
    const auto flags = special.flags_of(matter.customer_no, personal ? matter.phone : std::string());
    return json::value_from(known_flags(*workflow, flags)).as_array();
}

json::object suggestion_view(const AreaSuggestion& suggestion, const Organisation& organisation) {
    const Area& area = *organisation.find_area(suggestion.area);
    return {{"area", area.id},
            {"name", area.name},
            {"station", area.station},
            {"reason", name_of(suggestion.reason)},
            {"tickets", suggestion.tickets},
            {"place", text_or_null(suggestion.place)},
            {"site_class", text_or_null(suggestion.site_class)}};
}

}  // namespace

Response find_similar(Site& site, const Call& call) {
    const Instant now = site.service.now();
    const Reading reading(site.service.reads(), call.viewer);
    const Configuration configuration = site.service.configuration();
    const NewMatter matter = matter_of(call);
    const auto similar = similar_cases(reading, matter, now);
    if (!similar) return refuse(similar.error(), call);
    const auto known = announcements(reading, matter, configuration, now);
    if (!known) return refuse(known.error(), call);
    const bool personal = call.viewer->personal;
    json::array items;
    for (const SimilarCase& found : *similar) {
        items.push_back(similar_view(found, reading, {now, *configuration.rules->calendar}));
    }
    json::array notices;
    for (const Announcement& one : *known) notices.push_back(announcement_view(one, personal, now));
    return json_answer(json::object{{"items", std::move(items)},
                                    {"notices", std::move(notices)},
                                    {"flags", flags_for(matter, configuration, personal)}});
}

Response suggest_area(Site& site, const Call& call) {
    const auto organisation = site.service.configuration().organisation;
    if (!organisation) return json_answer(json::object{{"items", json::array()}});
    const Reading reading(site.service.reads(), call.viewer);
    const auto suggested = suggest_areas(reading, asked(call, "address"), *organisation, site.service.now());
    if (!suggested) return refuse(suggested.error(), call);
    json::array items;
    for (const AreaSuggestion& one : *suggested) items.push_back(suggestion_view(one, *organisation));
    return json_answer(json::object{{"items", std::move(items)}});
}

std::vector<Route> desk_routes() {
    return {{.method = "GET",
             .pattern = "/api/v1/tickets/similar",
             .operation = "find-similar",
             .summary = "http.op.find-similar",
             .tag = "tickets",
             .query = {{.name = "workflow", .about = "http.query.workflow"},
                       {.name = "address", .about = "http.query.address"},
                       {.name = "phone", .about = "http.query.phone"},
                       {.name = "customer_no", .about = "http.query.customer-no"},
                       {.name = "line", .about = "http.query.line"},
                       {.name = "area", .about = "http.query.area"}},
             .response_schema = "Similar",
             .handle = on_reader<find_similar>},
            {.method = "GET",
             .pattern = "/api/v1/areas/suggest",
             .operation = "suggest-area",
             .summary = "http.op.suggest-area",
             .tag = "configuration",
             .query = {{.name = "address", .about = "http.query.address"}},
             .response_schema = "AreaSuggestions",
             .handle = on_reader<suggest_area>}};
}

}  // namespace gongdan::http
