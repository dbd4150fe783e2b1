#include "adapters/host/log.hpp"

#include <chrono>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "core/base/check.hpp"
#include "core/base/time.hpp"

namespace gongdan::host {
namespace {

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    GONGDAN_UNREACHABLE("a Level outside its enum");
}

std::string_view name_of(Level level) {
    switch (level) {
        case Level::debug: return "debug";
        case Level::info: return "info";
        case Level::warning: return "warning";
        case Level::error: return "error";
    }
    GONGDAN_UNREACHABLE("a Level outside its enum");
}

}  // namespace

class Log::Sink {
 public:
    explicit Sink(Level least) : logger_("gongdan", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
        logger_.set_pattern("%v");
        logger_.set_level(to_spdlog(least));
        logger_.flush_on(spdlog::level::debug);
    }
    spdlog::logger& logger() { return logger_; }

 private:
    spdlog::logger logger_;
};

std::optional<Level> level_of(std::string_view name) {
    for (const Level level : {Level::debug, Level::info, Level::warning, Level::error}) {
        if (name_of(level) == name) return level;
    }
    return std::nullopt;
}

Log::Log(Level least) : sink_(std::make_shared<Sink>(least)) {}

void Log::write(Level level, const LocalText& message, const json::object& fields) const {
    const auto now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    json::object line{
        {"time", format_time(now)}, {"level", name_of(level)}, {"message", message.zh}, {"message_en", message.en}};
    for (const auto& [key, value] : fields) line[key] = value;
    write_line(level, json::serialize(line));
}

void Log::write_line(Level level, const std::string& line) const { sink_->logger().log(to_spdlog(level), line); }

}  // namespace gongdan::host
