#include "adapters/host/live_service.hpp"

#include <algorithm>
#include <future>
#include <utility>

#include "adapters/crypto/crypto.hpp"
#include "adapters/host/channels.hpp"
#include "adapters/host/running_key.hpp"
#include "core/engine/answers.hpp"
#include "core/engine/transaction.hpp"

namespace gongdan::host {
namespace {

using SteadyClock = std::chrono::steady_clock;

/// How long timers and findings wait after the store failed under them.
constexpr auto kRetryStore = std::chrono::seconds(1);
/// Jumps remembered while the store does not write: a clock that jumps more often tells nothing new.
constexpr std::size_t kUntoldJumpsMax = 16;
/// The longest sleep of the writer: a jump of the system clock is noticed within this time.
constexpr auto kLongestWait = std::chrono::milliseconds(1000);

double seconds_since(SteadyClock::time_point start) {
    return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

}  // namespace

LiveService::LiveService(Storage storage, Configuration configuration, ServiceHooks hooks)
    : storage_(std::move(storage)),
      hooks_(std::move(hooks)),
      engine_(storage_.store, configuration, crypto::sha256, crypto::salt),
      configuration_(std::move(configuration)) {}

LiveService::~LiveService() { stop(); }

void LiveService::start() {
    last_wall_ = hooks_.now();
    last_steady_ = SteadyClock::now();
    writer_ = std::thread([this] { loop(); });
}

void LiveService::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (writer_.joinable()) writer_.join();
    std::unique_ptr<WorkerPool> tests;
    {
        const std::lock_guard lock(mutex_);
        tests = std::move(tests_);
    }
    // Here it waits for a test under way: what the hook uses may be gone after this.
}

void LiveService::submit(Request request, Done done) {
    std::optional<Error> refusal;
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) {
            refusal = fail(Errc::unavailable, "host.stopping");
        } else if (queue_.size() >= kQueueMax) {
            refusal = fail(Errc::overloaded, "host.queue-full");
        } else if (request.idempotency && !running_keys_.insert(request.idempotency->key).second) {
            refusal = key_running();
        } else {
            queue_.push_back({std::move(request), std::move(done)});
        }
    }
    if (refusal) {
        done(Result<Reply>(std::move(*refusal)));
    } else {
        wake_.notify_one();
    }
}

void LiveService::add_store_job(StoreJob job) {
    bool late = false;
    {
        const std::lock_guard lock(mutex_);
        late = stopping_;
        if (!late) store_jobs_.push_back(std::move(job));
    }
    if (late) {
        job.done(fail(Errc::unavailable, "host.stopping"));
    } else {
        wake_.notify_one();
    }
}

void LiveService::add_engine_job(EngineJob job) {
    bool late = false;
    {
        const std::lock_guard lock(mutex_);
        late = stopping_;
        if (!late) engine_jobs_.push_back(std::move(job));
    }
    if (late) {
        job.refuse(fail(Errc::unavailable, "host.stopping"));
    } else {
        wake_.notify_one();
    }
}

/// The engine took other rules or people: everybody else shall ask by them from now on.
void LiveService::put_in_force(Committed committed) {
    {
        const std::lock_guard lock(mutex_);
        configuration_ = engine_.configuration();
    }
    finish(std::move(committed));
}

void LiveService::change_calendar(CalendarChange change, std::optional<Idempotency> idempotency, Done done) {
    auto work = [this, change = std::move(change), idempotency = std::move(idempotency), done] {
        const Instant now = hooks_.now();
        auto begun = engine_.begin_calendar_change(change, idempotency, now, [this, &change, now] {
            return storage_.keep_calendar_year ? storage_.keep_calendar_year(change.year, now) : Result<void>();
        });
        if (!begun) return done(begun.error());
        put_in_force(std::move(begun->committed));
        if (begun->reply) return done(std::move(*begun->reply));
        calendar_asked_ = done;
    };
    add_engine_job({std::move(work), [done](Error error) { done(std::move(error)); }});
}

void LiveService::change_roster(RosterChange change, std::optional<Idempotency> idempotency, Done done) {
    auto work = [this, change = std::move(change), idempotency = std::move(idempotency), done] {
        const Instant now = hooks_.now();
        const auto keep = [this, now](const RosterEntry& entry, bool removed) {
            return storage_.keep_roster_entry ? storage_.keep_roster_entry(entry, removed, now) : Result<void>();
        };
        auto changed = engine_.change_roster(change, idempotency, now, keep);
        if (!changed) return done(changed.error());
        put_in_force(std::move(changed->committed));
        done(std::move(changed->reply));
    };
    add_engine_job({std::move(work), [done](Error error) { done(std::move(error)); }});
}

