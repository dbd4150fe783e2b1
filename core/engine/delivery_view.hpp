#pragma once
/// A line of the ledger of deliveries as the API and the command line print it.

#include "core/base/json.hpp"
#include "core/engine/deliveries.hpp"

namespace gongdan {

/// {"seq","at","took_ms","outcome","channel","person","notice","list","ticket","number","tickets","answer","by"}; what
/// there is none of is null.
[[nodiscard]] json::object delivery_view(const DeliveryRow& row);

}  // namespace gongdan
