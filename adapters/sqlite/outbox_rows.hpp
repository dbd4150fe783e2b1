#pragma once
/// A row of the outbox as a notice. Internal to adapters/sqlite.
///
/// A list (digest) is a row, too: its place is negative, its id "digest.<n>/<person>/<channel>" names it, its message
/// is empty and made from its entries, whose column `digest` holds its place.
///
/// So is the test of a channel, for the sake of its line in the ledger: nobody ever sends it.

#include "adapters/notify/outbox.hpp"
#include "adapters/sqlite/database.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::sqlite {

/// The columns read_notice() expects, in its order, of the table `outbox`.
inline constexpr std::string_view kNoticeColumns =
    "id, escalation, case_id, channel, person, message, raised_at, state, attempts, next_at, answer, address, level,"
    " top";

/// From here on stand tests of channels, which no event raised: no notice comes so far.
inline constexpr std::int64_t kTestPlaces = std::int64_t(1) << 62;

/// Inside a transaction of the caller's; see SqliteStore::note_test_in_batch().
[[nodiscard]] Result<void> put_test(Database& database, const std::string& id, const std::string& channel,
                                    const notify::Outcome& outcome, Instant now);

[[nodiscard]] OutboxRow read_notice(const Rows& rows);

/// The place of a list by its id or its escalation; 0 for the id of a notice.
[[nodiscard]] std::int64_t list_place(std::string_view id);
/// "digest.<n>" of a list's place.
[[nodiscard]] std::string list_escalation(std::int64_t place);

/// The message of a list, see digest_message().
[[nodiscard]] Result<std::string> list_message(Database& database, const std::string& id, Instant now);

/// Fills in what the row of a list leaves out: how many and which tickets, and its message without them.
[[nodiscard]] Result<void> describe_list(Database& database, OutboxRow& row);

}  // namespace gongdan::sqlite
