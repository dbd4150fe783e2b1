#include "core/escalation/roster_people.hpp"

#include <algorithm>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

/// The roles of `replaced` that an entry for `only` (empty = all) gives to `server`, and that he does not hold.
void note_lacking(std::vector<UnfitServer>& unfit, const UnfitServer& server, const Person* replaced,
                  const std::string& only) {
    if (server.person == nullptr || replaced == nullptr) return;
    const auto& held = server.person->roles;
    for (const std::string& role : only.empty() ? replaced->roles : std::vector{only}) {
        if (std::find(held.begin(), held.end(), role) == held.end())
            unfit.push_back({server.field, server.person, role});
    }
}

}  // namespace

std::string_view other_key(RosterEntry::Kind kind) {
    switch (kind) {
        case RosterEntry::Kind::stand_in: return "instead_of";
        case RosterEntry::Kind::swap: return "with";
        case RosterEntry::Kind::absence: return "deputy";
    }
    GONGDAN_UNREACHABLE("a RosterEntry::Kind outside its enum");
}

std::vector<UnfitServer> unfit_servers(const Organisation& organisation, const RosterEntry& entry) {
    const Person* person = organisation.find_person(entry.person);
    const Person* other = organisation.find_person(entry.other);
    std::vector<UnfitServer> unfit;
    switch (entry.kind) {
        case RosterEntry::Kind::stand_in: note_lacking(unfit, {"person", person, ""}, other, entry.role); break;
        case RosterEntry::Kind::swap:
            note_lacking(unfit, {"person", person, ""}, other, entry.role);
            note_lacking(unfit, {"with", other, ""}, person, entry.role);
            break;
        case RosterEntry::Kind::absence:
            if (other == nullptr && person != nullptr) other = organisation.find_person(person->deputy);
            note_lacking(unfit, {"deputy", other, ""}, person, "");
            break;
    }
    return unfit;
}

}  // namespace gongdan
