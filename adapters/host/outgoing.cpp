#include "adapters/host/outgoing.hpp"

#include <algorithm>

#include "core/escalation/digest.hpp"

namespace gongdan::host {
namespace {

/// Whether the recipient may acknowledge one of the list's escalations: the first that he may is enough.
bool may_acknowledge_some(const Notice& notice, const Actor& actor, ReadModel& reads, const Rules& rules) {
    const auto entries = reads.listed(notice.escalation);
    if (!entries) return false;
    return std::any_of(entries->begin(), entries->end(), [&reads, &actor, &rules](const ListEntry& entry) {
        const auto record = reads.find_case(entry.case_id);
        return record && may_acknowledge((*record)->snapshot, entry.escalation, actor, rules);
    });
}

bool may_acknowledge_notice(const Notice& notice, const Actor& actor, ReadModel& reads, const Rules& rules) {
    if (is_list(notice.escalation)) return may_acknowledge_some(notice, actor, reads, rules);
    const auto record = reads.find_case(notice.case_id);
    return record && may_acknowledge((*record)->snapshot, notice.escalation, actor, rules);
}

LocalText hint_for(const Notice& notice) {
    return is_list(notice.escalation) ? text("link.hint-list") : text("link.hint", notice.escalation);
}

/// `url` may be empty. Put in as text: the message of a list may hold ten thousand entries.
std::string with_answer(const Notice& notice, bool shared, const std::string& url) {
    const bool is_object = notice.message.ends_with("}") && notice.message.size() > 2;
    if (!is_object || (!shared && url.empty())) return notice.message;
    std::string message = notice.message;
    message.pop_back();
    if (shared) {
        const LocalText hint = hint_for(notice);
        message += R"(,"acknowledge_hint":)" + json::serialize(json::object{{"zh", hint.zh}, {"en", hint.en}});
    } else {
        message += is_list(notice.escalation) ? R"(,"list_url":")" : R"(,"acknowledge_url":")";
        message += url + "\"";
    }
    return message += "}";
}

std::string brought_up_to_date(const Notice& notice, ReadModel& reads, Instant now) {
    const auto find = [&reads](CaseId id) {
        const auto record = reads.find_case(id);
        return record ? std::shared_ptr<const CaseSnapshot>(*record, &(*record)->snapshot) : nullptr;
    };
    if (is_list(notice.escalation)) return list_brought_up_to_date(notice.message, find, now);
    const auto snapshot = find(notice.case_id);
    return snapshot == nullptr ? notice.message : gongdan::brought_up_to_date(notice.message, *snapshot);
}

}  // namespace

std::string outgoing_message(Notice notice, const Outgoing& outgoing, ReadModel& reads,
                             const Configuration& configuration, Instant now) {
    notice.message = brought_up_to_date(notice, reads, now);
    const bool settled = notice.message.find(R"("settled":true)") != std::string::npos;
    if (settled || !configuration.organisation) return notice.message;
    const Organisation& organisation = *configuration.organisation;
    const Person* person = organisation.find_person(notice.person);
    if (person == nullptr) return notice.message;
    const Actor actor{person->id, roles_at(organisation, *person, now)};
    if (!may_acknowledge_notice(notice, actor, reads, *configuration.rules)) return notice.message;
    const bool personal = outgoing.links != nullptr && !outgoing.shared;
    return with_answer(notice, outgoing.shared,
                       personal ? outgoing.links->make(notice.escalation, person->id, now) : "");
}

std::string sample_message(const Notice& notice, const Outgoing& outgoing) {
    return with_answer(notice, outgoing.shared,
                       outgoing.links == nullptr ? "" : outgoing.links->sample(notice.escalation));
}

}  // namespace gongdan::host
