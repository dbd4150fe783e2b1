#pragma once
/// A row of the outbox as a notice. Internal to adapters/sqlite.

#include "adapters/sqlite/database.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::sqlite {

/// The columns read_notice() expects, in its order, of the table `outbox`.
inline constexpr std::string_view kNoticeColumns =
    "id, escalation, case_id, channel, person, message, raised_at, state, attempts, next_at, answer";

[[nodiscard]] OutboxRow read_notice(const Rows& rows);

}  // namespace gongdan::sqlite
