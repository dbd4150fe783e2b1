#include "core/audit/case_replay.hpp"

#include <algorithm>

namespace gongdan {
namespace {

Result<void> take(ReplayedCase& replayed, const Event& event, const FindPinned& find) {
    CaseSnapshot& snapshot = replayed.snapshot;
    if (event.case_seq != snapshot.revision + 1) return fail(Errc::internal, "journal.damaged", event.seq);
    if (event.type == EventType::case_opened) {
        snapshot.workflow = find(event);
        if (!snapshot.workflow) return fail(Errc::internal, "examine.no-workflow", event.seq);
    }
    if (!snapshot.workflow) return fail(Errc::internal, "journal.damaged", event.seq);
    apply(snapshot, event, snapshot.workflow);
    replayed.trail.take(event, *snapshot.workflow);
    return {};
}

}  // namespace

Result<ReplayedCase> replay(const std::vector<StoredEvent>& history, const FindPinned& find) {
    ReplayedCase replayed;
    for (const StoredEvent& stored : history) {
        const auto event = restore_event(stored);
        if (!event) return event.error();
        if (auto taken = take(replayed, *event, find); !taken) return taken.error();
    }
    return replayed;
}

Result<ReplayedCase> replay(const std::vector<Event>& history, const FindPinned& find) {
    ReplayedCase replayed;
    for (const Event& event : history) {
        if (auto taken = take(replayed, event, find); !taken) return taken.error();
    }
    return replayed;
}

bool is_settled(const CaseSnapshot& snapshot, const CaseFact& fact) {
    const auto& clocks = snapshot.clocks;
    return snapshot.closed() &&
           std::all_of(clocks.begin(), clocks.end(), [](const ClockState& clock) { return clock.ended(); }) &&
           std::none_of(fact.clocks.begin(), fact.clocks.end(),
                        [](const ClockFact& clock) { return clock.outcome == Outcome::unclear; });
}

}  // namespace gongdan
