#include <iostream>

#include "adapters/cli/people.hpp"
#include "adapters/host/account_views.hpp"
#include "core/access/scope.hpp"

namespace gongdan::cli {
namespace {

using Accounts = Register<sqlite::SqliteAccounts>;

std::string_view state_of(const host::Account& account) {
    if (account.disabled) return "停用 disabled";
    return account.locked_until ? "锁定 locked" : "可用 enabled";
}

/// A password from standard input, up to the end of its first line: never from the command line, which every process of
/// the machine can read.
std::optional<std::string> given_password(bool from_input) {
    if (!from_input) return std::nullopt;
    std::string line;
    std::getline(std::cin, line);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

/// What was made at random is shown this once.
int show_password(const Common& common, const std::string& name, const std::string& password, bool given) {
    if (common.json) {
        json::object shown{{"name", name}};
        if (!given) shown["initial_password"] = password;
        std::cout << json::serialize(shown) << "\n";
    } else if (!given) {
        std::cout << text_line(text("cli.initial-password", name)) << "  " << password << "\n";
    } else {
        std::cout << text_line(text("cli.user-done", name));
    }
    return kOk;
}

int done(const Common& common, const Result<host::Account>& account) {
    if (!account) return give_up(account.error());
    if (common.json) {
        std::cout << json::serialize(host::account_view(*account)) << "\n";
    } else {
        std::cout << text_line(text("cli.user-done", account->name));
    }
    return kOk;
}

int done(const Common& common, Accounts& accounts, const Result<void>& result, const std::string& name) {
    if (!result) return give_up(result.error());
    return done(common, accounts.table->find(name));
}

}  // namespace

int run_user_create(const Common& common, const UserOptions& options) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    const auto scope = wanted_scope(options.scope, *accounts->installation.organisation);
    if (!scope) return give_up(scope.error());
    const auto given = given_password(options.password_from_input);
    const host::NewAccount wish{options.name, options.roles, scope->value_or(Scope{}), given};
    const auto password = accounts->table->create(wish, at_the_machine());
    if (!password) return give_up(password.error());
    return show_password(common, options.name, *password, given.has_value());
}

int run_user_list(const Common& common) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    const auto list = accounts->table->list();
    if (!list) return give_up(list.error());
    json::array items;
    for (const host::Account& account : *list) {
        if (common.json) {
            items.push_back(host::account_view(account));
        } else {
            std::cout << account.name << "\t" << joined(account.roles) << "\t" << scope_line(account.scope) << "\t"
                      << state_of(account) << "\t" << time_or_dash(account.last_login_at) << "\n";
        }
    }
    if (common.json) std::cout << json::serialize(items) << "\n";
    return kOk;
}

int run_user_show(const Common& common, const std::string& name) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    const auto account = accounts->table->find(name);
    if (!account) return give_up(account.error());
    if (common.json) {
        std::cout << json::serialize(host::account_view(*account)) << "\n";
        return kOk;
    }
    std::cout << "账号 account\t" << account->name << "\n角色 roles\t" << joined(account->roles) << "\n范围 scope\t"
              << scope_line(account->scope) << "\n状态 state\t" << state_of(*account) << "\n须改口令 must change\t"
              << (account->must_change_password ? "是 yes" : "否 no") << "\n验证器 authenticator\t"
              << (account->totp ? "是 yes" : "否 no") << "\n上次登录 last log-in\t"
              << time_or_dash(account->last_login_at) << "\n锁定至 locked until\t"
              << time_or_dash(account->locked_until) << "\n";
    return kOk;
}

int run_user_reset_password(const Common& common, const std::string& name, bool password_from_input) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    const auto given = given_password(password_from_input);
    const auto password = accounts->table->reset_password(name, {given, true}, at_the_machine());
    if (!password) return give_up(password.error());
    return show_password(common, name, *password, given.has_value());
}

int run_user_unlock(const Common& common, const std::string& name) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    return done(common, *accounts, accounts->table->unlock(name, at_the_machine()), name);
}

int run_user_enable(const Common& common, const std::string& name, bool enabled) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    host::AccountChange change;
    change.disabled = !enabled;
    return done(common, accounts->table->change(name, change, at_the_machine()));
}

int run_user_set_roles(const Common& common, const UserOptions& options) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    const auto scope = wanted_scope(options.scope, *accounts->installation.organisation);
    if (!scope) return give_up(scope.error());
    host::AccountChange change;
    change.roles = options.roles;
    change.scope = *scope;
    return done(common, accounts->table->change(options.name, change, at_the_machine()));
}

int run_user_totp_off(const Common& common, const std::string& name) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    return done(common, *accounts, accounts->table->drop_totp(name, at_the_machine()), name);
}

int run_user_log(const Common& common, int limit) {
    auto accounts = open_accounts(common);
    if (!accounts) return give_up(accounts.error());
    const auto entries = accounts->table->log(0, limit);
    if (!entries) return give_up(entries.error());
    for (const host::AccountLogEntry& entry : *entries) {
        if (common.json) {
            std::cout << json::serialize(host::log_view(entry)) << "\n";
        } else {
            std::cout << format_time(entry.at) << "\t" << entry.what << "\t" << entry.account << "\t" << entry.actor
                      << "\t" << entry.address << "\n";
        }
    }
    return kOk;
}

}  // namespace gongdan::cli
