#pragma once
/// Who there is and how he is reached, as configured: areas, channels. Addresses (phone numbers) are not shown.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_areas(Site& site, const Call& call);
[[nodiscard]] Response list_channels(Site& site, const Call& call);

}  // namespace gongdan::http
