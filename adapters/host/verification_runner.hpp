#pragma once
/// Verifications on a thread of their own: when somebody asks, and once a day.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "adapters/host/verification.hpp"

namespace gongdan::host {

/// What the runner uses; all outlives it.
struct RunnerParts {
    /// One verification, on the runner's thread: gives up soon after `stop` is true, with any Error; tells `progress`
    /// how far it is. What it finds wrong is in the verdict.
    using Progress = std::function<void(const VerificationProgress& now)>;
    std::function<Result<Verdict>(const std::atomic<bool>& stop, const Progress& progress)> verify;
    std::function<Instant()> now;                        ///< the wall clock, UTC; asked from any thread
    std::function<void(const Verification& done)> tell;  ///< on the runner's thread, at the end of each
    std::optional<Millis> daily_at{};                    ///< since midnight in China; nothing = only when asked
};

/// The next instant after `now` at which it is so late in China.
[[nodiscard]] Instant next_time_of_day(Instant now, Millis since_midnight);

class VerificationRunner final : public Verifications {
 public:
    explicit VerificationRunner(RunnerParts parts);
    ~VerificationRunner() override { stop(); }
    VerificationRunner(const VerificationRunner&) = delete;
    VerificationRunner& operator=(const VerificationRunner&) = delete;

    [[nodiscard]] Result<Verification> start(const std::string& by) override;
    [[nodiscard]] Verification last() const override;

    /// Gives up the one that runs; none is started any more. Returns when the thread has ended.
    void stop();

    /// As Prometheus text: the result of the last that was finished, its age, whether one runs.
    [[nodiscard]] std::string metrics() const;

 private:
    void loop();
    [[nodiscard]] bool wait_for_work(std::unique_lock<std::mutex>& lock);
    void begin(const std::string& by);
    [[nodiscard]] Verification run();
    void note(const VerificationProgress& now);

    RunnerParts parts_;
    std::atomic<bool> stopping_ = false;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    Verification last_;           ///< the one that runs, or did
    Verification finished_;       ///< the last that was not stopped
    std::optional<Instant> due_;  ///< of the daily one
    std::thread thread_;          // last: it uses all of the above
};

}  // namespace gongdan::host
