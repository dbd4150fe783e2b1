#pragma once
/// Carries the notices of the outbox out of the house: one worker thread a channel, so that none waits for another.

#include <memory>
#include <vector>

#include "adapters/notify/worker.hpp"

namespace gongdan::notify {

struct HostOptions {
    std::filesystem::path data_folder;  ///< where files are written, and the working folder of programs
    std::filesystem::path runner;       ///< gongdan-plugin-runner; empty = beside this program
    std::function<Instant()> clock;     ///< wall time; null = the system's. Called from any thread
    std::function<double()> random;     ///< in [0, 1), for the jitter; null = a generator of our own. From any thread
    Logger log;
    Enrich enrich{};                              ///< null = messages go out as they are
    Millis stop_grace = std::chrono::seconds(3);  ///< for deliveries under way when stopping
};

/// Thread-safe.
class NotifyHost {
 public:
    /// Starts delivering what is due. `outbox` must outlive the host. Errc::invalid_input when a channel's settings are
    /// wrong or its secret cannot be read, or two channels have one name.
    [[nodiscard]] static Result<std::unique_ptr<NotifyHost>> start(std::vector<ChannelConfig> channels, Outbox& outbox,
                                                                   HostOptions options);

    NotifyHost(const NotifyHost&) = delete;
    NotifyHost& operator=(const NotifyHost&) = delete;
    ~NotifyHost();  ///< stops

    /// To be called after a commit that put notices of `channel` into the outbox. Returns at once; a channel that does
    /// not exist (any more) is ignored.
    void wake(const std::string& channel);

    /// Takes up no further notice, gives deliveries under way stop_grace, then cuts them off; what was cut off stays
    /// pending. Returns when all threads have ended. Again does nothing.
    void stop();

    /// Delivers `message` (JSON as in Notice::message) past the outbox, the breaker and the limits, through a fresh
    /// instance of the channel's plugin. Blocks up to the channel's deadline. Errc::not_found for a channel that does
    /// not exist, invalid_input for a message without an id.
    [[nodiscard]] Result<Answer> test_send(const std::string& channel, std::string message);

    /// In the order of the configuration.
    [[nodiscard]] std::vector<ChannelState> states() const;

 private:
    class Lane;
    explicit NotifyHost(HostOptions options);

    HostOptions options_;
    Interrupt interrupt_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::mutex stop_mutex_;
};

}  // namespace gongdan::notify
