#pragma once
/// The made-up day at the desk of `serve --demo`: tokens for every role, and tickets in every state.

#include <iosfwd>
#include <string_view>

#include "adapters/host/accounts.hpp"
#include "adapters/host/installation.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::cli {

/// Where the demo keeps its data when no --data is given.
inline constexpr std::string_view kDemoFolder = "gongdan-data/demo";

/// Into an empty store plays config/demo/board.ndjson in virtual time, so that its last minute is `now`.
[[nodiscard]] Result<void> play_demo(Engine& engine, Store& store, const host::Installation& installation, Instant now);

/// Makes a fresh token for every role and prints them.
[[nodiscard]] Result<void> print_demo_tokens(host::Access& access, const std::vector<std::string>& roles,
                                             std::ostream& out);

/// Gives the account of every role a fresh password (made when missing, as the first person of that role) and prints
/// it.
[[nodiscard]] Result<void> print_demo_accounts(host::Accounts& accounts, const host::Installation& installation,
                                               std::ostream& out);

}  // namespace gongdan::cli
