#include "core/audit/finding_decision.hpp"

namespace gongdan {
namespace {

json::object both(const LocalText& text) { return {{"zh", text.zh}, {"en", text.en}}; }

json::value or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::value decision_view(const std::optional<FindingDecision>& decision) {
    if (!decision) return nullptr;
    return json::object{{"verdict", name_of(decision->verdict)},
                        {"reason", decision->reason},
                        {"by", decision->by},
                        {"role", decision->role},
                        {"at", format_time(decision->at)}};
}

}  // namespace

json::object decision_note(const DecidedFinding& decided) {
    return {{"what", kFindingDecided},
            {"finding", decided.finding},
            {"verdict", name_of(decided.decision.verdict)},
            {"reason", decided.decision.reason},
            {"actor", decided.decision.by},
            {"role", decided.decision.role}};
}

std::optional<DecidedFinding> finding_decided(const Event& event) {
    const auto verdict = verdict_of(string_or_empty(event.body, "verdict"));
    if (get_string(event.body, "what") != kFindingDecided || !verdict) return std::nullopt;
    return DecidedFinding{string_or_empty(event.body, "finding"),
                          {*verdict, string_or_empty(event.body, "reason"), string_or_empty(event.body, "actor"),
                           string_or_empty(event.body, "role"), event.recorded_at, event.seq}};
}

json::object finding_view(const Finding& finding) {
    const bool of_case = to_int(finding.case_id) != 0;
    return {{"id", finding.id},
            {"rule", finding.rule->id},
            {"title", both(finding.rule->title())},
            {"severity", name_of(finding.severity)},
            {"case", of_case ? json::value(to_int(finding.case_id)) : json::value(nullptr)},
            {"number", or_null(finding.number)},
            {"evidence", json::value_from(finding.evidence)},
            {"at", format_time(finding.at)},
            {"person", or_null(finding.person)},
            {"team", or_null(finding.team)},
            {"text", both(finding.what)},
            {"decision", decision_view(finding.decision)}};
}

}  // namespace gongdan
