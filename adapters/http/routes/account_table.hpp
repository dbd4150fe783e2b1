#pragma once
/// The rows of the table of routes that are about accounts.

#include <vector>

#include "adapters/http/routes/route.hpp"

namespace gongdan::http {

[[nodiscard]] std::vector<Route> session_routes();
[[nodiscard]] std::vector<Route> totp_routes();
[[nodiscard]] std::vector<Route> user_routes();
[[nodiscard]] std::vector<Route> user_help_routes();
[[nodiscard]] std::vector<Route> setup_routes();

}  // namespace gongdan::http
