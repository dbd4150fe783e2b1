#pragma once
/// The other doors to a running server's database, beside the store that writes the tickets.

#include <memory>

#include "adapters/cli/books.hpp"
#include "adapters/host/access.hpp"
#include "adapters/host/accounts.hpp"
#include "adapters/host/live_service.hpp"
#include "adapters/host/single_sign_on.hpp"
#include "adapters/sqlite/readers.hpp"

namespace gongdan::cli {

/// `access` and `accounts` have connections of their own; each of the four may be asked from any thread.
struct Doors {
    std::unique_ptr<sqlite::SqliteReaders> readers;
    std::unique_ptr<host::Access> access;
    std::unique_ptr<host::Accounts> accounts;
    std::unique_ptr<host::SingleSignOn> sign_on;  ///< null without an identity provider
};

/// Errors: those of the database; Errc::unavailable when the provider's secret lies open or cannot be read.
[[nodiscard]] Result<Doors> open_doors(const Books& books);

/// What the service writes and reads through. `books` and `doors` outlive it.
[[nodiscard]] host::Storage storage_of(const Books& books, const Doors& doors);

}  // namespace gongdan::cli
