#include "adapters/http/routes/admin.hpp"

#include <algorithm>

#include "adapters/host/account_views.hpp"
#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/users.hpp"
#include "core/access/scope.hpp"

namespace gongdan::http {
namespace {

constexpr int kFirstYear = 1990;  ///< as in parse_time
constexpr int kLastYear = 2199;

host::Doer doer_of(const Call& call) { return {call.principal.name, call.request.remote_address}; }

Result<host::NewToken> wanted_token(Site& site, const json::object& body) {
    host::NewToken token{string_or_empty(body, "name"), {}};
    for (const json::value& role : *get_array(body, "roles")) token.roles.emplace_back(role.as_string());
    auto scope = wanted_scope(site, body);
    if (!scope) return scope.error();
    token.scope = std::move(*scope);
    if (const auto expires = get_string(body, "expires_at")) token.expires_at = parse_time(*expires).value();
    return token;
}

json::array days_view(const std::vector<Date>& days) {
    json::array list;
    for (const Date day : days) list.push_back(json::value(format_date(day)));
    return list;
}

json::object year_view(const CalendarYear& year) {
    return {{"year", year.year},
            {"provisional", year.provisional},
            {"source", year.replaced ? "administrator" : "file"},
            {"holidays", days_view(year.holidays)},
            {"workdays", days_view(year.workdays)}};
}

/// The days under `key`, each in `year`; what is wrong goes to `problems`.
std::vector<Date> read_days(const json::object& body, std::string_view key, int year,
                            std::vector<FieldProblem>& problems) {
    std::vector<Date> days;
    const auto* list = get_array(body, key);
    if (list == nullptr) return days;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto day = parse_date(std::string_view((*list)[i].get_string()));
        if (!day) continue;  // malformed ones were refused by the schema
        if (int(std::chrono::year_month_day(*day).year()) != year) {
            const std::string pointer = "/" + std::string(key) + "/" + std::to_string(i);
            problems.push_back({pointer, "range", text("http.day-outside-year", format_date(*day), year)});
        }
        days.push_back(*day);
    }
    return days;
}

}  // namespace

Response list_tokens(Site& site, const Call& call) {
    const auto tokens = site.service.access().list_tokens();
    if (!tokens) return refuse(tokens.error(), call);
    json::array items;
    for (const host::TokenInfo& token : *tokens) items.push_back(host::token_view(token));
    return json_answer(json::object{{"items", std::move(items)}});
}

void create_token(Site& site, const CallPtr& call, Respond respond) {
    const auto make = [&site, call]() -> Result<Response> {
        auto token = wanted_token(site, call->body);
        if (!token) return token.error();
        const auto secret = site.service.access().create_token(*token, doer_of(*call));
        if (!secret) return secret.error();
        json::object view{{"name", token->name}, {"roles", json::value_from(token->roles)}};
        view["scope"] = scope_or_null(token->scope);
        view["expires_at"] = time_or_null(token->expires_at);
        view["token"] = *secret;
        return json_answer(view, 201);
    };
    const std::string name = string_or_empty(call->body, "name");
    answer_secret_once(site, call, {make, fail(Errc::conflict, "http.token-shown-before", name)}, std::move(respond));
}

Response revoke_token(Site& site, const Call& call) {
    const auto revoked = site.service.access().revoke_token(call.parameters[0], doer_of(call));
    if (!revoked) return refuse(revoked.error(), call);
    Response response;
    response.status = 204;
    return response;
}

Response list_calendars(Site& site, const Call&) {
    const auto calendar = site.service.configuration().rules->calendar;
    json::array items;
    for (const auto& [number, year] : calendar->years()) items.push_back(year_view(year));
    return json_answer(json::object{{"version", calendar->version()}, {"items", std::move(items)}});
}

Response get_calendar(Site& site, const Call& call) {
    const auto calendar = site.service.configuration().rules->calendar;
    const auto number = parse_whole(call.parameters[0]);
    for (const auto& [known, year] : calendar->years()) {
        if (number == known) return json_answer(year_view(year));
    }
    return refuse(fail(Errc::not_found, "http.no-calendar", call.parameters[0]), call);
}

void replace_calendar(Site& site, const CallPtr& call, Respond respond) {
    const auto year = parse_whole(call->parameters[0]).value_or(0);
    if (year < kFirstYear || year > kLastYear) {
        return respond(refuse(fail(Errc::not_found, "http.unknown-year", call->parameters[0]), *call));
    }
    std::vector<FieldProblem> problems;
    CalendarYear entry;
    entry.year = int(year);
    entry.provisional = get_bool(call->body, "provisional").value_or(false);
    entry.holidays = read_days(call->body, "holidays", entry.year, problems);
    entry.workdays = read_days(call->body, "workdays", entry.year, problems);
    for (std::size_t i = 0; i < entry.workdays.size(); ++i) {
        const Date day = entry.workdays[i];
        if (std::find(entry.holidays.begin(), entry.holidays.end(), day) == entry.holidays.end()) continue;
        problems.push_back({"/workdays/" + std::to_string(i), "conflict", text("http.day-twice", format_date(day))});
    }
    if (!problems.empty()) return respond(refuse(wrong_fields(std::move(problems)), *call));
    entry.replaced = true;
    json::object view = year_view(entry);
    const Actor actor{call->principal.name, call->principal.roles};
    site.service.replace_calendar_year(
        std::move(entry), actor,
        [call, view = std::move(view), respond = std::move(respond)](const Result<void>& done) {
            if (!done) return respond(refuse(done.error(), *call));
            respond(json_answer(view));
        });
}

}  // namespace gongdan::http
