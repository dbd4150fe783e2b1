// Accounts of people who log in at an identity provider: made at their first login, without a password of ours.

#include "adapters/sqlite/accounts.hpp"
#include "core/access/scope.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::string_view kProvider = "identity-provider";  ///< as the log names who gives and takes roles there

}  // namespace

/// The account of that key; nothing when there is none yet.
Result<std::optional<std::string>> SqliteAccounts::name_of_external(const std::string& key) {
    Statement find(writes_, "SELECT name FROM accounts WHERE external = ?");
    Rows rows(find.bind(key));
    if (rows.next()) return std::optional(std::string(rows.text(0)));
    if (auto status = rows.status(); !status) return status.error();
    return std::optional<std::string>();
}

/// Roles and person are the provider's to give and to take: they are written anew at every login, and a change of them
/// is a change like an administrator's.
Result<std::string> SqliteAccounts::keep_external(const host::ExternalIdentity& identity) {
    auto name = name_of_external(identity.key);
    if (!name) return name.error();
    const Scope scope{identity.person, {}, {}, {}};
    const bool fresh = !*name;
    if (fresh) {
        const host::NewAccount account{identity.name, identity.roles, scope, std::nullopt, false};
        if (auto fits = check_new(account); !fits) return fits.error();
        // No hash is the hash of any password: nobody gets in by one.
        if (auto done = insert(account, ""); !done) return done.error();
        *name = identity.name;
    }
    const std::string roles = roles_to_json(identity.roles);
    const std::string stored_scope = scope_to_json(scope);
    const auto before = known(**name);
    if (!before) return before.error();
    const bool changed =
        roles != roles_to_json(before->account.roles) || stored_scope != scope_to_json(before->account.scope);
    if (fresh || changed) {
        const LogLine line{**name,
                           fresh ? "created" : "roles-changed",
                           {{"roles", json::value_from(identity.roles)}, {"scope", scope_view(scope)}}};
        if (auto done = append_log(writes_, options_.clocks.now(), line, {std::string(kProvider), ""}); !done)
            return done.error();
    }
    Statement put(writes_, "UPDATE accounts SET roles = ?, scope = ?, external = ?, last_login_at = ? WHERE name = ?");
    if (auto done = put.bind(roles, stored_scope, identity.key, options_.clocks.now(), **name).run(); !done)
        return done.error();
    return **name;
}

Result<host::Entered> SqliteAccounts::enter_external(const host::ExternalIdentity& identity,
                                                     const std::string& address) {
    if (auto known_roles = check_roles(identity.roles); !known_roles) return known_roles.error();
    const std::lock_guard lock(write_mutex_);
    Transaction transaction(writes_);
    if (auto done = transaction.begin(); !done) return done.error();
    const auto name = keep_external(identity);
    if (!name) return name.error();
    const auto proofs = known(*name);
    if (!proofs) return proofs.error();
    if (proofs->account.disabled) return fail(Errc::forbidden, "account.disabled", *name);
    auto secret = add_session(*name);
    if (!secret) return secret.error();
    if (auto done = finish(transaction, {*name, "login-external"}, {*name, address}); !done) return done.error();
    return host::Entered{std::move(*secret), proofs->account};
}

}  // namespace gongdan::sqlite
