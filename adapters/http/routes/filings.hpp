#pragma once
/// Filings (重要服务事项报备): who files, approves and withdraws what is decided by the engine, by the rights of the
/// caller's roles; these routes only carry it.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// Those with an area that the caller sees, the last one filed first. ?state and ?area (id or name).
[[nodiscard]] Response list_filings(Site& site, const Call& call);
void make_filing(Site& site, const CallPtr& call, Respond respond);
void approve_filing(Site& site, const CallPtr& call, Respond respond);
void withdraw_filing(Site& site, const CallPtr& call, Respond respond);

/// Their rows of the table of routes.
[[nodiscard]] std::vector<Route> filing_routes();

}  // namespace gongdan::http
