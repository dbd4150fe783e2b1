#pragma once
/// What boards and the timer loop need to know of a case's clocks.

#include "core/engine/ports.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan {

[[nodiscard]] Outlook outlook_of(const CaseSnapshot& snapshot, const Rules& rules);

}  // namespace gongdan
