#include <algorithm>

#include "core/base/canonical_json.hpp"
#include "core/base/check.hpp"
#include "core/statechart/field_limits.hpp"
#include "core/statechart/step.hpp"

namespace gongdan {
namespace {

std::string codes_of(const Field& field) {
    std::string codes;
    for (const auto& [code, title] : field.values) codes += (codes.empty() ? "" : " | ") + code;
    return codes;
}

FieldProblem problem(const Field& field, std::string code, LocalText detail) {
    return {"/data/" + field.name, std::move(code), std::move(detail)};
}

bool has_value(const Field& field, std::string_view code) {
    return std::any_of(field.values.begin(), field.values.end(),
                       [code](const auto& entry) { return entry.first == code; });
}

void check_text(const Field& field, const json::value& value, std::vector<FieldProblem>& problems) {
    if (!value.is_string()) {
        problems.push_back(problem(field, "type", text("fields.text", field.name)));
        return;
    }
    const std::string_view given(value.get_string());
    switch (field.type) {
        case FieldType::enumeration: {
            if (!has_value(field, given))
                problems.push_back(problem(field, "enum", text("fields.enum", field.name, codes_of(field))));
            return;
        }
        case FieldType::time:
            if (const auto parsed = parse_time(given); !parsed)
                problems.push_back(problem(field, "type", parsed.error().detail));
            return;
        case FieldType::duration:
            if (const auto parsed = parse_limit(given); !parsed)
                problems.push_back(problem(field, "type", parsed.error().detail));
            return;
        case FieldType::decimal: {
            const auto number = whole_part(given);
            if (!number) return problems.push_back(problem(field, "type", text("fields.decimal", field.name)));
            return check_range(field, *number, problems);
        }
        case FieldType::text:
        case FieldType::boolean:
        case FieldType::integer:
        case FieldType::set: return;
    }
}

/// A list of codes, each once: two lists with the same values in another order are told apart by nobody but a hash.
void check_set(const Field& field, const json::value& value, std::vector<FieldProblem>& problems) {
    const json::array* list = value.if_array();
    if (list == nullptr) return problems.push_back(problem(field, "type", text("fields.set", field.name)));
    std::vector<std::string_view> seen;
    for (const json::value& entry : *list) {
        const json::string* code = entry.if_string();
        if (code == nullptr || !has_value(field, *code)) {
            return problems.push_back(problem(field, "enum", text("fields.enum", field.name, codes_of(field))));
        }
        if (std::find(seen.begin(), seen.end(), std::string_view(*code)) != seen.end())
            return problems.push_back(
                problem(field, "repeated", text("fields.repeated", field.name, std::string_view(*code))));
        seen.emplace_back(*code);
    }
}

void check_value(const Field& field, const json::value& value, std::vector<FieldProblem>& problems) {
    switch (field.type) {
        case FieldType::boolean:
            if (!value.is_bool()) problems.push_back(problem(field, "type", text("fields.boolean", field.name)));
            return;
        case FieldType::integer:
            if (!value.is_int64() || !is_canonical(value))
                return problems.push_back(problem(field, "type", text("fields.integer", field.name, kCanonicalIntMax)));
            return check_range(field, {value.get_int64(), value.get_int64()}, problems);
        case FieldType::set: return check_set(field, value, problems);
        case FieldType::text:
        case FieldType::enumeration:
        case FieldType::decimal:
        case FieldType::time:
        case FieldType::duration: return check_text(field, value, problems);
    }
    GONGDAN_UNREACHABLE("a FieldType outside its enum");
}

}  // namespace

std::vector<FieldProblem> check_field(const Field& field, const json::value& value) {
    std::vector<FieldProblem> problems;
    if (!value.is_null()) check_value(field, value, problems);
    return problems;
}

std::vector<FieldProblem> check_fields(const Workflow& workflow, const json::object& data, bool opening) {
    std::vector<FieldProblem> problems;
    for (const auto& [key, value] : data) {
        const Field* field = workflow.find_field(key);
        if (field == nullptr) {
            problems.push_back(
                {"/data/" + std::string(key), "unknown", text("fields.unknown", std::string_view(key), workflow.name)});
        } else if (!value.is_null()) {
            check_value(*field, value, problems);
        }
    }
    for (const Field& field : workflow.fields) {
        if (!opening || !field.required) continue;
        if (!is_given(data, field.name))
            problems.push_back(problem(field, "required", text("fields.required", field.name)));
    }
    return problems;
}

}  // namespace gongdan
