#pragma once
/// POST /batch: many commands in one request, one result line each, in order.

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

inline constexpr std::size_t kBatchLinesMax = 20'000;  ///< as many as wait in the writer's queue at most

void run_batch(Site& site, const CallPtr& call, Respond respond);

}  // namespace gongdan::http
