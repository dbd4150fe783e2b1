// What administrators do with accounts. How people get in stands in accounts_login.cpp, accounts_second_factor.cpp and
// accounts_setup.cpp.

#include "adapters/sqlite/accounts.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/password_rules.hpp"
#include "adapters/sqlite/schema.hpp"
#include "core/access/scope.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::string_view kAdmin = "admin";

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= host::kAccountNameMax && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || (c & 0x80) != 0;
    });
}

bool may_administer(const host::Account& account) {
    return !account.disabled && std::find(account.roles.begin(), account.roles.end(), kAdmin) != account.roles.end();
}

std::string_view name_of_change(const host::AccountChange& change) {
    if (change.disabled) return *change.disabled ? "disabled" : "enabled";
    return change.roles ? "roles-changed" : "scope-changed";
}

json::object detail_of(const host::NewAccount& account) {
    return {{"roles", json::value_from(account.roles)}, {"scope", scope_view(account.scope)}, {"disabled", false}};
}

json::object detail_of(const host::Account& account) {
    return {{"roles", json::value_from(account.roles)},
            {"scope", scope_view(account.scope)},
            {"disabled", account.disabled}};
}

}  // namespace

Result<std::unique_ptr<SqliteAccounts>> SqliteAccounts::open(const std::filesystem::path& file, Options options) {
    auto opened = open_connections(file);
    if (!opened) return opened.error();
    return std::unique_ptr<SqliteAccounts>(
        new SqliteAccounts(std::move(opened->reads), std::move(opened->writes), std::move(options)));
}

SqliteAccounts::SqliteAccounts(Database reads, Database writes, Options options)
    : options_(std::move(options)), writes_(std::move(writes)), cache_(std::move(reads), options_.clocks) {}

// ------------------------------------------------------------------------------------------------ parts of changes

Result<std::optional<SqliteAccounts::Proofs>> SqliteAccounts::proofs_of(const std::string& name) {
    Statement one(writes_, std::string("SELECT ") + kAccountColumns +
                               ", password, totp_secret, totp_pending, totp_step FROM accounts WHERE name = ?");
    std::optional<Proofs> found;
    {
        Rows rows(one.bind(name));
        if (rows.next()) {
            found = Proofs{read_account(rows), std::string(rows.text(8)), crypto::from_base64(rows.text(9)),
                           crypto::from_base64(rows.text(10)), rows.integer(11)};
        }
        if (auto status = rows.status(); !status) return status.error();
    }
    if (!found) return found;
    const auto locked = throttle_.locked_until(name, options_.clocks.now());
    if (!locked) return locked.error();
    found->account.locked_until = *locked;
    return found;
}

Result<SqliteAccounts::Proofs> SqliteAccounts::known(const std::string& name) {
    auto found = proofs_of(name);
    if (!found) return found.error();
    if (!*found) return fail(Errc::not_found, "account.unknown", name);
    return std::move(**found);
}

Result<void> SqliteAccounts::finish(Transaction& transaction, const LogLine& line, const host::Doer& doer) {
    if (auto done = count_change(writes_, kAccountsVersion); !done) return done;
    if (auto done = append_log(writes_, options_.clocks.now(), line, doer); !done) return done;
    if (auto done = transaction.commit(); !done) return done;
    cache_.reload(writes_);
    return {};
}

Result<void> SqliteAccounts::insert(const host::NewAccount& account, const std::string& hash) {
    const auto taken = is_name_taken(writes_, account.name);
    if (!taken) return taken.error();
    if (*taken) return fail(Errc::conflict, "account.taken", account.name);
    Statement put(
        writes_,
        "INSERT INTO accounts(name, password, must_change, roles, scope, created_at) VALUES(?, ?, ?, ?, ?, ?)");
    const std::string roles = roles_to_json(account.roles);
    const std::string scope = scope_to_json(account.scope);
    return put.bind(account.name, hash, int(account.must_change_password), roles, scope, options_.clocks.now()).run();
}

Result<void> SqliteAccounts::set_password(const std::string& name, const std::string& hash, bool must_change) {
    Statement put(writes_, "UPDATE accounts SET password = ?, must_change = ? WHERE name = ?");
    return put.bind(hash, int(must_change), name).run();
}

Result<void> SqliteAccounts::remove_sessions(const std::string& name) {
    Statement remove(writes_, "DELETE FROM sessions WHERE account = ?");
    return remove.bind(name).run();
}

/// An installation without an administrator could only be mended at the command line.
Result<void> SqliteAccounts::guard_last_admin(const host::Account& before, const host::Account& after) {
    if (!may_administer(before) || may_administer(after)) return {};
    Statement all(writes_, std::string("SELECT ") + kAccountColumns + " FROM accounts WHERE name <> ?");
    Rows rows(all.bind(after.name));
    while (rows.next()) {
        if (may_administer(read_account(rows))) return {};
    }
    if (auto status = rows.status(); !status) return status;
    return fail(Errc::conflict, "account.last-admin", after.name);
}

Result<void> SqliteAccounts::check_roles(const std::vector<std::string>& roles) const {
    if (roles.empty()) return wrong_field("/roles", "required", fail(Errc::invalid_input, "account.no-role"));
    for (const std::string& role : roles) {
        if (std::find(options_.roles.begin(), options_.roles.end(), role) != options_.roles.end()) continue;
        return wrong_field("/roles", "unknown", fail(Errc::invalid_input, "account.role", role));
    }
    return {};
}

