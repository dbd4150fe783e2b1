#include "adapters/host/account_views.hpp"

#include "core/access/scope.hpp"

namespace gongdan::host {

json::object account_view(const Account& account) {
    return {{"name", account.name},
            {"roles", json::value_from(account.roles)},
            {"scope", scope_view(account.scope)},
            {"disabled", account.disabled},
            {"must_change_password", account.must_change_password},
            {"totp", account.totp},
            {"created_at", format_time(account.created_at)},
            {"last_login_at", time_or_null(account.last_login_at)},
            {"locked_until", time_or_null(account.locked_until)}};
}

json::object token_view(const TokenInfo& token) {
    return {{"name", token.name},
            {"roles", json::value_from(token.roles)},
            {"scope", scope_or_null(token.scope)},
            {"created_at", format_time(token.created_at)},
            {"expires_at", time_or_null(token.expires_at)},
            {"last_used_at", time_or_null(token.last_used_at)},
            {"revoked_at", time_or_null(token.revoked_at)}};
}

json::object log_view(const AccountLogEntry& entry) {
    return {{"seq", entry.seq},         {"at", format_time(entry.at)}, {"actor", entry.actor},
            {"account", entry.account}, {"what", entry.what},          {"address", entry.address}};
}

}  // namespace gongdan::host
