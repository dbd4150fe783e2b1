#pragma once
/// The rows of the table of routes for what an administrator sets up.

#include <vector>

#include "adapters/http/routes/route.hpp"

namespace gongdan::http {

[[nodiscard]] std::vector<Route> calendar_routes();
/// Workflows tried out, the organisation and its roles looked at.
[[nodiscard]] std::vector<Route> workshop_routes();
[[nodiscard]] std::vector<Route> token_routes();

}  // namespace gongdan::http
