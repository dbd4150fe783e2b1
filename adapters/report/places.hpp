#pragma once
/// Areas as reports need them, out of the organisation.

#include "core/audit/clock_fact.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan::report {

[[nodiscard]] Places places_of(const Organisation& organisation);

}  // namespace gongdan::report
