#include "core/audit/finding.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

constexpr std::array kRules = {
    FindingRule{"arrival-before-dispatch", Severity::serious},
    FindingRule{"cut-off-early", Severity::serious},
    FindingRule{"reconnect-late", Severity::serious},
    FindingRule{"nobody-to-tell", Severity::serious},
    FindingRule{"own-rights", Severity::serious},
    FindingRule{"journal-gap", Severity::serious},
    FindingRule{"prohibited-conduct", Severity::warning},
    FindingRule{"times-contradict", Severity::warning},
    FindingRule{"late-arrival", Severity::warning},
    FindingRule{"round-times", Severity::warning},
    FindingRule{"same-times", Severity::warning},
    FindingRule{"pause-unproved", Severity::warning},
    FindingRule{"pause-before-due", Severity::warning},
    FindingRule{"bounces", Severity::warning},
    FindingRule{"customer-again", Severity::warning},
    FindingRule{"repeated-matter", Severity::warning},
    FindingRule{"unmasked-often", Severity::warning},
    FindingRule{"void-unapproved", Severity::warning},
    FindingRule{"clock-jump", Severity::warning},
    FindingRule{"clock-without-limit", Severity::warning},
    FindingRule{"times-out-of-order", Severity::warning},
    FindingRule{"time-in-future", Severity::warning},
    FindingRule{"hangup-after-arrival", Severity::warning},
    FindingRule{"duration-differs", Severity::warning},
    FindingRule{"erased", Severity::note},
    FindingRule{"late-entry", Severity::note},
    FindingRule{"restored-after-etr", Severity::note},
    FindingRule{"event-unknown", Severity::note},
    FindingRule{"field-missing", Severity::note},
    FindingRule{"value-unreadable", Severity::note},
    FindingRule{"master-unknown", Severity::note},
    FindingRule{"other", Severity::note},
};

constexpr std::array kSeverities = {Severity::note, Severity::warning, Severity::serious};
constexpr std::array kVerdicts = {FindingDecision::Verdict::confirmed, FindingDecision::Verdict::dismissed,
                                  FindingDecision::Verdict::explained};

template <class List>
auto named(const List& list, std::string_view name) {
    const auto found = std::find_if(list.begin(), list.end(), [name](auto each) { return name_of(each) == name; });
    return found == list.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::string_view name_of(Severity severity) {
    switch (severity) {
        case Severity::note: return "note";
        case Severity::warning: return "warning";
        case Severity::serious: return "serious";
    }
    GONGDAN_UNREACHABLE("a Severity outside its enum");
}

std::string_view name_of(FindingDecision::Verdict verdict) {
    switch (verdict) {
        case FindingDecision::Verdict::confirmed: return "confirmed";
        case FindingDecision::Verdict::dismissed: return "dismissed";
        case FindingDecision::Verdict::explained: return "explained";
    }
    GONGDAN_UNREACHABLE("a FindingDecision::Verdict outside its enum");
}

std::optional<Severity> severity_of(std::string_view name) { return named(kSeverities, name); }

std::optional<FindingDecision::Verdict> verdict_of(std::string_view name) { return named(kVerdicts, name); }

LocalText FindingRule::title() const { return text("finding.title-" + std::string(id)); }

LocalText FindingRule::looks_for() const { return text("finding.looks-" + std::string(id)); }

std::span<const FindingRule> finding_rules() { return kRules; }

const FindingRule* find_finding_rule(std::string_view id) {
    const auto found =
        std::find_if(kRules.begin(), kRules.end(), [id](const FindingRule& rule) { return rule.id == id; });
    return found == kRules.end() ? nullptr : &*found;
}

std::string finding_id(std::string_view rule, CaseId case_id, std::int64_t seq) {
    return fmt::format("{}.{}.{}", rule, to_int(case_id), seq);
}

}  // namespace gongdan
