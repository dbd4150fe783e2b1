#pragma once
/// Health, metrics, the stream, the API's own description, and the page at the root.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response health(Site& site, const Call& call);
[[nodiscard]] Response readiness(Site& site, const Call& call);
[[nodiscard]] Response metrics(Site& site, const Call& call);
[[nodiscard]] Response openapi(Site& site, const Call& call);
[[nodiscard]] Response home(Site& site, const Call& call);
[[nodiscard]] Response open_stream(Site& site, const Call& call);

}  // namespace gongdan::http
