#include "adapters/notify/conformance.hpp"

#include <fcntl.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <functional>

#include "adapters/notify/builtin.hpp"
#include "adapters/notify/leftovers.hpp"
#include "adapters/notify/probe.hpp"
#include "adapters/notify/settings.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr Millis kSettle{500};            // for a program to start before it is told to end
constexpr std::size_t kLongText = 65536;  // bytes, of a nonsense option

std::int64_t now_ms() {
    return std::chrono::floor<Millis>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Options nobody means: none at all, and those of the author with something else in them.
std::vector<json::object> nonsense(const json::object& options) {
    std::vector<json::object> variants(3);
    for (const auto& [name, value] : options) {
        variants[1][name] = json::array{nullptr, json::object{{"gongdan", -1}}};
        variants[2][name] = std::string(kLongText, '?');
    }
    variants[1]["gongdan_plugin_test"] = nullptr;
    return variants;
}

/// Empty when the answer will do.
LocalText objection(const Answer& answer, Probe::Wanted wanted) {
    if (answer.faulty) return answer.reason;
    const bool again = answer.kind == Answer::Kind::retry;
    switch (wanted) {
        case Probe::Wanted::delivered:
            if (answer.kind == Answer::Kind::delivered) return {};
            return text("conformance.not-delivered", answer.reason.zh, answer.reason.en);
        case Probe::Wanted::not_retry:
            return again ? text("conformance.retried", answer.reason.zh, answer.reason.en) : LocalText{};
        case Probe::Wanted::any_answer: return {};
    }
    GONGDAN_UNREACHABLE("a Wanted outside its enum");
}

class Examination {
 public:
    Examination(const ChannelConfig& config, PluginTools tools) : config_(config), tools_(std::move(tools)) {
        tools_.log = [this](LogLevel, const LocalText& said, const json::object&) {
            if (said == text("notify.adapter-says")) ++lines_;
        };
        if (const json::object* options = get_object(config.settings, "options")) options_ = *options;
    }

    Result<std::vector<Finding>> run() {
        const bool library = config_.plugin == PluginKind::shared_object;
        // Without the runner nobody can tell anything of the adapter.
        if (library) {
            if (const auto runner = Runner::start(runner_start(config_, tools_)); !runner) return runner.error();
        }
        if (library && !check("opens", text("conformance.opens"), [this] { return opens(); })) return findings_;
        if (library) check("options", text("conformance.options"), [this] { return refuses_nonsense(); });
        if (auto delivered = deliver_probes(); !delivered) return delivered.error();
        check("prints", text("conformance.prints"), [this] { return prints(); });
        const auto told = [this, library] { return library ? library_stops() : program_stops(); };
        check("children", text("conformance.children"), [this] { return leaves_none(); });
        // Last: a shell that SIGTERM ends leaves children which the same signal ends a moment later.
        check("stops", text("conformance.stops"), told);
        return findings_;
    }

 private:
    /// `work` gives why it failed; an empty text when it passed.
    bool check(const char* name, LocalText title, const std::function<LocalText()>& work) {
        const std::int64_t begun = now_ms();
        LocalText why = work();
        const bool passed = why.en.empty();
        findings_.push_back({name, std::move(title), passed, std::move(why), Millis(now_ms() - begun)});
        return passed;
    }

    [[nodiscard]] Result<json::object> ask(Runner& runner, const json::object& question) const {
        return runner.ask(question, Deadline(config_.limits.deadline), nullptr, [](const json::object&) {});
    }

    /// A runner that was given `options`, and what it said to them.
    [[nodiscard]] Result<std::pair<Runner, json::object>> opened(const json::object& options) const {
        auto runner = Runner::start(runner_start(config_, tools_));
        if (!runner) return runner.error();
        auto ready = ask(*runner, {{"options", options}});
        if (!ready) return ready.error();
        return std::pair(std::move(*runner), std::move(*ready));
    }

    LocalText opens() const {
        const auto runner = opened(options_);
        if (!runner) return runner.error().detail;
        if (get_bool(runner->second, "ready").value_or(false)) return {};
        return text("notify.not-open", string_or_empty(runner->second, "reason"));
    }

    LocalText refuses_nonsense() const {
        for (const json::object& options : nonsense(options_)) {
            auto runner = opened(options);
            if (!runner) return runner.error().detail;
            const bool ready = get_bool(runner->second, "ready").value_or(false);
            if (!ready && string_or_empty(runner->second, "reason") == kNoReason) return text("conformance.no-reason");
            if (const ProgramEnd end = runner->first.close(); ready && end.code != 0) return not_closed(end);
        }
        return {};
    }

    [[nodiscard]] Result<void> deliver_probes() {
        auto plugin = make_plugin(config_, tools_);
        if (!plugin) return plugin.error();
        for (const Probe& probe : probes()) {
            auto message = read_message(probe.message);
            GONGDAN_CHECK(message.ok(), "a probe is no notice");
            Answer answer;
            check(probe.check.c_str(), probe.title, [this, &plugin, &message, &answer, &probe] {
                lines_ = 0;
                answer = (*plugin)->deliver(*message, {config_.limits.deadline, {}, nullptr});
                return objection(answer, probe.wanted);
            });
            if (findings_.back().passed) findings_.back().remark = answer.reason;
            flooded_ = flooded_ || lines_ >= Runner::kLogsMax || answer.reason == text("notify.flooded");
            // Behind a fault the host has cleared up already; and an adapter may have children while it is loaded.
            if (answer.faulty) {
                (void)leftovers_.clear();
            } else if (config_.plugin == PluginKind::exec) {
                left_ += leftovers_.clear();
            }
        }
        plugin->reset();
        left_ += leftovers_.clear();
        return {};
    }

    LocalText prints() const { return flooded_ ? text("conformance.flooded", Runner::kLogsMax) : LocalText{}; }

    static LocalText not_closed(const ProgramEnd& end) {
        if (end.signal == SIGKILL) return text("conformance.not-closed");
        if (end.signal != 0) return text("notify.killed", end.signal);
        return text("notify.exit-code", end.code, "close()");
    }

    /// Closed in order; and told to end by the system while it waits, as when the machine goes down.
    LocalText library_stops() const {
        auto runner = opened(options_);
        if (!runner) return runner.error().detail;
        if (const ProgramEnd end = runner->first.close(); end.code != 0) return not_closed(end);
        runner = opened(options_);
        if (!runner) return runner.error().detail;
        runner->first.ask_to_end();
        if (runner->first.ends_within(kSettle)) return {};
        const ProgramEnd end = runner->first.close();  // it does not listen to signals: then to this
        return end.code == 0 ? LocalText{} : not_closed(end);
    }

    /// Told to end while it waits for its message.
    LocalText program_stops() const {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) return text("notify.no-pipe", std::strerror(errno));
        const Descriptor input(ends[0]);
        const Descriptor held_open(ends[1]);
        const Descriptor nowhere(::open("/dev/null", O_WRONLY | O_CLOEXEC));
        ProgramStart start = program_start(config_, tools_);
        start.input = input.get();
        start.output = start.errors = nowhere.get();
        auto program = Program::start(start);
        if (!program) return program.error().detail;
        if (program->ends_within(kSettle)) return {};
        program->ask_to_end();
        const bool ended = program->ends_within(config_.limits.deadline);
        program->finish();
        return ended ? LocalText{} : text("conformance.not-ended", config_.limits.deadline.count());
    }

    LocalText leaves_none() const { return left_ == 0 ? LocalText{} : text("conformance.left", left_); }

    const ChannelConfig& config_;
    PluginTools tools_;
    json::object options_;
    Leftovers leftovers_;
    std::vector<Finding> findings_;
    int lines_ = 0;  // logged by an adapter in the last delivery
    int left_ = 0;   // processes
    bool flooded_ = false;
};

}  // namespace

Result<std::vector<Finding>> examine(const ChannelConfig& config, const PluginTools& tools) {
    GONGDAN_CHECK(config.plugin == PluginKind::exec || config.plugin == PluginKind::shared_object,
                  "only plugins of others are examined");
    if (auto checked = check_settings(config); !checked) return checked.error();
    return Examination(config, tools).run();
}

}  // namespace gongdan::notify
