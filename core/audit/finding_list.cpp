#include "core/audit/finding_list.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

Finding made(const CaseTrace& trace, const Event& event, NewFinding found) {
    const FindingRule* rule = find_finding_rule(found.rule);
    GONGDAN_CHECK(rule != nullptr, "a finding is made under a rule of the table");
    auto evidence = std::move(found.evidence);
    evidence.push_back(event.seq);
    std::sort(evidence.begin(), evidence.end());
    evidence.erase(std::unique(evidence.begin(), evidence.end()), evidence.end());
    return {finding_id(rule->id, event.case_id, event.seq),
            rule,
            found.severity.value_or(rule->severity),
            event.case_id,
            trace.number,
            std::move(evidence),
            event.occurred_at,
            std::move(found.person),
            std::move(found.what),
            {},
            {},
            {},
            {}};
}

}  // namespace

std::optional<std::size_t> FindingList::add(const CaseTrace& trace, const Event& event, NewFinding found) {
    Finding finding = made(trace, event, std::move(found));
    const bool is_note = finding.severity == Severity::note;
    if (findings_.size() >= kFindingsMax || (is_note && notes_ >= kFindingNotesMax)) {
        ++left_out_;
        return std::nullopt;
    }
    if (is_note) ++notes_;
    findings_.push_back(std::move(finding));
    return findings_.size() - 1;
}

void FindingList::put_over(std::size_t place, const CaseTrace& trace, const Event& event, NewFinding found) {
    const auto& before = findings_[place].evidence;
    found.evidence.insert(found.evidence.end(), before.begin(), before.end());
    findings_[place] = made(trace, event, std::move(found));
}

}  // namespace gongdan
