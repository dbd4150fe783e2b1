#include "adapters/http/log.hpp"

#include <chrono>

#include "core/base/check.hpp"

namespace gongdan::http {
namespace {

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return "debug";
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: return "error";
    }
    GONGDAN_UNREACHABLE("a LogLevel outside its enum");
}

}  // namespace

void write_log(const Log& log, LogLevel level, std::string_view event, const json::object& fields) {
    if (!log) return;
    const auto now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    json::object line{{"time", format_time(now)}, {"level", name_of(level)}, {"event", event}};
    for (const auto& [key, value] : fields) line[key] = value;
    log(level, json::serialize(line));
}

}  // namespace gongdan::http
