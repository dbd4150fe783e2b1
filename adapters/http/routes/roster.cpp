#include "adapters/http/routes/roster.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "adapters/http/problem.hpp"
#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/names.hpp"
#include "core/base/check.hpp"
#include "core/engine/reading.hpp"
#include "core/escalation/duty_calendar.hpp"
#include "core/escalation/plan.hpp"
#include "core/escalation/roster_people.hpp"

namespace gongdan::http {
namespace {

constexpr int kSpanMax = 92;  ///< days: a quarter is planned at a time, and a reader thread is busy with it
constexpr Millis kSpanDefault = 7 * kDay;
constexpr Millis kFeedBack = 7 * kDay;
constexpr Millis kFeedAhead = 60 * kDay;

/// Without a configured organisation everything is empty.
std::shared_ptr<const Organisation> organisation_of(const Site& site) {
    auto configured = site.service.configuration().organisation;
    return configured ? configured : std::make_shared<const Organisation>();
}

ChannelFitness fitness_of(const std::vector<host::Channel>& channels, std::string_view name) {
    using State = ChannelFitness::State;
    const auto found = std::find_if(channels.begin(), channels.end(),
                                    [name](const host::Channel& channel) { return channel.name == name; });
    if (found == channels.end()) return {State::missing, {}};
    switch (found->state) {
        case host::Channel::State::delivering: return {State::fit, {}};
        case host::Channel::State::holding: return {State::holding, found->resting_until};
        case host::Channel::State::failing: return {State::failing, {}};
        case host::Channel::State::resting: return {State::resting, found->resting_until};
        case host::Channel::State::gone: return {State::gone, {}};
    }
    GONGDAN_UNREACHABLE("a host::Channel::State outside its enum");
}

json::object person_view(const Person& person) {
    std::set<std::string> channels;
    for (const Address& address : person.addresses) channels.insert(address.channel);
    return {{"id", person.id},
            {"name", person.name},
            {"roles", json::value_from(person.roles)},
            {"station", person.station},
            {"teams", json::value_from(person.teams)},
            {"areas", json::value_from(person.areas)},
            {"channels", json::value_from(channels)},
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
            {"length_s", whole_seconds(duty.length)}};
}

json::object rotation_view(const Rotation& rotation) {
    return {{"role", rotation.role},
            {"people", json::value_from(rotation.people)},
            {"anchor", format_date(rotation.anchor)},
            {"every_days", rotation.days},
            {"starts", time_of_day(rotation.starts)},
            {"length_s", whole_seconds(rotation.length == Millis(0) ? kDay : rotation.length)}};
}

json::object shift_view(const Shift& shift) {
    return {{"person", shift.person},
            {"role", shift.role},
            {"from", format_time(shift.from)},
            {"to", format_time(shift.to)},
            {"absent", shift.absent},
            {"deputy", shift.deputy},
            {"entry", shift.id}};
}

json::object override_view(const Override& change) {
    return {{"person", change.person},          {"instead_of", change.instead_of}, {"role", change.role},
            {"from", format_time(change.from)}, {"to", format_time(change.to)},    {"entry", change.id}};
}

json::object swap_view(const Swap& change) {
    return {{"person", change.one},         {"with", change.other},
            {"role", change.role},          {"from", format_time(change.from)},
            {"to", format_time(change.to)}, {"entry", change.id}};
}

json::object cover_view(const Cover& cover) {
    return {{"role", cover.role},
            {"station", cover.station},
            {"weekdays", json::value_from(cover.weekdays)},
            {"starts", time_of_day(cover.starts)},
            {"length_s", whole_seconds(cover.length)}};
}

json::value id_or_null(const Person* person) {
    return person == nullptr ? json::value(nullptr) : json::value(person->id);
}

json::object span_view(const DutySpan& span) {
    return {{"role", span.role},
            {"station", span.holder->station},
            {"kind", name_of(span.kind)},
            {"holder", span.holder->id},
            {"person", id_or_null(span.person)},
            {"name", span.person == nullptr ? json::value(nullptr) : json::value(span.person->name)},
            {"absent", id_or_null(span.missing)},
            {"from", format_time(span.from)},
            {"to", format_time(span.to)}};
}

json::object gap_view(const RosterGap& gap) {
    const LocalText said = describe(gap);
    return {{"kind", name_of(gap.kind)},     {"role", gap.role},
            {"station", gap.station},        {"person", id_or_null(gap.person)},
            {"from", format_time(gap.from)}, {"to", format_time(gap.to)},
            {"line", gap.mark.line},         {"text", json::object{{"zh", said.zh}, {"en", said.en}}}};
}

template <class Items, class View>
json::array views(const Items& items, View view) {
    json::array list;
    for (const auto& item : items) list.push_back(view(item));
    return list;
}

struct Window {
    Instant from{};
    Instant to{};
};

/// A day, from its beginning, or an instant.
Result<Instant> instant_of(const Call& call, std::string_view name, Instant otherwise) {
    const std::string given = text_parameter(call.request, name);
    if (given.empty()) return otherwise;
    if (const auto date = parse_date(given)) return start_of(*date);
    if (const auto at = parse_time(given)) return *at;
    return wrong_fields({{"/query/" + std::string(name), "type", text("roster.when", given)}});
}

Result<Window> window_of(const Site& site, const Call& call) {
    const auto from = instant_of(call, "from", start_of(date_of(site.service.now())));
    if (!from) return from.error();
    const auto to = instant_of(call, "to", *from + kSpanDefault);
    if (!to) return to.error();
    if (*to <= *from || *to - *from > kSpanMax * kDay || !is_in_range(*from) || !is_in_range(*to))
        return wrong_fields({{"/query/to", "range", text("roster.span", kSpanMax)}});
    return Window{*from, *to};
}

/// Where an entry names somebody.
struct Named {
    std::string field;
    std::string person;
};

std::vector<Named> named_in(const RosterEntry& entry) {
    return {{"person", entry.person}, {std::string(other_key(entry.kind)), entry.other}};
}

Error forbidden(const std::string& field, LocalText why) {
    return Error{Errc::forbidden, why, {{"/" + field, "forbidden", why}}, {}};
}

/// An entry of somebody whose duties are not the caller's to change is refused. Whoever is limited plans for the people
/// of his stations.
Result<void> refuse_strangers(const RosterEntry& entry, const Organisation& organisation, const Call& call) {
    if (call.viewer->reach.all || !call.principal.scope) return {};
    std::vector<std::string> stations = call.principal.scope->stations;
    const Person* self = organisation.find_person(call.principal.scope->person);
    if (self != nullptr) stations.push_back(self->station);
    for (const auto& [field, id] : named_in(entry)) {
        const Person* person = organisation.find_person(id);
        if (person == nullptr) continue;
        const bool his =
            !person->station.empty() && std::find(stations.begin(), stations.end(), person->station) != stations.end();
        if (!his) return forbidden(field, text("roster.outside", person->name));
    }
    return {};
}

/// Whether an entry makes whom it names there serve for somebody else.
bool serves(const RosterEntry& entry, const Named& named) {
    switch (entry.kind) {
        case RosterEntry::Kind::stand_in: return named.field == "person";
        case RosterEntry::Kind::swap: return true;
        case RosterEntry::Kind::absence: return named.field != "person";
    }
    GONGDAN_UNREACHABLE("a RosterEntry::Kind outside its enum");
}

/// Nobody makes himself serve in a duty that is not his: whoever is escalated could turn the rungs above him upon
/// himself. An administrator gives roles anyway.
Result<void> refuse_oneself(const RosterEntry& entry, const host::Principal& author) {
    const auto& roles = author.roles;
    if (std::find(roles.begin(), roles.end(), "admin") != roles.end()) return {};
    const std::string& himself = author.scope && !author.scope->person.empty() ? author.scope->person : author.name;
    for (const Named& named : named_in(entry)) {
        if (named.person == himself && serves(entry, named)) return forbidden(named.field, text("roster.self"));
    }
    return {};
}

void submit_change(Site& site, const CallPtr& call, RosterChange change, const Respond& respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    change.actor = call->principal.name;
    change.roles = names_of(*site.service.configuration().roles);
    site.service.change_roster(std::move(change), std::move(*idempotency), [call, respond](const Result<Reply>& reply) {
        if (!reply) return respond(refuse(reply.error(), *call));
        const StoredAnswer& kept = *reply->kept;
        if (kept.status >= 400) return respond(kept_response(*reply, *call));
        Response response;
        response.status = kept.status;
        if (!kept.body.empty()) response = json_response(kept.status, kept.body);
        if (reply->replayed) response.with("Idempotency-Replayed", "true");
        respond(std::move(response));
    });
}

}  // namespace

Response show_roster(Site& site, const Call& call) {
    const auto organisation = organisation_of(site);
    const auto window = window_of(site, call);
    if (!window) return refuse(window.error(), call);
    return answer_with_names(
        site, call,
        json::object{{"from", format_time(window->from)},
                     {"to", format_time(window->to)},
                     {"people", views(organisation->people, person_view)},
                     {"duties", views(organisation->duties, duty_view)},
                     {"rotations", views(organisation->rotations, rotation_view)},
                     {"shifts", views(organisation->shifts, shift_view)},
                     {"overrides", views(organisation->overrides, override_view)},
                     {"swaps", views(organisation->swaps, swap_view)},
                     {"cover", views(organisation->covers, cover_view)},
                     {"entries", views(organisation->entries, entry_view)},
                     {"spans", views(duty_spans(*organisation, window->from, window->to), span_view)}});
}

Response roster_now(Site& site, const Call&) {
    const auto organisation = organisation_of(site);
    const Instant now = site.service.now();
    const auto spans = duty_spans(*organisation, now, now + Millis(1), Edges::whole);
    return json_answer(json::object{{"at", format_time(now)}, {"items", views(spans, span_view)}});
}

Response list_roster_gaps(Site& site, const Call& call) {
    const auto organisation = organisation_of(site);
    const auto window = window_of(site, call);
    if (!window) return refuse(window.error(), call);
    return json_answer(json::object{{"from", format_time(window->from)},
                                    {"to", format_time(window->to)},
                                    {"items", views(roster_gaps(*organisation, window->from, window->to), gap_view)}});
}

namespace {

/// `person` may be empty: of all.
Response calendar_of(const Site& site, const Organisation& organisation, const std::string& person) {
    const Configuration configuration = site.service.configuration();
    RoleNames roles;
    for (const RoleRights& role : *configuration.roles) roles.emplace_back(role.role, role.title);
    const Instant now = site.service.now();
    const auto spans = duty_spans(organisation, now - kFeedBack, now + kFeedAhead, Edges::whole);
    Response response;
    response.body = duty_calendar(spans, person, roles, now);
    response.with("Content-Type", "text/calendar; charset=utf-8");
    return response;
}

}  // namespace

Response roster_feed(Site& site, const Call& call) {
    const auto organisation = organisation_of(site);
    const std::string person = text_parameter(call.request, "person");
    if (!person.empty() && organisation->find_person(person) == nullptr)
        return refuse(wrong_fields({{"/query/person", "enum", text("organisation.no-person", person)}}), call);
    return calendar_of(site, *organisation, person);
}

Response roster_feed_by_link(Site& site, const Call& call) {
    const auto organisation = organisation_of(site);
    const auto person = site.service.access().open_feed(call.parameters[0]);
    // Somebody who has left has no duties; and nobody shall learn whether the address was ever right.
    if (!person || organisation->find_person(*person) == nullptr)
        return problem(404, "not-found", text("roster.no-feed"), "/feeds");
    return calendar_of(site, *organisation, *person);
}

void make_roster_feed(Site& site, const CallPtr& call, Respond respond) {
    host::NewFeed feed{string_or_empty(call->body, "name"), string_or_empty(call->body, "person")};
    if (const auto expires = get_string(call->body, "expires_at")) feed.expires_at = parse_time(*expires).value();
    if (organisation_of(site)->find_person(feed.person) == nullptr) {
        const LocalText wrong = text("organisation.no-person", feed.person);
        return respond(refuse(wrong_fields({{"/person", "enum", wrong}}), *call));
    }
    const auto make = [&site, call, feed]() -> Result<Response> {
        const host::Doer doer{call->principal.name, call->request.remote_address};
        const auto secret = site.service.access().create_feed(feed, doer);
        if (!secret) return secret.error();
        return json_answer(json::object{{"name", feed.name},
                                        {"person", feed.person},
                                        {"expires_at", time_or_null(feed.expires_at)},
                                        {"path", host::feed_path(*secret)}},
                           201);
    };
    answer_secret_once(site, call, {make, fail(Errc::conflict, "http.token-shown-before", feed.name)},
                       std::move(respond));
}

void make_roster_entry(Site& site, const CallPtr& call, Respond respond) {
    auto entry = read_entry(call->body);
    if (!entry) return respond(refuse(entry.error(), *call));
    const auto organisation = organisation_of(site);
    if (const auto his = refuse_strangers(*entry, *organisation, *call); !his)
        return respond(refuse(his.error(), *call));
    if (const auto other = refuse_oneself(*entry, call->principal); !other)
        return respond(refuse(other.error(), *call));
    submit_change(site, call, {std::move(*entry), "", "", {}}, respond);
}

void remove_roster_entry(Site& site, const CallPtr& call, Respond respond) {
    const auto organisation = organisation_of(site);
    const std::string& id = call->parameters[0];
    const RosterEntry* entry = find_entry(*organisation, id);
    const auto his = entry == nullptr ? Result<void>() : refuse_strangers(*entry, *organisation, *call);
    // Nothing was written: there is no field to point at.
    if (!his) return respond(refuse(Error{Errc::forbidden, his.error().detail, {}, {}}, *call));
    submit_change(site, call, {std::nullopt, id, "", {}}, respond);
}

Response escalation_plan(Site& site, const Call& call) {
    const auto found = Reading(site.service.reads(), call.viewer).find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseSnapshot& snapshot = (*found)->snapshot;
    const auto organisation = organisation_of(site);
    const auto rules = site.service.configuration().rules;
    const auto plan = plan_of(snapshot, *rules, *organisation, site.service.now());
    const auto fitness = [channels = site.service.channels()](std::string_view name) {
        return fitness_of(channels, name);
    };
    Response response = json_answer(plan_view(plan, fitness));
    response.ticket = std::to_string(to_int(snapshot.id));
    return response;
}

}  // namespace gongdan::http
