#include "core/engine/reading.hpp"

#include <algorithm>

#include "core/audit/finding_decision.hpp"
#include "core/engine/seen_case.hpp"

namespace gongdan {

Result<CaseRecordPtr> Reading::find(std::string_view id_or_number) const {
    auto found = reads_.find(id_or_number);
    if (found && !viewer_->reach.covers((*found)->snapshot)) return fail(Errc::not_found, "case.unknown", id_or_number);
    return found;
}

json::object Reading::view(const CaseSnapshot& snapshot, const AsOf& as_of) const {
    return seen_case(snapshot, *viewer_, as_of, viewer_->privacy());
}

Result<CasePage> Reading::list(CaseFilter filter, Instant now) const {
    filter.reach = viewer_->reach;
    filter.personal = viewer_->personal;
    return reads_.list(filter, now);
}

Result<std::vector<CaseCount>> Reading::counts(CountBy by, Instant now) const {
    return reads_.counts(by, viewer_->reach, now);
}

json::object Reading::shown(const Event& event, const Workflow& workflow) const {
    return viewer_->personal ? event_view(event) : masked_event_view(event, workflow);
}

Result<JournalPage> Reading::journal(const CaseSnapshot& snapshot, std::int64_t after, int limit) const {
    const auto events = reads_.journal(snapshot.id, after, limit);
    if (!events) return events.error();
    JournalPage page;
    for (const Event& event : *events) page.events.push_back(shown(event, *snapshot.workflow));
    if (events->size() == std::size_t(limit)) page.next_after = events->back().case_seq;
    return page;
}

Result<EscalationPage> Reading::escalations(bool open_only, std::string_view cursor, int limit) const {
    return reads_.escalations(open_only, viewer_->reach, cursor, limit);
}

Result<std::vector<std::int64_t>> Reading::intake(IntakeQuery query) const {
    query.reach = viewer_->reach;
    return reads_.intake(query);
}

/// Who has which roles, and what was decided about whom, is for those who give roles and those who examine it.
bool Reading::may_know(const Event& event) const {
    const std::string what = string_or_empty(event.body, "what");
    if (what != "account" && what != kFindingDecided) return true;
    const auto& roles = viewer_->actor.roles;
    return !unlimited() && (viewer_->reads_only || std::find(roles.begin(), roles.end(), "admin") != roles.end());
}

Result<DeliveryPage> Reading::deliveries(DeliveryFilter filter) const {
    filter.reach = viewer_->reach;
    return reads_.deliveries(filter);
}

Result<NoticePage> Reading::notices(const CaseSnapshot& snapshot, std::string_view cursor, int limit) const {
    return reads_.notices(snapshot.id, cursor, limit);
}

/// Whoever sees a ticket because he was told of it hears last that it was closed.
bool Reading::hears(const Event& event, const CaseSnapshot& snapshot) const {
    if (viewer_->reach.covers(snapshot)) return true;
    const State* entered = snapshot.workflow->find_state(string_or_empty(event.body, "to"));
    const bool closing = event.type == EventType::case_moved && entered != nullptr && entered->final;
    return closing && viewer_->reach.was_told(snapshot);
}

Result<std::optional<json::object>> Reading::event(const Event& event) const {
    if (to_int(event.case_id) == 0 && !may_know(event)) return std::optional<json::object>();
    if (unlimited() || to_int(event.case_id) == 0) return std::optional(event_view(event));
    const auto found = reads_.find(std::to_string(to_int(event.case_id)));
    if (!found) return found.error();
    const CaseSnapshot& snapshot = (*found)->snapshot;
    if (!hears(event, snapshot)) return std::optional<json::object>();
    return std::optional(shown(event, *snapshot.workflow));
}

}  // namespace gongdan
