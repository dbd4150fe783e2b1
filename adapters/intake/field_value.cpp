#include "adapters/intake/field_value.hpp"

#include <algorithm>
#include <array>

#include "adapters/intake/values.hpp"
#include "core/calendar/duration.hpp"
#include "core/statechart/step.hpp"

namespace gongdan::intake {
namespace {

std::optional<json::value> code_of(const Field& field, const std::string& text) {
    const std::string word = fold(text);
    for (const auto& [code, title] : field.values) {
        if (word == fold(code) || word == fold(title.zh) || word == fold(title.en)) return json::value(code);
    }
    return std::nullopt;
}

/// The next word of `text`, which loses it: up to any of the signs that people put between words.
std::string take_word(std::string_view& text) {
    constexpr std::array<std::string_view, 7> kBetween = {"、", "，", "；", "|", ",", ";", "\n"};
    std::size_t end = text.size();
    std::size_t next = text.size();
    for (const std::string_view sign : kBetween) {
        const auto at = text.find(sign);
        if (at >= end) continue;
        end = at;
        next = at + sign.size();
    }
    std::string word(text.substr(0, end));
    text.remove_prefix(next);
    return word;
}

/// Several words, each once: null when there is none, nothing when one of them is unknown.
std::optional<json::value> codes_of(const Field& field, std::string_view text) {
    json::array codes;
    while (!text.empty()) {
        const std::string word = take_word(text);
        if (fold(word).empty()) continue;
        const auto code = code_of(field, word);
        if (!code) return std::nullopt;
        if (std::find(codes.begin(), codes.end(), *code) == codes.end()) codes.push_back(*code);
    }
    return codes.empty() ? json::value(nullptr) : json::value(std::move(codes));
}

template <class T>
std::optional<json::value> value_of(const std::optional<T>& read) {
    if (!read) return std::nullopt;
    return json::value(*read);
}

}  // namespace

std::optional<json::value> field_value(const Field& field, const std::string& text, const RowView& view) {
    switch (field.type) {
        case FieldType::text: return json::value(text);
        case FieldType::enumeration: return code_of(field, text);
        case FieldType::boolean: return value_of(parse_bool(text));
        case FieldType::integer: return value_of(parse_integer(text));
        case FieldType::decimal: return value_of(parse_decimal(text));
        case FieldType::time: {
            const auto at = view.time_of(text);
            if (!at) return std::nullopt;
            return json::value(format_time(*at));
        }
        case FieldType::duration: {
            if (!parse_limit(text)) return std::nullopt;
            return json::value(text);
        }
        case FieldType::set: return codes_of(field, text);
    }
    return std::nullopt;
}

void put_field(json::object& data, const Field* field, const std::string& text, std::string_view column,
               RowView& view) {
    if (field == nullptr || text.empty()) return;
    const std::string name = view.name_of(column);
    const auto leave_out = [&view, &column, &name, &text](LocalText why) {
        view.find({"value-unreadable/" + std::string(column), std::move(why), name, text});
    };
    auto value = field_value(*field, text, view);
    if (!value)
        return leave_out(gongdan::text("intake.value-unreadable", name, text, field->title.zh, field->title.en));
    // A value that no ticket may hold is told of; the ticket is none the worse for it.
    const auto problems = check_field(*field, *value);
    if (!problems.empty())
        return leave_out(with_cause(gongdan::text("intake.value-refused", name, text), problems.front().detail));
    if (!value->is_null()) data[field->name] = std::move(*value);
}

}  // namespace gongdan::intake
