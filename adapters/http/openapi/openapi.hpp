#pragma once
/// The OpenAPI 3.1 document, made from the table of routes and the schemas.

#include <string_view>
#include <vector>

#include "adapters/http/routes/route.hpp"

namespace gongdan::http {

[[nodiscard]] json::object openapi_document(const std::vector<Route>& table, std::string_view version);

}  // namespace gongdan::http
