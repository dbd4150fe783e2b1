// The account log on its way into the configuration's chain. Accounts are changed on other connections and by other
// processes, but the chain has one writer: it looks what is new and writes it down, once each, for the position it has
// come to is kept in the same transaction.

#include <algorithm>

#include <fmt/format.h>

#include "adapters/sqlite/account_rows.hpp"
#include "adapters/sqlite/scan.hpp"
#include "adapters/sqlite/statements.hpp"
#include "adapters/sqlite/store.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::string_view kSealedKey = "account_log_sealed";

/// Everything but these is for the chain: a kind of change that is added later cannot be forgotten.
constexpr std::string_view kNotForTheChain =
    "('login', 'login-refused', 'login-external', 'logout', 'locked', 'attachment-downloaded',"
    " 'attachment-downloaded-clean')";

constexpr const char* kNew =
    "SELECT l.seq, l.at, l.actor, l.account, l.what, m.value FROM account_log l"
    " LEFT JOIN meta m ON m.key = ?1 || l.seq WHERE l.seq > ?2 AND l.seq <= ?3 AND l.what NOT IN {}"
    " ORDER BY l.seq LIMIT ?4";

/// What the chain says, beside what the log says.
constexpr const char* kSealed =
    "SELECT json_extract(body, '$.log') AS line, l.at, json_extract(body, '$.changed_at'),"
    " l.seq IS NULL OR l.actor IS NOT json_extract(body, '$.actor') OR l.account IS NOT json_extract(body, '$.account')"
    " OR l.what IS NOT json_extract(body, '$.change')"
    " FROM journal LEFT JOIN account_log l ON l.seq = json_extract(body, '$.log')"
    " WHERE case_id = 0 AND type = 'config.changed' AND json_extract(body, '$.what') = 'account'";

/// Lines that the chain, which has passed them, does not know.
constexpr const char* kUnknown =
    "SELECT seq FROM account_log WHERE seq <= (SELECT value FROM meta WHERE key = ?) AND what NOT IN {}"
    " AND seq NOT IN (SELECT json_extract(body, '$.log') FROM journal"
    " WHERE case_id = 0 AND type = 'config.changed' AND json_extract(body, '$.what') = 'account')";

/// Without the address, which belongs to a person and could never be taken out again.
json::object note_of(const Rows& row) {
    json::object note{{"what", "account"},    {"log", row.integer(0)},  {"changed_at", format_time(row.instant(1))},
                      {"actor", row.text(2)}, {"account", row.text(3)}, {"change", row.text(4)}};
    if (row.null(5)) return note;
    auto detail = parse_json(row.text(5));
    if (detail && detail->is_object()) note["detail"] = std::move(*detail);
    return note;
}

}  // namespace

Result<host::UnsealedChanges> SqliteStore::unsealed_changes() {
    const auto newest = database_.number("SELECT max(seq) FROM account_log");
    if (!newest) return newest.error();
    host::UnsealedChanges changes{account_log_seen_, {}};
    if (*newest <= account_log_seen_) return changes;
    Statement sealed(database_, "SELECT value FROM meta WHERE key = ?");
    const auto last = first_number(sealed.bind(kSealedKey));
    if (!last) return last.error();
    Statement some(database_, fmt::format(kNew, kNotForTheChain));
    const std::int64_t after = std::max(*last, account_log_seen_);
    Rows rows(some.bind(kLogDetailKey, after, *newest, kChangesMax));
    while (rows.next()) {
        changes.notes.push_back(note_of(rows));
        changes.last = rows.integer(0);
    }
    if (auto status = rows.status(); !status) return status.error();
    if (changes.notes.empty()) changes.last = account_log_seen_ = *newest;
    return changes;
}

Result<void> SqliteStore::seal_changes_in_batch(std::int64_t last) {
    if (auto open = in_batch(); !open) return open;
    if (auto done = statements_->put_meta.bind(kSealedKey, last).run(); !done) return done;
    // ';' follows ':', so these are the keys that begin with it.
    Statement forget(database_,
                     "DELETE FROM meta WHERE key > ?1 AND key < 'account_log_detail;' AND CAST(substr(key, ?2) AS "
                     "INTEGER) <= ?3");
    return forget.bind(kLogDetailKey, kLogDetailKey.size() + 1, last).run();
}

Result<void> Scan::account_log(const std::function<void(std::int64_t line)>& differs) {
    Statement sealed(database_, kSealed);
    Rows rows(sealed.bind());
    while (rows.next()) {
        const bool other = rows.integer(3) != 0 || format_time(rows.instant(1)) != rows.text(2);
        if (other) differs(rows.integer(0));
    }
    if (auto status = rows.status(); !status) return status;
    Statement unknown(database_, fmt::format(kUnknown, kNotForTheChain));
    Rows found(unknown.bind(kSealedKey));
    while (found.next()) differs(found.integer(0));
    return found.status();
}

}  // namespace gongdan::sqlite
