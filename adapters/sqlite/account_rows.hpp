#pragma once
/// What tokens and accounts share in the database. Internal to adapters/sqlite.

#include "adapters/host/accounts.hpp"
#include "adapters/sqlite/database.hpp"

namespace gongdan::sqlite {

/// One connection to change with, one to look with beside it.
struct Connections {
    Database reads;
    Database writes;
};
/// Opens (or makes) the database, brought to the present schema.
[[nodiscard]] Result<Connections> open_connections(const std::filesystem::path& file);

[[nodiscard]] std::string roles_to_json(const std::vector<std::string>& roles);
[[nodiscard]] std::vector<std::string> roles_from(std::string_view stored);
[[nodiscard]] std::string scope_to_json(const Scope& scope);
[[nodiscard]] Scope scope_from(std::string_view stored);

/// The first column of the first row; 0 without one.
[[nodiscard]] Result<std::int64_t> first_number(Statement& bound);

/// Errc::invalid_input with its one field.
[[nodiscard]] Error wrong_field(std::string_view pointer, std::string_view code, Error error);

/// As accounts are called: people write their name as they like.
[[nodiscard]] std::string folded_name(std::string name);

/// A name means one caller for ever, token or account: it stands in the journal.
[[nodiscard]] Result<bool> is_name_taken(Database& database, const std::string& name);

/// Adds one to a count of changes in `meta`, so that other processes notice.
[[nodiscard]] Result<void> count_change(Database& database, std::string_view key);

struct LogLine {
    std::string_view account;
    std::string_view what;
    json::object detail{};  ///< of a change: what it made of the account or token. Never a password, hash or secret
};
/// The detail lies in `meta` until the change stands in the configuration's chain (see store_accounts.cpp).
inline constexpr std::string_view kLogDetailKey = "account_log_detail:";
[[nodiscard]] Result<void> append_log(Database& database, Instant at, const LogLine& line, const host::Doer& doer);
[[nodiscard]] Result<std::vector<host::AccountLogEntry>> read_log(Database& database, std::int64_t before, int limit);

}  // namespace gongdan::sqlite
