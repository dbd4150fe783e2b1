#pragma once
/// Reports over the journal, for auditors and managers within their reach.

#include <vector>

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] std::vector<Route> report_routes();

}  // namespace gongdan::http
