#include "adapters/host/verification_runner.hpp"

#include "adapters/host/metrics.hpp"
namespace gongdan::host {
namespace {

/// The daily hour is looked for that often: the system clock may be set while we wait.
constexpr auto kLookEvery = std::chrono::seconds(20);

}  // namespace

Instant next_time_of_day(Instant now, Millis since_midnight) {
    const Instant today = start_of(date_of(now)) + since_midnight;
    return today > now ? today : today + kDay;
}

VerificationRunner::VerificationRunner(RunnerParts parts) : parts_(std::move(parts)) {
    if (parts_.daily_at) due_ = next_time_of_day(parts_.now(), *parts_.daily_at);
    thread_ = std::thread([this] { loop(); });
}

void VerificationRunner::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (thread_.joinable()) thread_.join();
}

Result<Verification> VerificationRunner::start(const std::string& by) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return fail(Errc::unavailable, "verify.given-up");
    if (last_.state == Verification::State::running) return fail(Errc::conflict, "verify.running");
    begin(by);
    wake_.notify_all();
    return last_;
}

/// With the lock held.
void VerificationRunner::begin(const std::string& by) {
    last_ = Verification{Verification::State::running, by, parts_.now()};
}

Verification VerificationRunner::last() const {
    const std::lock_guard lock(mutex_);
    return last_;
}

/// The events that were read stay known when what comes after them is counted.
void VerificationRunner::note(const VerificationProgress& now) {
    const std::lock_guard lock(mutex_);
    last_.progress = now;
    if (now.stage != VerificationProgress::Stage::events) return;
    last_.verdict.events = now.done;
    last_.events_in_all = now.in_all;
}

/// False when it is time to stop.
bool VerificationRunner::wait_for_work(std::unique_lock<std::mutex>& lock) {
    while (!stopping_ && last_.state != Verification::State::running) {
        if (due_ && *due_ <= parts_.now()) {
            due_ = next_time_of_day(parts_.now(), *parts_.daily_at);
            begin("");
        } else if (due_) {
            wake_.wait_for(lock, kLookEvery);
        } else {
            wake_.wait(lock);
        }
    }
    return !stopping_;
}

void VerificationRunner::loop() {
    std::unique_lock lock(mutex_);
    while (wait_for_work(lock)) {
        lock.unlock();
        const Verification done = run();
        if (done.state != Verification::State::stopped) parts_.tell(done);
        lock.lock();
        last_ = done;
        if (done.state != Verification::State::stopped) finished_ = done;
    }
    if (last_.state != Verification::State::running) return;
    last_.state = Verification::State::stopped;  // it was asked for, and had not begun
    last_.finished_at = parts_.now();
}

Verification VerificationRunner::run() {
    auto verdict = parts_.verify(stopping_, [this](const VerificationProgress& now) { note(now); });
    Verification done = last();
    done.finished_at = parts_.now();
    if (!verdict) {
        done.state = Verification::State::stopped;
        return done;
    }
    done.verdict = std::move(*verdict);
    done.state = done.verdict.faults.empty() ? Verification::State::sound : Verification::State::faulty;
    return done;
}

std::string VerificationRunner::metrics() const {
    const std::lock_guard lock(mutex_);
    std::string out;
    write_gauge("gongdan_verification_running", "Whether the journal is being verified.",
                last_.state == Verification::State::running ? 1 : 0, out);
    if (finished_.state == Verification::State::never) return out;
    write_gauge("gongdan_verification_sound", "The last verification of the journal: 1 sound, 0 faulty.",
                finished_.state == Verification::State::sound ? 1 : 0, out);
    const auto age = std::chrono::duration<double>(parts_.now() - *finished_.finished_at);
    write_gauge("gongdan_verification_age_seconds", "Since the end of the last verification.", age.count(), out);
    return out;
}

}  // namespace gongdan::host
