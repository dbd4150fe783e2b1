#pragma once
/// A row of the journal as a stored event. Internal to adapters/sqlite.

#include <vector>

#include "adapters/sqlite/database.hpp"
#include "core/audit/chain.hpp"

namespace gongdan::sqlite {

/// The columns read_event() expects, in its order, of the table `journal`.
inline constexpr std::string_view kEventColumns =
    "seq, case_id, case_seq, prev_seq, type, occurred_at, recorded_at, body, personal, hash";

/// The event in the present row, whose columns from `first` on are kEventColumns. Errc::internal for an unknown type.
[[nodiscard]] Result<StoredEvent> read_event(const Rows& rows, int first = 0);

/// Selects one event by its seq.
inline constexpr std::string_view kSelectEvent =
    "SELECT seq, case_id, case_seq, prev_seq, type, occurred_at, recorded_at, body, personal, hash"
    " FROM journal WHERE seq = ?";

/// A case's events up to the one at `tail_seq`, oldest first; `event_at` is kSelectEvent. Errc::internal when the links
/// are broken.
[[nodiscard]] Result<std::vector<StoredEvent>> read_history(Statement& event_at, std::int64_t tail_seq);

/// What the canonical body of an escalation's events holds of its id: `"id":"<id>"`.
[[nodiscard]] std::string id_member(std::string_view escalation_id);

}  // namespace gongdan::sqlite