Result<void> SqliteAccounts::check_new(const host::NewAccount& account) const {
    if (!is_name(account.name)) {
        return wrong_field("/name", "range", fail(Errc::invalid_input, "account.name", host::kAccountNameMax));
    }
    if (auto done = check_roles(account.roles); !done) return done;
    if (!account.password) return {};
    const auto problem = crypto::password_problem(*account.password, account.name);
    if (!problem) return {};
    return wrong_field("/password", "range", Error{Errc::invalid_input, *problem, {}, {}});
}

Result<std::string> SqliteAccounts::hash(std::string_view password) {
    const std::lock_guard lock(password_mutex_);
    std::string hashed = crypto::hash_password(password, options_.cost);
    if (hashed.empty()) return fail(Errc::overloaded, "account.no-memory");
    return hashed;
}

// ------------------------------------------------------------------------------------------------ administration

Result<std::string> SqliteAccounts::create(const host::NewAccount& account, const host::Doer& doer) {
    if (auto allowed = check_new(account); !allowed) return allowed.error();
    std::string password = account.password ? *account.password : crypto::random_password();
    const auto hashed = hash(password);
    if (!hashed) return hashed.error();
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    if (auto done = insert(account, *hashed); !done) return done.error();
    if (auto done = finish(transaction, {account.name, "created", detail_of(account)}, doer); !done)
        return done.error();
    return password;
}

Result<std::vector<host::Account>> SqliteAccounts::list() {
    const std::lock_guard lock(write_mutex_);
    std::vector<host::Account> accounts;
    Statement all(writes_, std::string("SELECT ") + kAccountColumns + " FROM accounts ORDER BY name");
    Rows rows(all.bind());
    while (rows.next()) accounts.push_back(read_account(rows));
    if (auto status = rows.status(); !status) return status.error();
    for (host::Account& account : accounts) {
        const auto locked = throttle_.locked_until(account.name, options_.clocks.now());
        if (!locked) return locked.error();
        account.locked_until = *locked;
    }
    return accounts;
}

Result<host::Account> SqliteAccounts::find(const std::string& name) {
    const std::lock_guard lock(write_mutex_);
    auto found = known(name);
    if (!found) return found.error();
    return std::move(found->account);
}

Result<host::Account> SqliteAccounts::change(const std::string& name, const host::AccountChange& change,
                                             const host::Doer& doer) {
    if (change.roles) {
        if (auto allowed = check_roles(*change.roles); !allowed) return allowed.error();
    }
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    auto found = known(name);
    if (!found) return found.error();
    host::Account after = found->account;
    if (!change.roles && !change.scope && !change.disabled) return after;
    after.roles = change.roles.value_or(after.roles);
    after.scope = change.scope.value_or(after.scope);
    after.disabled = change.disabled.value_or(after.disabled);
    if (auto done = guard_last_admin(found->account, after); !done) return done.error();
    Statement put(writes_, "UPDATE accounts SET roles = ?, scope = ?, disabled = ? WHERE name = ?");
    const std::string roles = roles_to_json(after.roles);
    const std::string scope = scope_to_json(after.scope);
    if (auto done = put.bind(roles, scope, int(after.disabled), name).run(); !done) return done.error();
    if (after.disabled) {
        if (auto done = remove_sessions(name); !done) return done.error();
    }
    if (auto done = finish(transaction, {name, name_of_change(change), detail_of(after)}, doer); !done)
        return done.error();
    return after;
}

Result<std::string> SqliteAccounts::reset_password(const std::string& name, const Reset& reset,
                                                   const host::Doer& doer) {
    if (reset.password) {
        const auto problem = crypto::password_problem(*reset.password, name);
        if (problem) return wrong_field("/password", "range", Error{Errc::invalid_input, *problem, {}, {}});
    }
    std::string password = reset.password ? *reset.password : crypto::random_password();
    const auto hashed = hash(password);
    if (!hashed) return hashed.error();
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    if (auto found = known(name); !found) return found.error();
    if (auto done = set_password(name, *hashed, reset.must_change_password); !done) return done.error();
    if (auto done = remove_sessions(name); !done) return done.error();
    if (auto done = throttle_.forgive(name); !done) return done.error();
    if (auto done = finish(transaction, {name, "password-reset"}, doer); !done) return done.error();
    return password;
}

Result<void> SqliteAccounts::unlock(const std::string& name, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    if (auto found = known(name); !found) return found.error();
    if (auto done = throttle_.forgive(name); !done) return done;
    return finish(transaction, {name, "unlocked"}, doer);
}

Result<void> SqliteAccounts::end_sessions(const std::string& name, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    if (auto found = known(name); !found) return found.error();
    if (auto done = remove_sessions(name); !done) return done;
    return finish(transaction, {name, "sessions-ended"}, doer);
}

Result<void> SqliteAccounts::note(const Departure& departure, const host::Doer& doer) {
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    const LogLine line{departure.thing, departure.what};
    if (auto done = append_log(writes_, options_.clocks.now(), line, doer); !done) return done;
    return transaction.commit();
}

Result<std::vector<host::AccountLogEntry>> SqliteAccounts::log(std::int64_t before, int limit) {
    const std::lock_guard lock(write_mutex_);
    return read_log(writes_, before, limit);
}

Result<void> SqliteAccounts::save_uses() {
    const std::lock_guard lock(write_mutex_);
    const Instant now = options_.clocks.now();
    if (now - uses_saved_at_ < host::kUseInterval) return {};
    uses_saved_at_ = now;
    const auto uses = cache_.take_uses();
    if (uses.empty()) return {};
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done;
    Statement note(writes_, "UPDATE sessions SET last_seen_at = ? WHERE sha256 = ?");
    for (const auto& use : uses) {
        if (auto done = note.bind(use.at, use.key).run(); !done) return done;
    }
    return transaction.commit();
}

}  // namespace gongdan::sqlite
