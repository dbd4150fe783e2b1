// Conditions of transitions and clocks: does each look at a field that exists and that can hold what it asks for?

#include "core/statechart/analysis_parts.hpp"
#include "core/statechart/step.hpp"

namespace gongdan {
namespace {

class Guards {
 public:
    explicit Guards(Findings& findings)
        : findings_(findings), workflow_(findings.workflow), fields_(field_names(workflow_)) {}

    void check_guard(const Guard& guard, SourceMark otherwise) {
        const SourceMark mark = guard.mark.line > 0 ? guard.mark : otherwise;
        switch (guard.op) {
            case Guard::Op::always:
            case Guard::Op::older_than:
            case Guard::Op::children_closed: return;
            case Guard::Op::all:
            case Guard::Op::any:
            case Guard::Op::negation:
                if (guard.children.empty()) findings_.refuse(mark, "guard-empty");
                for (const Guard& child : guard.children) check_guard(child, mark);
                return;
            case Guard::Op::present: return findings_.require_known(mark, "unknown-field", guard.field, fields_);
            case Guard::Op::equals:
            case Guard::Op::one_of: return check_values(guard, mark);
            case Guard::Op::at_least: return check_count(guard, mark);
            case Guard::Op::ahead: return check_time(guard, mark);
        }
    }

 private:
    /// A value that the field can never hold makes a condition that never holds.
    void check_values(const Guard& guard, const SourceMark& mark) {
        findings_.require_known(mark, "unknown-field", guard.field, fields_);
        if (workflow_.find_field(guard.field) == nullptr) return;
        if (guard.values.empty()) findings_.refuse(mark, "guard-empty");
        for (const json::value& value : guard.values) {
            const json::object given{{guard.field, value}};
            for (const FieldProblem& problem : check_fields(workflow_, given, false)) {
                findings_.refuse(mark, "guard-value", json::serialize(value), problem.detail.zh, problem.detail.en);
            }
        }
    }

    void check_count(const Guard& guard, const SourceMark& mark) {
        if (guard.values.empty() || !guard.values.front().is_int64())
            findings_.refuse(mark, "guard-number", guard.field);
        if (is_counter(guard.field)) return;
        findings_.require_known(mark, "unknown-field", guard.field, fields_);
        const Field* field = workflow_.find_field(guard.field);
        if (field != nullptr && field->type != FieldType::integer) findings_.refuse(mark, "guard-number", guard.field);
    }

    void check_time(const Guard& guard, const SourceMark& mark) {
        findings_.require_known(mark, "unknown-field", guard.field, fields_);
        const Field* field = workflow_.find_field(guard.field);
        if (field != nullptr && field->type != FieldType::time) findings_.refuse(mark, "guard-time", guard.field);
    }

    Findings& findings_;
    const Workflow& workflow_;
    std::vector<std::string> fields_;
};

}  // namespace

void check_guard_of(Findings& findings, const Guard& guard, SourceMark otherwise) {
    Guards(findings).check_guard(guard, otherwise);
}

}  // namespace gongdan
