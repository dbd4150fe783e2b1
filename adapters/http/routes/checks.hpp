#pragma once
/// What every request must satisfy before its route sees it. Bodies are checked against the very schemas that the
/// OpenAPI document publishes, so that the two cannot drift apart.

#include <optional>
#include <vector>

#include "adapters/http/routes/route.hpp"
#include "core/base/result.hpp"

namespace gongdan::http {

/// Everything wrong with `body`: unknown and missing keys, types, lengths, formats, and binary floating point anywhere
/// (the journal holds none: decimals are strings). Keys in `also` are allowed beside the schema's.
[[nodiscard]] std::vector<FieldProblem> check_body(const json::object& schema, const json::object& body,
                                                   const std::vector<std::string_view>& also = {});

/// Unknown and malformed query parameters; pointers begin with "/query/".
[[nodiscard]] std::vector<FieldProblem> check_query(const Route& route, const Request& request);

/// Errc::invalid_input with `problems`.
[[nodiscard]] Error wrong_fields(std::vector<FieldProblem> problems);

/// "true", "1" and nothing at all mean true; "false" and "0" false.
[[nodiscard]] std::optional<bool> parse_flag(std::string_view text);
[[nodiscard]] std::optional<std::int64_t> parse_whole(std::string_view text);

/// The parameter `name` as checked by check_query; `otherwise` when absent.
[[nodiscard]] std::string text_parameter(const Request& request, std::string_view name);
[[nodiscard]] std::int64_t whole_parameter(const Request& request, std::string_view name, std::int64_t otherwise);
[[nodiscard]] bool flag_parameter(const Request& request, std::string_view name);

/// The token of "Bearer …"; empty for anything else.
[[nodiscard]] std::string_view bearer_token(std::string_view authorization);

/// The revision of If-Match; nothing when absent or "*". Errc::stale_revision for a tag that is not one of ours, which
/// cannot match.
[[nodiscard]] Result<std::optional<std::int64_t>> expected_revision(const Request& request);

/// The Idempotency-Key header; nothing when absent. Errc::invalid_input when it is empty or too long.
[[nodiscard]] Result<std::optional<std::string>> idempotency_key(const Request& request);
[[nodiscard]] bool is_idempotency_key(std::string_view key);
inline constexpr std::size_t kIdempotencyKeyMax = 255;  ///< a UUID has 36; kept for 24 h, so they must stay small

}  // namespace gongdan::http
