#pragma once
/// What somebody who changes the roster is answered.

#include "core/access/rights.hpp"
#include "core/engine/answers.hpp"
#include "core/escalation/roster_entry.hpp"

namespace gongdan {

/// 204 of an entry taken back. 201 of one that was made, with "warnings" as problem details have "errors": who is to
/// serve in a role that he does not hold. `roles` gives their titles; null = they are called by their id.
[[nodiscard]] StoredAnswer roster_answer(const RosterDecision& decision, const RoleBook* roles);

}  // namespace gongdan
