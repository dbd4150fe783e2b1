#pragma once
/// Dead letters back into the queue, many at once: after a receiver was away for a night.

#include <string>

#include "adapters/sqlite/database.hpp"
#include "core/engine/deliveries.hpp"

namespace gongdan::sqlite {

/// The dead letters of `wish`, the oldest kRequeueMax of them, are pending again and due at `now`; the ledger says who
/// did it (`by`). Returns how many. Their ids stay the same. Inside a transaction of `database`.
[[nodiscard]] Result<std::int64_t> requeue_dead_letters(Database& database, const DeadLetterWish& wish,
                                                        const std::string& by, Instant now);

}  // namespace gongdan::sqlite
