#pragma once
/// Where the HTTP part writes its log.

#include <functional>
#include <string>

namespace gongdan::http {

/// `access` = one ordinary request; info = a rare milestone; warning = refused or dropped; error = our fault.
enum class LogLevel { access, info, warning, error };

/// Takes one complete JSON object without a line end. Called from any thread; must be thread-safe and quick. May be
/// null. Lines hold no personal data.
using Log = std::function<void(LogLevel level, const std::string& line)>;

}  // namespace gongdan::http
