#pragma once
/// Accounts, tokens and the account log as people see them: the same in the API and at the command line.

#include "adapters/host/accounts.hpp"

namespace gongdan::host {

[[nodiscard]] json::object account_view(const Account& account);
/// Never the token itself.
[[nodiscard]] json::object token_view(const TokenInfo& token);
[[nodiscard]] json::object log_view(const AccountLogEntry& entry);

}  // namespace gongdan::host
