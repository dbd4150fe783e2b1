#include "core/engine/batch.hpp"

#include "core/base/check.hpp"

namespace gongdan {

Result<Reply> Batch::take(const Request& request) {
    if (request.idempotency) {
        auto kept = watch(store_.find_answer(request.idempotency->key));
        if (!kept) return kept.error();
        viewer_ = request.viewer.get();
        if (*kept) return again(std::move(**kept), request);
    }
    viewer_ = request.viewer.get();
    auto reply = may_act(request) ? std::visit([this](const auto& wish) { return run(wish); }, request.wish)
                                  : fail(Errc::forbidden, "viewer.reads-only");
    if (request.idempotency && !broken_) {
        if (auto done = keep(request, reply); !done) return done.error();
    }
    return reply;
}

Result<std::optional<Instant>> Batch::fire_alarms(CaseId id, DueAlarms due, SweepResult& sweep) {
    const auto before = load(id);
    if (!before) return before.error();
    auto decision = decide_alarms((*before)->snapshot, rules(), due, now_);
    if (decision.events.empty()) return next_alarm_at((*before)->snapshot, rules(), due.reached);
    for (const Event& event : decision.events) {
        ++sweep.fired;
        sweep.lateness.push_back(now_ - event.occurred_at);
    }
    const auto record = write(std::move(decision), (*before)->tail);
    if (!record) return record.error();
    return next_alarm_at((*record)->snapshot, rules(), due.reached);
}

Result<void> Batch::rebase(CaseId id) {
    const auto before = load(id);
    if (!before) return before.error();
    auto decision = decide_rebase((*before)->snapshot, rules(), now_);
    // Written even when nothing moved: the next alarm may be another one under new ladders.
    const auto record = write(std::move(decision), (*before)->tail);
    if (!record) return record.error();
    return {};
}

Result<void> Batch::mark_covered(CaseId id) {
    const auto before = load(id);
    if (!before) return before.error();
    auto decision = decide_rebase((*before)->snapshot, rules(), now_);
    if (decision.events.empty()) return {};
    const auto record = write(std::move(decision), (*before)->tail);
    return record ? Result<void>() : record.error();
}

Result<void> Batch::note_configuration(json::object body) {
    auto tail = watch(store_.configuration_tail());
    if (!tail) return tail.error();
    const auto seq = watch(store_.take_seq(1));
    if (!seq) return seq.error();
    Event event{*seq, CaseId{}, 0, EventType::configuration_changed, now_, now_, std::move(body)};
    const StoredEvent stored = store_event(event, {}, *tail, sha256_, salt_);
    committed_.events.push_back(std::move(event));
    return watch(store_.write_configuration(stored));
}

Result<CaseRecordPtr> Batch::find(std::string_view ticket) {
    // A number of another system may look like an id; the number wins, because people type numbers.
    const auto numbered = watch(store_.find_number(ticket));
    if (!numbered) return numbered.error();
    const CaseId id = to_int(*numbered) != 0 ? *numbered : parse_case_id(ticket);
    if (to_int(id) == 0) return fail(Errc::not_found, "case.unknown", ticket);
    auto found = watch(store_.load(id));
    if (!found) return found.error();
    // That a ticket of others exists is none of his business either.
    if (!*found || !sees((*found)->snapshot)) return fail(Errc::not_found, "case.unknown", ticket);
    return rebases_ ? rebased(std::move(*found)) : found;
}

Result<CaseRecordPtr> Batch::load(CaseId id) {
    auto found = watch(store_.load(id));
    if (!found) return found.error();
    GONGDAN_CHECK(*found != nullptr, "a case that the store itself named exists");
    return rebases_ ? rebased(std::move(*found)) : found;
}

/// The case with its clocks by the calendar in force. A case that has had its turn moves no more: what is computed
/// again is the same.
Result<CaseRecordPtr> Batch::rebased(CaseRecordPtr record) {
    const auto& clocks = record->snapshot.clocks;
    if (std::all_of(clocks.begin(), clocks.end(), [](const ClockState& clock) { return clock.ended(); })) return record;
    // Written even when nothing moved: the next alarm may be another one under the new calendar.
    return write(decide_rebase(record->snapshot, rules(), now_), record->tail);
}

}  // namespace gongdan
