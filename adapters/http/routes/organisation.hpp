#pragma once
/// Who there is and how he is reached, as configured: areas, roster, channels. Addresses (phone numbers) are not shown,
/// but in what an administrator has made up as a preview.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_areas(Site& site, const Call& call);
[[nodiscard]] Response show_roster(Site& site, const Call& call);
[[nodiscard]] Response list_channels(Site& site, const Call& call);
/// What a channel would send for a ticket.
[[nodiscard]] Response preview_channel(Site& site, const Call& call);

}  // namespace gongdan::http
