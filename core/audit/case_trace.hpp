#pragma once
/// What the rules of findings remember of a case: far less than a snapshot, so that a journal of millions of cases can
/// be looked through in memory. Made from events alone: it needs no definition, and a damaged journal cannot stop it.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/ticket/event.hpp"

namespace gongdan {

/// Steps that rules compare, whatever a workflow calls them; known by the names of the shipped workflows' events.
enum class StepKind { dispatch, arrive, repair, restore, reply, notice, cut_off, pay, reconnect };
inline constexpr std::size_t kStepKinds = 9;

/// Nothing for an event that no rule compares.
[[nodiscard]] std::optional<StepKind> step_kind_of(std::string_view event);
/// For texts: its name in both languages.
[[nodiscard]] LocalText title_of(StepKind kind);

struct TracedStep {
    std::int64_t seq = 0;  ///< 0 = did not happen
    Instant at{};          ///< when it happened
};

struct TracedClock {
    std::string name;
    Instant due_at{};
    bool breached = false;
};

/// The step that caused the events behind it.
struct TracedCause {
    std::int64_t seq = 0;
    std::int64_t case_seq = 0;
    std::string event;
    std::string actor;
    bool approved = false;  ///< it names an approver
};

struct CaseTrace {
    std::string number;
    std::string workflow;
    std::string area;
    std::string team;
    std::string assignee;
    std::string crew;
    std::int64_t case_seq = 0;                 ///< of its last event
    TracedStep opened;                         ///< `at`: when the caller hung up, where that is known
    std::optional<Instant> outage_at;          ///< since when there was no power, as somebody stated
    std::array<TracedStep, kStepKinds> steps;  ///< since the last dispatch or reopening
    std::vector<TracedClock> clocks;           ///< every one that started, in its present cycle
    TracedCause cause;
    std::int64_t corrected = 0;    ///< case_seq of the last clock.corrected
    std::int64_t paused_by = 0;    ///< seq of the cause of the last pause that was looked at for its proof …
    std::int64_t squeezed_by = 0;  ///< … and of the last that was told for its timing
    int attachments = 0;
    std::optional<std::size_t> disorder;  ///< place in the list of the engine's own word on the step that comes next
    std::optional<std::size_t> conduct;   ///< place in the list of the complaint about somebody's conduct
    bool came_too_early = false;          ///< a step before the call was told
    std::vector<std::int64_t> bounced;    ///< seq of each
    std::vector<std::int64_t> again;      ///< seq of each time the customer had to come again
    bool repeats_told = false;

    /// Null when it never started. Valid until the next take().
    [[nodiscard]] const TracedClock* clock(std::string_view name) const;
    [[nodiscard]] TracedStep& step(StepKind kind) { return steps[std::size_t(kind)]; }
    /// Who did what `event` tells: its actor, or, of an import, whom the case names.
    [[nodiscard]] std::string doer(const Event& event) const;
    [[nodiscard]] bool ran_out() const;  ///< a clock has, and evidence has not corrected it

    /// Takes in what the event says of the case, but for its step: the rules compare that first.
    void take(const Event& event);
    void take_step(StepKind kind, const Event& event);
};

}  // namespace gongdan
