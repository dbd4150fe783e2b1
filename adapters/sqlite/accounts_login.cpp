// How people get in: log-in, change of the password, second factor, first start.

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/password_rules.hpp"
#include "adapters/crypto/totp.hpp"
#include "adapters/sqlite/accounts.hpp"

namespace gongdan::sqlite {
namespace {

using Why = host::Refused::Why;

constexpr std::size_t kSecretBytes = 32;
constexpr std::string_view kIssuer = "Gongdan";

std::string random_secret() { return crypto::to_base64url(crypto::random_bytes(kSecretBytes)); }

host::Refused locked(Millis wait) { return {Why::locked, std::chrono::ceil<std::chrono::seconds>(wait)}; }

/// People write their name as they like.
std::string folded(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

}  // namespace

// ------------------------------------------------------------------------------------------------ log-in

Result<Millis> SqliteAccounts::locked_for(const Attempt& attempt) {
    const std::lock_guard lock(write_mutex_);
    return throttle_.wait(attempt.name, attempt.address, options_.clocks.now());
}

Result<std::optional<SqliteAccounts::Proofs>> SqliteAccounts::look_up(const std::string& name) {
    const std::lock_guard lock(write_mutex_);
    return proofs_of(name);
}

Result<host::Entry> SqliteAccounts::log_in(const host::Credentials& credentials) {
    // One at a time, so that a hundred guesses at once are still counted one after the other.
    const std::lock_guard one(password_mutex_);
    const Attempt attempt{folded(credentials.name), credentials.address};
    const auto wait = locked_for(attempt);
    if (!wait) return wait.error();
    if (*wait > Millis(0)) return host::Entry(locked(*wait));
    const auto found = look_up(attempt.name);
    if (!found) return found.error();
    if (nothing_.empty()) nothing_ = crypto::hash_password(random_secret(), options_.cost);
    // Who logs in at the identity provider has no password here, and takes as long to be refused.
    const bool has_password = *found && !(*found)->password.empty();
    const bool right =
        crypto::password_matches(has_password ? (*found)->password : nothing_, credentials.password) && has_password;
    if (!*found || !right || (*found)->account.disabled) return refuse(attempt, found->has_value());
    const Proofs& proofs = **found;
    std::int64_t step = proofs.totp_step;
    if (proofs.account.totp) {
        if (credentials.code.empty()) return host::Entry(host::Refused{Why::code_needed});
        const auto matching =
            crypto::matching_step(proofs.totp_secret, credentials.code, options_.clocks.now(), proofs.totp_step);
        if (!matching) return refuse(attempt, true);
        step = *matching;
    }
    return enter(proofs, step, credentials);
}

/// The log names the account only when there is one: people type passwords into the field of the name.
Result<host::Entry> SqliteAccounts::refuse(const Attempt& attempt, bool known) {
    const Instant now = options_.clocks.now();
    const std::string account = known ? attempt.name : std::string();
    const host::Doer nobody{"", attempt.address};
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    const auto locks = throttle_.note_failure(attempt.name, attempt.address, now);
    if (!locks) return locks.error();
    if (auto done = append_log(writes_, now, {account, "login-refused"}, nobody); !done) return done.error();
    if (*locks) {
        if (auto done = append_log(writes_, now, {account, "locked"}, nobody); !done) return done.error();
    }
    if (auto done = transaction.commit(); !done) return done.error();
    return host::Entry(host::Refused{Why::wrong});
}

Result<host::Entry> SqliteAccounts::enter(const Proofs& proofs, std::int64_t step,
                                          const host::Credentials& credentials) {
    const std::string& name = proofs.account.name;
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    // While the password was being hashed the account may have been disabled, or the code used elsewhere.
    Statement note(writes_,
                   "UPDATE accounts SET last_login_at = ?, totp_step = ? WHERE name = ? AND password = ? AND "
                   "totp_step = ? AND disabled = 0");
    const Instant now = options_.clocks.now();
    if (auto done = note.bind(now, step, name, proofs.password, proofs.totp_step).run(); !done) return done.error();
    if (writes_.changed_rows() != 1) return host::Entry(host::Refused{Why::wrong});
    if (auto done = throttle_.forgive(name); !done) return done.error();
    if (!credentials.replaces.empty()) {
        Statement remove(writes_, "DELETE FROM sessions WHERE sha256 = ?");
        const std::string key = session_key(credentials.replaces);
        if (auto done = remove.bind(key).run(); !done) return done.error();
    }
    auto secret = add_session(name);
    if (!secret) return secret.error();
    if (auto done = finish(transaction, {name, "login"}, {name, credentials.address}); !done) return done.error();
    host::Account account = proofs.account;
    account.last_login_at = now;
    return host::Entry(host::Entered{std::move(*secret), std::move(account)});
}

Result<std::string> SqliteAccounts::add_session(const std::string& name) {
    const Instant now = options_.clocks.now();
    Statement purge(writes_, "DELETE FROM sessions WHERE created_at < ?");
    // Kept as long again after their end, so that a browser that comes back is told why.
    if (auto done = purge.bind(now - 2 * host::kSessionLife).run(); !done) return done.error();
    Statement trim(writes_,
                   "DELETE FROM sessions WHERE account = ?1 AND sha256 NOT IN (SELECT sha256 FROM sessions WHERE "
                   "account = ?1 ORDER BY created_at DESC, sha256 LIMIT ?2)");
    if (auto done = trim.bind(name, host::kSessionsMax - 1).run(); !done) return done.error();
    std::string secret = random_secret();
    const std::string key = session_key(secret);
    Statement insert(writes_, "INSERT INTO sessions(sha256, account, created_at, last_seen_at) VALUES(?, ?, ?, ?)");
    if (auto done = insert.bind(key, name, now, now).run(); !done) return done.error();
    return secret;
}

Result<void> SqliteAccounts::log_out(const std::string& secret, const std::string& address) {
    const auto found = cache_.find(secret, false);
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    Statement remove(writes_, "DELETE FROM sessions WHERE sha256 = ?");
    const std::string key = session_key(secret);
    if (auto done = remove.bind(key).run(); !done) return done;
    if (writes_.changed_rows() == 0) return {};
    const host::Doer doer{found.account.name, address};
    return finish(transaction, {doer.name, "logout"}, doer);
}

// ------------------------------------------------------------------------------------------------ password

Result<host::Entry> SqliteAccounts::change_password(const std::string& secret, const host::PasswordChange& change) {
    const auto session = cache_.find(secret, true);
    if (session.state != host::FoundSession::State::active) return fail(Errc::unauthenticated, "account.no-session");
    const std::string& name = session.account.name;
    const auto wrong_new = [](const LocalText& problem) {
        return wrong_field("/new_password", "range", Error{Errc::invalid_input, problem, {}, {}});
    };
    if (const auto problem = crypto::password_problem(change.new_password, name)) return wrong_new(*problem);
    if (change.new_password == change.old_password) return wrong_new(text("account.password-same"));
    const std::lock_guard one(password_mutex_);
    const Attempt attempt{name, change.address};
    const auto wait = locked_for(attempt);
    if (!wait) return wait.error();
    if (*wait > Millis(0)) return host::Entry(locked(*wait));
    const auto found = look_up(name);
    if (!found) return found.error();
    if (!*found || !crypto::password_matches((*found)->password, change.old_password)) return refuse(attempt, true);
    const std::string hashed = crypto::hash_password(change.new_password, options_.cost);
    if (hashed.empty()) return fail(Errc::overloaded, "account.no-memory");
    return put_new_password(**found, hashed, change.address);
}

Result<host::Entry> SqliteAccounts::put_new_password(const Proofs& proofs, const std::string& hashed,
                                                     const std::string& address) {
    const std::string& name = proofs.account.name;
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    if (auto done = set_password(name, hashed, false); !done) return done.error();
    if (auto done = remove_sessions(name); !done) return done.error();
    if (auto done = throttle_.forgive(name); !done) return done.error();
    auto secret = add_session(name);
    if (!secret) return secret.error();
    if (auto done = finish(transaction, {name, "password-changed"}, {name, address}); !done) return done.error();
    host::Account account = proofs.account;
    account.must_change_password = false;
    return host::Entry(host::Entered{std::move(*secret), std::move(account)});
}

Result<std::optional<host::Refused>> SqliteAccounts::prove(const std::string& name, const Proof& proof) {
    const std::lock_guard one(password_mutex_);
    const Attempt attempt{name, proof.address};
    const auto wait = locked_for(attempt);
    if (!wait) return wait.error();
    if (*wait > Millis(0)) return std::optional(locked(*wait));
    const auto found = look_up(name);
    if (!found) return found.error();
    if (!*found) return fail(Errc::not_found, "account.unknown", name);
    if ((*found)->password.empty()) return fail(Errc::conflict, "account.no-password", name);
    if (crypto::password_matches((*found)->password, proof.password)) return std::optional<host::Refused>();
    const auto refused = refuse(attempt, true);
    if (!refused) return refused.error();
    return std::optional(std::get<host::Refused>(*refused));
}

// ------------------------------------------------------------------------------------------------ second factor

Result<void> SqliteAccounts::set_totp(const Proofs& proofs, const std::string& secret, std::int64_t step) {
    Statement put(writes_, "UPDATE accounts SET totp_secret = ?, totp_pending = '', totp_step = ? WHERE name = ?");
    const std::string stored = crypto::to_base64(secret);
    return put.bind(stored, step, proofs.account.name).run();
}

Result<host::Enrolment> SqliteAccounts::enrol_totp(const std::string& name) {
    const std::string secret = crypto::totp_secret();
    const std::string stored = crypto::to_base64(secret);
    const std::lock_guard lock(write_mutex_);
    if (auto found = known(name); !found) return found.error();
    Statement put(writes_, "UPDATE accounts SET totp_pending = ? WHERE name = ?");
    if (auto done = put.bind(stored, name).run(); !done) return done.error();
    return host::Enrolment{crypto::to_base32(secret), crypto::totp_uri(secret, name, kIssuer)};
}

Result<void> SqliteAccounts::confirm_totp(const std::string& name, const std::string& code, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    const auto found = known(name);
    if (!found) return found.error();
    if (found->totp_pending.empty()) return fail(Errc::conflict, "account.no-totp-pending");
    // Used steps count on from an earlier secret: nothing is lost, and a code cannot come twice.
    const auto step = crypto::matching_step(found->totp_pending, code, options_.clocks.now(), found->totp_step);
    if (!step) return wrong_field("/code", "range", fail(Errc::invalid_input, "account.bad-totp"));
    if (auto done = set_totp(*found, found->totp_pending, *step); !done) return done;
    return finish(transaction, {name, "totp-on"}, doer);
}

Result<void> SqliteAccounts::drop_totp(const std::string& name, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    const auto found = known(name);
    if (!found) return found.error();
    if (auto done = set_totp(*found, "", found->totp_step); !done) return done;
    return finish(transaction, {name, "totp-off"}, doer);
}

// ------------------------------------------------------------------------------------------------ first start

Result<bool> SqliteAccounts::has_accounts() {
    const std::lock_guard lock(write_mutex_);
    const auto count = writes_.number("SELECT count(*) FROM accounts");
    if (!count) return count.error();
    return *count > 0;
}

Result<std::string> SqliteAccounts::make_setup_code() {
    std::string code = random_secret();
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
    const host::NewAccount admin{folded(set_up.name), {"admin"}, {}, set_up.password, false};
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
