#pragma once
/// The Service on real time: a writer thread that commits commands in groups and fires timers.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <thread>

#include "adapters/host/hub.hpp"
#include "adapters/host/metrics.hpp"
#include "adapters/host/worker_pool.hpp"
#include "adapters/notify/outbox.hpp"
#include "core/audit/seal.hpp"

namespace gongdan::host {

/// The store as the service uses it. References outlive the service; `settle`, `requeue` and the like are called on the
/// writer thread, inside a batch of `store`.
struct Storage {
    Store& store;
    ReadModel& reads;
    Access& access;
    Accounts& accounts;
    SingleSignOn* sign_on;  ///< may be null
    std::function<Result<void>(const std::string& notice_id, const notify::Outcome& outcome, Instant now)> settle;
    std::function<Result<void>(const std::string& notice_id, const Actor& actor, Instant now)> requeue;
    std::function<Result<void>(const std::string& channel, const Recipient& recipient, Instant now)> gather;
    std::function<Result<void>(const CalendarYear& year, Instant now)> keep_calendar_year;
    std::function<Result<void>(const RosterEntry& entry, bool removed, Instant now)> keep_roster_entry{};
    std::function<Result<void>(const Filing& filing, Instant now)> keep_filing{};
    /// The ledger of deliveries holds tests, too; may be null.
    std::function<Result<void>(const std::string& id, const std::string& channel, const notify::Outcome& outcome,
                               Instant now)>
        note_test{};
    std::function<Result<UnsealedChanges>()> unsealed_changes{};    ///< outside of a batch; may be null
    std::function<Result<void>(std::int64_t last)> seal_changes{};  ///< not null with the former
    std::function<Result<void>(const Seal& seal)> keep_seal{};      ///< inside a batch; null = nobody seals
    /// Like `requeue`, for many; how many they were.
    std::function<Result<std::int64_t>(const DeadLetterWish& wish, const Actor& actor, Instant now)> requeue_all{};
    /// Whether somebody beside the writer wrote since it was last asked; outside of a batch; may be null.
    std::function<Result<bool>()> changed_beside{};
};

struct ServiceHooks {
    std::function<Instant()> now;                             ///< the wall clock, UTC
    std::function<void(const std::string& channel)> notices;  ///< new notices of a channel are in the outbox
    std::function<void(bool serious, const LocalText& what)> log;
    std::function<std::vector<Channel>()> channels{};  ///< asked from any thread; null = none are configured
    /// Asked from any thread, like Service::preview(); null = no channel is configured.
    std::function<Result<json::object>(const PreviewWish& wish, const CaseSnapshot& snapshot)> preview{};
    /// Blocks as long as the channel may take; not called any more when stop() has returned. Null = no channels.
    std::function<Result<TestAnswer>(const std::string& channel, std::string message)> test_send{};
};

/// More waiting commands than this are refused with Errc::overloaded: at the slowest disk they would wait over a
/// second.
inline constexpr std::size_t kQueueMax = 20000;
/// Commands in one transaction: beyond this the flush to disk is no longer what costs (DESIGN: figures).
inline constexpr std::size_t kGroupMax = 256;
/// The system clock against the steady one: a larger step is a jump, not a correction (DESIGN: time, clocks, fairness).
inline constexpr Millis kClockJump = std::chrono::seconds(5);

class LiveService final : public Service {
 public:
    LiveService(Storage storage, Configuration configuration, ServiceHooks hooks);
    ~LiveService() override;

    /// Starts the writer. stop() answers what is queued and returns when the last commit is done.
    void start();
    void stop();

    void submit(Request request, Done done) override;
    void change_calendar(CalendarChange change, std::optional<Idempotency> idempotency, Done done) override;
    void change_roster(RosterChange change, std::optional<Idempotency> idempotency, Done done) override;
    void change_filing(FilingWish wish, std::shared_ptr<const Viewer> viewer, std::optional<Idempotency> idempotency,
                       Done done) override;
    void requeue_all(DeadLetterWish wish, Actor actor, std::optional<Idempotency> idempotency, Done done) override;
    void note(json::object body, Engine::MakeAnswer answer, std::optional<Idempotency> idempotency, Done done) override;
    void requeue(std::string notice_id, Actor actor, std::optional<Idempotency> idempotency, Done done) override;
    void test_channel(std::string channel, std::string message, Tested done) override;
    void find_answer(Idempotency idempotency, AnsweredBefore done) override;
    void keep_answer(Idempotency idempotency, Result<StoredAnswer> outcome,
                     std::function<void(Result<void>)> done) override;
    [[nodiscard]] ReadModel& reads() override { return storage_.reads; }
    [[nodiscard]] Access& access() override { return storage_.access; }
    [[nodiscard]] Accounts& accounts() override { return storage_.accounts; }
    [[nodiscard]] SingleSignOn* sign_on() override { return storage_.sign_on; }
    [[nodiscard]] Configuration configuration() const override;
    [[nodiscard]] Instant now() const override { return hooks_.now(); }
    [[nodiscard]] Readiness readiness() const override;
    [[nodiscard]] std::vector<Channel> channels() const override {
        return hooks_.channels ? hooks_.channels() : std::vector<Channel>();
    }
    [[nodiscard]] Result<json::object> preview(const PreviewWish& wish, const CaseSnapshot& snapshot) const override {
        if (!hooks_.preview) return fail(Errc::not_found, "notify.no-channel", wish.channel);
        return hooks_.preview(wish, snapshot);
    }
    [[nodiscard]] std::string metrics() const override;
    [[nodiscard]] std::shared_ptr<void> subscribe(Listener listener) override {
        return hub_.subscribe(std::move(listener));
    }
    void offload(std::function<void()> work) override { pool_.run(std::move(work)); }
    [[nodiscard]] bool offload_password(std::function<void()> work) override;

