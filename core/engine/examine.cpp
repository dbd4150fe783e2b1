#include "core/engine/examine.hpp"

#include "core/base/canonical_json.hpp"
#include "core/ticket/snapshot_json.hpp"

namespace gongdan {

void Examiner::note(std::int64_t seq, LocalText what) {
    if (faults_.size() < kFaultsMax) faults_.push_back({seq, std::move(what)});
}

bool Examiner::chained(const StoredEvent& event, const ChainTail& tail, std::int64_t revision) {
    const bool configuration = to_int(event.case_id) == 0;
    if (event.prev_seq != tail.seq || (!configuration && event.case_seq != revision + 1)) {
        note(event.seq, text("examine.order", event.seq, to_int(event.case_id)));
        return false;
    }
    if (chain_hash(tail.hash, canonical_bytes(event), sha256_) != event.hash) {
        note(event.seq, text("examine.hash", event.seq, to_int(event.case_id)));
        return false;
    }
    return true;
}

void Examiner::replay(const StoredEvent& stored, CaseRecord& record) {
    const auto event = restore_event(stored);
    if (!event) return note(stored.seq, event.error().detail);
    auto workflow = record.snapshot.workflow;
    if (event->type == EventType::case_opened) {
        workflow = find_workflow_(string_or_empty(event->body, "workflow"), string_or_empty(event->body, "version"));
    }
    if (!workflow) return note(stored.seq, text("examine.no-workflow", stored.seq));
    apply(record.snapshot, *event, std::move(workflow));
}

void Examiner::take(const StoredEvent& event) {
    ++events_;
    if (event.seq <= last_seq_) note(event.seq, text("examine.order", event.seq, to_int(event.case_id)));
    last_seq_ = event.seq;
    if (to_int(event.case_id) == 0) {
        (void)chained(event, configuration_, 0);  // a fault is noted
        configuration_ = {event.seq, event.hash};
        return;
    }
    CaseRecord& record = records_[to_int(event.case_id)];
    // A broken place cannot be applied: the case's later events would only repeat the complaint.
    if (chained(event, record.tail, record.snapshot.revision)) replay(event, record);
    record.tail = {event.seq, event.hash};
}

void Examiner::compare(const CaseRecord& stored) {
    ++compared_;
    const auto id = to_int(stored.snapshot.id);
    const auto found = records_.find(id);
    if (found == records_.end()) return note(0, text("examine.no-events", id));
    const bool same =
        stored.tail.seq == found->second.tail.seq && stored.tail.hash == found->second.tail.hash &&
        canonical_json(snapshot_to_json(stored.snapshot)) == canonical_json(snapshot_to_json(found->second.snapshot));
    if (!same) note(found->second.tail.seq, text("examine.differs", id));
}

}  // namespace gongdan
