#include "core/statechart/analysis.hpp"

#include <algorithm>
#include <set>

#include "core/statechart/analysis_parts.hpp"
#include "core/statechart/nearest.hpp"

namespace gongdan {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
}

void check_events(Findings& findings) {
    const Workflow& workflow = findings.workflow;
    const auto used = event_names(workflow);
    for (const EventTitle& event : workflow.events) {
        findings.check_title(event.title, event.name, event.mark);
        if (!contains(used, event.name)) findings.refuse(event.mark, "event-unused", event.name);
    }
    std::set<std::string_view> said;
    for (const State& state : workflow.states) {
        for (const Transition& transition : state.transitions) {
            const bool titled = workflow.find_event(transition.event) != nullptr;
            if (!titled && said.insert(transition.event).second) {
                findings.refuse(transition.mark, "event-untitled", transition.event);
            }
        }
    }
}

/// A share of the limit cannot be put in order with an offset from the end, save that every share comes before `+`.
bool is_in_order(const Rung& before, const Rung& after) {
    if (before.permille >= 0 && after.permille >= 0) return before.permille <= after.permille;
    if (before.permille < 0 && after.permille < 0) return before.offset <= after.offset;
    return before.permille >= 0 || before.offset < Millis(0);
}

void check_ladder(Findings& findings, const Ladder& ladder) {
    findings.check_title(ladder.title, ladder.name, ladder.mark);
    for (const std::string& role : ladder.acknowledge) {
        findings.require_known(ladder.mark, "unknown-role", role, findings.vocabulary.roles);
    }
    if (ladder.watch) {
        for (const std::string& role : ladder.watch->roles) {
            findings.require_known(ladder.watch->mark, "unknown-role", role, findings.vocabulary.roles);
        }
    }
    if (ladder.rungs.empty()) findings.refuse(ladder.mark, "ladder-empty", ladder.name);
    for (std::size_t i = 0; i < ladder.rungs.size(); ++i) {
        const Rung& rung = ladder.rungs[i];
        for (const std::string& role : rung.roles) {
            findings.require_known(rung.mark, "unknown-role", role, findings.vocabulary.roles);
        }
        if (rung.roles.empty()) findings.refuse(rung.mark, "rung-to-nobody", ladder.name, i + 1);
        if (i > 0 && !is_in_order(ladder.rungs[i - 1], rung))
            findings.refuse(rung.mark, "rung-order", ladder.name, i + 1);
    }
}

/// A figure made of a field that does not exist would always be empty, and nobody would know why.
void check_outage(Findings& findings) {
    const Workflow& workflow = findings.workflow;
    if (!workflow.outage) return;
    const OutageDef& outage = *workflow.outage;
    findings.require_known(workflow.mark_at("outage/until", {1, 1}), "unknown-target", outage.until,
                           state_names(workflow));
    const auto check_field = [&findings, &workflow](const std::string& name, const std::string& key, FieldType type) {
        if (name.empty()) return;
        const SourceMark mark = workflow.mark_at("outage/" + key, {1, 1});
        findings.require_known(mark, "unknown-field", name, field_names(workflow));
        const Field* field = workflow.find_field(name);
        if (field != nullptr && field->type != type) findings.refuse(mark, "outage-type", name, key);
    };
    check_field(outage.from, "from", FieldType::time);
    check_field(outage.customers, "customers", FieldType::integer);
}

void check_announcement(Findings& findings) {
    const Workflow& workflow = findings.workflow;
    if (!workflow.announces) return;
    const AnnouncementDef& announces = *workflow.announces;
    const auto at = [&workflow](const std::string& key) { return workflow.mark_at("announces/" + key, {1, 1}); };
    if (announces.while_in.empty()) findings.refuse(at("while"), "announces-never");
    for (std::size_t i = 0; i < announces.while_in.size(); ++i) {
        findings.require_known(at("while/" + std::to_string(i)), "unknown-target", announces.while_in[i],
                               state_names(workflow));
    }
    const auto check_field = [&findings, &workflow](SourceMark mark, const std::string& name, FieldType type) {
        if (name.empty()) return;
        findings.require_known(mark, "unknown-field", name, field_names(workflow));
        const Field* field = workflow.find_field(name);
        if (field != nullptr && field->type != type) findings.refuse(mark, "announces-type", name);
    };
    check_field(at("line"), announces.line, FieldType::text);
    for (std::size_t i = 0; i < announces.areas.size(); ++i)
        check_field(at("areas/" + std::to_string(i)), announces.areas[i], FieldType::text);
    check_field(at("customer"), announces.customer, FieldType::text);
    check_field(at("from"), announces.from, FieldType::time);
    check_field(at("until"), announces.until, FieldType::time);
    check_field(at("reason"), announces.reason, FieldType::text);
    check_field(at("amount"), announces.amount, FieldType::integer);
    const bool nobody = announces.line.empty() && announces.areas.empty() && announces.customer.empty();
    if (nobody) findings.refuse(at("while"), "announces-nobody");
}

bool stands_before(const Refusal& one, const Refusal& other) {
    return one.mark.line != other.mark.line ? one.mark.line < other.mark.line : one.mark.column < other.mark.column;
}

}  // namespace

void Findings::require_known(const SourceMark& mark, std::string code, const std::string& name,
                             const std::vector<std::string>& known) {
    if (contains(known, name)) return;
    const LocalText hint = hint_for(name, known);
    refuse(mark, std::move(code), name, hint.zh, hint.en);
}

void Findings::check_title(const LocalText& title, std::string_view what, const SourceMark& mark) {
    if (title.zh.empty()) refuse(mark, "title-missing", what, "zh");
    if (title.en.empty()) refuse(mark, "title-missing", what, "en");
}

std::vector<std::string> state_names(const Workflow& workflow) {
    std::vector<std::string> names;
    for (const State& state : workflow.states) names.push_back(state.name);
    return names;
}

std::vector<std::string> field_names(const Workflow& workflow) {
    std::vector<std::string> names;
    for (const Field& field : workflow.fields) names.push_back(field.name);
    return names;
}

std::vector<std::string> event_names(const Workflow& workflow) {
    std::vector<std::string> names;
    for (const State& state : workflow.states) {
        for (const Transition& transition : state.transitions) {
            if (!contains(names, transition.event)) names.push_back(transition.event);
        }
    }
    return names;
}

std::vector<Refusal> analyse(const Workflow& workflow, const Vocabulary& vocabulary) {
    Findings findings(workflow, vocabulary);
    findings.check_title(workflow.title, workflow.name, workflow.mark_at("title", {1, 1}));
    for (std::size_t i = 0; i < workflow.open_roles.size(); ++i) {
        findings.require_known(workflow.mark_at("open_roles/" + std::to_string(i), {1, 1}), "unknown-role",
                               workflow.open_roles[i], vocabulary.roles);
    }
    check_fields_of(findings);
    check_events(findings);
    check_states_of(findings);
    check_clocks_of(findings);
    check_paths_of(findings);
    check_outage(findings);
    check_announcement(findings);
    std::stable_sort(findings.found.begin(), findings.found.end(), stands_before);
    return std::move(findings.found);
}

std::vector<Refusal> analyse_ladders(const Vocabulary& vocabulary) {
    const Workflow none;
    Findings findings(none, vocabulary);
    for (const Ladder& ladder : vocabulary.ladders) check_ladder(findings, ladder);
    return std::move(findings.found);
}

}  // namespace gongdan
