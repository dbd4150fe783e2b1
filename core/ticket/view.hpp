#pragma once
/// A case as the API shows it (DESIGN: contract of the HTTP API, case JSON). Pure.

#include <string>
#include <vector>

#include "core/ticket/mask.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// When, and by which calendar, a case is looked at.
struct AsOf {
    Instant now{};
    const Calendar& calendar;
};

/// `roles` are the caller's: they decide `allowed_events`. `as_of` decides `remaining_s` and whether a clock is at
/// risk. `masked` says how data is shown.
[[nodiscard]] json::object case_view(const CaseSnapshot& snapshot, const std::vector<std::string>& roles,
                                     const AsOf& as_of, Privacy privacy);

/// One event as the journal shows it: seq, at, recorded_at, case, type and the type's own fields.
[[nodiscard]] json::object event_view(const Event& event);
/// The same for eyes that do not need personal data; `workflow` is the one its case is pinned to.
[[nodiscard]] json::object masked_event_view(const Event& event, const Workflow& workflow);

/// RFC 9457 problem details of a refusal; `detail` Chinese, `detail_en` English.
[[nodiscard]] json::object problem_view(const Error& error);

}  // namespace gongdan
