#include "adapters/http/routes/acknowledge_link.hpp"

#include <algorithm>

#include "adapters/host/links.hpp"
#include "adapters/http/routes/checks.hpp"
#include "adapters/http/routes/link_page.hpp"
#include "adapters/http/routes/linked.hpp"
#include "adapters/http/routes/page.hpp"

namespace gongdan::http {
namespace {

constexpr int kGone = 410;  ///< HTTP knows it, the engine does not

Response refused(int status, const LocalText& why) { return link_page(status, text("link.title"), alert(why)); }
Response refused(const Error& error) { return refused(http_status(error.code), error.detail); }

/// Whether the person's accounts, if he has any, are all disabled: his links shall go with them.
Result<bool> is_locked_out(host::Accounts& accounts, const std::string& person) {
    const auto all = accounts.list();
    if (!all) return all.error();
    bool any = false;
    for (const host::Account& account : *all) {
        if (account.name != person && account.scope.person != person) continue;
        if (!account.disabled) return false;
        any = true;
    }
    return any;
}

/// Every answer to the clock of the escalation, oldest first.
Result<std::vector<Acknowledgement>> answers_to(ReadModel& reads, CaseId id, const std::string& clock) {
    std::vector<Acknowledgement> answers;
    std::int64_t after = 0;
    while (true) {
        const auto events = reads.journal(id, after, kPageMax);
        if (!events) return events.error();
        for (const Event& event : *events) {
            after = event.case_seq;
            const bool answer = event.type == EventType::escalation_acknowledged;
            if (!answer || string_or_empty(event.body, "clock") != clock) continue;
            answers.push_back(
                {string_or_empty(event.body, "id"), string_or_empty(event.body, "actor"), event.occurred_at});
        }
        if (events->size() < std::size_t(kPageMax)) return answers;
    }
}

/// The page of one escalation; `posted`: after its button. `failure` = why the button did nothing.
Response show_one(Site& site, const Bearer& bearer, bool posted, const std::optional<Error>& failure) {
    const auto record = site.service.reads().find_case(case_of_escalation(bearer.escalation));
    if (!record) return refused(record.error().code == Errc::not_found ? 404 : 503, text("link.unknown"));
    const CaseSnapshot& snapshot = (*record)->snapshot;
    const Escalation* escalation = host::find_escalation(snapshot, bearer.escalation);
    if (escalation == nullptr) return refused(404, text("link.unknown"));
    if (!host::may_acknowledge(snapshot, bearer.escalation, bearer.actor, *bearer.configuration.rules))
        return refused(403, text("link.forbidden"));
    const auto answers = answers_to(site.service.reads(), snapshot.id, escalation->clock);
    if (!answers) return refused(answers.error());

    const Organisation& organisation = *bearer.configuration.organisation;
    const LinkedTicket ticket{snapshot, organisation, bearer.escalation, bearer.now};
    const auto first = std::find_if(answers->begin(), answers->end(), [&bearer](const Acknowledgement& answer) {
        return answer.escalation == bearer.escalation;
    });
    int status = 200;
    std::string content;
    if (first != answers->end()) {
        const bool his = first->actor == bearer.actor.id;
        if (posted && !his) status = 409;
        const std::string name = name_of_actor(organisation, first->actor);
        content = status_line(his ? text("link.done", spoken(first->at)) : text("link.other", name, spoken(first->at)));
    } else if (failure) {
        status = http_status(failure->code);
        content = alert(failure->detail);
    }
    content += ticket_facts(ticket);
    if (first == answers->end()) content += button_form(text("link.acknowledge"));
    content += answered_before(*answers, organisation) + ticket_data(ticket);
    content += recipient_line(organisation, bearer.actor.id);
    Response response = link_page(status, text("link.title"), content);
    response.ticket = std::to_string(to_int(snapshot.id));
    return response;
}

/// 0, which no list has, for what is no number: a form that was garbled must not acknowledge another page.
std::size_t page_number(const Call& call) {
    const auto given = call.request.parameter("page");
    const auto number = given ? parse_whole(*given) : std::optional<std::int64_t>(1);
    return number && *number > 0 ? std::size_t(*number) : 0;
}

void acknowledge_one(Site& site, const Bearer& bearer, const Respond& respond) {
    site.service.submit(
        acknowledge_as(bearer, bearer.escalation), [&site, bearer, respond](const Result<Reply>& reply) {
            const auto failure = reply ? std::nullopt : std::optional(reply.error());
            site.service.offload([&site, bearer, respond, failure] { respond(show_one(site, bearer, true, failure)); });
        });
}

}  // namespace

std::variant<Bearer, Response> bearer_of(Site& site, const Call& call) {
    if (site.links == nullptr) return refused(404, text("link.unknown"));
    Configuration configuration = site.service.configuration();
    const Instant now = site.service.now();
    const host::FoundLink link = site.links->open(call.parameters[0], *configuration.organisation, now);
    switch (link.state) {
        case host::FoundLink::State::unknown: return refused(404, text("link.unknown"));
        case host::FoundLink::State::expired: return refused(kGone, text("link.expired"));
        case host::FoundLink::State::nobody: return refused(403, text("link.nobody"));
        case host::FoundLink::State::good: break;
    }
    const auto locked_out = is_locked_out(site.service.accounts(), link.person);
    if (!locked_out) return refused(locked_out.error());
    if (*locked_out) return refused(403, text("link.disabled"));
    const Person& person = *configuration.organisation->find_person(link.person);
    Actor actor{person.id, roles_at(*configuration.organisation, person, now)};
    return Bearer{link.escalation, std::move(actor), std::move(configuration), now};
}

gongdan::Request acknowledge_as(const Bearer& bearer, std::string escalation) {
    AcknowledgeRequest acknowledge;
    acknowledge.command = {std::move(escalation), bearer.actor, "link"};
    auto viewer = std::make_shared<const Viewer>(Viewer{bearer.actor, Reach::everything(), false, false, false});
    return {std::move(acknowledge), std::nullopt, std::move(viewer)};
}

Response show_link(Site& site, const Call& call) {
    auto bearer = bearer_of(site, call);
    if (auto* refusal = std::get_if<Response>(&bearer)) return std::move(*refusal);
    const Bearer& known = std::get<Bearer>(bearer);
    if (host::is_list(known.escalation)) return show_list(site, known, page_number(call));
    return show_one(site, known, false, std::nullopt);
}

void acknowledge_by_link(Site& site, const CallPtr& call, Respond respond) {
    site.service.offload([&site, call, respond = std::move(respond)] {
        auto bearer = bearer_of(site, *call);
        if (auto* refusal = std::get_if<Response>(&bearer)) return respond(std::move(*refusal));
        Bearer& known = std::get<Bearer>(bearer);
        if (host::is_list(known.escalation))
            return acknowledge_list(site, std::move(known), page_number(*call), respond);
        acknowledge_one(site, known, respond);
    });
}

}  // namespace gongdan::http
