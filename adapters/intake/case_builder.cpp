#include "adapters/intake/case_builder.hpp"

#include <algorithm>

#include "adapters/intake/field_value.hpp"
#include "adapters/intake/history.hpp"
#include "adapters/intake/values.hpp"

namespace gongdan::intake {
namespace {

constexpr std::size_t kNumberMax = 64;  // a case number is printed on forms and read over the telephone

BuiltRow refused(RowReport report, Outcome outcome, LocalText reason) {
    report.outcome = outcome;
    report.reasons.push_back(std::move(reason));
    return {std::move(report), std::nullopt, {}, {}};
}

std::string first_column(const ValueRule& rule, const std::string& field) {
    return rule.columns.empty() ? field : rule.columns.front();
}

json::object step_data(RowView& view, const Workflow& workflow, const StepRule& rule) {
    json::object data;
    for (const FieldRule& field : rule.data) {
        put_field(data, workflow.find_field(field.field), view.value(field.value),
                  first_column(field.value, field.field), view);
    }
    return data;
}

/// What a step that never happened would have recorded still belongs to the case.
void keep(json::object& data, json::object more) {
    for (auto& [key, value] : more) {
        if (!data.contains(key)) data[key] = std::move(value);
    }
}

/// Adds the step at its place: behind the others, or where its time puts it when its order is free (power is sometimes
/// restored before the repair is finished).
void place(std::vector<HistoryStep>& steps, HistoryStep step, bool free_order) {
    auto at = steps.end();
    while (free_order && at != steps.begin() && std::prev(at)->at > step.at) --at;
    steps.insert(at, std::move(step));
}

}  // namespace

CaseBuilder::CaseBuilder(std::shared_ptr<const MappingInUse> in_use,
                         std::vector<std::shared_ptr<const Workflow>> workflows, Actor actor)
    : in_use_(std::move(in_use)), workflows_(std::move(workflows)), actor_(std::move(actor)) {}

BuiltRow CaseBuilder::build(const Row& row, const Header& header, Reading reading) const {
    RowView view(row, header, *in_use_, reading);
    RowReport report{row.row, row.line, "", Outcome::imported, {}, {}};
    if (row.unclosed_quote) return refused(std::move(report), Outcome::failed, text("intake.unclosed-quote", row.line));
    if (!take_number(view, report)) return {std::move(report), std::nullopt, {}, {}};
    const Target target = target_of(view, report);
    if (target.workflow == nullptr) return {std::move(report), std::nullopt, {}, {}};
    const auto opened_at = view.past_time(target.rule->opened_at);
    if (!opened_at) {
        report.findings = std::move(view.findings());
        return refused(std::move(report), Outcome::failed,
                       text("intake.no-opening", view.names_of(target.rule->opened_at)));
    }
    ImportCommand command;
    command.workflow = target.workflow->name;
    command.number = report.number;
    command.actor = actor_;
    command.opened_at = *opened_at;
    take_fields(view, header, target, command);
    take_steps(view, target, command);
    check_order(view, command);
    std::vector<Difference> differences = check_durations(view, *target.rule);
    check_deadlines(view, *target.rule);
    std::vector<Verdict> verdicts = read_verdicts(view, *target.rule);
    for (const Field& field : target.workflow->fields) {
        if (!field.required || command.data.contains(field.name)) continue;
        view.findings().push_back(
            {"field-missing", text("intake.field-missing", field.title.zh, field.title.en), field.name, ""});
    }
    report.findings = std::move(view.findings());
    for (const RowFinding& finding : report.findings) {
        if (!is_found_by_core(finding.code)) command.findings.push_back(finding.code);
    }
    return {std::move(report), std::move(command), std::move(verdicts), std::move(differences)};
}

bool CaseBuilder::take_number(RowView& view, RowReport& report) const {
    const Mapping& mapping = in_use_->mapping;
    const std::string number = view.value(mapping.number_column);
    const std::string column = view.name_of(mapping.number_column);
    if (number.empty()) {
        report = refused(report, Outcome::failed, text("intake.no-number", column)).report;
        return false;
    }
    if (is_scientific(number)) {
        report = refused(report, Outcome::failed, text("intake.number-destroyed", column, number)).report;
        return false;
    }
    if (number.size() > kNumberMax) {
        report = refused(report, Outcome::failed, text("intake.number-too-long", column, kNumberMax)).report;
        return false;
    }
    report.number = mapping.number_prefix + number;
    const Cell* cell = view.cell(mapping.number_column);
    if (cell != nullptr && cell->precision_lost) {
        view.find(
            {"precision-lost/" + mapping.number_column, text("intake.precision-lost", column, number), column, number});
    }
    return true;
}

CaseBuilder::Target CaseBuilder::target_of(const RowView& view, RowReport& report) const {
    const Mapping& mapping = in_use_->mapping;
    std::string name = mapping.kind;
    if (!mapping.kind_column.empty()) {
        const std::string kind = view.value(mapping.kind_column);
        const std::string column = view.name_of(mapping.kind_column);
        const auto known = std::find_if(mapping.kinds.begin(), mapping.kinds.end(),
                                        [word = fold(kind)](const auto& entry) { return entry.first == word; });
        if (known == mapping.kinds.end()) {
            report = kind.empty() ? refused(report, Outcome::failed, text("intake.kind-empty", column)).report
                                  : refused(report, Outcome::skipped, text("intake.kind-unknown", column, kind)).report;
            return {};
        }
        name = known->second;
    }
    const auto workflow =
        std::find_if(workflows_.begin(), workflows_.end(), [&name](const auto& one) { return one->name == name; });
    const auto rule = std::find_if(mapping.workflows.begin(), mapping.workflows.end(),
                                   [&name](const WorkflowRule& one) { return one.workflow == name; });
    if (workflow == workflows_.end() || rule == mapping.workflows.end()) {
        report = refused(report, Outcome::skipped, text("intake.no-workflow", name)).report;
        return {};
    }
    return {workflow->get(), &*rule};
}

void CaseBuilder::take_fields(RowView& view, const Header& header, const Target& target, ImportCommand& command) const {
    for (const FieldRule& rule : target.rule->fields) {
        put_field(command.data, target.workflow->find_field(rule.field), view.value(rule.value),
                  first_column(rule.value, rule.field), view);
    }
    if (!in_use_->mapping.fill_same_name) return;
    for (const Field& field : target.workflow->fields) {
        if (!header.has(field.name) || command.data.contains(field.name)) continue;
        put_field(command.data, &field, view.value(field.name), field.name, view);
    }
}

void CaseBuilder::take_steps(RowView& view, const Target& target, ImportCommand& command) const {
    for (const StepRule& rule : target.rule->steps) {
        if (!rule.when.empty() && !view.holds(rule.when)) continue;
        json::object data = step_data(view, *target.workflow, rule);
        const auto at = view.past_time(rule.at);
        if (!at || !target.workflow->knows_event(rule.event)) {
            keep(command.data, std::move(data));
            continue;
        }
        if (rule.alone) {
            command.steps = {HistoryStep{rule.event, *at, std::move(data)}};
            return;
        }
        const bool free_order = !rule.free_order_if.empty() && view.says_yes(rule.free_order_if);
        place(command.steps, {rule.event, *at, std::move(data)}, free_order);
    }
}

std::vector<std::string> CaseBuilder::unused_fields() const {
    std::vector<std::string> unused;
    for (const WorkflowRule& rule : in_use_->mapping.workflows) {
        const auto found = std::find_if(workflows_.begin(), workflows_.end(),
                                        [&rule](const auto& one) { return one->name == rule.workflow; });
        if (found == workflows_.end()) {
            unused.push_back(rule.workflow);
            continue;
        }
        const Workflow& workflow = **found;
        const auto note = [&unused, &workflow](const std::string& name) {
            unused.push_back(workflow.name + "." + name);
        };
        for (const FieldRule& field : rule.fields) {
            if (workflow.find_field(field.field) == nullptr) note(field.field);
        }
        for (const VerdictRule& verdict : rule.verdicts) {
            if (workflow.find_clock(verdict.clock) == nullptr) note(verdict.clock);
        }
        for (const StepRule& step : rule.steps) {
            if (!workflow.knows_event(step.event)) note(step.event);
            for (const FieldRule& field : step.data) {
                if (workflow.find_field(field.field) == nullptr) note(field.field);
            }
        }
    }
    return unused;
}

}  // namespace gongdan::intake
