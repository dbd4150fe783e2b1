// What the engine and imports find by themselves: the same list, and no finding twice.

#include <algorithm>

#include <fmt/format.h>

#include "core/audit/finding_rules.hpp"
#include "core/calendar/limit_words.hpp"

namespace gongdan {
namespace {

/// Members of a finding.raised that say what it is about, in the order in which they read well.
constexpr std::array<std::string_view, 7> kDetails = {"event", "clock", "pointer",   "time",
                                                      "after", "into",  "escalation"};

std::string details_of(const json::object& body, std::string_view behind) {
    std::string all(behind);
    for (const std::string_view key : kDetails) {
        const auto given = get_string(body, key);
        if (given) all += fmt::format("{}{}", all.empty() ? "" : " ", *given);
    }
    return all;
}

/// Of a crew's arrival it is a rule of its own: who enters it late may choose when he arrived.
void take_late_entry(const RuleInput& input) {
    const CaseTrace& trace = input.trace;
    const std::int64_t late_s = get_int(input.event.body, "late_by_s").value_or(0);
    const std::string event = string_or_empty(input.event.body, "event");
    const bool is_arrival = step_kind_of(event) == StepKind::arrive;
    const LocalText late = span_words(std::chrono::seconds(late_s));
    if (!is_arrival || std::chrono::seconds(late_s) < input.limits.late_arrival) {
        input.list.add(
            trace, input.event,
            {"late-entry", text("finding.late-entry", event, late.zh, late.en), {trace.cause.seq}, trace.cause.actor});
        return;
    }
    const bool saved = trace.corrected > trace.cause.case_seq;
    input.list.add(trace, input.event,
                   {"late-arrival",
                    text(saved ? "finding.late-arrival-saved" : "finding.late-arrival", late.zh, late.en),
                    {trace.cause.seq},
                    trace.cause.actor,
                    saved ? Severity::serious : Severity::warning});
}

}  // namespace

void take_engine_finding(const RuleInput& input) {
    CaseTrace& trace = input.trace;
    const std::string code = string_or_empty(input.event.body, "finding");
    if (code == "late-entry") return take_late_entry(input);
    if (code == "hangup-after-arrival" && trace.came_too_early) return;
    // An import may say behind a stroke which column it means: "duration-differs/repair_minutes".
    const std::size_t stroke = std::min(code.find('/'), code.size());
    const std::string id = code.substr(0, stroke);
    const std::string behind = stroke == code.size() ? std::string() : code.substr(stroke + 1);
    const FindingRule* known = find_finding_rule(id);
    const std::string details = details_of(input.event.body, known == nullptr ? code : behind);
    const FindingRule* rule = known == nullptr ? find_finding_rule("other") : known;
    const LocalText title = rule->title();
    LocalText what = details.empty() ? title : with_cause(title, {details, details});
    const auto place = input.list.add(trace, input.event, {rule->id, std::move(what), {}, ""});
    if (id == "times-out-of-order") trace.disorder = place;
}

}  // namespace gongdan
