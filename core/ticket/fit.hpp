#pragma once
/// Whether an event from elsewhere (an export, a database that somebody edited) can have come upon a case at all:
/// apply() takes only what fits, and holds anything else for a bug of ours.

#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// `workflow` is what the case is (or, of an opening, will be) pinned to.
[[nodiscard]] bool fits(const CaseSnapshot& before, const Event& event, const Workflow& workflow);

}  // namespace gongdan