void LiveService::change_filing(FilingWish wish, std::shared_ptr<const Viewer> viewer,
                                std::optional<Idempotency> idempotency, Done done) {
    auto work = [this, wish = std::move(wish), viewer = std::move(viewer), idempotency = std::move(idempotency), done] {
        const Instant now = hooks_.now();
        const auto keep = [this, now](const Filing& filing) {
            return storage_.keep_filing ? storage_.keep_filing(filing, now) : Result<void>();
        };
        auto changed = engine_.change_filing(wish, *viewer, idempotency, now, keep);
        if (!changed) return done(changed.error());
        put_in_force(std::move(changed->committed));
        done(std::move(changed->reply));
    };
    add_engine_job({std::move(work), [done](Error error) { done(std::move(error)); }});
}

void LiveService::note(json::object body, Engine::MakeAnswer answer, std::optional<Idempotency> idempotency,
                       Done done) {
    auto work = [this, body = std::move(body), answer = std::move(answer), idempotency = std::move(idempotency), done] {
        auto noted = engine_.note_once(body, answer, idempotency, hooks_.now());
        if (!noted) return done(noted.error());
        finish(std::move(noted->committed));
        done(std::move(noted->reply));
    };
    add_engine_job({std::move(work), [done](Error error) { done(std::move(error)); }});
}

void LiveService::find_answer(Idempotency idempotency, AnsweredBefore done) {
    auto found = std::make_shared<std::optional<Reply>>();  // shared by the work and its end
    auto work = [this, idempotency = std::move(idempotency), found]() -> Result<void> {
        auto reply = find_reply(storage_.store, idempotency);
        if (!reply) return reply.error();
        *found = std::move(*reply);
        return {};
    };
    add_store_job({std::move(work), [found, done = std::move(done)](const Result<void>& looked) {
                       if (!looked) return done(looked.error());
                       done(std::move(*found));
                   }});
}

void LiveService::keep_answer(Idempotency idempotency, Result<StoredAnswer> outcome,
                              std::function<void(Result<void>)> done) {
    auto work = [this, idempotency = std::move(idempotency), outcome = std::move(outcome)]() -> Result<void> {
        // A refusal comes back as it went in: it is kept, and no failure of this job.
        const auto reply = answer_once(storage_.store, idempotency, hooks_.now(), [&outcome] { return outcome; });
        return reply || !outcome ? Result<void>() : reply.error();
    };
    add_store_job({std::move(work), std::move(done)});
}

Result<void> LiveService::keep_seal(const Seal& seal) {
    return wait_for([this, &seal] { return storage_.keep_seal(seal); });
}

Result<void> LiveService::wait_for(std::function<Result<void>()> work) {
    std::promise<Result<void>> settled;
    add_store_job({std::move(work), [&settled](Result<void> done) { settled.set_value(std::move(done)); }});
    return settled.get_future().get();
}

bool LiveService::offload_password(std::function<void()> work) {
    if (passwords_waiting_.fetch_add(1) >= kPasswordQueueMax) {
        --passwords_waiting_;
        return false;
    }
    passwords_.run([this, work = std::move(work)] {
        work();
        --passwords_waiting_;
    });
    return true;
}

Configuration LiveService::configuration() const {
    const std::lock_guard lock(mutex_);
    return configuration_;
}

Readiness LiveService::readiness() const {
    const std::lock_guard lock(mutex_);
    Readiness readiness;
    if (trouble_) readiness.problems.push_back(*trouble_);
    if (stopping_) readiness.problems.push_back(text("host.stopping"));
    readiness.ready = readiness.problems.empty();
    return readiness;
}

void LiveService::wait_for_work() {
    std::unique_lock lock(mutex_);
    auto until = SteadyClock::now() + kLongestWait;
    if (held_until_) {
        until = std::min(until, *held_until_);
    } else if (next_due_) {
        const auto left = std::max(*next_due_ - hooks_.now(), Millis(0));
        until = std::min(until, SteadyClock::now() + left);
    }
    if (!held_until_ && engine_.has_clocks_to_move()) until = std::min(until, next_move_);
    wake_.wait_until(lock, until,
                     [this] { return stopping_ || !queue_.empty() || !store_jobs_.empty() || !engine_jobs_.empty(); });
}

