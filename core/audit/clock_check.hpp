#pragma once
/// Works every clock out again, step by step from the definitions in force then, and holds what the journal says
/// against it: starts, limits, due times, pauses, ends, overdue seconds, breaches that should have been and are not.

#include <map>
#include <vector>

#include "core/audit/fault.hpp"
#include "core/audit/rule_history.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// A timer later than this after its due time was lost, not slow.
inline constexpr Millis kLostAlarm = std::chrono::minutes(5);

/// Feed it the events of all cases by seq. Memory: nothing that lasts. Not thread-safe.
class ClockCheck {
 public:
    ClockCheck(const RuleHistory& rules, ReportFault report) : rules_(rules), report_(std::move(report)) {}

    /// `event` came upon `before`, whose workflow is `workflow` (of an opening, `before` is empty).
    void take(const CaseSnapshot& before, const Event& event, const std::shared_ptr<const Workflow>& workflow);
    /// After the last event, for every case: a clock that ran out long before `horizon`, when the engine took the last
    /// event of all, must have breached.
    void finish(const CaseSnapshot& snapshot, Instant horizon);

    /// Clock events that were worked out again.
    [[nodiscard]] std::int64_t recomputed() const { return recomputed_; }

 private:
    void expect(const CaseSnapshot& before, const Event& cause, const std::shared_ptr<const Workflow>& workflow);
    void check_missing(CaseId id, std::int64_t seq);
    [[nodiscard]] bool takes_expected(const Event& event);
    void check_breach(const CaseSnapshot& before, const Event& event);
    [[nodiscard]] std::shared_ptr<const Calendar> calendar_of(const ClockState* clock, const Event& event) const;
    void check_rebase(const CaseSnapshot& before, const Event& event);
    void differ(const Event& event, std::string_view member, std::string_view told, std::string_view computed);
    /// Tells when the member of the event's body is not `computed`.
    void hold(const Event& event, std::string_view member, const json::value& computed);

    const RuleHistory& rules_;
    ReportFault report_;
    std::map<CaseId, std::vector<Event>> expected_;  ///< of the step that came last, what is still to come
    std::int64_t recomputed_ = 0;
};

}  // namespace gongdan
