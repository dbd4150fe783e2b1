#include "core/engine/memory_store.hpp"

#include <algorithm>

namespace gongdan {

Result<void> MemoryStore::begin() {
    before_.clear();
    new_numbers_.clear();
    serials_before_ = serials_;
    new_answers_.clear();
    configuration_before_ = configuration_;
    rebasing_before_ = rebasing_;
    seq_before_ = last_seq_;
    id_before_ = last_id_;
    return {};
}

Result<void> MemoryStore::commit() { return begin(); }

void MemoryStore::rollback() {
    for (auto& [id, row] : before_) put(id, std::move(row));
    for (const std::string& number : new_numbers_) numbers_.erase(number);
    for (const std::string& key : new_answers_) answers_.erase(key);
    serials_ = serials_before_;
    configuration_ = configuration_before_;
    rebasing_ = rebasing_before_;
    last_seq_ = seq_before_;
    last_id_ = id_before_;
    before_.clear();
}

Result<std::int64_t> MemoryStore::take_seq(std::int64_t count) {
    last_seq_ += count;
    return last_seq_ - count + 1;
}

Result<CaseId> MemoryStore::take_case_id() { return CaseId(++last_id_); }

Result<std::int64_t> MemoryStore::take_serial(std::string_view prefix) { return ++serials_[std::string(prefix)]; }

Result<CaseRecordPtr> MemoryStore::load(CaseId id) {
    const auto found = rows_.find(id);
    return found == rows_.end() ? CaseRecordPtr() : found->second.record;
}

Result<CaseId> MemoryStore::find_number(std::string_view number) {
    const auto found = numbers_.find(number);
    return found == numbers_.end() ? CaseId{} : found->second;
}

void MemoryStore::put(CaseId id, std::optional<Row> row) {
    const auto old = rows_.find(id);
    if (old != rows_.end() && old->second.next_alarm) alarms_.erase({*old->second.next_alarm, id});
    if (!row) {
        rows_.erase(id);
        return;
    }
    if (row->next_alarm) alarms_.insert({*row->next_alarm, id});
    rows_[id] = std::move(*row);
}

Result<void> MemoryStore::write(const CaseChange& change) {
    const CaseSnapshot& snapshot = change.after->snapshot;
    const auto old = rows_.find(snapshot.id);
    before_.try_emplace(snapshot.id, old == rows_.end() ? std::nullopt : std::optional(old->second));
    if (numbers_.try_emplace(snapshot.number, snapshot.id).second) new_numbers_.push_back(snapshot.number);
    const bool clocks = std::any_of(snapshot.clocks.begin(), snapshot.clocks.end(),
                                    [](const ClockState& clock) { return !clock.ended(); });
    put(snapshot.id, Row{change.after, change.outlook.next_alarm, clocks});
    return {};
}

Result<void> MemoryStore::write_configuration(const StoredEvent& event) {
    configuration_ = {event.seq, event.hash};
    return {};
}

Result<ChainTail> MemoryStore::configuration_tail() { return configuration_; }

Result<std::vector<DueCase>> MemoryStore::due(Instant until, std::size_t limit) {
    std::vector<DueCase> found;
    for (const auto& [at, id] : alarms_) {
        if (at > until || found.size() == limit) break;
        found.push_back({at, id});
    }
    return found;
}

Result<std::optional<Instant>> MemoryStore::next_due() {
    return alarms_.empty() ? std::optional<Instant>() : std::optional(alarms_.begin()->first);
}

Result<std::vector<CaseId>> MemoryStore::with_clocks(CaseId after, std::size_t limit) {
    std::vector<CaseId> found;
    for (auto row = rows_.upper_bound(after); row != rows_.end() && found.size() < limit; ++row) {
        if (row->second.clocks) found.push_back(row->first);
    }
    return found;
}

Result<std::vector<CaseId>> MemoryStore::at_rest(Instant opened_from, const std::vector<std::string>& areas,
                                                 CaseId after, std::size_t limit) {
    std::vector<CaseId> found;
    for (auto row = rows_.upper_bound(after); row != rows_.end() && found.size() < limit; ++row) {
        const CaseSnapshot& snapshot = row->second.record->snapshot;
        const std::string area = string_or_empty(snapshot.data, "area");
        const bool there = std::find(areas.begin(), areas.end(), area) != areas.end();
        if (there && !row->second.clocks && snapshot.opened_at >= opened_from) found.push_back(row->first);
    }
    return found;
}

Result<std::optional<StoredAnswer>> MemoryStore::find_answer(std::string_view key) {
    const auto found = answers_.find(key);
    return found == answers_.end() ? std::optional<StoredAnswer>() : std::optional(found->second);
}

/// Keeps no journal; of an erased case's kept answers the data goes. Not undone by rollback(): what was forgotten is.
Result<void> MemoryStore::erase_personal(CaseId id) {
    for (auto& [key, answer] : answers_) {
        auto body = parse_json(answer.body);
        if (!body || !body->is_object()) continue;
        json::object& shown = body->get_object();
        if (parse_case_id(string_or_empty(shown, "id")) != id || shown.erase("data") == 0) continue;
        shown.erase("attachments");
        answer.body = json::serialize(shown);
    }
    return {};
}

Result<void> MemoryStore::keep_answer(const StoredAnswer& answer) {
    if (answers_.try_emplace(answer.key, answer).second) new_answers_.push_back(answer.key);
    return {};
}

Result<void> MemoryStore::keep_rebasing(std::string_view text) {
    rebasing_ = text;
    return {};
}

}  // namespace gongdan
