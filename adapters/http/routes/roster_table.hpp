#pragma once
/// The rows of the table of routes that are about the duty roster.

#include <vector>

#include "adapters/http/routes/route.hpp"

namespace gongdan::http {

[[nodiscard]] std::vector<Route> roster_routes();

}  // namespace gongdan::http
