#pragma once
/// Whom a ticket's escalations have told, and in which role: for who may see it (docs/security.md).

#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// For what somebody was told: as himself, or because he served at that moment, on duty or in another's place.
enum class ToldAs { himself, serving };

/// A member of CaseSnapshot::told.
[[nodiscard]] std::string told_mark(std::string_view person, std::string_view role, ToldAs as);

/// Takes in whom an escalation.raised told: the body's `people`, in the roles of its `to`; `serving` names those of
/// them who were told as such (in older journals nobody is). A part of apply(), of its own because people are found
/// only when the event is written.
void take_told(CaseSnapshot& snapshot, const json::object& body);

/// The marks as a JSON array for stores, empty when there is nobody, or the case is closed: then nobody sees it for
/// having been told.
[[nodiscard]] std::string told_text(const CaseSnapshot& snapshot);

}  // namespace gongdan
