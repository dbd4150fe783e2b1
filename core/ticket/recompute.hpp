#pragma once
/// What an event had to do to the clocks of its case, worked out again from the definitions: for those who doubt that
/// the journal was computed rightly.

#include <vector>

#include "core/ticket/decide.hpp"

namespace gongdan {

/// Does `event` start, stop or otherwise move clocks: an opening, or a step?
[[nodiscard]] bool drives_clocks(const Event& event);

/// Of `cause`, which drives clocks and came upon `before`: the clock events that had to follow it under `rules` (the
/// calendar and the promise sets in force then), in order. Exemptions, extensions and alarms are no consequence of a
/// step and are left out. Errc::internal when the workflow cannot have taken the step as it is told.
[[nodiscard]] Result<std::vector<Event>> clock_events_of(const CaseSnapshot& before, const Event& cause,
                                                         std::shared_ptr<const Workflow> workflow, const Rules& rules);

/// `cause`, which drives clocks and came upon `before`, as `workflow` would tell it: with the state, the place and the
/// effect that the step has by that definition, which need not be the one it was taken under, next after `before`.
/// Guards choose; who may take it and what he must say does not matter. Errc::internal when `workflow` knows no such
/// event.
[[nodiscard]] Result<Event> retold(const CaseSnapshot& before, const Event& cause, const Workflow& workflow);

/// The due time of `clock` under `calendar` after it was rebased as `event` says: by another calendar or another limit.
[[nodiscard]] Deadline rebased_deadline(const ClockState& clock, const Event& event, const Calendar& calendar);

}  // namespace gongdan
