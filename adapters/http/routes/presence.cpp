#include "adapters/http/routes/presence.hpp"

#include "adapters/http/routes/checks.hpp"
#include "core/engine/reading.hpp"

namespace gongdan::http {
namespace {

host::Present present_of(Site& site, const Call& call, std::string_view doing) {
    host::Present who;
    who.account = call.principal.name;
    who.person = call.viewer->person;
    who.name = who.account;
    const auto organisation = site.service.configuration().organisation;
    if (const Person* person = organisation->find_person(who.person); person != nullptr && !person->name.empty())
        who.name = person->name;
    if (doing == "writing") who.doing = host::Present::Doing::writing;
    return who;
}

}  // namespace

Response note_presence(Site& site, const Call& call) {
    const auto found = Reading(site.service.reads(), call.viewer).find(call.parameters[0]);
    if (!found) return refuse(found.error(), call);
    const CaseId ticket = (*found)->snapshot.id;
    const Instant now = site.service.now();
    const std::string doing = string_or_empty(call.body, "doing");
    Result<bool> changed = false;
    if (doing != "viewing" && doing != "writing" && doing != "gone")
        return refuse(wrong_fields({{"/doing", "enum", text("http.query-choice", "viewing, writing, gone")}}), call);
    if (doing == "gone") {
        changed = site.streams->presence().leave(ticket, call.principal.name);
    } else {
        changed = site.streams->presence().enter(ticket, present_of(site, call, doing), now);
    }
    if (!changed) return refuse(changed.error(), call);
    if (*changed) site.streams->tell_presence(ticket);
    return json_answer(
        json::object{{"items", presence_view(site.streams->presence().at(ticket, now), call.principal.name)}});
}

void forget_absent(Site& site) {
    for (const CaseId ticket : site.streams->presence().expire(site.service.now())) {
        site.service.offload([streams = site.streams, ticket] { streams->tell_presence(ticket); });
    }
}

}  // namespace gongdan::http
