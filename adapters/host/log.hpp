#pragma once
/// The program's log: one JSON object a line on standard error, RFC 3339 times, no personal data.
///   error = our fault, somebody must look · warning = refused or dropped · info = a rare milestone · debug = requests

#include <memory>
#include <string>

#include "core/base/json.hpp"
#include "core/base/texts.hpp"

namespace gongdan::host {

enum class Level { debug, info, warning, error };

/// Nothing for a name that is no level ("debug", "info", "warning", "error").
[[nodiscard]] std::optional<Level> level_of(std::string_view name);

/// Thread-safe. Copies share one sink.
class Log {
 public:
    explicit Log(Level least);

    /// `fields` come after time, level and message (in both languages).
    void write(Level level, const LocalText& message, const json::object& fields = {}) const;
    /// A line that is one JSON object already.
    void write_line(Level level, const std::string& line) const;

 private:
    class Sink;
    std::shared_ptr<Sink> sink_;  // shared: every part of the program writes to the same stream
};

}  // namespace gongdan::host
