#include <unistd.h>

#include <array>
#include <climits>

#include "adapters/notify/builtin.hpp"
#include "adapters/notify/privacy.hpp"
#include "adapters/notify/runner.hpp"
#include "adapters/notify/settings.hpp"
#include "gongdan/adapter.h"

namespace gongdan::notify {
namespace {

constexpr std::string_view kRunnerName = "gongdan-plugin-runner";

/// Beside the running program, where both the build and the installation put it.
std::filesystem::path runner_beside_us() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return program.parent_path() / kRunnerName;
}

/// A race is possible: the runner crashes just after it answered the last notice, and is still there when we look.
/// Then the next notice pays with one attempt.
class SharedObjectPlugin : public Plugin {
 public:
    SharedObjectPlugin(const ChannelConfig& config, const PluginTools& tools)
        : name_(config.name), log_(tools.log), start_(runner_start(config, tools)) {
        if (const json::object* options = get_object(config.settings, "options")) options_ = *options;
    }

    Answer deliver(const Message& message, const Call& call) override {
        const Deadline deadline(call.time_limit);
        const auto on_log = [this, &message](const json::object& frame) { tell(frame, message); };
        if (runner_ && runner_->ended()) runner_.reset();
        if (!runner_) {
            if (auto opened = open(message, call, deadline); !opened) return give_up(opened.error(), message);
        }
        const json::object question{
            {"id", message.id}, {"json", message.json}, {"time_limit_ms", deadline.left().count()}};
        auto answer = runner_->ask(question, deadline, call.interrupt, on_log);
        if (!answer) return give_up(answer.error(), message);
        // Whoever wrote into the line himself has brought answers and notices out of step: nothing counts any more.
        if (string_or_empty(*answer, "id") != message.id)
            return give_up(fail(Errc::unavailable, "notify.broken-line"), message);
        tell_printed(message);
        return answer_of(*answer, message);
    }

 private:
    [[nodiscard]] Result<void> open(const Message& message, const Call& call, const Deadline& deadline) {
        auto started = Runner::start(start_);
        if (!started) return started.error();
        runner_.emplace(std::move(*started));
        const auto on_log = [this, &message](const json::object& frame) { tell(frame, message); };
        auto ready = runner_->ask({{"options", options_}}, deadline, call.interrupt, on_log);
        if (!ready) return ready.error();
        if (get_bool(*ready, "ready").value_or(false)) return {};
        return fail(Errc::unavailable, "notify.not-open", scrub(string_or_empty(*ready, "reason"), message));
    }

    Answer give_up(const Error& error, const Message& message) {
        if (runner_) tell_printed(message);
        runner_.reset();
        return faulty(error.detail);
    }

    static Answer answer_of(const json::object& said, const Message& message) {
        const std::string reason = scrub(string_or_empty(said, "reason"), message);
        const auto outcome = get_int(said, "outcome").value_or(GONGDAN_RETRY);
        if (outcome == GONGDAN_DELIVERED) return delivered();
        if (outcome == GONGDAN_REJECTED) return rejected(text("notify.adapter-rejected", reason));
        if (outcome != GONGDAN_RETRY) return faulty(text("notify.adapter-outcome", outcome));
        const auto delay = get_int(said, "delay_ms").value_or(-1);
        return retry(text("notify.adapter-retry", reason), delay < 0 ? std::nullopt : std::optional(Millis(delay)));
    }

    void tell(const json::object& frame, const Message& message) const {
        const auto level = get_int(frame, "log").value_or(GONGDAN_LOG_INFO);
        // Not errors: those are ours alone, see LogLevel.
        write_log(log_, level == GONGDAN_LOG_INFO ? LogLevel::info : LogLevel::warning, text("notify.adapter-says"),
                  {{"channel", name_}, {"said", scrub(string_or_empty(frame, "text"), message)}});
    }

    void tell_printed(const Message& message) {
        const std::string printed = runner_->take_printed();
        if (printed.empty()) return;
        write_log(log_, LogLevel::debug, text("notify.printed"),
                  {{"channel", name_}, {"notice", message.id}, {"output", scrub(printed, message)}});
    }

    std::string name_;
    Logger log_;
    RunnerStart start_;
    json::object options_;
    std::optional<Runner> runner_;
};

}  // namespace

RunnerStart runner_start(const ChannelConfig& config, const PluginTools& tools) {
    return {tools.runner.empty() ? runner_beside_us() : tools.runner,
            below(config.folder, text_setting(config, "library")),
            handed_environment(list_setting(config, "environment")), tools.data_folder};
}

std::unique_ptr<Plugin> make_shared_object(const ChannelConfig& config, const PluginTools& tools) {
    return std::make_unique<SharedObjectPlugin>(config, tools);
}

}  // namespace gongdan::notify
