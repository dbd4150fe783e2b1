// The first start: a link that makes the first administrator.

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/accounts.hpp"

namespace gongdan::sqlite {

Result<bool> SqliteAccounts::has_accounts() {
    const std::lock_guard lock(write_mutex_);
    const auto count = writes_.number("SELECT count(*) FROM accounts");
    if (!count) return count.error();
    return *count > 0;
}

Result<std::string> SqliteAccounts::make_setup_code() {
    std::string code = new_secret();
    const std::string key = session_key(code);
    const std::int64_t until = to_unix_ms(options_.clocks.now() + host::kSetupLife);
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    Statement put(writes_,
                  "INSERT INTO meta(key, value) VALUES('setup_code', ?1), ('setup_until', ?2) ON CONFLICT DO UPDATE "
                  "SET value = excluded.value");
    if (auto done = put.bind(key, until).run(); !done) return done.error();
    if (auto done = append_log(writes_, options_.clocks.now(), {"", "setup-link-made"}, {}); !done) return done.error();
    if (auto done = transaction.commit(); !done) return done.error();
    return code;
}

Result<bool> SqliteAccounts::matches_setup_code(std::string_view code) {
    const auto until = writes_.number("SELECT value FROM meta WHERE key = 'setup_until'");
    if (!until) return until.error();
    const auto accounts = writes_.number("SELECT count(*) FROM accounts");
    if (!accounts) return accounts.error();
    Statement kept(writes_, "SELECT value FROM meta WHERE key = 'setup_code'");
    Rows rows(kept.bind());
    const bool right = rows.next() && crypto::equal(rows.text(0), session_key(code));
    if (auto status = rows.status(); !status) return status.error();
    return right && *accounts == 0 && options_.clocks.now() < from_unix_ms(*until);
}

Result<bool> SqliteAccounts::is_setup_code(std::string_view code) {
    const std::lock_guard lock(write_mutex_);
    return matches_setup_code(code);
}

Result<void> SqliteAccounts::set_up(const SetUp& set_up) {
    const auto good = is_setup_code(set_up.code);
    if (!good) return good.error();
    if (!*good) return fail(Errc::forbidden, "account.bad-setup-code");
    const host::NewAccount admin{folded_name(set_up.name), {"admin"}, {}, set_up.password, false};
    if (auto allowed = check_new(admin); !allowed) return allowed;
    const auto hashed = hash(set_up.password);
    if (!hashed) return hashed.error();
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    // Once more: another one may have been quicker.
    const auto still = matches_setup_code(set_up.code);
    if (!still) return still.error();
    if (!*still) return fail(Errc::forbidden, "account.bad-setup-code");
    if (auto done = insert(admin, *hashed); !done) return done;
    if (auto done = writes_.execute("DELETE FROM meta WHERE key IN ('setup_code', 'setup_until')"); !done) return done;
    return finish(transaction, {admin.name, "set-up", {{"roles", json::value_from(admin.roles)}}},
                  {admin.name, set_up.address});
}

}  // namespace gongdan::sqlite
