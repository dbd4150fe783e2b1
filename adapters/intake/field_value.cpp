#include "adapters/intake/field_value.hpp"

#include "adapters/intake/values.hpp"
#include "core/calendar/duration.hpp"

namespace gongdan::intake {
namespace {

std::optional<json::value> code_of(const Field& field, const std::string& text) {
    const std::string word = fold(text);
    for (const auto& [code, title] : field.values) {
        if (word == fold(code) || word == fold(title.zh) || word == fold(title.en)) return json::value(code);
    }
    return std::nullopt;
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
    }
    return std::nullopt;
}

void put_field(json::object& data, const Field* field, const std::string& text, std::string_view column,
               RowView& view) {
    if (field == nullptr || text.empty()) return;
    if (auto value = field_value(*field, text, view)) {
        data[field->name] = std::move(*value);
        return;
    }
    const std::string name = view.name_of(column);
    view.find({"value-unreadable/" + std::string(column),
               gongdan::text("intake.value-unreadable", name, text, field->title.zh, field->title.en), name, text});
}

}  // namespace gongdan::intake
