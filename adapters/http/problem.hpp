#pragma once
/// Refusals as RFC 9457 problem details (application/problem+json).

#include <string_view>

#include "adapters/http/message.hpp"
#include "core/base/json.hpp"
#include "core/base/result.hpp"

namespace gongdan::http {

/// A busy or failing store is asked again after this many seconds (Retry-After of every 503).
inline constexpr std::string_view kRetryAfterSeconds = "2";

/// The refusal as the engine tells it; `instance` is the path of the request.
[[nodiscard]] Response problem(const Error& error, std::string_view instance);

/// A refusal that only HTTP knows (404 of a path, 405, 415, 431 …). `name` is the last part of the problem's type.
[[nodiscard]] Response problem(int status, std::string_view name, const LocalText& detail, std::string_view instance);

/// A problem with members of its own.
[[nodiscard]] Response problem_response(int status, const json::object& body);

/// The problem object alone, for a line of a batch.
[[nodiscard]] json::object problem_object(const Error& error, std::string_view instance);

}  // namespace gongdan::http
