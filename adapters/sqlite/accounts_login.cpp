// How people get in and out: log-in, sessions, change of the password.

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/password_rules.hpp"
#include "adapters/crypto/totp.hpp"
#include "adapters/sqlite/accounts.hpp"

namespace gongdan::sqlite {
namespace {

using Why = host::Refused::Why;

host::Refused locked(Millis wait) { return {Why::locked, std::chrono::ceil<std::chrono::seconds>(wait)}; }

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
    const Attempt attempt{folded_name(credentials.name), credentials.address};
    const auto wait = locked_for(attempt);
    if (!wait) return wait.error();
    if (*wait > Millis(0)) return host::Entry(locked(*wait));
    const auto found = look_up(attempt.name);
    if (!found) return found.error();
    if (nothing_.empty()) nothing_ = crypto::hash_password(new_secret(), options_.cost);
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
    std::string secret = new_secret();
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

}  // namespace gongdan::sqlite
