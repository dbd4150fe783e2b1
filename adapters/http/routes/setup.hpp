#pragma once
/// The page behind the one-time link of the first start, which makes the first administrator. Works without scripts.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response setup_page(Site& site, const Call& call);
void set_up(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