    /// Records the outcome of a delivery; returns when it is on disk. For the notify workers, never the writer thread.
    [[nodiscard]] Result<void> settle(const std::string& notice_id, const notify::Outcome& outcome);
    /// Binds what waits for a recipient into one list; returns when that is on disk. For the notify workers likewise.
    [[nodiscard]] Result<void> gather(const std::string& channel, const Recipient& recipient);
    /// Keeps a seal; returns when it is on disk. For the sealer.
    [[nodiscard]] Result<void> keep_seal(const Seal& seal);

 private:
    struct Waiting {
        Request request;
        Done done;
    };
    /// A small write to the store itself, many of which share one transaction.
    struct StoreJob {
        std::function<Result<void>()> work;
        std::function<void(Result<void>)> done;
    };
    /// Work with the engine itself; `refuse` is called instead when the service is stopping.
    struct EngineJob {
        std::function<void()> work;
        std::function<void(Error)> refuse;
    };

    void loop();
    void wait_for_work();
    void run_group(std::deque<Waiting> group);
    void run_store_jobs(std::deque<StoreJob> jobs);
    void fire_timers();
    void watch_clock();
    void tell_jumps(Instant now);
    void seal_changes();
    void move_clocks();
    void leave_calendar();
    void wake_for_neighbours();
    void hold(const Error& error);
    [[nodiscard]] bool is_held();
    void put_in_force(Committed committed);
    void finish(Committed committed);
    void note_health(const Result<void>& done);
    void add_store_job(StoreJob job);
    void note_test(const std::string& channel, const std::string& message, const TestAnswer& answer, Millis took);
    [[nodiscard]] Result<void> wait_for(std::function<Result<void>()> work);
    void add_engine_job(EngineJob job);

    Storage storage_;
    ServiceHooks hooks_;
    Engine engine_;
    Hub hub_;
    WorkerPool pool_{2};
    std::atomic<std::size_t> passwords_waiting_ = 0;
    WorkerPool passwords_{1};
    std::atomic<bool> testing_ = false;
    std::unique_ptr<WorkerPool> tests_ = std::make_unique<WorkerPool>(1);  ///< gone once stopped; under mutex_

    mutable std::mutex mutex_;  // guards what follows, up to the writer's own state
    std::condition_variable wake_;
    std::deque<Waiting> queue_;
    std::deque<StoreJob> store_jobs_;
    std::deque<EngineJob> engine_jobs_;
    std::set<std::string> running_keys_;
    Configuration configuration_;
    std::optional<LocalText> trouble_;
    bool stopping_ = false;

    // The writer thread's own.
    std::optional<Instant> next_due_;
    std::optional<std::chrono::steady_clock::time_point> held_until_;  // timers and findings wait, commands do not
    Done calendar_asked_;                                // whoever waits for the last clock to move; may be null
    std::chrono::steady_clock::time_point next_move_{};  // of clocks: others come to write in between
    std::deque<Millis> untold_jumps_;
    Instant last_wall_{};
    std::chrono::steady_clock::time_point last_steady_;

    Histogram commit_s_{latency_bounds()};
    Histogram group_size_{{1, 2, 4, 8, 16, 32, 64, 128, 256}};
    Histogram timer_lag_s_{latency_bounds()};
    Histogram delivery_s_{{0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120}};  // up to notify::kDeadlineMax
    std::atomic<std::uint64_t> events_ = 0;
    std::atomic<std::uint64_t> refused_ = 0;
    std::atomic<std::uint64_t> accepted_ = 0;
    std::thread writer_;
};

}  // namespace gongdan::host
