#include "adapters/http/routes/calendars.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/routes/answers.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/yaml/year_list.hpp"
#include "core/calendar/year_doubts.hpp"
#include "core/engine/calendar_change.hpp"

namespace gongdan::http {
namespace {

constexpr std::string_view kUnnamed = "calendar.csv";  ///< what was pasted

/// The days under `key`; the schema has seen to it that they are dates.
std::vector<Date> days_in(const json::object& body, std::string_view key) {
    std::vector<Date> days;
    const auto* list = get_array(body, key);
    if (list == nullptr) return days;
    for (const json::value& entry : *list) {
        if (const auto day = parse_date(std::string_view(entry.get_string()))) days.push_back(*day);
    }
    return days;
}

CalendarYear year_in(const json::object& body, int number) {
    return {number, get_bool(body, "provisional").value_or(false), days_in(body, "holidays"),
            days_in(body, "workdays")};
}

/// What the caller brings: a text, or the days themselves.
Result<YearList> wanted_year(const json::object& body) {
    const auto number = get_int(body, "year");
    if (number && (*number < kYearMin || *number > kYearMax))
        return wrong_fields({{"/year", "range", text("http.unknown-year", *number)}});
    if (const auto given = get_string(body, "text")) {
        if (body.contains("holidays") || body.contains("workdays"))
            return wrong_fields({{"/text", "conflict", text("http.calendar-either")}});
        const std::string file = string_or_empty(body, "file");
        auto list = read_year_list(std::string(*given), file.empty() ? std::string(kUnnamed) : file,
                                   number ? std::optional<int>(int(*number)) : std::nullopt);
        if (list) list->year.provisional = get_bool(body, "provisional").value_or(list->year.provisional);
        return list;
    }
    if (!number) return wrong_fields({{"/year", "required", text("http.calendar-either")}});
    if (!body.contains("holidays")) return wrong_fields({{"/holidays", "required", text("http.calendar-either")}});
    YearList list{year_in(body, int(*number)), {}};
    if (auto sound = check_year(list.year); !sound) return sound.error();
    list.doubts = doubts_about(list.year);
    return list;
}

json::object day_view(const ChangedDay& day) {
    return {{"date", format_date(day.date)}, {"before", name_of(day.before)}, {"after", name_of(day.after)}};
}

json::object moved_view(const MovedClock& clock) {
    return {{"ticket", std::to_string(to_int(clock.id))},
            {"number", clock.number},
            {"workflow", clock.workflow},
            {"clock", clock.clock},
            {"old_due_at", format_time(clock.old_due_at)},
            {"due_at", format_time(clock.due_at)},
            {"was_provisional", clock.was_provisional},
            {"provisional", clock.provisional},
            {"overdue", clock.overdue}};
}

template <class Items, class View>
json::array views(const Items& items, View view) {
    json::array list;
    for (const auto& item : items) list.push_back(view(item));
    return list;
}

json::object preview_view(const YearList& list, const CalendarPreview& preview, const std::string& mark) {
    const CalendarPreview::Counts& counts = preview.counts();
    return {{"preview", mark},
            {"year", calendar_year_view(list.year)},
            {"doubts", views(list.doubts,
                             [](const LocalText& said) {
                                 return json::object{{"zh", said.zh}, {"en", said.en}};
                             })},
            {"days", views(preview.changed_days(), day_view)},
            {"moved", counts.moved},
            {"settled", counts.settled},
            {"overdue", counts.overdue},
            {"tickets", counts.tickets},
            {"clocks", views(preview.moved(), moved_view)},
            {"more", counts.moved - std::int64_t(preview.moved().size())}};
}

/// Every case that the change would look at. Clocks of tickets that are not for the caller are counted, not named.
Result<void> look_at_cases(Site& site, const Call& call, CalendarPreview& preview) {
    CaseId after{};
    while (true) {
        const auto page = site.service.reads().with_clocks(after, kPageMax);
        if (!page) return page.error();
        if (page->empty()) return {};
        for (const CaseRecordPtr& record : *page)
            preview.take(record->snapshot, call.viewer->reach.covers(record->snapshot.data));
        after = page->back()->snapshot.id;
    }
}

void submit(Site& site, const CallPtr& call, CalendarChange change, const Respond& respond) {
    auto idempotency = idempotency_of(*call);
    if (!idempotency) return respond(refuse(idempotency.error(), *call));
    change.actor = {call->principal.name, call->principal.roles};
    site.service.change_calendar(std::move(change), std::move(*idempotency),
                                 [call, respond](const Result<Reply>& reply) {
                                     respond(reply ? kept_response(*reply, *call) : refuse(reply.error(), *call));
                                 });
}

}  // namespace

Response list_calendars(Site& site, const Call&) {
    const auto calendar = site.service.configuration().rules->calendar;
    json::array items;
    for (const auto& [number, year] : calendar->years()) items.push_back(calendar_year_view(year));
    return json_answer(json::object{{"version", calendar->version()}, {"items", std::move(items)}});
}

Response get_calendar(Site& site, const Call& call) {
    const auto calendar = site.service.configuration().rules->calendar;
    const auto number = parse_whole(call.parameters[0]);
    for (const auto& [known, year] : calendar->years()) {
        if (number == known) return json_answer(calendar_year_view(year));
    }
    return refuse(fail(Errc::not_found, "http.no-calendar", call.parameters[0]), call);
}

void replace_calendar(Site& site, const CallPtr& call, Respond respond) {
    const auto number = parse_whole(call->parameters[0]).value_or(0);
    if (number < kYearMin || number > kYearMax)
        return respond(refuse(fail(Errc::not_found, "http.unknown-year", call->parameters[0]), *call));
    CalendarYear year = year_in(call->body, int(number));
    if (auto sound = check_year(year); !sound) return respond(refuse(sound.error(), *call));
    year.replaced = true;
    const json::object view = calendar_year_view(year);
    site.service.change_calendar({std::move(year), {call->principal.name, call->principal.roles}, ""}, std::nullopt,
                                 [call, view, respond = std::move(respond)](const Result<Reply>& done) {
                                     respond(done ? json_answer(view) : refuse(done.error(), *call));
                                 });
}

Response preview_calendar(Site& site, const Call& call) {
    const auto list = wanted_year(call.body);
    if (!list) return refuse(list.error(), call);
    const Turn turn(site.rehearsing);
    if (!turn.mine()) return refuse(fail(Errc::overloaded, "http.rehearsing"), call);
    const auto rules = site.service.configuration().rules;
    CalendarPreview preview(*rules, list->year, site.service.now());
    if (auto looked = look_at_cases(site, call, preview); !looked) return refuse(looked.error(), call);
    return json_answer(preview_view(*list, preview, calendar_mark(*rules->calendar, list->year, crypto::sha256)));
}

/// A long text takes its time to be read: not on an I/O thread.
void load_calendar_year(Site& site, const CallPtr& call, Respond respond) {
    site.service.offload([&site, call, respond = std::move(respond)] {
        auto list = wanted_year(call->body);
        if (!list) return respond(refuse(list.error(), *call));
        submit(site, call, {std::move(list->year), {}, string_or_empty(call->body, "preview")}, respond);
    });
}

}  // namespace gongdan::http
