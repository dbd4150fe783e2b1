#pragma once
/// The tables, and how older databases become the present one.

#include "adapters/sqlite/database.hpp"

namespace gongdan::sqlite {

/// PRAGMA user_version of the present schema.
inline constexpr int kSchemaVersion = 8;

inline constexpr int kSealsSince = 6;  ///< the first schema with seals
inline constexpr int kToldSince = 8;   ///< the first that says whom a case's escalations have told

/// Stands in due_at and risk_at of cases where nothing is due: sorts behind every real time.
inline constexpr std::int64_t kNever = 253'402'300'800'000;  // year 10000

/// Where `meta` keeps what Store::keep_rebasing() is given.
inline constexpr std::string_view kRebasingKey = "rebasing";

/// Write-ahead log, full synchronisation, caches: of the one connection that writes.
[[nodiscard]] Result<void> prepare_writer(Database& database);

/// Brings the tables to kSchemaVersion, each step in a transaction of its own. Errc::conflict when a newer program made
/// the database: an older one must not touch what it does not know.
[[nodiscard]] Result<void> migrate(Database& database);

/// What rebuild() makes anew from the journal: emptied here.
[[nodiscard]] Result<void> empty_derived(Database& database);

}  // namespace gongdan::sqlite
