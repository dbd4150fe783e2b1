#pragma once
/// The heart: a const snapshot and a command in, events or a refusal out. Pure and deterministic; `now` comes in as a
/// value. The snapshot changes only through apply().

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/ticket/command.hpp"
#include "core/ticket/filing.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// The rules in force, one immutable bundle; replaced as a whole.
struct Rules {
    std::vector<std::shared_ptr<const Workflow>> workflows;  ///< in force: what new cases open with
    std::shared_ptr<const Calendar> calendar;
    std::vector<PromiseSet> promise_sets;
    std::string promise_set;  ///< for cases accepted from now on
    std::vector<Ladder> ladders;
    std::vector<Filing> filings;  ///< all that were ever filed, in the order of their filing

    [[nodiscard]] const Ladder* find_ladder(std::string_view name) const;
    [[nodiscard]] std::shared_ptr<const Workflow> find_workflow(std::string_view name) const;
};

/// Entry later than this after the fact is a finding: arrival is to be recorded within 5 min (DOMAIN.md §6).
inline constexpr Millis kLateEntryTolerance = std::chrono::minutes(5);

/// The fields of `workflow` that hold personal data.
[[nodiscard]] std::vector<std::string> personal_fields(const Workflow& workflow);

struct Decision {
    std::vector<Event> events;  ///< in order; seq is given at commit
    CaseSnapshot after;         ///< the snapshot with the events applied
};

/// Opens case `id` under `number`. Errc::invalid_input lists every field at fault; Errc::not_found an unknown workflow.
[[nodiscard]] Result<Decision> decide_open(const OpenCommand& command, CaseId id, std::string number,
                                           const Rules& rules, Instant now);

/// Gives an opening that was decided as another case its real place: afterwards it is what decide_open() makes for `id`
/// and `number`. So a number is taken only for an opening that is allowed, and nothing is decided twice.
void place_opening(Decision& decision, CaseId id, const std::string& number);

/// Sends an event. `master` is the case named by data.into of a merge, null when there is none.
/// Alarms that were due before `now` come first, so that a slow timer never changes the outcome.
[[nodiscard]] Result<Decision> decide_fire(const CaseSnapshot& snapshot, const FireCommand& command,
                                           const CaseSnapshot* master, const Rules& rules, Instant now);

/// The role in which `actor` may acknowledge `escalation` of the case; Errc::forbidden when he may not.
[[nodiscard]] Result<std::string> acknowledging_role(const CaseSnapshot& snapshot, const Escalation& escalation,
                                                     const Actor& actor, const Rules& rules);

/// Acknowledges an escalation: the climb of its clock stops. Errc::not_found, Errc::conflict when done already.
[[nodiscard]] Result<Decision> decide_acknowledge(const CaseSnapshot& snapshot, const AcknowledgeCommand& command,
                                                  const Rules& rules, Instant now);

/// Adds a comment, in any state. Errc::invalid_input for its length, Errc::forbidden for auditors.
[[nodiscard]] Result<Decision> decide_comment(const CaseSnapshot& snapshot, const CommentCommand& command,
                                              const Rules& rules, Instant now);

/// Adds an attachment, in any state. Errc::forbidden for auditors, Errc::conflict when the case has kAttachmentsMax or
/// holds this very file.
[[nodiscard]] Result<Decision> decide_attach(const CaseSnapshot& snapshot, const AttachCommand& command,
                                             const Rules& rules, Instant now);

/// Notes who looked at personal data, and why. Errc::invalid_input without a reason.
[[nodiscard]] Result<Decision> decide_unmask(const CaseSnapshot& snapshot, const UnmaskCommand& command,
                                             const Rules& rules, Instant now);

/// Empties the personal fields and erases the attachments; the store must then forget their values in the case's older
/// events. Only an admin and only a closed case (Errc::forbidden, Errc::conflict): an open one still needs its address.
[[nodiscard]] Result<Decision> decide_erase(const CaseSnapshot& snapshot, const EraseCommand& command,
                                            const Rules& rules, Instant now);

/// Takes over a case that happened elsewhere, with its real times. What does not fit today's workflow becomes a
/// finding, never a refusal; only a missing number, an unknown workflow, an opening in the future and values of a wrong
/// type are refused. Clocks breach on paper; rungs that lie in the past are skipped.
[[nodiscard]] Result<Decision> decide_import(const ImportCommand& command, CaseId id, const Rules& rules, Instant now);

/// Which alarms are to fire.
struct DueAlarms {
    Instant until{};    ///< those due at or before it
    Instant reached{};  ///< not before `until`; what next_alarm() leaves out for it does not fire
};

/// Fires every alarm that is due, in order of due time; no event when there is none.
[[nodiscard]] Decision decide_alarms(const CaseSnapshot& snapshot, const Rules& rules, DueAlarms due, Instant now);

/// Recomputes the running clocks under the calendar and the filings of `rules`; an event for each that moves, that a
/// filing covers from now on, or whose filing was withdrawn; and one for each that has ended and was covered, too.
[[nodiscard]] Decision decide_rebase(const CaseSnapshot& snapshot, const Rules& rules, Instant now);

/// A note the engine itself makes, e.g. on a master whose child was merged: `effect` and `child` go into the event.
[[nodiscard]] Decision decide_note(const CaseSnapshot& snapshot, json::object body, Instant now);

/// Something an auditor should look at, found by the engine itself: `body` holds "finding" and what it is about.
[[nodiscard]] Decision decide_finding(const CaseSnapshot& snapshot, json::object body, Instant now);

/// A merged child follows its master to `into`.
[[nodiscard]] Decision decide_follow(const CaseSnapshot& snapshot, CaseId into, Instant now);

/// When the case's next alarm is due, over all its clocks; nothing when none runs. For `reached` see next_alarm().
[[nodiscard]] std::optional<Instant> next_alarm_at(const CaseSnapshot& snapshot, const Rules& rules,
                                                   Instant reached = Instant::min());

}  // namespace gongdan
