#pragma once
/// Findings of the audit, and what people decide about them (docs/findings.md).

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// Those the caller sees, the last found first.
[[nodiscard]] Response list_findings(Site& site, const Call& call);
void decide_finding(Site& site, const CallPtr& call, Respond respond);

/// Their rows of the table of routes.
[[nodiscard]] std::vector<Route> finding_routes();

}  // namespace gongdan::http
