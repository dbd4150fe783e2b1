#include "adapters/notify/host.hpp"

#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <random>
#include <thread>

namespace gongdan::notify {
namespace {

/// At the latest we look again after so long: the wall clock may have been set, or a wake-up been missed.
constexpr Millis kLookAgain = std::chrono::minutes(1);

/// Signals are for the main thread; a broken pipe is an error code here (TLS writes without MSG_NOSIGNAL).
void block_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGCHLD}) sigaddset(&set, number);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

Instant system_now() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

std::function<double()> own_random() {
    struct Generator {
        std::mutex mutex;
        std::mt19937_64 engine{std::random_device{}()};
    };
    // Shared: std::function copies what it holds, and all lanes draw from it.
    const auto generator = std::make_shared<Generator>();
    return [generator] {
        const std::lock_guard lock(generator->mutex);
        return std::uniform_real_distribution<double>(0.0, 1.0)(generator->engine);
    };
}

}  // namespace

/// One channel and its thread.
class NotifyHost::Lane {
 public:
    Lane(ChannelConfig config, std::unique_ptr<Plugin> plugin, Outbox& outbox, const WorkerTools& tools)
        : worker_(std::move(config), std::move(plugin), outbox, tools), clock_(tools.clock) {}

    void start() {
        done_ = false;  // no thread yet that could see it
        thread_ = std::thread([this] { run(); });
    }

    void wake() {
        const std::lock_guard lock(mutex_);
        woken_ = true;
        changed_.notify_all();
    }

    void ask_to_stop() {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }

    /// Whether the thread ended by `until`.
    [[nodiscard]] bool wait_idle(std::chrono::steady_clock::time_point until) {
        std::unique_lock lock(mutex_);
        return changed_.wait_until(lock, until, [this] { return done_; });
    }

    void join() {
        if (thread_.joinable()) thread_.join();
    }

    [[nodiscard]] const ChannelWorker& worker() const { return worker_; }

 private:
    void run() {
        block_signals();
        std::unique_lock lock(mutex_);
        while (!stopping_) {
            woken_ = false;  // before looking: what comes meanwhile wakes us again
            lock.unlock();
            const auto next = worker_.step(clock_());
            const Instant now = clock_();  // a delivery takes its time
            lock.lock();
            if (next && *next <= now) continue;
            const Millis wait = next ? std::min(*next - now, kLookAgain) : kLookAgain;
            changed_.wait_for(lock, wait, [this] { return woken_ || stopping_; });
        }
        done_ = true;
        changed_.notify_all();
    }

    ChannelWorker worker_;
    std::function<Instant()> clock_;
    std::thread thread_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
    bool stopping_ = false;
    bool done_ = true;
};

NotifyHost::NotifyHost(HostOptions options) : options_(std::move(options)) {
    if (!options_.clock) options_.clock = &system_now;
    if (!options_.random) options_.random = own_random();
}

NotifyHost::~NotifyHost() { stop(); }

Result<std::unique_ptr<NotifyHost>> NotifyHost::start(std::vector<ChannelConfig> channels, Outbox& outbox,
                                                      HostOptions options) {
    std::unique_ptr<NotifyHost> host(new NotifyHost(std::move(options)));
    const HostOptions& own = host->options_;
    const PluginTools plugin_tools{own.data_folder, own.runner, own.log};
    const WorkerTools tools{own.clock, own.random, own.log, &host->interrupt_, own.enrich};
    for (ChannelConfig& channel : channels) {
        const bool twice = std::any_of(host->lanes_.begin(), host->lanes_.end(), [&channel](const auto& lane) {
            return lane->worker().config().name == channel.name;
        });
        if (twice) return fail(Errc::invalid_input, "notify.twice", channel.name);
        auto plugin = make_plugin(channel, plugin_tools);
        if (!plugin) return plugin.error();
        host->lanes_.push_back(std::make_unique<Lane>(std::move(channel), std::move(*plugin), outbox, tools));
    }
    for (const auto& lane : host->lanes_) lane->start();
    return host;
}

void NotifyHost::wake(const std::string& channel) {
    for (const auto& lane : lanes_) {
        if (lane->worker().config().name == channel) lane->wake();
    }
}

void NotifyHost::stop() {
    const std::lock_guard lock(stop_mutex_);
    for (const auto& lane : lanes_) lane->ask_to_stop();
    const auto until = std::chrono::steady_clock::now() + options_.stop_grace;
    for (const auto& lane : lanes_) (void)lane->wait_idle(until);
    // A test under way is cut off, too, when no delivery is.
    interrupt_.raise();
    for (const auto& lane : lanes_) lane->join();
}

Result<Answer> NotifyHost::test_send(const std::string& channel, std::string message) {
    const auto found = std::find_if(lanes_.begin(), lanes_.end(),
                                    [&channel](const auto& lane) { return lane->worker().config().name == channel; });
    if (found == lanes_.end()) return fail(Errc::not_found, "notify.no-channel", channel);
    const auto read = read_message(std::move(message));
    if (!read) return read.error();
    const ChannelConfig& config = (*found)->worker().config();
    auto plugin = make_plugin(config, {options_.data_folder, options_.runner, options_.log});
    if (!plugin) return plugin.error();
    return (*plugin)->deliver(*read, {config.limits.deadline, options_.clock(), &interrupt_});
}

std::vector<ChannelState> NotifyHost::states() const {
    std::vector<ChannelState> states;
    for (const auto& lane : lanes_) states.push_back(lane->worker().state());
    return states;
}

}  // namespace gongdan::notify
