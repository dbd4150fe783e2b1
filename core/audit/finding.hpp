#pragma once
/// What an audit points at (docs/findings.md): a rule, the events that show it, and what people decided about it. A
/// finding accuses nobody: each has innocent explanations, and deciding is for people.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/texts.hpp"
#include "core/ticket/event.hpp"

namespace gongdan {

enum class Severity { note, warning, serious };

[[nodiscard]] std::string_view name_of(Severity severity);
/// Nothing for a name that is none, here and below.
[[nodiscard]] std::optional<Severity> severity_of(std::string_view name);

/// What is looked for. The id never changes its meaning: decisions name it.
struct FindingRule {
    std::string_view id;
    Severity severity = Severity::note;  ///< as a rule; circumstances may make one finding graver

    [[nodiscard]] LocalText title() const;
    [[nodiscard]] LocalText looks_for() const;
};

/// All rules, the gravest first.
[[nodiscard]] std::span<const FindingRule> finding_rules();
[[nodiscard]] const FindingRule* find_finding_rule(std::string_view id);

/// A person's word on a finding; the last one counts, the earlier stay in the journal.
struct FindingDecision {
    enum class Verdict {
        confirmed,  ///< it is what it looks like
        dismissed,  ///< it is not
        explained,  ///< it is, and there was a good reason
    } verdict = Verdict::confirmed;
    std::string reason;
    std::string by;  ///< account or token
    std::string role;
    Instant at{};
    std::int64_t seq = 0;
};

[[nodiscard]] std::string_view name_of(FindingDecision::Verdict verdict);
[[nodiscard]] std::optional<FindingDecision::Verdict> verdict_of(std::string_view name);

struct Finding {
    std::string id;                     ///< "rule.case.seq": the same in every run over the same journal
    const FindingRule* rule = nullptr;  ///< of finding_rules(): lives for ever
    Severity severity = Severity::note;
    CaseId case_id{};                    ///< 0 = about no single case
    std::string number;                  ///< of the case; empty when there is none
    std::vector<std::int64_t> evidence;  ///< seq of the events that show it, in order
    Instant at{};                        ///< when the event that completed it happened
    std::string
        person;      ///< whom it concerns: an account, or a crew as an import names it; empty = nobody in particular
    LocalText what;  ///< no personal data of customers
    // Where the case is now: who may see the finding, and whom it concerns besides.
    std::string area;
    std::string team;
    std::string assignee;
    std::optional<FindingDecision> decision;
};

/// "rule.case.seq". `case_id` 0 = of no case.
[[nodiscard]] std::string finding_id(std::string_view rule, CaseId case_id, std::int64_t seq);

}  // namespace gongdan