void LiveService::loop() {
    if (const auto next = storage_.store.next_due()) next_due_ = *next;
    while (true) {
        wait_for_work();
        std::deque<Waiting> group;
        std::deque<StoreJob> store_jobs;
        std::deque<EngineJob> engine_jobs;
        bool last = false;
        {
            const std::lock_guard lock(mutex_);
            while (!queue_.empty() && group.size() < kGroupMax) {
                group.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
            store_jobs.swap(store_jobs_);
            engine_jobs.swap(engine_jobs_);
            last = stopping_ && queue_.empty();
        }
        if (!group.empty()) run_group(std::move(group));
        if (!store_jobs.empty()) run_store_jobs(std::move(store_jobs));
        for (const EngineJob& job : engine_jobs) job.work();
        seal_changes();
        if (last) return leave_calendar();
        move_clocks();
        wake_for_neighbours();
        watch_clock();
        fire_timers();
    }
}

void LiveService::run_group(std::deque<Waiting> group) {
    std::vector<Request> requests;
    requests.reserve(group.size());
    for (Waiting& waiting : group) requests.push_back(std::move(waiting.request));
    const auto started = SteadyClock::now();
    BatchResult result = engine_.run(requests, hooks_.now());
    commit_s_.observe(seconds_since(started));
    group_size_.observe(double(requests.size()));
    {
        const std::lock_guard lock(mutex_);
        for (const Request& request : requests) {
            if (request.idempotency) running_keys_.erase(request.idempotency->key);
        }
    }
    const bool failed = !result.replies.front() && (result.replies.front().error().code == Errc::read_only);
    note_health(failed ? Result<void>(result.replies.front().error()) : Result<void>());
    finish(std::move(result.committed));
    for (std::size_t i = 0; i < group.size(); ++i) {
        (result.replies[i].ok() ? accepted_ : refused_).fetch_add(1, std::memory_order_relaxed);
        group[i].done(std::move(result.replies[i]));
    }
}

void LiveService::run_store_jobs(std::deque<StoreJob> jobs) {
    std::vector<Result<void>> results;
    Result<void> done;
    {
        Transaction transaction(storage_.store);
        done = transaction.begin();
        if (done) {
            for (const StoreJob& job : jobs) results.push_back(job.work());
            done = transaction.commit();
        }
    }
    note_health(done);
    for (std::size_t i = 0; i < jobs.size(); ++i) jobs[i].done(done ? std::move(results[i]) : done);
}

void LiveService::fire_timers() {
    const Instant now = hooks_.now();
    if (is_held() || !next_due_ || *next_due_ > now) return;
    const auto started = SteadyClock::now();
    auto sweep = engine_.sweep(now, now);
    if (!sweep) return hold(sweep.error());
    commit_s_.observe(seconds_since(started));
    for (const Millis late : sweep->lateness) timer_lag_s_.observe(double(late.count()) / 1000.0);
    note_health({});
    finish(std::move(sweep->committed));
}

/// Wall time that runs away from steady time: timers follow the wall clock, fire nothing twice (a fired rung is a
/// fact), and the jump itself is journalled for the auditor.
void LiveService::watch_clock() {
    const Instant wall = hooks_.now();
    const auto steady = SteadyClock::now();
    const auto passed = std::chrono::duration_cast<Millis>(steady - last_steady_);
    const Millis jump = (wall - last_wall_) - passed;
    last_wall_ = wall;
    last_steady_ = steady;
    if (std::chrono::abs(jump) > kClockJump) {
        hooks_.log(false, text("host.clock-jump", jump.count()));
        if (untold_jumps_.size() < kUntoldJumpsMax) untold_jumps_.push_back(jump);
    }
    tell_jumps(wall);
}

/// What the store did not take stays to be told when it writes again.
void LiveService::tell_jumps(Instant now) {
    while (!untold_jumps_.empty() && !is_held()) {
        const json::object note{
            {"what", "clock-jump"}, {"finding", "clock-jump"}, {"jump_ms", untold_jumps_.front().count()}};
        auto noted = engine_.note_configuration(note, now);
        if (!noted) return hold(noted.error());
        untold_jumps_.pop_front();
        note_health({});
        finish(std::move(*noted));
    }
}

/// Changes of accounts are made beside the writer, by the API as by the command line: here they come into the
/// configuration's chain, within kLongestWait. What another process does after the last turn, the next start seals.
void LiveService::seal_changes() {
    while (storage_.unsealed_changes && !is_held()) {
        auto changes = storage_.unsealed_changes();
        if (!changes) return hold(changes.error());
        if (changes->notes.empty()) return;
        auto sealed = engine_.note_configuration(std::move(changes->notes), hooks_.now(),
                                                 [this, last = changes->last] { return storage_.seal_changes(last); });
        if (!sealed) return hold(sealed.error());
        note_health({});
        finish(std::move(*sealed));
    }
}

/// A change of calendar moves its clocks a few at a time. It rests as long as it worked: the desk goes before it, and
/// whoever writes over another connection finds the database free.
void LiveService::move_clocks() {
    if (!engine_.has_clocks_to_move() || is_held() || SteadyClock::now() < next_move_) return;
    const auto started = SteadyClock::now();
    auto moved = engine_.rebase_next(hooks_.now());
    if (!moved) return hold(moved.error());
    const auto ended = SteadyClock::now();
    next_move_ = ended + (ended - started);
    commit_s_.observe(seconds_since(started));
    note_health({});
    finish(std::move(moved->committed));
    if (!moved->reply || !calendar_asked_) return;
    std::exchange(calendar_asked_, nullptr)(std::move(*moved->reply));
}

/// The change stays in force, and the next start goes on with it: a repeat under the same key is answered then.
void LiveService::leave_calendar() {
    if (calendar_asked_) std::exchange(calendar_asked_, nullptr)(fail(Errc::unavailable, "host.stopping"));
}

/// The store failed under the writer's own work: a while without it, for trying harder would only fill the log.
void LiveService::hold(const Error& error) {
    note_health(error);
    held_until_ = SteadyClock::now() + kRetryStore;
}

bool LiveService::is_held() {
    if (held_until_ && SteadyClock::now() >= *held_until_) held_until_.reset();
    return held_until_.has_value();
}

void LiveService::finish(Committed committed) {
    events_.fetch_add(committed.events.size(), std::memory_order_relaxed);
    hub_.publish(std::move(committed.events));
    for (const std::string& channel : committed.channels) hooks_.notices(channel);
    if (const auto next = storage_.store.next_due()) next_due_ = *next;
}

void LiveService::note_health(const Result<void>& done) {
    std::optional<LocalText> trouble;
    if (!done) trouble = done.error().detail;
    bool changed = false;
    {
        const std::lock_guard lock(mutex_);
        changed = trouble.has_value() != trouble_.has_value();
        trouble_ = trouble;
    }
    if (changed) hooks_.log(trouble.has_value(), trouble ? *trouble : text("host.recovered"));
}

std::string LiveService::metrics() const {
    std::string out;
    write_counter("gongdan_commands_accepted_total", "Commands that changed a case.", accepted_.load(), out);
    write_counter("gongdan_commands_refused_total", "Commands that were refused.", refused_.load(), out);
    write_counter("gongdan_events_total", "Events journalled since the start.", events_.load(), out);
    commit_s_.write("gongdan_commit_seconds", "From the start of a group to its commit on disk.", out);
    group_size_.write("gongdan_group_commands", "Commands committed together.", out);
    timer_lag_s_.write("gongdan_timer_lag_seconds", "How long after its due time an alarm fired.", out);
    delivery_s_.write("gongdan_delivery_seconds", "From handing a message to its channel to the answer.", out);
    if (hooks_.channels) write_deliveries(hooks_.channels(), out);
    const auto gauges = storage_.reads.gauges(hooks_.now());
    if (!gauges) return out;
    write_gauge("gongdan_cases_open", "Open cases.", double(gauges->open), out);
    write_gauge("gongdan_cases_at_risk", "Open cases with a clock past 80 percent of its limit.",
                double(gauges->at_risk), out);
    write_gauge("gongdan_cases_overdue", "Open cases with a breached clock.", double(gauges->overdue), out);
    write_gauge("gongdan_outbox_pending", "Notices waiting for delivery.", double(gauges->outbox_pending), out);
    write_gauge("gongdan_dead_letters", "Notices given up.", double(gauges->dead_letters), out);
    const auto oldest = gauges->oldest_pending ? hooks_.now() - *gauges->oldest_pending : Millis(0);
    write_gauge("gongdan_outbox_oldest_seconds", "Age of the oldest waiting notice.", double(oldest.count()) / 1000.0,
                out);
    return out;
}

}  // namespace gongdan::host
