#include "adapters/http/routes/checks.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/http/openapi/schemas.hpp"
#include "core/base/time.hpp"

namespace gongdan::http {
namespace {

using Problems = std::vector<FieldProblem>;

/// RFC 6901.
std::string pointer_to(std::string_view parent, std::string_view key) {
    std::string pointer(parent);
    pointer += '/';
    for (const char c : key) {
        if (c == '~') {
            pointer += "~0";
        } else if (c == '/') {
            pointer += "~1";
        } else {
            pointer += c;
        }
    }
    return pointer;
}

bool has_type(const json::value& value, std::string_view type) {
    if (type == "string") return value.is_string();
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "boolean") return value.is_bool();
    return type == "integer" && (value.is_int64() || value.is_uint64());
}

void find_doubles(const json::value& value, const std::string& pointer, Problems& problems) {
    if (value.is_double()) problems.push_back({pointer, "decimal", text("http.no-floating-point")});
    if (const auto* object = value.if_object()) {
        for (const auto& [key, member] : *object) find_doubles(member, pointer_to(pointer, key), problems);
    }
    if (const auto* array = value.if_array()) {
        for (std::size_t i = 0; i < array->size(); ++i)
            find_doubles((*array)[i], pointer + "/" + std::to_string(i), problems);
    }
}

void check_string(const json::object& schema, const std::string& value, const std::string& pointer,
                  Problems& problems) {
    const auto least = get_int(schema, "minLength").value_or(0);
    const auto most = get_int(schema, "maxLength").value_or(INT64_MAX);
    if (std::int64_t(value.size()) < least) problems.push_back({pointer, "required", text("http.too-short")});
    if (std::int64_t(value.size()) > most) problems.push_back({pointer, "range", text("http.too-long", most)});
    const auto format = get_string(schema, "format");
    if (format == "date-time") {
        if (const auto at = parse_time(value); !at) problems.push_back({pointer, "type", at.error().detail});
    } else if (format == "date") {
        if (const auto date = parse_date(value); !date) problems.push_back({pointer, "type", date.error().detail});
    }
}

using Keys = std::vector<std::string_view>;

void check_members(const json::object& schema, const json::object& members, const std::string& parent, const Keys& also,
                   Problems& problems);

/// What a schema refers to, or the schema itself.
const json::object& resolved(const json::object& given) {
    constexpr std::string_view kPlace = "#/components/schemas/";
    const auto reference = get_string(given, "$ref");
    return reference ? schema(reference->substr(kPlace.size())) : given;
}

void check_value(const json::object& given, const json::value& value, const std::string& pointer, Problems& problems) {
    const json::object& schema = resolved(given);
    const std::string type = string_or_empty(schema, "type");
    if (!has_type(value, type)) {
        problems.push_back({pointer, "type", text("http.wrong-type", type)});
        return;
    }
    if (value.is_string()) check_string(schema, std::string(value.as_string()), pointer, problems);
    if (value.is_object() && schema.contains("properties")) {
        check_members(schema, value.as_object(), pointer, {}, problems);
    }
    const auto* items = get_object(schema, "items");
    if (!value.is_array() || items == nullptr) return;
    const auto& list = value.as_array();
    if (std::int64_t(list.size()) < get_int(schema, "minItems").value_or(0)) {
        problems.push_back({pointer, "required", text("http.too-short")});
    }
    for (std::size_t i = 0; i < list.size(); ++i)
        check_value(*items, list[i], pointer + "/" + std::to_string(i), problems);
}

bool fits(const QueryParameter& parameter, std::string_view value) {
    switch (parameter.kind) {
        case QueryParameter::Kind::text: return true;
        case QueryParameter::Kind::boolean: return parse_flag(value).has_value();
        case QueryParameter::Kind::choice:
            return std::find(parameter.choices.begin(), parameter.choices.end(), value) != parameter.choices.end();
        case QueryParameter::Kind::integer: {
            const auto number = parse_whole(value);
            return number && *number >= parameter.least && *number <= parameter.most;
        }
    }
    return false;
}

LocalText expectation(const QueryParameter& parameter) {
    switch (parameter.kind) {
        case QueryParameter::Kind::text: break;
        case QueryParameter::Kind::boolean: return text("http.query-flag");
        case QueryParameter::Kind::integer: return text("http.query-whole", parameter.least, parameter.most);
        case QueryParameter::Kind::choice: {
            std::string choices;
            for (const auto choice : parameter.choices) choices += (choices.empty() ? "" : ", ") + std::string(choice);
            return text("http.query-choice", choices);
        }
    }
    return text("http.query-unknown", parameter.name);
}

void check_required(const json::object& schema, const json::object& members, const std::string& parent,
                    Problems& problems) {
    const auto* required = get_array(schema, "required");
    if (required == nullptr) return;
    for (const json::value& name : *required) {
        if (members.contains(name.as_string())) continue;
        problems.push_back({pointer_to(parent, name.as_string()), "required",
                            text("http.missing-key", std::string_view(name.as_string()))});
    }
}

void check_members(const json::object& schema, const json::object& members, const std::string& parent, const Keys& also,
                   Problems& problems) {
    const json::object none;
    const auto* listed = get_object(schema, "properties");
    const json::object& properties = listed == nullptr ? none : *listed;
    for (const auto& [key, value] : members) {
        const std::string pointer = pointer_to(parent, key);
        if (std::find(also.begin(), also.end(), std::string_view(key)) != also.end()) continue;
        if (const auto* property = get_object(properties, key)) {
            check_value(*property, value, pointer, problems);
            find_doubles(value, pointer, problems);
        } else {
            problems.push_back({pointer, "unknown", text("http.unknown-key", std::string_view(key))});
        }
    }
    check_required(schema, members, parent, problems);
}

}  // namespace

