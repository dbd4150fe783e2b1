#include "adapters/notify/worker.hpp"

#include <algorithm>
#include <exception>
#include <limits>

#include "adapters/notify/privacy.hpp"
#include "adapters/notify/schedule.hpp"
#include "core/base/check.hpp"

namespace gongdan::notify {
namespace {

constexpr int kFetch = 64;                                  // notices read at a time
constexpr Millis kOutboxPause = std::chrono::seconds(5);    // after the store could not read or write
constexpr Millis kThrottlePause = std::chrono::seconds(5);  // when a receiver asks for a pause without saying how long
constexpr Millis kThrottleMax = std::chrono::minutes(10);   // an alarm must not wait longer for another's Retry-After
constexpr Millis kMinute = std::chrono::minutes(1);
constexpr Millis kSecond = std::chrono::seconds(1);
constexpr Millis kFetchedFor = kSecond;  // something more urgent may have come since; a quick channel takes all by then
constexpr int kReserve = 5;              // every fifth message of a minute is kept for notices of the top level
constexpr Millis kSoon{10};  // a notice that became due while we looked: not at once, or a fault would make us spin

}  // namespace

ChannelWorker::ChannelWorker(ChannelConfig config, std::unique_ptr<Plugin> plugin, Outbox& outbox, WorkerTools tools)
    : config_(std::move(config)),
      plugin_(std::move(plugin)),
      outbox_(outbox),
      tools_(std::move(tools)),
      breaker_(config_.limits) {
    state_.name = config_.name;
}

std::optional<Instant> ChannelWorker::step(Instant now) {
    if (unsettled_) {
        auto settlement = std::move(*unsettled_);
        unsettled_.reset();
        return record(std::move(settlement), now);
    }
    if (!past_known_ && !remember_last_life(now)) return now + kOutboxPause;
    const auto rest = rest_until(now);
    {
        const std::lock_guard lock(state_mutex_);
        state_.resting = rest.has_value();
        state_.resting_until = rest;
        state_.holding_until.reset();
    }
    if (rest) return rest;
    if (const auto full = full_until(now)) {
        // With nothing to send nothing is held back.
        const auto waiting = outbox_.due(config_.name, now, 1);
        return waiting && waiting->empty() ? wait_for_more(now) : hold_back_until(*full);
    }
    drop_what_is_stale(now);
    if (fetched_.empty()) {
        if (auto later = spares_people() ? choose(now) : fetch(now); fetched_.empty()) return later;
    }
    const Delivery delivery = std::move(fetched_.front());
    fetched_.pop_front();
    return attempt(delivery, now);
}

ChannelState ChannelWorker::state() const {
    const std::lock_guard lock(state_mutex_);
    return state_;
}

std::optional<Instant> ChannelWorker::rest_until(Instant now) {
    if (gone_) return std::nullopt;  // nothing is called any more
    if (const auto until = breaker_.open_until(now)) return until;
    if (throttled_until_ && *throttled_until_ > now) {
        throttled_until_ = std::min(*throttled_until_, now + kThrottleMax);  // the clock may have been set back
        return throttled_until_;
    }
    throttled_until_.reset();
    return std::nullopt;
}

Instant ChannelWorker::hold_back_until(Instant at) {
    const std::lock_guard lock(state_mutex_);
    state_.holding_until = at;
    return at;
}

/// A channel that has handed over all it may in this minute or second is in good health.
std::optional<Instant> ChannelWorker::full_until(Instant now) {
    if (gone_) return std::nullopt;
    while (!recent_.empty() && (recent_.front() <= now - kMinute || recent_.front() > now)) recent_.pop_front();
    const auto bounded = [this, now](int bound, Millis within) -> std::optional<Instant> {
        if (bound == 0 || recent_.size() < std::size_t(bound)) return std::nullopt;
        const Instant free = recent_[recent_.size() - std::size_t(bound)] + within;
        return free > now ? std::optional(free) : std::nullopt;
    };
    const auto minute = bounded(config_.limits.per_minute, kMinute);
    return minute ? minute : bounded(config_.limits.per_second, kSecond);
}

/// What was read stays pending, so that reading it again loses nothing.
void ChannelWorker::drop_what_is_stale(Instant now) {
    if (now - fetched_at_ >= kFetchedFor || now < fetched_at_) fetched_.clear();
}

std::optional<Instant> ChannelWorker::fetch(Instant now) {
    auto due = outbox_.due(config_.name, now, kFetch);
    if (!due) return give_up_for_now(due.error(), now);
    fetched_at_ = now;
    fetched_.assign(std::make_move_iterator(due->begin()), std::make_move_iterator(due->end()));
    return fetched_.empty() ? wait_for_more(now) : now;
}

bool ChannelWorker::spares_people() const {
    // A channel that is no more takes everything off the outbox at once.
    return !gone_ && (config_.limits.digest.above > 0 || !config_.limits.digest.per_recipient.empty());
}

std::optional<Instant> ChannelWorker::choose(Instant now) {
    const DigestRules& rules = config_.limits.digest;
    const auto mailboxes = outbox_.mailboxes(config_.name, now);
    if (!mailboxes) return give_up_for_now(mailboxes.error(), now);
    const auto serving = serve_next(*mailboxes, rules, sent_, now, budget(now));
    if (!serving) return wait_for_more(now);
    if (serving->at > now) {
        hold_back_until(serving->at);
        // Something for another recipient may become due before that.
        const auto more = wait_for_more(now);
        return more ? std::min(*more, serving->at) : serving->at;
    }
    const Recipient& recipient = (*mailboxes)[serving->mailbox].recipient;
    if (serving->as_list) {
        const auto gathered = outbox_.gather(config_.name, recipient, now);
        return gathered ? now : give_up_for_now(gathered.error(), now);
    }
    auto next = outbox_.most_urgent(config_.name, recipient, now);
    if (!next) return give_up_for_now(next.error(), now);
    if (!*next) return now;  // somebody took it off meanwhile
    sent_.forget(rules.per_recipient, now);
    fetched_.push_back(std::move(**next));
    return now;
}

/// A restart must neither let a storm through again nor call a robot that has asked for a pause.
bool ChannelWorker::remember_last_life(Instant now) {
    const auto rests = outbox_.rests_until(config_.name, now - kThrottleMax - kDeadlineMax);
    if (!rests) {
        complain(rests.error());
        return false;
    }
    throttled_until_ = *rests;
    if (auto sent = remember_sent(now); !sent) {
        complain(sent.error());
        return false;
    }
    return past_known_ = true;
}

Result<void> ChannelWorker::remember_sent(Instant now) {
    if (!spares_people() && !is_paced()) return {};
    Millis longest{0};
    for (const Allowance& allowance : config_.limits.digest.per_recipient)
        longest = std::max(longest, allowance.within);
    const auto sent = outbox_.sent_since(config_.name, now - std::max(longest, kMinute));
    if (!sent) return sent.error();
    for (const Sent& one : *sent) {
        sent_.add(one.recipient, one.at, one.urgency);
        if (is_paced() && one.at > now - kMinute) recent_.push_back(one.at);
    }
    return {};
}

bool ChannelWorker::is_paced() const { return config_.limits.per_minute > 0 || config_.limits.per_second > 0; }

/// A fifth of the minute is kept for top notices: a storm of lower ones must not have used it all up.
Budget ChannelWorker::budget(Instant now) const {
    const int bound = config_.limits.per_minute;
    if (bound == 0) return {std::numeric_limits<std::int64_t>::max(), now};
    const std::int64_t ordinary = bound - bound / kReserve;
    const std::int64_t used = std::int64_t(recent_.size());
    const Instant from = used < ordinary ? now : recent_[std::size_t(used - ordinary)] + kMinute;
    return {std::max(ordinary - used, std::int64_t(0)), from};
}

/// The next time at which something becomes due that is not due yet, or that waits for its turn.
std::optional<Instant> ChannelWorker::wait_for_more(Instant now) {
    const auto next = outbox_.next_due(config_.name, now);
    if (!next) return give_up_for_now(next.error(), now);
    complained_ = false;
    return *next ? std::optional(std::max(**next, now + kSoon)) : std::nullopt;
}

std::optional<Instant> ChannelWorker::give_up_for_now(const Error& error, Instant now) {
    complain(error);
    return now + kOutboxPause;
}

std::optional<Instant> ChannelWorker::attempt(const Delivery& delivery, Instant now) {
    if (gone_) {
        const Outcome outcome{Outcome::Kind::dead, {}, in_both(text("notify.target-gone"))};
        note(delivery, outcome, now);
        return record({delivery.notice.id, outcome}, now);
    }
    auto message = read_message(tools_.enrich ? tools_.enrich(delivery.notice) : delivery.notice.message);
    Answer answer = message ? delivered() : rejected(message.error().detail);
    if (message) {
        message->id = delivery.notice.id;  // what the outbox calls it is what stays the same over retries
        if (is_paced()) recent_.push_back(now);
        answer = call_plugin(*message, now);
    }
    // Nobody knows whether it was delivered; it stays pending and comes again after the start.
    const bool stopped = tools_.interrupt != nullptr && tools_.interrupt->raised();
    if (stopped && answer.kind == Answer::Kind::retry) return std::nullopt;
    const Instant at = tools_.clock();
    Outcome outcome = outcome_of(answer, delivery, at);
    outcome.took = std::max(at - now, Millis(0));
    // What failed has disturbed nobody: a person's allowance is for what reached him.
    if (outcome.kind == Outcome::Kind::delivered && spares_people())
        sent_.add({delivery.notice.person, delivery.notice.address}, now,
                  delivery.notice.top ? Urgency::top : Urgency::ordinary);
    note(delivery, outcome, at);
    return record({delivery.notice.id, outcome}, at);
}

Answer ChannelWorker::call_plugin(const Message& message, Instant now) {
    try {
        return plugin_->deliver(message, {config_.limits.deadline, now, tools_.interrupt});
    } catch (const std::exception& error) {
        return retry(text("notify.threw", scrub(error.what(), message)));
    } catch (...) {
        return retry(text("notify.threw", "?"));
    }
}

Outcome ChannelWorker::outcome_of(const Answer& answer, const Delivery& delivery, Instant at) {
    switch (answer.kind) {
        case Answer::Kind::delivered: breaker_.success(); return {};
        case Answer::Kind::rejected:
            breaker_.success();  // the channel works: it could tell that this one will not do
            gone_ = gone_ || answer.target_gone;
            return {Outcome::Kind::dead, {}, in_both(answer.reason)};
        case Answer::Kind::retry: return outcome_of_retry(answer, delivery, at);
    }
    GONGDAN_UNREACHABLE("an Answer::Kind outside its enum");
}

Outcome ChannelWorker::outcome_of_retry(const Answer& answer, const Delivery& delivery, Instant at) {
    const Instant pause_ends = at + std::min(answer.delay.value_or(kThrottlePause), kThrottleMax);
    if (answer.held_back) {
        breaker_.success();  // the channel works: it could tell that this one must wait
        sent_.hold({delivery.notice.person, delivery.notice.address}, at, pause_ends);
    } else {
        breaker_.failure(at);
    }
    Outcome outcome{Outcome::Kind::dead, {}, in_both(answer.reason)};
    if (answer.throttled) outcome.channel_rests_until = throttled_until_ = pause_ends;
    if (const auto next = next_attempt({delivery.attempts + 1, at, answer.delay, tools_.random()})) {
        outcome.kind = Outcome::Kind::retry;
        outcome.next_at = *next;
    }
    return outcome;
}

std::optional<Instant> ChannelWorker::record(Settlement settlement, Instant at) {
    if (auto settled = outbox_.settle(settlement.id, settlement.outcome, at); !settled) {
        complain(settled.error());
        unsettled_ = std::move(settlement);
        return at + kOutboxPause;
    }
    complained_ = false;
    return at;
}

void ChannelWorker::note(const Delivery& delivery, const Outcome& outcome, Instant at) {
    const bool done = outcome.kind == Outcome::Kind::delivered;
    const bool dead = outcome.kind == Outcome::Kind::dead;
    {
        const std::lock_guard lock(state_mutex_);
        state_.delivered += done ? 1 : 0;
        state_.dead += dead ? 1 : 0;
        state_.retried += !done && !dead ? 1 : 0;
        (done ? state_.last_delivered_at : state_.last_failed_at) = at;
        if (!done) state_.last_answer = outcome.answer;
        state_.target_gone = gone_;
        if (done) state_.failing_since.reset();
        if (dead && !state_.failing_since) state_.failing_since = at;
    }
    json::object fields{{"channel", config_.name}, {"notice", delivery.notice.id}, {"attempt", delivery.attempts + 1}};
    if (done) return write_log(tools_.log, LogLevel::debug, text("notify.delivered"), fields);
    fields["answer"] = outcome.answer;
    if (!dead) fields["next_at"] = format_time(outcome.next_at);
    write_log(tools_.log, LogLevel::warning, dead ? text("notify.dead") : text("notify.retry"), fields);
}

void ChannelWorker::complain(const Error& error) {
    if (complained_) return;  // once until it works again: it is tried every few seconds
    complained_ = true;
    write_log(tools_.log, LogLevel::error, text("notify.outbox"),
              {{"channel", config_.name}, {"detail_zh", error.detail.zh}, {"detail_en", error.detail.en}});
}

}  // namespace gongdan::notify
