#pragma once
/// One case taken through its recorded steps a second time. Internal to core/audit (whatif.cpp).

#include <vector>

#include "core/audit/rule_timeline.hpp"
#include "core/audit/whatif.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// Two snapshots side by side: as it was, and as it would be.
class SecondCourse {
 public:
    /// `pinned`: the definition the case was opened with. All given outlive it.
    SecondCourse(const RuleTimeline& timeline, std::shared_ptr<const Workflow> pinned,
                 const std::function<void(const Misfit&)>& report);

    /// Every event of the case, in order; once.
    void take(const std::vector<Event>& history);

    [[nodiscard]] const CaseSnapshot& was() const { return was_; }
    [[nodiscard]] const CaseSnapshot& would() const { return would_; }

 private:
    [[nodiscard]] const Rules& rules() const { return timeline_.stretches()[stretch_].rules; }
    void turn_to(std::int64_t seq);
    void rebase_all(Instant at);
    void follow(const Event& event);
    void step(const Event& cause);
    void breach_as_recorded(const Event& event);
    void rebase(const Event& event);
    /// Breaches of clocks that were due at or before `until`.
    void breach_until(Instant until);
    [[nodiscard]] bool in_step(std::string_view clock) const;
    void happens(Event event);
    void misfit(const Event& event, LocalText why) const;

    const RuleTimeline& timeline_;
    std::shared_ptr<const Workflow> pinned_;    // shared: snapshots hold their definitions
    std::shared_ptr<const Workflow> workflow_;  // … and the one tried
    const std::function<void(const Misfit&)>& report_;
    std::size_t stretch_ = 0;
    CaseSnapshot was_;
    CaseSnapshot would_;
};

}  // namespace gongdan
