#pragma once
/// Where the notify host and its plugins write their log.

#include <functional>

#include "core/base/json.hpp"
#include "core/base/texts.hpp"

namespace gongdan::notify {

/// debug = one delivery; info = a rare milestone; warning = refused, dropped or delayed; error = our fault.
enum class LogLevel { debug, info, warning, error };

/// Called from any thread; must be thread-safe and quick. May be null. No secrets, no personal data in it.
using Logger = std::function<void(LogLevel level, const LocalText& message, const json::object& fields)>;

/// Does nothing when `log` is null.
inline void write_log(const Logger& log, LogLevel level, const LocalText& message, const json::object& fields) {
    if (log) log(level, message, fields);
}

}  // namespace gongdan::notify
