#pragma once
/// The ledger of deliveries, the notices of a ticket, and test messages.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

[[nodiscard]] Response list_deliveries(Site& site, const Call& call);
[[nodiscard]] Response ticket_notices(Site& site, const Call& call);
/// Stands in the account log before anything is sent.
void test_channel(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
