#pragma once
/// What the commands about tokens and accounts share: both work beside a running server, on connections of their own.

#include <iosfwd>

#include "adapters/cli/books.hpp"
#include "adapters/sqlite/access.hpp"
#include "adapters/sqlite/accounts.hpp"

namespace gongdan::cli {

/// The opened data directory, as far as people are concerned.
template <class Table>
struct Register {
    host::Installation installation;
    std::unique_ptr<Table> table;
};

[[nodiscard]] Result<Register<sqlite::SqliteAccess>> open_access(const Common& common);
[[nodiscard]] Result<Register<sqlite::SqliteAccounts>> open_accounts(const Common& common);

/// As the account log names who works at the machine itself.
[[nodiscard]] host::Doer at_the_machine();

/// Nothing when no option was given. Errc::invalid_input for what the organisation does not have.
[[nodiscard]] Result<std::optional<Scope>> wanted_scope(const ScopeOptions& options, const Organisation& organisation);

/// "90d" from `now`, or the end of the day "2027-01-31" in China; nothing for an empty text.
[[nodiscard]] Result<std::optional<Instant>> wanted_expiry(const std::string& text, Instant now);

/// "a,b"
[[nodiscard]] std::string joined(const std::vector<std::string>& texts);
/// "person=p1 area=demo-101,demo-102"; "-" when empty.
[[nodiscard]] std::string scope_line(const Scope& scope);
[[nodiscard]] std::string time_or_dash(const std::optional<Instant>& at);

}  // namespace gongdan::cli
