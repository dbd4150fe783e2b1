#include "core/engine/roster_answer.hpp"

#include "core/base/json.hpp"
#include "core/base/texts.hpp"
#include "core/escalation/roster_people.hpp"
#include "core/ticket/field_view.hpp"

namespace gongdan {
namespace {

LocalText title_of(const std::string& role, const RoleBook* roles) {
    const RoleRights* known = roles == nullptr ? nullptr : find_role(*roles, role);
    return known == nullptr ? LocalText{role, role} : known->title;
}

std::vector<FieldProblem> warnings_of(const RosterDecision& decision, const RoleBook* roles) {
    std::vector<FieldProblem> warnings;
    for (const UnfitServer& unfit : unfit_servers(*decision.organisation, decision.entry)) {
        const LocalText role = title_of(unfit.role, roles);
        warnings.push_back(
            {"/" + unfit.field, "role", text("roster.lacks-role", unfit.person->name, role.zh, role.en)});
    }
    return warnings;
}

}  // namespace

StoredAnswer roster_answer(const RosterDecision& decision, const RoleBook* roles) {
    StoredAnswer answer;
    answer.status = decision.removed ? 204 : 201;
    if (decision.removed) return answer;
    json::object body = entry_view(decision.entry);
    body["warnings"] = field_views(warnings_of(decision, roles));
    answer.body = json::serialize(body);
    return answer;
}

}  // namespace gongdan
