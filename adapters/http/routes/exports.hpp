#pragma once
/// What leaves the house as files of any length: the journal, the event log, work logs (docs/exports.md).

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// Their rows of the table of routes.
[[nodiscard]] std::vector<Route> export_routes();

}  // namespace gongdan::http
