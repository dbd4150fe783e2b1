#include "core/engine/finding_access.hpp"

#include <algorithm>
#include <array>

namespace gongdan {
namespace {

/// Managers above those who handle tickets; the auditor points, and decides nothing.
constexpr std::array<std::string_view, 3> kDeciders = {"county_dept", "leader", "admin"};

bool concerns(const Finding& finding, const Viewer& viewer) {
    const auto is = [&viewer](const std::string& who) {
        return !who.empty() && (who == viewer.actor.id || who == viewer.person);
    };
    return is(finding.person) || is(finding.assignee);
}

}  // namespace

bool sees(const Viewer& viewer, const Finding& finding) {
    if (to_int(finding.case_id) == 0) return viewer.reach.all;
    return viewer.reach.covers(finding.area, finding.team, finding.assignee);
}

Result<DecidedFinding> decide_about(const Finding& finding, const FindingWish& wish, const Viewer& viewer) {
    const auto& roles = viewer.actor.roles;
    const auto role = std::find_first_of(roles.begin(), roles.end(), kDeciders.begin(), kDeciders.end());
    if (role == roles.end()) return fail(Errc::forbidden, "finding.may-not-decide");
    if (concerns(finding, viewer)) return fail(Errc::forbidden, "finding.own");
    const bool blank = wish.reason.find_first_not_of(" \t\r\n") == std::string::npos;
    if (blank || wish.reason.size() > kFindingReasonMax) {
        Error error = fail(Errc::invalid_input, "reason.length", kFindingReasonMax);
        error.fields.push_back({"/reason", "length", error.detail});
        return error;
    }
    return DecidedFinding{finding.id, {wish.verdict, wish.reason, viewer.actor.id, *role, {}, 0}};
}

bool FindingFilter::takes(const Finding& finding) const {
    if (!rule.empty() && rule != finding.rule->id) return false;
    if (finding.severity < least) return false;
    if (open && *open == finding.decision.has_value()) return false;
    return (!from || finding.at >= *from) && (!to || finding.at < *to);
}

}  // namespace gongdan
