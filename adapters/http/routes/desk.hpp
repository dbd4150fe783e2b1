#pragma once
/// What the form of a new ticket asks while somebody is on the telephone.

#include <vector>

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response find_similar(Site& site, const Call& call);
[[nodiscard]] Response suggest_area(Site& site, const Call& call);

[[nodiscard]] std::vector<Route> desk_routes();

}  // namespace gongdan::http
