// What people do with a ticket: bounce it, stop its clocks, take it away.

#include <algorithm>

#include "core/audit/finding_rules.hpp"
#include "core/calendar/limit_words.hpp"

namespace gongdan {
namespace {

constexpr std::string_view kVoid = "void";

void check_counts(const RuleInput& input, const std::string& effect) {
    const CaseTrace& trace = input.trace;
    if (effect == "bounce" && std::int64_t(trace.bounced.size()) == input.limits.bounces) {
        input.list.add(
            trace, input.event,
            {"bounces", text("finding.bounces", trace.bounced.size()), trace.bounced, trace.doer(input.event)});
    }
    const bool again = effect == "chase" || effect == "reopen";
    if (again && std::int64_t(trace.again.size()) == input.limits.customer_again) {
        // Not whoever noted it: the desk only wrote down that the customer called again.
        input.list.add(
            trace, input.event,
            {"customer-again", text("finding.customer-again", trace.again.size()), trace.again, trace.assignee});
    }
}

void check_void(const RuleInput& input) {
    const CaseTrace& trace = input.trace;
    if (string_or_empty(input.event.body, "event") != kVoid || trace.cause.approved) return;
    const bool ran_out = trace.ran_out();
    input.list.add(trace, input.event,
                   {"void-unapproved",
                    ran_out ? text("finding.void-overdue") : text("finding.void-unapproved"),
                    {},
                    trace.doer(input.event),
                    ran_out ? Severity::serious : Severity::warning});
}

void check_erased(const RuleInput& input, const std::string& effect) {
    if (effect != "erased") return;
    const json::array* fields = get_array(input.event.body, "fields");
    input.list.add(
        input.trace, input.event,
        {"erased", text("finding.erased", fields == nullptr ? 0 : fields->size()), {}, input.trace.doer(input.event)});
}

/// A pause without proof is told once a step, though it may stop several clocks.
void check_proof(const RuleInput& input) {
    CaseTrace& trace = input.trace;
    if (trace.paused_by == trace.cause.seq) return;
    trace.paused_by = trace.cause.seq;
    if (trace.cause.approved || trace.attachments > 0) return;
    input.list.add(trace, input.event,
                   {"pause-unproved", text("finding.pause-unproved"), {trace.cause.seq}, trace.cause.actor});
}

/// … and so is one that came just before a due time.
void check_timing(const RuleInput& input) {
    CaseTrace& trace = input.trace;
    const std::string name = string_or_empty(input.event.body, "clock");
    const TracedClock* clock = trace.clock(name);
    if (clock == nullptr || clock->breached || trace.squeezed_by == trace.cause.seq) return;
    const Millis left = clock->due_at - input.event.occurred_at;
    if (left < Millis(0) || left > input.limits.pause_before_due) return;
    trace.squeezed_by = trace.cause.seq;
    const LocalText before = span_words(left);
    input.list.add(trace, input.event,
                   {"pause-before-due",
                    text("finding.pause-before-due", name, before.zh, before.en),
                    {trace.cause.seq},
                    trace.cause.actor,
                    trace.cause.approved ? Severity::warning : Severity::serious});
}

/// 0 when the subtype names none.
int prohibition_in(std::string_view subtype, const FindingLimits& limits) {
    for (const ConductWords& conduct : limits.conduct) {
        const bool named = std::any_of(conduct.words.begin(), conduct.words.end(), [subtype](const auto& word) {
            return subtype.find(word) != std::string_view::npos;
        });
        if (named) return conduct.prohibition;
    }
    return 0;
}

/// The verdict on the complaint is the first word on the finding, too.
void weigh_conduct(const RuleInput& input, std::string_view verdict) {
    if (!input.trace.conduct) return;
    Finding& finding = input.list.at(*input.trace.conduct);
    if (verdict == "substantiated") finding.severity = Severity::serious;
    if (verdict == "unsubstantiated") finding.severity = Severity::note;
    if (finding.evidence.back() != input.event.seq) finding.evidence.push_back(input.event.seq);
}

}  // namespace

void check_conduct(const RuleInput& input) {
    if (input.event.type == EventType::clock_paused) {
        check_proof(input);
        check_timing(input);
        return;
    }
    if (input.event.type != EventType::case_moved && input.event.type != EventType::case_noted) return;
    const std::string effect = string_or_empty(input.event.body, "effect");
    check_counts(input, effect);
    check_void(input);
    check_erased(input, effect);
}

void check_complaint(const RuleInput& input) {
    CaseTrace& trace = input.trace;
    const json::object* data = get_object(input.event.body, "data");
    if (data == nullptr) return;
    const std::string subtype = string_or_empty(*data, "subtype");
    const int prohibition = prohibition_in(subtype, input.limits);
    if (prohibition != 0 && !trace.conduct) {
        trace.conduct = input.list.add(trace, input.event,
                                       {"prohibited-conduct", text("finding.conduct", prohibition, subtype), {}, ""});
    }
    if (const auto verdict = get_string(*data, "verdict")) weigh_conduct(input, *verdict);
    const std::int64_t repeats = get_int(*data, "repeats").value_or(0);
    if (repeats >= input.limits.repeats && !trace.repeats_told) {
        trace.repeats_told = true;
        input.list.add(trace, input.event, {"repeated-matter", text("finding.repeats-told", repeats), {}, ""});
    }
}

}  // namespace gongdan
