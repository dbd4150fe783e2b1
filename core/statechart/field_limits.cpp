#include "core/statechart/field_limits.hpp"

#include <charconv>
#include <limits>

#include "core/base/time.hpp"
#include "core/statechart/step.hpp"

namespace gongdan {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool is_digits(std::string_view text) { return text.find_first_not_of(kDigits) == std::string_view::npos; }

/// Too many digits give the end of the type.
std::int64_t magnitude(std::string_view digits) {
    std::int64_t value = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return read.ec == std::errc::result_out_of_range ? std::numeric_limits<std::int64_t>::max() : value;
}

/// The time that stands in the field once `given` is laid over `data`; nothing where there is none.
std::optional<Instant> time_in(const json::object& data, const json::object& given, const std::string& field) {
    const auto written = get_string(given.contains(field) ? given : data, field);
    if (!written) return std::nullopt;
    const auto read = parse_time(*written);
    return read ? std::optional<Instant>(*read) : std::nullopt;
}

}  // namespace

std::optional<WholePart> whole_part(std::string_view decimal) {
    const bool negative = decimal.starts_with('-');
    if (negative) decimal.remove_prefix(1);
    const std::string_view whole = decimal.substr(0, decimal.find('.'));
    const std::string_view rest = whole.size() < decimal.size() ? decimal.substr(whole.size() + 1) : "";
    if (whole.size() + rest.size() == 0 || !is_digits(whole) || !is_digits(rest)) return std::nullopt;
    const std::int64_t nearer = magnitude(whole);
    const bool exact = rest.find_first_not_of('0') == std::string_view::npos;
    const std::int64_t farther = exact || nearer == std::numeric_limits<std::int64_t>::max() ? nearer : nearer + 1;
    return negative ? WholePart{-farther, -nearer} : WholePart{nearer, farther};
}

void check_range(const Field& field, WholePart number, std::vector<FieldProblem>& problems) {
    const std::string pointer = "/data/" + field.name;
    if (field.min && number.below < *field.min)
        problems.push_back({pointer, "range", text("fields.least", field.name, *field.min)});
    if (field.max && number.above > *field.max)
        problems.push_back({pointer, "range", text("fields.most", field.name, *field.max)});
}

std::vector<FieldProblem> check_order(const Workflow& workflow, const json::object& data, const json::object& given) {
    std::vector<FieldProblem> problems;
    for (const Field& field : workflow.fields) {
        const bool itself = given.contains(field.name);
        if (field.after.empty() || (!itself && !given.contains(field.after))) continue;
        const auto later = time_in(data, given, field.name);
        const auto earlier = time_in(data, given, field.after);
        if (!later || !earlier || *later > *earlier) continue;
        problems.push_back(itself ? FieldProblem{"/data/" + field.name, "order",
                                                 text("fields.after", field.name, field.after, written_time(*earlier))}
                                  : FieldProblem{"/data/" + field.after, "order",
                                                 text("fields.before", field.after, field.name, written_time(*later))});
    }
    return problems;
}

}  // namespace gongdan
