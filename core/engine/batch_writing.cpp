// A batch writes what was decided: events into their chain, escalations to their people, rows beside them.

#include "core/engine/batch.hpp"

#include <algorithm>
#include <iterator>

#include "core/engine/outlook.hpp"
#include "core/ticket/told.hpp"

namespace gongdan {

/// Whether the rung has the highest level of its ladder.
bool Batch::is_top(const Event& event, const CaseSnapshot& snapshot) const {
    const ClockDef* def = snapshot.workflow->find_clock(string_or_empty(event.body, "clock"));
    const Ladder* ladder = def == nullptr ? nullptr : rules().find_ladder(def->ladder);
    return ladder != nullptr && gongdan::is_top(*ladder, get_int(event.body, "level").value_or(0));
}

/// Gives an escalation its people and messages.
std::vector<Notice> Batch::address(Event& event, const CaseSnapshot& snapshot) {
    if (event.type != EventType::escalation_raised || !configuration_.organisation) return {};
    auto notices = notices_for(event, snapshot, *configuration_.organisation, is_top(event, snapshot));
    json::array people;
    json::array serving;
    for (const Notice& notice : notices) {
        const json::value person(notice.person);
        if (std::find(people.begin(), people.end(), person) == people.end()) {
            people.push_back(person);
            if (notice.serving) serving.push_back(person);
        }
        auto& channels = committed_.channels;
        if (std::find(channels.begin(), channels.end(), notice.channel) == channels.end())
            channels.push_back(notice.channel);
    }
    event.body["people"] = std::move(people);
    if (!serving.empty()) event.body["serving"] = std::move(serving);
    return notices;
}

Result<CaseRecordPtr> Batch::write(Decision decision, const ChainTail& tail) {
    auto first = watch(store_.take_seq(std::int64_t(decision.events.size())));
    if (!first) return first.error();
    auto record = std::make_shared<CaseRecord>(CaseRecord{std::move(decision.after), tail});
    const auto personal = personal_fields(*record->snapshot.workflow);
    std::vector<StoredEvent> stored;
    std::vector<Notice> notices;
    std::vector<json::object> findings;
    bool text_changed = false;
    stored.reserve(decision.events.size());
    for (Event& event : decision.events) {
        event.seq = (*first)++;
        for (Notice& notice : address(event, record->snapshot)) notices.push_back(std::move(notice));
        if (event.type == EventType::escalation_raised) take_told(record->snapshot, event.body);
        if (auto finding = nobody_to_tell(event, record->snapshot)) findings.push_back(std::move(*finding));
        text_changed = text_changed || event.body.contains("data");
        const auto& withheld = is_attached(event.body) ? personal_of_attachment() : personal;
        stored.push_back(store_event(event, withheld, record->tail, sha256_, salt_));
        text_changed = text_changed || string_or_empty(event.body, "effect") == "erased";
    }
    const Outlook outlook = outlook_of(record->snapshot, rules());
    if (auto written = watch(store_.write({stored, record, outlook, notices, text_changed})); !written)
        return written.error();
    std::move(decision.events.begin(), decision.events.end(), std::back_inserter(committed_.events));
    CaseRecordPtr kept = std::move(record);
    for (json::object& finding : findings) {
        auto next = write(decide_finding(kept->snapshot, std::move(finding), now_), kept->tail);
        if (!next) return next;
        kept = std::move(*next);
    }
    return kept;
}

/// A rung that reaches nobody must not pass unseen.
std::optional<json::object> Batch::nobody_to_tell(const Event& event, const CaseSnapshot& snapshot) const {
    if (event.type != EventType::escalation_raised || !configuration_.organisation) return std::nullopt;
    std::vector<std::string> roles;
    for (const json::value& role : *get_array(event.body, "to")) roles.emplace_back(role.get_string());
    const auto missed = unreachable_roles(*configuration_.organisation, roles, snapshot.data, event.recorded_at);
    if (missed.empty()) return std::nullopt;
    return json::object{{"finding", "nobody-to-tell"},
                        {"clock", event.body.at("clock")},
                        {"escalation", event.body.at("id")},
                        {"roles", json::value_from(missed)}};
}

}  // namespace gongdan
