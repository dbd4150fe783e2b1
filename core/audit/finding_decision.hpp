#pragma once
/// What people decide about findings, as the journal keeps it, and findings as JSON.

#include "core/audit/finding.hpp"

namespace gongdan {

/// "what" of the configuration event.
inline constexpr std::string_view kFindingDecided = "finding-decided";

struct DecidedFinding {
    std::string finding;  ///< its id
    FindingDecision decision;
};

/// The body of the configuration event.
[[nodiscard]] json::object decision_note(const DecidedFinding& decided);
/// Nothing when the event is none of these.
[[nodiscard]] std::optional<DecidedFinding> finding_decided(const Event& event);

/// {"id", "rule", "title": {zh, en}, "severity", "case", "number", "evidence": [seq …], "at", "person", "team",
/// "text": {zh, en}, "decision": null or {"verdict", "reason", "by", "role", "at"}}
[[nodiscard]] json::object finding_view(const Finding& finding);

}  // namespace gongdan
