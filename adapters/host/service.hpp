#pragma once
/// The running service: one writer thread that commits commands in groups and fires timers, readers beside it, and a
/// hub that tells listeners what happened. Thread-safe. Everything the HTTP routes need, and no HTTP.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/host/accounts.hpp"
#include "adapters/host/single_sign_on.hpp"
#include "core/engine/engine.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::host {

/// Is the process able to do its work? For /readyz.
struct Readiness {
    bool ready = false;
    std::vector<LocalText> problems;  ///< e.g. the store is read-only
};

inline constexpr std::size_t kPasswordQueueMax = 50;  ///< some five seconds: who came later would have given up

/// A configured channel and how its deliveries stand; counts since the start.
struct Channel {
    enum class State {
        delivering,
        holding,  ///< it works, and what waits is held back so that nobody is flooded
        failing,  ///< its last message was given up
        resting,  ///< after failures (the breaker is open), or because the receiver asked for a pause
        gone,     ///< the receiver said that it is no more; until the next start
    };
    std::string name;
    LocalText title;
    std::string plugin;  ///< its kind: "file", "webhook", …
    State state = State::delivering;
    std::int64_t delivered = 0;
    std::int64_t retried = 0;
    std::int64_t given_up = 0;
    std::optional<Instant> resting_until{};  ///< while it rests or holds: when the next message goes out
    std::string last_answer;                 ///< of the last attempt that failed; no secrets, no personal data
    std::optional<Instant> last_delivered_at;
    std::optional<Instant> last_failed_at;
    std::optional<Instant>
        failing_since{};  ///< when the first since the last delivery was given up; whatever the state
};

struct PreviewWish {
    std::string channel;
    bool digest = false;  ///< the ticket's clocks as the lines of one digest
};

/// What a channel said to a test message.
struct TestAnswer {
    enum class Kind {
        delivered,
        retry,     ///< not now
        rejected,  ///< never, as it stands
    } kind = Kind::retry;
    LocalText reason;  ///< empty when delivered; no secrets, no personal data
};

/// Counts and histograms of the writer, as Prometheus text lines (already formatted, with HELP and TYPE).
class Service {
 public:
    virtual ~Service() = default;

    using Done = std::function<void(Result<Reply>)>;
    /// Queues a command. `done` is called exactly once, on the writer thread, after the group is on disk (or refused):
    /// it must be quick and must not block. Errc::overloaded at once (from this thread) when the queue is full,
    /// Errc::conflict when a command with the same idempotency key is still running.
    virtual void submit(Request request, Done done) = 0;

    /// Puts a year into the calendar while running; the answer is in Reply::kept. Errors: those of
    /// Engine::change_calendar().
    virtual void change_calendar(CalendarChange change, std::optional<Idempotency> idempotency, Done done) = 0;

    /// Changes the roster while running; the answer is in Reply::kept. Errors: those of decide_roster().
    virtual void change_roster(RosterChange change, std::optional<Idempotency> idempotency, Done done) = 0;

    /// Files, approves or withdraws while running, as `viewer` may; the answer is in Reply::kept. Errors: those of
    /// decide_filing().
    virtual void change_filing(FilingWish wish, std::shared_ptr<const Viewer> viewer,
                               std::optional<Idempotency> idempotency, Done done) = 0;

    /// Puts a dead letter back into the queue; the answer is in Reply::kept. Errc::not_found.
    virtual void requeue(std::string notice_id, Actor actor, std::optional<Idempotency> idempotency, Done done) = 0;

    /// The same for all that fit `wish`, kRequeueMax at most; Reply::kept says how many they were and whether there are
    /// more. None is no error.
    virtual void requeue_all(DeadLetterWish wish, Actor actor, std::optional<Idempotency> idempotency, Done done) = 0;

    using Tested = std::function<void(Result<TestAnswer>)>;
    /// Hands `message` (JSON as in Notice::message) to the channel past the outbox. `done` is called once, on a thread
    /// of its own for this, which waits as long as the channel may take: no reader is held up. Errc::not_found for a
    /// channel that is not configured, Errc::overloaded while another test is under way.
    virtual void test_channel(std::string channel, std::string message, Tested done) = 0;

    /// For a change that happens elsewhere (tokens have a connection of their own): the reply when the key was answered
    /// before, else nothing. Errc::invalid_input when it was used for another request.
    using AnsweredBefore = std::function<void(Result<std::optional<Reply>>)>;
    virtual void find_answer(Idempotency idempotency, AnsweredBefore done) = 0;
    /// Afterwards: keeps `outcome` (status and body, or the refusal) under the key. Where another was first, he stays.
    virtual void keep_answer(Idempotency idempotency, Result<StoredAnswer> outcome,
                             std::function<void(Result<void>)> done) = 0;

    [[nodiscard]] virtual ReadModel& reads() = 0;
    [[nodiscard]] virtual Access& access() = 0;
    [[nodiscard]] virtual Accounts& accounts() = 0;
    /// Null when there is no identity provider.
    [[nodiscard]] virtual SingleSignOn* sign_on() = 0;
    [[nodiscard]] virtual Configuration configuration() const = 0;
    [[nodiscard]] virtual Instant now() const = 0;
    [[nodiscard]] virtual Readiness readiness() const = 0;
    /// In the order of the configuration.
    [[nodiscard]] virtual std::vector<Channel> channels() const = 0;
    /// What a channel would send for `snapshot`: {"channel", "plugin", "title", "body", "payload"}. Sends nothing.
    /// Errc::not_found for a channel that is not configured, and for a ticket without a clock.
    [[nodiscard]] virtual Result<json::object> preview(const PreviewWish& wish, const CaseSnapshot& snapshot) const = 0;
    [[nodiscard]] virtual std::string metrics() const = 0;

    /// Calls `listener` on the writer thread after each commit with the events in order; it must not block. The
    /// subscription ends when the returned handle dies.
    using Listener = std::function<void(const std::shared_ptr<const std::vector<Event>>& events)>;
    [[nodiscard]] virtual std::shared_ptr<void> subscribe(Listener listener) = 0;

    /// Runs `work` (reads, files, …) on the pool of reader threads, so that the I/O thread never blocks.
    virtual void offload(std::function<void()> work) = 0;
    /// Runs `work` on the one thread for passwords, each of which takes 0.1 s and 64 MiB: people who log in must not
    /// hold up those who read. False, and nothing is run, when kPasswordQueueMax wait already.
    [[nodiscard]] virtual bool offload_password(std::function<void()> work) = 0;

    /// Journals a fact that changes no rule, such as a decision about a finding; the answer is in Reply::kept.
    virtual void note(json::object body, Engine::MakeAnswer answer, std::optional<Idempotency> idempotency,
                      Done done) = 0;
};

}  // namespace gongdan::host