Problems check_body(const json::object& schema, const json::object& body, const Keys& also) {
    Problems problems;
    check_members(schema, body, "", also, problems);
    return problems;
}

Problems check_query(const Route& route, const Request& request) {
    Problems problems;
    for (const auto& [name, value] : request.query) {
        const auto known =
            std::find_if(route.query.begin(), route.query.end(),
                         [&name = name](const QueryParameter& parameter) { return parameter.name == name; });
        if (known == route.query.end()) {
            problems.push_back({pointer_to("/query", name), "unknown", text("http.query-unknown", name)});
        } else if (!fits(*known, value)) {
            problems.push_back({pointer_to("/query", name), "type", expectation(*known)});
        }
    }
    return problems;
}

Error wrong_fields(Problems problems) {
    Error error = fail(Errc::invalid_input, "fields.wrong", problems.size());
    error.fields = std::move(problems);
    return error;
}

std::optional<bool> parse_flag(std::string_view text) {
    if (text.empty() || text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return std::nullopt;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string text_parameter(const Request& request, std::string_view name) {
    return std::string(request.parameter(name).value_or(""));
}

std::int64_t whole_parameter(const Request& request, std::string_view name, std::int64_t otherwise) {
    const auto given = request.parameter(name);
    return given ? parse_whole(*given).value_or(otherwise) : otherwise;
}

bool flag_parameter(const Request& request, std::string_view name) {
    const auto given = request.parameter(name);
    return given && parse_flag(*given).value_or(false);
}

std::string_view bearer_token(std::string_view authorization) {
    constexpr std::string_view kScheme = "bearer ";
    if (authorization.size() <= kScheme.size()) return {};
    const bool bearer = std::equal(kScheme.begin(), kScheme.end(), authorization.begin(), [](char wanted, char given) {
        return wanted == (given >= 'A' && given <= 'Z' ? static_cast<char>(given + 32) : given);
    });
    if (!bearer) return {};
    const auto token = authorization.substr(kScheme.size());
    return token.substr(std::min(token.find_first_not_of(' '), token.size()));
}

Result<std::optional<std::int64_t>> expected_revision(const Request& request) {
    const auto tag = request.header("if-match");
    if (!tag || *tag == "*") return std::optional<std::int64_t>();
    const bool quoted = tag->size() > 2 && tag->front() == '"' && tag->back() == '"';
    const auto revision = quoted ? parse_whole(tag->substr(1, tag->size() - 2)) : std::nullopt;
    if (!revision) return fail(Errc::stale_revision, "http.if-match-malformed");
    return revision;
}

bool is_idempotency_key(std::string_view key) {
    return !key.empty() && key.size() <= kIdempotencyKeyMax &&
           std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Result<std::optional<std::string>> idempotency_key(const Request& request) {
    const auto key = request.header("idempotency-key");
    if (!key) return std::optional<std::string>();
    if (!is_idempotency_key(*key)) {
        return wrong_fields({{"/headers/idempotency-key", "range", text("http.idempotency-key", kIdempotencyKeyMax)}});
    }
    return std::optional(std::string(*key));
}

}  // namespace gongdan::http
