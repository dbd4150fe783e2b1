#pragma once
/// Who sees a finding, and who decides about it.

#include "core/access/viewer.hpp"
#include "core/audit/finding_decision.hpp"

namespace gongdan {

inline constexpr std::size_t kFindingReasonMax = 1000;  ///< bytes of UTF-8

/// A finding about a ticket is for whom the ticket is there, as it stands now; one about no single ticket for those who
/// see everything.
[[nodiscard]] bool sees(const Viewer& viewer, const Finding& finding);

struct FindingWish {
    FindingDecision::Verdict verdict = FindingDecision::Verdict::confirmed;
    std::string reason;
};

/// What he decided. Errc::forbidden for roles that examine or are examined only, and for whom it concerns;
/// Errc::invalid_input without a reason, and when it is too long.
[[nodiscard]] Result<DecidedFinding> decide_about(const Finding& finding, const FindingWish& wish,
                                                  const Viewer& viewer);

struct FindingFilter {
    std::string rule;                 ///< empty = any
    Severity least = Severity::note;  ///< and graver ones
    std::optional<bool> open{};       ///< true: nobody has decided; false: somebody has
    std::optional<Instant> from{};    ///< by `at`, from then on
    std::optional<Instant> to{};      ///< … and before then

    [[nodiscard]] bool takes(const Finding& finding) const;
};

}  // namespace gongdan
