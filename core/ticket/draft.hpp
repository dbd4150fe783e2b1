#pragma once
/// The workspace of one decision: every event goes through emit(), which applies it at once, so that later steps of
/// the same decision see what earlier ones did. Internal to core/ticket.

#include <span>
#include <string_view>
#include <utility>

#include "core/ticket/decide.hpp"

namespace gongdan {

class Draft {
 public:
    static constexpr std::size_t kUsualEvents = 4;  ///< of a decision: a move, and what it does to clocks

    Draft(CaseSnapshot before, const Rules& rules, Instant now) : after_(std::move(before)), rules_(rules), now_(now) {
        events_.reserve(kUsualEvents);
    }

    void emit(EventType type, Instant occurred_at, json::object body);

    [[nodiscard]] const CaseSnapshot& state() const { return after_; }
    [[nodiscard]] const Rules& rules() const { return rules_; }
    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] Decision finish() && { return {std::move(events_), std::move(after_)}; }

    /// The workflow of a case that is just being opened.
    void pin(CaseId id, std::shared_ptr<const Workflow> workflow);

    /// The case happened elsewhere: a clock without a limit is a finding, not a refusal.
    void take_as_history() { historical_ = true; }
    [[nodiscard]] bool historical() const { return historical_; }

 private:
    CaseSnapshot after_;
    const Rules& rules_;
    Instant now_;
    std::vector<Event> events_;
    bool historical_ = false;
};

/// What just happened, as clock conditions see it. Its views must outlive run_clocks().
struct Happening {
    bool open = false;
    std::string_view event;
    std::span<const std::string> entered;
    std::span<const std::string> left;
    Instant at{};
    std::string_view reason;
    bool reopens = false;  ///< the step has the effect reopen
};

/// Runs every clock condition of the case's workflow for `happening`, in the published precedence
/// cancel > stop > reset > pause > resume > start: at most one of them acts on a clock.
[[nodiscard]] Result<void> run_clocks(Draft& draft, const Happening& happening);

/// Fires every alarm that is due.
void run_alarms(Draft& draft, DueAlarms wanted);

/// Fires the breaches due at or before `until`, and no rung.
void run_breaches(Draft& draft, Instant until);

/// Passes over every rung due at or before `until`: journalled as skipped, told to nobody.
void skip_rungs(Draft& draft, Instant until);

/// The limit of `def` for this case: its own, or the promise in force at acceptance.
[[nodiscard]] Result<Limit> limit_of(const ClockDef& def, const CaseSnapshot& snapshot, const Rules& rules);

/// The fields that decided a deadline of a clock that has started: its start time and what chose its limit. Nobody
/// twice. Views into the workflow and the rules.
[[nodiscard]] std::vector<std::string_view> facts_of_clocks(const CaseSnapshot& snapshot, const Rules& rules);

/// The fields at fault as one refusal.
[[nodiscard]] Error invalid_fields(std::vector<FieldProblem> problems);

/// Gives clock data.clock the limit data.limit (延期): a ledger entry with approver and reason. Nobody approves his
/// own.
[[nodiscard]] Result<void> extend_clock(Draft& draft, const json::object& data);

}  // namespace gongdan
