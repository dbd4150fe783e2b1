#pragma once
/// How many open tickets there are of each area, station, crew, state or workflow: for boards and managers.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

inline constexpr std::size_t kGroupsMax = 1000;  ///< a page shows no more; crews are free text and could be many

/// Of what the viewer sees; the worst groups first.
[[nodiscard]] Response count_tickets(Site& site, const Call& call);

}  // namespace gongdan::http
