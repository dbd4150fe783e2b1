#pragma once
/// Whom a change of the roster names: by which field, and who of them is to serve in a role that he does not hold.

#include <string>
#include <string_view>
#include <vector>

#include "core/escalation/organisation.hpp"
#include "core/escalation/roster_entry.hpp"

namespace gongdan {

/// How the second person of an entry is called: "instead_of", "with", "deputy". The first is "person".
[[nodiscard]] std::string_view other_key(RosterEntry::Kind kind);

/// Somebody who is to serve in a role that he does not hold: he is told, and may lack the right to act.
struct UnfitServer {
    std::string field;  ///< of the entry, which names him: "person", "with" or "deputy"
    const Person* person = nullptr;
    std::string role;
};
/// By the roles of the people in `organisation`: of an entry for every role, those of whom he replaces. No reason to
/// refuse: whoever plans in an emergency takes whom he has. Pointers live as long as `organisation`.
[[nodiscard]] std::vector<UnfitServer> unfit_servers(const Organisation& organisation, const RosterEntry& entry);

}  // namespace gongdan
