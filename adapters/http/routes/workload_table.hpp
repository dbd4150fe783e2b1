#pragma once
/// The rows of the table of routes that are about a desk as a whole: how much there is, and who else is at it. They
/// come before those of single tickets: "counts" is no ticket's id.

#include <vector>

#include "adapters/http/routes/route.hpp"

namespace gongdan::http {

[[nodiscard]] std::vector<Route> workload_routes();

}  // namespace gongdan::http
