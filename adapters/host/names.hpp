#pragma once
/// What people are called whose ids, accounts or tokens stand where somebody reads.

#include <set>
#include <string>

#include "adapters/host/accounts.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan::host {

/// Where the names come from. References outlive the call.
struct NameSources {
    Accounts& accounts;
    Access& access;
    const Organisation& organisation;
};

/// {"dispatcher1": "李调度"} for those of `actors` whose person is in the organisation; whoever is gone or has no name
/// there is left out, and is shown as he was written down. `actors` are taken from what the reader may see: nothing
/// else is told of who has an account. Blocks on the disk.
[[nodiscard]] Result<json::object> names_of(const std::set<std::string>& actors, const NameSources& sources);

}  // namespace gongdan::host
