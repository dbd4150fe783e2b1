#pragma once
/// What proves the journal: seals, verifications, proofs of events (docs/proof.md).

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// Their rows of the table of routes.
[[nodiscard]] std::vector<Route> proof_routes();

}  // namespace gongdan::http
