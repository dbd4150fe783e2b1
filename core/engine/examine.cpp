#include "core/engine/examine.hpp"

#include "core/base/canonical_json.hpp"
#include "core/ticket/fit.hpp"
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

bool Examiner::replayed(const StoredEvent& stored, CaseRecord& record) {
    const auto event = restore_event(stored);
    if (!event) {
        note(stored.seq, event.error().detail);
        return false;
    }
    auto workflow = record.snapshot.workflow;
    if (event->type == EventType::case_opened) {
        workflow = find_workflow_(string_or_empty(event->body, "workflow"), string_or_empty(event->body, "version"));
    }
    if (!workflow) {
        note(stored.seq, text("examine.no-workflow", stored.seq));
        return false;
    }
    if (!fits(record.snapshot, *event, *workflow)) {
        note(stored.seq, text("examine.unfit", stored.seq, to_int(stored.case_id)));
        return false;
    }
    note_large_numbers(record.snapshot, *event);
    if (inspect_) inspect_(record.snapshot, *event, workflow);
    apply(record.snapshot, *event, std::move(workflow));
    return true;
}

/// Refused since, but older journals may hold them: other programs round such numbers, so an export with one is no
/// proof.
void Examiner::note_large_numbers(const CaseSnapshot& before, const Event& event) {
    const json::object* data = get_object(event.body, "data");
    if (data == nullptr) return;
    const std::string number = before.number.empty() ? string_or_empty(event.body, "number") : before.number;
    for (const auto& [field, value] : *data) {
        if (!is_canonical(value))
            note(event.seq, text("examine.large-number", event.seq, number, std::string_view(field), kCanonicalIntMax));
    }
}

void Examiner::take(const StoredEvent& event) {
    ++events_;
    // Numbers are given without gaps: a missing one was an event, perhaps the only one of its case.
    if (event.seq != last_seq_ + 1) note(event.seq, text("examine.gap", last_seq_, event.seq));
    last_seq_ = event.seq;
    if (to_int(event.case_id) == 0) {
        (void)chained(event, configuration_, 0);  // a fault is noted
        configuration_ = {event.seq, event.hash};
        return;
    }
    auto& [record, broken] = records_[to_int(event.case_id)];
    // Behind a broken place the case's later events would only repeat the complaint.
    broken = broken || !chained(event, record.tail, record.snapshot.revision) || !replayed(event, record);
    record.tail = {event.seq, event.hash};
}

void Examiner::each(const std::function<void(const CaseSnapshot& snapshot)>& look) const {
    for (const auto& [id, replayed] : records_) {
        if (!replayed.broken) look(replayed.record.snapshot);
    }
}

void Examiner::compare(const CaseRecord& stored, Rows rows) {
    ++compared_;
    const auto id = to_int(stored.snapshot.id);
    const auto found = records_.find(id);
    if (found == records_.end()) return note(0, text("examine.no-events", id));
    auto& [record, broken] = found->second;
    if (broken) return;  // told already, and no measure
    if (rows == Rows::without_told) record.snapshot.told.clear();
    const bool same =
        stored.tail.seq == record.tail.seq && stored.tail.hash == record.tail.hash &&
        canonical_json(snapshot_to_json(stored.snapshot)) == canonical_json(snapshot_to_json(record.snapshot));
    if (!same) note(record.tail.seq, text("examine.differs", id));
}

}  // namespace gongdan
