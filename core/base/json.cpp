#include "core/base/json.hpp"

namespace gongdan {

Result<json::value> parse_json(std::string_view text, json::storage_ptr storage) {
    json::parse_options options;
    options.max_depth = kJsonMaxDepth;
    json::error_code error;
    json::stream_parser parser({}, options);
    parser.reset(std::move(storage));
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error) parser.finish(error);
    if (error == json::error::incomplete) return fail(Errc::invalid_input, "json.incomplete", read);
    if (error) return fail(Errc::invalid_input, "json.malformed", read, error.message());
    const auto rest = text.find_first_not_of(" \t\r\n", read);
    if (rest != std::string_view::npos) return fail(Errc::invalid_input, "json.trailing", rest);
    return parser.release();
}

json::value time_or_null(const std::optional<Instant>& at) {
    return at ? json::value(format_time(*at)) : json::value(nullptr);
}

std::optional<std::string_view> get_string(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return std::string_view(value->get_string());
}

std::optional<std::int64_t> get_int(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_number()) return std::nullopt;
    json::error_code error;
    const auto number = value->to_number<std::int64_t>(error);
    return error ? std::nullopt : std::optional(number);
}

std::optional<bool> get_bool(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr || !value->is_bool()) return std::nullopt;
    return value->get_bool();
}

const json::object* get_object(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_object();
}

const json::array* get_array(const json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    return value == nullptr ? nullptr : value->if_array();
}

std::string string_or_empty(const json::object& object, std::string_view key) {
    const auto found = get_string(object, key);
    return found ? std::string(*found) : std::string();
}

}  // namespace gongdan
