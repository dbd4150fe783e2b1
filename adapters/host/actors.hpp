#pragma once
/// Under which names a person acts.

#include <set>
#include <string>

#include "adapters/host/accounts.hpp"

namespace gongdan::host {

/// His id, and every account and token that is his. Blocks on the disk.
[[nodiscard]] Result<std::set<std::string>> actors_of(const std::string& person, Accounts& accounts, Access& access);

}  // namespace gongdan::host
