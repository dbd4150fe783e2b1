#include "core/audit/journal_facts.hpp"

#include <algorithm>
#include <vector>

namespace gongdan {
namespace {

bool is_over(const CaseSnapshot& snapshot) {
    return snapshot.closed() && std::all_of(snapshot.clocks.begin(), snapshot.clocks.end(),
                                            [](const ClockState& clock) { return clock.ended(); });
}

}  // namespace

Result<void> JournalFacts::take(const StoredEvent& stored) {
    ++events_;
    if (!is_wanted(stored.type, stored.case_id, stored.occurred_at)) return {};
    const auto event = restore_event(stored);
    return event ? apply_wanted(*event) : event.error();
}

Result<void> JournalFacts::take(const Event& event) {
    ++events_;
    if (!is_wanted(event.type, event.case_id, event.occurred_at)) return {};
    return apply_wanted(event);
}

bool JournalFacts::is_wanted(EventType type, CaseId id, Instant occurred_at) {
    if (id != last_) settle(id);
    if (to_int(id) == 0) return false;
    if (type != EventType::case_opened) return under_way_.contains(id);
    return !options_.wanted || options_.wanted(occurred_at);
}

Result<void> JournalFacts::apply_wanted(const Event& event) {
    if (event.type == EventType::case_opened) {
        auto workflow = options_.find_workflow(event);
        if (!workflow) return fail(Errc::internal, "examine.no-workflow", event.seq);
        under_way_[event.case_id].snapshot.workflow = std::move(workflow);
    }
    UnderWay& one = under_way_.at(event.case_id);
    if (event.case_seq != one.snapshot.revision + 1) return fail(Errc::internal, "journal.damaged", event.seq);
    apply(one.snapshot, event, one.snapshot.workflow);
    one.trail.take(event, *one.snapshot.workflow);
    return {};
}

/// The events of one decision stand together, and those of clocks come behind the move that ended them: a case can be
/// told only when another one's turn has come.
void JournalFacts::settle(CaseId next) {
    const auto before = under_way_.find(last_);
    last_ = next;
    if (before == under_way_.end() || !is_over(before->second.snapshot)) return;
    const UnderWay& one = before->second;
    options_.tell(fact_of(one.snapshot, one.trail, options_.places, options_.now), one.snapshot);
    under_way_.erase(before);
}

void JournalFacts::finish() {
    std::vector<CaseId> left;
    for (const auto& [id, one] : under_way_) left.push_back(id);
    std::sort(left.begin(), left.end());
    for (const CaseId id : left) {
        const UnderWay& one = under_way_.at(id);
        options_.tell(fact_of(one.snapshot, one.trail, options_.places, options_.now), one.snapshot);
    }
    under_way_.clear();
}

}  // namespace gongdan
