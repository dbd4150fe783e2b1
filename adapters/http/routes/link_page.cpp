#include "adapters/http/routes/link_page.hpp"

#include <algorithm>

#include "adapters/http/routes/page.hpp"
#include "core/base/markup.hpp"
#include "core/clock/state.hpp"
#include "core/ticket/mask.hpp"

namespace gongdan::http {
namespace {

/// Chinese, and English behind it where it differs.
std::string both(const LocalText& said) {
    const std::string zh = said.zh.empty() ? said.en : said.zh;
    if (said.en.empty() || said.en == zh) return escape_markup(zh);
    return escape_markup(zh) + " <span lang=\"en\">" + escape_markup(said.en) + "</span>";
}

LocalText titled(const LocalText& title, std::string_view name) {
    return title.zh.empty() && title.en.empty() ? LocalText{std::string(name), std::string(name)} : title;
}

std::string fact(const LocalText& label, const std::string& html) {
    return "<dt>" + both(label) + "</dt><dd>" + html + "</dd>\n";
}

/// The cycle of the clock that the escalation "42.arrival.1.3.1" is of; null when there is none.
const ClockState* clock_of(const LinkedTicket& ticket) {
    const std::string id = std::to_string(to_int(ticket.snapshot.id)) + ".";
    const auto& clocks = ticket.snapshot.clocks;
    const auto found = std::find_if(clocks.begin(), clocks.end(), [&id, &ticket](const ClockState& clock) {
        return ticket.escalation.starts_with(id + clock.name + "." + std::to_string(clock.cycle) + ".");
    });
    return found == clocks.end() ? nullptr : &*found;
}

LocalText span_text(std::string_view id, Millis span) {
    const auto minutes = std::chrono::floor<std::chrono::minutes>(span).count();
    return text(id, minutes / 60, minutes % 60);
}

std::string lateness(const ClockState& clock, Instant now) {
    if (clock.ended()) return both(text("link.ended"));
    if (clock.breached) return "<span class=\"late\">" + both(span_text("link.over", overdue(clock, now))) + "</span>";
    if (clock.status == ClockStatus::paused) return both(text("link.paused"));
    return both(span_text("link.left", std::max(clock.due_at - now, Millis(0))));
}

LocalText workflow_title(const LinkedTicket& ticket) {
    return titled(ticket.snapshot.workflow->title, ticket.snapshot.workflow->name);
}

LocalText clock_title(const LinkedTicket& ticket, const ClockState& clock) {
    const ClockDef* def = ticket.snapshot.workflow->find_clock(clock.name);
    return titled(def == nullptr ? LocalText{} : def->title, clock.name);
}

LocalText state_title(const LinkedTicket& ticket) {
    const State* state = ticket.snapshot.workflow->find_state(ticket.snapshot.state);
    return titled(state == nullptr ? LocalText{} : state->title, ticket.snapshot.state);
}

std::string area_name(const LinkedTicket& ticket) {
    const std::string given = string_or_empty(ticket.snapshot.data, "area");
    const Area* area = given.empty() ? nullptr : ticket.organisation.find_area(given);
    return area == nullptr || area->name.empty() ? given : area->name;
}

std::string value_html(const Field& field, const json::value& value) {
    if (const json::array* several = value.if_array()) {
        std::string all;
        for (const json::value& one : *several) all += (all.empty() ? "" : ", ") + value_html(field, one);
        return all;
    }
    if (!value.is_string()) return escape_markup(json::serialize(value));
    const std::string_view given(value.get_string());
    if (field.type == FieldType::time) {
        if (const auto at = parse_time(given)) return escape_markup(spoken(*at));
    }
    const auto known = std::find_if(field.values.begin(), field.values.end(),
                                    [given](const auto& choice) { return choice.first == given; });
    return known == field.values.end() ? escape_markup(given) : both(titled(known->second, given));
}

}  // namespace

Response link_page(int status, const LocalText& title, const std::string& content) {
    return page(status, title, content).with("X-Robots-Tag", "noindex, nofollow");
}

std::string status_line(const LocalText& said) {
    return "<p role=\"status\">" + escape_markup(said.zh) + "<br><span lang=\"en\">" + escape_markup(said.en) +
           "</span></p>\n";
}

std::string ticket_facts(const LinkedTicket& ticket) {
    std::string html = "<dl>\n" + fact(text("link.number"), "<strong>" + escape_markup(ticket.snapshot.number) +
                                                                "</strong><br>" + both(workflow_title(ticket)));
    if (const ClockState* clock = clock_of(ticket)) {
        html += fact(text("link.clock"), both(clock_title(ticket, *clock)));
        html += fact(text("link.due"), spoken(clock->due_at) + "<br>" + lateness(*clock, ticket.now));
    }
    html += fact(text("link.state"), both(state_title(ticket)));
    if (const std::string area = area_name(ticket); !area.empty()) html += fact(text("link.area"), escape_markup(area));
    return html + "</dl>\n";
}

std::string ticket_data(const LinkedTicket& ticket) {
    const Workflow& workflow = *ticket.snapshot.workflow;
    const json::object data = mask_data(workflow, ticket.snapshot.data);
    std::string facts;
    for (const Field& field : workflow.fields) {
        const json::value* value = data.if_contains(field.name);
        const bool shown = value != nullptr && !value->is_null() && field.name != "area";
        if (shown) facts += fact(titled(field.title, field.name), value_html(field, *value));
    }
    if (facts.empty()) return {};
    return "<details><summary>" + both(text("link.details")) + "</summary>\n<dl>\n" + facts + "</dl></details>\n";
}

std::string answered_before(const std::vector<Acknowledgement>& answers, const Organisation& organisation) {
    if (answers.empty()) return {};
    std::string html = "<p>" + both(text("link.who")) + "</p>\n<ul>\n";
    for (const Acknowledgement& answer : answers) {
        const std::string name = name_of_actor(organisation, answer.actor);
        html += "<li>" + both(text("link.by", name, spoken(answer.at))) + "</li>\n";
    }
    return html + "</ul>\n";
}

std::string list_row(const LinkedTicket& ticket, const LocalText& standing) {
    std::string html =
        "<li><strong>" + escape_markup(ticket.snapshot.number) + "</strong> · " + both(standing) + "<br>\n";
    html += both(workflow_title(ticket));
    if (const ClockState* clock = clock_of(ticket)) {
        html += "<br>" + both(clock_title(ticket, *clock)) + " " + spoken(clock->due_at) + "<br>" +
                lateness(*clock, ticket.now);
    }
    html += "<br>" + both(state_title(ticket));
    if (const std::string area = area_name(ticket); !area.empty()) html += " · " + escape_markup(area);
    return html + "\n" + ticket_data(ticket) + "</li>\n";
}

std::string button_form(const LocalText& label, std::size_t page) {
    const std::string action = page == 0 ? "" : " action=\"?page=" + std::to_string(page) + "\"";
    return "<form method=\"post\"" + action + "><button>" + escape_markup(label.zh) + "<br><span lang=\"en\">" +
           escape_markup(label.en) + "</span></button></form>\n";
}

std::string page_links(std::size_t page, std::size_t pages) {
    const auto link = [](std::size_t to, const char* rel, const LocalText& said) {
        return "<a rel=\"" + std::string(rel) + "\" href=\"?page=" + std::to_string(to) + "\">" + both(said) + "</a>\n";
    };
    std::string html = "<nav>\n";
    if (page > 1) html += link(page - 1, "prev", text("link.page-before"));
    html += "<span>" + both(text("link.page", page, pages)) + "</span>\n";
    if (page < pages) html += link(page + 1, "next", text("link.page-after"));
    return html + "</nav>\n";
}

std::string recipient_line(const Organisation& organisation, std::string_view person) {
    return "<p>" + both(text("link.shown-to", name_of_actor(organisation, person))) + "</p>\n";
}

std::string name_of_actor(const Organisation& organisation, std::string_view actor) {
    const Person* person = organisation.find_person(actor);
    return person == nullptr || person->name.empty() ? std::string(actor) : person->name;
}

std::string spoken(Instant at) {
    const bool midnight = at == start_of(date_of(at));
    if (midnight) return format_date(date_of(at) - std::chrono::days(1)) + " 24:00";
    constexpr std::size_t kToTheMinute = 16;  // "2026-03-02T08:45"
    std::string written = format_time(at).substr(0, kToTheMinute);
    std::replace(written.begin(), written.end(), 'T', ' ');
    return written;
}

}  // namespace gongdan::http
