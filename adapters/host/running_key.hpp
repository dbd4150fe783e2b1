#pragma once
/// The refusal of a request whose Idempotency-Key is that of one still running. It is a conflict in which there is
/// nothing to decide: the same request again, in a moment, finds the answer of the first.

#include <string_view>

#include "core/base/result.hpp"

namespace gongdan::host {

/// The `code` of its one field, and the last part of its problem's `type`.
inline constexpr std::string_view kKeyRunning = "key-running";

/// Errc::conflict.
[[nodiscard]] inline Error key_running() {
    Error error = fail(Errc::conflict, "host.key-running");
    error.fields.push_back({"/headers/Idempotency-Key", std::string(kKeyRunning), error.detail});
    return error;
}

[[nodiscard]] inline bool is_key_running(const Error& error) {
    return error.code == Errc::conflict && !error.fields.empty() && error.fields.front().code == kKeyRunning;
}

}  // namespace gongdan::host
