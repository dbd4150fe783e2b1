#pragma once
/// Where the HTTP part writes its log.

#include <functional>
#include <string>
#include <string_view>

#include "core/base/json.hpp"

namespace gongdan::http {

/// debug = one ordinary request; info = a rare milestone; warning = refused or dropped; error = our fault.
enum class LogLevel { debug, info, warning, error };

/// Takes one complete JSON object without a line end. Called from any thread; must be thread-safe and quick. May be
/// null. Lines hold no personal data.
using Log = std::function<void(LogLevel level, const std::string& line)>;

/// One line: time, level, event, then `fields`. Does nothing when `log` is null.
void write_log(const Log& log, LogLevel level, std::string_view event, const json::object& fields);

}  // namespace gongdan::http
