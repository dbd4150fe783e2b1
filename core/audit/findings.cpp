#include "core/audit/findings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/audit/finding_decision.hpp"

namespace gongdan {
namespace {

/// What lets somebody do more than before.
constexpr std::array<std::string_view, 4> kGains = {"roles-changed", "scope-changed", "enabled", "token-created"};

/// Whom the changed account or token belongs to.
bool belongs_to(const json::object& note, std::string_view actor) {
    if (get_string(note, "account") == actor) return true;
    const json::object* detail = get_object(note, "detail");
    const json::object* scope = detail == nullptr ? nullptr : get_object(*detail, "scope");
    return scope != nullptr && get_string(*scope, "person") == actor;
}

}  // namespace

/// Numbers are given one after the other at the commit: one that is missing was taken out afterwards.
void FindingScan::check_numbers(const Event& event) {
    const std::int64_t expected = last_seq_ + 1;
    last_seq_ = event.seq;
    if (event.seq == expected) return;
    Event of_journal = event;
    of_journal.case_id = {};
    list_.add({}, of_journal, {"journal-gap", text("finding.journal-gap", expected, event.seq - 1)});
}

void FindingScan::take(const Event& event) {
    check_numbers(event);
    if (to_int(event.case_id) == 0) {
        take_configuration(event);
    } else {
        take_case(event);
    }
}

void FindingScan::take_case(const Event& event) {
    CaseTrace& trace = cases_[to_int(event.case_id)];
    const RuleInput input{trace, event, limits_, list_};
    const bool is_step = event.type == EventType::case_moved || event.type == EventType::case_noted;
    const auto kind = is_step ? step_kind_of(string_or_empty(event.body, "event")) : std::nullopt;
    trace.take(event);
    if (kind) check_step(input, *kind);
    if (is_step) trace.disorder.reset();
    if (kind == StepKind::arrive) arrivals_.take(input);
    check_conduct(input);
    check_complaint(input);
    if (event.type == EventType::case_opened) check_repeats(trace, event);
    if (event.type == EventType::finding_raised) take_engine_finding(input);
    if (string_or_empty(event.body, "effect") == "unmasked") unmasked_.take(event);
}

/// Cases of one customer in one workflow, counted by when they were opened.
void FindingScan::check_repeats(const CaseTrace& trace, const Event& event) {
    const json::object* data = get_object(event.body, "data");
    const std::string customer = data == nullptr ? std::string() : string_or_empty(*data, "customer_no");
    if (customer.empty()) return;
    auto& openings = matters_[fmt::format("{}|{}", trace.workflow, customer)];
    const Instant at = event.occurred_at;
    openings.push_back({event.seq, at});
    // An import may bring old cases after new ones, so both ends count.
    std::erase_if(openings, [this, at](const Opening& each) {
        return each.at + limits_.repeats_within < at || at + limits_.repeats_within < each.at;
    });
    if (int(openings.size()) < limits_.repeats) return;
    std::vector<std::int64_t> seqs;
    for (const Opening& opening : openings) seqs.push_back(opening.seq);
    const auto days = std::chrono::floor<std::chrono::days>(limits_.repeats_within).count();
    list_.add(trace, event,
              {"repeated-matter", text("finding.repeated-matter", openings.size(), days), std::move(seqs)});
    cases_[to_int(event.case_id)].repeats_told = true;
}

void FindingScan::check_rights(const Event& event) {
    const std::string actor = string_or_empty(event.body, "actor");
    const std::string change = string_or_empty(event.body, "change");
    const bool gains = std::find(kGains.begin(), kGains.end(), change) != kGains.end();
    if (actor.empty() || !gains || !belongs_to(event.body, actor)) return;
    list_.add({}, event, {"own-rights", text("finding.own-rights", actor, change), {}, actor});
}

void FindingScan::take_decision(const Event& event) {
    auto decided = finding_decided(event);
    if (decided) decisions_.insert_or_assign(std::move(decided->finding), std::move(decided->decision));
}

void FindingScan::take_configuration(const Event& event) {
    const std::string what = string_or_empty(event.body, "what");
    if (what == "account") check_rights(event);
    if (what == kFindingDecided) take_decision(event);
    if (what == "clock-jump") {
        const double seconds = double(get_int(event.body, "jump_ms").value_or(0)) / 1000.0;
        list_.add({}, event, {"clock-jump", text("finding.clock-jump", fmt::format("{:+.1f}", seconds))});
    }
}

std::vector<Finding> FindingScan::findings() const {
    FindingList of_months;
    unmasked_.judge(limits_, of_months);
    std::vector<Finding> all = list_.all();
    all.insert(all.end(), of_months.all().begin(), of_months.all().end());
    for (Finding& finding : all) {
        const auto found = cases_.find(to_int(finding.case_id));
        if (found != cases_.end()) {
            finding.area = found->second.area;
            finding.team = found->second.team;
            finding.assignee = found->second.assignee;
        }
        const auto decided = decisions_.find(finding.id);
        if (decided != decisions_.end()) finding.decision = decided->second;
    }
    std::stable_sort(all.begin(), all.end(), [](const Finding& one, const Finding& other) {
        return one.evidence.back() < other.evidence.back();
    });
    return all;
}

}  // namespace gongdan
