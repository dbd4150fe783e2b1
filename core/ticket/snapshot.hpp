#pragma once
/// A case as its events have made it. Only apply() changes one; replaying a case's events yields the same value.

#include <memory>
#include <string>
#include <vector>

#include "core/clock/state.hpp"
#include "core/statechart/step.hpp"
#include "core/ticket/attachment.hpp"
#include "core/ticket/case_data.hpp"
#include "core/ticket/event.hpp"

namespace gongdan {

struct Escalation {
    std::string id;  ///< "case.clock.cycle.rung.repeat": stable, so that nothing is told twice
    std::string clock;
    bool acknowledged = false;
};

struct CaseSnapshot {
    CaseId id{};
    std::string number;
    std::shared_ptr<const Workflow> workflow;  ///< shared: pinned at opening, kept alive by every case that uses it
    std::string promise_set;                   ///< in force at acceptance
    std::string state;
    History history;
    std::int64_t revision = 0;  ///< number of events so far
    Instant opened_at{};
    Instant state_since{};
    CaseData data;
    std::vector<ClockState> clocks;  ///< one entry a cycle; the last of a name is the present one
    std::vector<Escalation> escalations;
    std::vector<std::string> told;  ///< whom these have told (told.hpp), sorted
    std::string first_owner;        ///< first-asked owner (首问负责制): never changes
    int bounces = 0;
    int chases = 0;
    int attempts = 0;  ///< in vain to reach the customer, since the case was last reopened
    bool supervised = false;
    CaseId parent{};
    CaseId merged_into{};
    std::vector<CaseId> merged_children;
    std::vector<CaseId> children;  ///< work orders and other cases opened under this one, in order
    int open_children = 0;
    std::vector<Attachment> attachments;  ///< in the order in which they came
    bool erased = false;                  ///< its personal data was: none may come in again

    /// The present cycle of the clock `name`; null when it never started. Valid until the snapshot changes.
    [[nodiscard]] const ClockState* clock(std::string_view name) const;
    [[nodiscard]] ClockState* clock(std::string_view name);
    /// Its cycle of that number; null when there was none.
    [[nodiscard]] const ClockState* clock(std::string_view name, std::int64_t cycle) const;
    /// The attachment with these bytes that was not erased; null when there is none. Valid until the snapshot changes.
    [[nodiscard]] const Attachment* attachment(std::string_view sha256) const;
    [[nodiscard]] bool closed() const;  ///< in a final state
    [[nodiscard]] GuardFacts facts(Instant now) const;
};

/// Takes in one event. An event that does not fit is a bug (checked), never input.
void apply(CaseSnapshot& snapshot, const Event& event, std::shared_ptr<const Workflow> workflow);

}  // namespace gongdan
