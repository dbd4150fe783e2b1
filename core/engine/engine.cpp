#include "core/engine/engine.hpp"

#include <fmt/format.h>

#include "core/base/check.hpp"

namespace gongdan {

Engine::Engine(std::shared_ptr<const Rules> rules, Sink sink) : rules_(std::move(rules)), sink_(std::move(sink)) {}

Result<CaseId> Engine::open(const OpenCommand& command, Instant now) {
    const CaseSnapshot* parent = find(command.parent);
    if (to_int(command.parent) != 0 && parent == nullptr) return fail(Errc::not_found, "case.unknown", to_int(command.parent));
    if (parent != nullptr && parent->closed()) return fail(Errc::conflict, "open.parent-closed", parent->number);
    const CaseId id{last_id_ + 1};
    auto decision = decide_open(command, id, next_number(command.workflow, now), *rules_, now);
    if (!decision) return decision.error();
    ++last_id_;
    ++serials_[decision->after.number.substr(0, decision->after.number.size() - 6)];
    numbers_[decision->after.number] = id;
    commit(std::move(*decision));
    tell_parent(cases_.at(id), "child-opened", now);
    return id;
}

Result<void> Engine::fire(CaseId id, const FireCommand& command, CaseId master, Instant now) {
    const CaseSnapshot* before = find(id);
    if (before == nullptr) return fail(Errc::not_found, "case.unknown", to_int(id));
    const bool was_closed = before->closed();
    const CaseId merged_before = before->merged_into;
    auto decision = decide_fire(*before, command, find(master), *rules_, now);
    if (!decision) return decision.error();
    commit(std::move(*decision));
    const CaseSnapshot& after = cases_.at(id);
    if (after.merged_into != merged_before) gather_children(after, after.merged_into, now);
    if (after.closed() && !was_closed) tell_parent(after, "child-closed", now);
    return {};
}

Result<void> Engine::acknowledge(CaseId id, const AcknowledgeCommand& command, Instant now) {
    const CaseSnapshot* before = find(id);
    if (before == nullptr) return fail(Errc::not_found, "case.unknown", to_int(id));
    auto decision = decide_acknowledge(*before, command, *rules_, now);
    if (!decision) return decision.error();
    commit(std::move(*decision));
    return {};
}

void Engine::replace_calendar(std::shared_ptr<const Calendar> calendar, Instant now) {
    auto rules = std::make_shared<Rules>(*rules_);
    rules->calendar = std::move(calendar);
    rules_ = std::move(rules);
    for (const auto& [id, snapshot] : cases_) {
        auto decision = decide_rebase(snapshot, *rules_, now);
        if (!decision.events.empty()) commit(std::move(decision));
    }
}

void Engine::run_before(Instant until) { run_through(until - Millis(1)); }

void Engine::run_through(Instant until) {
    while (!alarms_.empty() && alarms_.begin()->first <= until) {
        const auto [at, id] = *alarms_.begin();
        auto decision = decide_alarms(cases_.at(id), *rules_, at, at);
        GONGDAN_CHECK(!decision.events.empty(), "an armed alarm has something to say");
        commit(std::move(decision));
    }
}

const CaseSnapshot* Engine::find(CaseId id) const {
    const auto found = cases_.find(id);
    return found == cases_.end() ? nullptr : &found->second;
}

const CaseSnapshot* Engine::find_number(std::string_view number) const {
    const auto found = numbers_.find(number);
    return found == numbers_.end() ? nullptr : find(found->second);
}

void Engine::commit(Decision decision) {
    for (Event& event : decision.events) {
        event.seq = ++last_seq_;
        sink_(event);
    }
    CaseSnapshot& kept = cases_[decision.after.id];
    kept = std::move(decision.after);
    rearm(kept);
}

void Engine::rearm(const CaseSnapshot& snapshot) {
    if (const auto old = armed_.find(snapshot.id); old != armed_.end()) {
        alarms_.erase({old->second, snapshot.id});
        armed_.erase(old);
    }
    if (const auto next = next_alarm_at(snapshot, *rules_)) {
        alarms_.insert({*next, snapshot.id});
        armed_[snapshot.id] = *next;
    }
}

void Engine::tell_parent(const CaseSnapshot& child, std::string_view effect, Instant now) {
    const CaseSnapshot* parent = find(child.parent);
    if (parent == nullptr) return;
    commit(decide_note(*parent, {{"effect", effect}, {"child", to_int(child.id)}, {"child_number", child.number}}, now));
}

void Engine::gather_children(const CaseSnapshot& child, CaseId master, Instant now) {
    auto brought = child.merged_children;
    commit(decide_note(cases_.at(master), {{"effect", "child-merged"}, {"child", to_int(child.id)}, {"child_number", child.number}}, now));
    for (const CaseId grandchild : brought) {
        commit(decide_follow(cases_.at(grandchild), master, now));
        commit(decide_note(cases_.at(master), {{"effect", "child-merged"}, {"child", to_int(grandchild)}}, now));
    }
}

std::string Engine::next_number(std::string_view workflow, Instant now) {
    const auto known = rules_->find_workflow(workflow);
    std::string day = format_date(date_of(now));
    std::erase(day, '-');
    const std::string prefix = (known ? known->number_prefix : std::string("XX")) + day;
    const auto used = serials_.find(prefix);
    return fmt::format("{}{:06}", prefix, (used == serials_.end() ? 0 : used->second) + 1);
}

}  // namespace gongdan
