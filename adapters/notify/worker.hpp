#pragma once
/// What one channel does with its due notices, one step at a time. No thread and no clock of its own.

#include <deque>
#include <functional>
#include <mutex>

#include "adapters/notify/breaker.hpp"
#include "adapters/notify/outbox.hpp"
#include "adapters/notify/plugin.hpp"

namespace gongdan::notify {

/// How a channel is doing, for the health page and the metrics.
struct ChannelState {
    std::string name;
    bool resting = false;                  ///< the breaker is open, or the receiver asked for a pause
    std::optional<Instant> resting_until;  ///< of resting: when the channel is tried again
    /// It works, and holds back what waits so that neither a person nor the receiver is flooded: until then.
    std::optional<Instant> holding_until{};
    bool target_gone = false;    ///< the receiver said that it is no more (410); until the next start
    std::int64_t delivered = 0;  ///< since the start, like the rest
    std::int64_t retried = 0;
    std::int64_t dead = 0;
    std::string last_answer;  ///< of the last attempt that failed; no secrets, no personal data
    std::optional<Instant> last_delivered_at;
    std::optional<Instant> last_failed_at;
    /// When the first message since the last delivery was given up; a retry says neither the one nor the other yet.
    std::optional<Instant> failing_since{};
};

/// The message to hand over for a notice: its own, with what is not kept in the outbox (links). Called from any thread;
/// may block on the disk.
using Enrich = std::function<std::string(const Notice& notice)>;

/// Outlives the worker.
struct WorkerTools {
    std::function<Instant()> clock;  ///< wall time
    std::function<double()> random;  ///< in [0, 1)
    Logger log;
    const Interrupt* interrupt = nullptr;  ///< raised when the server stops
    Enrich enrich{};                       ///< may be null
};

/// step() by one thread at a time; state() by any.
class ChannelWorker {
 public:
    ChannelWorker(ChannelConfig config, std::unique_ptr<Plugin> plugin, Outbox& outbox, WorkerTools tools);

    /// Delivers at most one notice that is due at `now`, and records how that went. When to call again: at once when it
    /// is not after `now`; nothing = when a new notice comes.
    ///
    /// A notice that was delivered but could not be recorded is not delivered again by this worker: recording is tried
    /// until it works.
    [[nodiscard]] std::optional<Instant> step(Instant now);

    [[nodiscard]] ChannelState state() const;
    [[nodiscard]] const ChannelConfig& config() const { return config_; }

 private:
    struct Settlement {
        std::string id;
        Outcome outcome;
    };

    [[nodiscard]] std::optional<Instant> rest_until(Instant now);
    /// Notes that what waits is held back; returns `at`.
    Instant hold_back_until(Instant at);
    [[nodiscard]] std::optional<Instant> full_until(Instant now);
    void drop_what_is_stale(Instant now);
    /// Where every notice goes by itself: takes the next ones off the outbox.
    [[nodiscard]] std::optional<Instant> fetch(Instant now);
    /// Where people are spared: chooses whom to serve, and makes a list of what waits for him.
    [[nodiscard]] std::optional<Instant> choose(Instant now);
    [[nodiscard]] std::optional<Instant> wait_for_more(Instant now);
    [[nodiscard]] std::optional<Instant> give_up_for_now(const Error& error, Instant now);
    [[nodiscard]] bool spares_people() const;
    [[nodiscard]] bool remember_last_life(Instant now);
    [[nodiscard]] Result<void> remember_sent(Instant now);
    [[nodiscard]] bool is_paced() const;
    [[nodiscard]] Budget budget(Instant now) const;
    [[nodiscard]] std::optional<Instant> attempt(const Delivery& delivery, Instant now);
    [[nodiscard]] Answer call_plugin(const Message& message, Instant now);
    [[nodiscard]] Outcome outcome_of(const Answer& answer, const Delivery& delivery, Instant at);
    [[nodiscard]] std::optional<Instant> record(Settlement settlement, Instant at);
    [[nodiscard]] Outcome outcome_of_retry(const Answer& answer, const Delivery& delivery, Instant at);
    void note(const Delivery& delivery, const Outcome& outcome, Instant at);
    void complain(const Error& error);

    ChannelConfig config_;
    std::unique_ptr<Plugin> plugin_;
    Outbox& outbox_;
    WorkerTools tools_;
    Breaker breaker_;
    std::deque<Delivery> fetched_;
    Instant fetched_at_{};
    std::optional<Settlement> unsettled_;
    std::optional<Instant> throttled_until_;
    std::deque<Instant> recent_;  // calls of the last minute, where something bounds them
    SentLately sent_;
    bool past_known_ = false;  // what was sent before the start, and what was answered, has been read
    bool gone_ = false;
    bool complained_ = false;

    mutable std::mutex state_mutex_;
    ChannelState state_;
};

}  // namespace gongdan::notify
