// What the service does about deliveries: outcomes, lists, dead letters, tests of channels.

#include "adapters/host/channels.hpp"
#include "adapters/host/live_service.hpp"
#include "core/engine/answers.hpp"

namespace gongdan::host {
namespace {

StoredAnswer requeued_answer(const std::string& notice_id) {
    StoredAnswer answer;
    answer.status = 200;
    answer.body = json::serialize(json::object{{"id", notice_id}, {"state", "pending"}});
    return answer;
}

StoredAnswer requeued_answer(const DeadLetterWish& wish, std::int64_t count) {
    StoredAnswer answer;
    answer.status = 200;
    answer.body =
        json::serialize(json::object{{"channel", wish.channel}, {"requeued", count}, {"more", count == kRequeueMax}});
    return answer;
}

/// "<escalation>/<person>/<channel>", see Notice::id; empty for anything else.
std::string channel_of_notice(std::string_view id) {
    const auto person = id.find('/');
    const auto channel = person == std::string_view::npos ? person : id.find('/', person + 1);
    if (channel == std::string_view::npos) return {};
    id.remove_prefix(channel + 1);
    return std::string(id.substr(0, id.find('/')));
}

}  // namespace

void LiveService::requeue(std::string notice_id, Actor actor, std::optional<Idempotency> idempotency, Done done) {
    auto reply = std::make_shared<Result<Reply>>(Reply{});  // shared by the work and its end
    const std::string channel = channel_of_notice(notice_id);
    auto work = [this, id = std::move(notice_id), actor = std::move(actor), idempotency = std::move(idempotency),
                 reply]() -> Result<void> {
        const Instant now = hooks_.now();
        *reply = answer_once(storage_.store, idempotency, now, [this, &id, &actor, now]() -> Result<StoredAnswer> {
            if (auto put_back = storage_.requeue(id, actor, now); !put_back) return put_back.error();
            return requeued_answer(id);
        });
        return {};
    };
    add_store_job({std::move(work), [this, channel, reply, done = std::move(done)](const Result<void>& written) {
                       if (written && reply->ok() && !channel.empty()) hooks_.notices(channel);
                       done(written ? std::move(*reply) : written.error());
                   }});
}

void LiveService::requeue_all(DeadLetterWish wish, Actor actor, std::optional<Idempotency> idempotency, Done done) {
    auto reply = std::make_shared<Result<Reply>>(Reply{});  // shared by the work and its end
    const std::string channel = wish.channel;
    auto work = [this, wish = std::move(wish), actor = std::move(actor), idempotency = std::move(idempotency),
                 reply]() -> Result<void> {
        const Instant now = hooks_.now();
        *reply = answer_once(storage_.store, idempotency, now, [this, &wish, &actor, now]() -> Result<StoredAnswer> {
            const auto count = storage_.requeue_all(wish, actor, now);
            return count ? Result<StoredAnswer>(requeued_answer(wish, *count)) : count.error();
        });
        return {};
    };
    add_store_job({std::move(work), [this, channel, reply, done = std::move(done)](const Result<void>& written) {
                       if (written && reply->ok()) hooks_.notices(channel);
                       done(written ? std::move(*reply) : written.error());
                   }});
}

/// Dead letters are put back at the command line, too, beside this process: their channels notice within kLongestWait.
void LiveService::wake_for_neighbours() {
    if (!storage_.changed_beside || !hooks_.channels || is_held()) return;
    const auto changed = storage_.changed_beside();
    if (!changed) return hold(changed.error());
    if (!*changed) return;
    for (const Channel& channel : hooks_.channels()) hooks_.notices(channel.name);
}

void LiveService::test_channel(std::string channel, std::string message, Tested done) {
    if (!hooks_.test_send) return done(fail(Errc::not_found, "notify.no-channel", channel));
    if (testing_.exchange(true)) return done(fail(Errc::overloaded, "host.test-running"));
    auto work = [this, channel = std::move(channel), message = std::move(message), done] {
        const Instant begun = hooks_.now();
        auto answer = hooks_.test_send(channel, message);
        if (answer) note_test(channel, message, *answer, std::max(hooks_.now() - begun, Millis(0)));
        testing_ = false;
        done(std::move(answer));
    };
    {
        const std::lock_guard lock(mutex_);
        if (tests_ && !stopping_) return tests_->run(std::move(work));
    }
    testing_ = false;
    done(fail(Errc::unavailable, "host.stopping"));
}

/// On the thread of the tests. The message has been sent, whether its line can be written or not.
void LiveService::note_test(const std::string& channel, const std::string& message, const TestAnswer& answer,
                            Millis took) {
    const auto parsed = parse_json(message);
    const json::object* said = parsed ? parsed->if_object() : nullptr;
    if (!storage_.note_test || said == nullptr) return;
    const auto outcome = outcome_of(answer, took);
    const auto noted = wait_for([this, id = string_or_empty(*said, "id"), &channel, &outcome] {
        return storage_.note_test(id, channel, outcome, hooks_.now());
    });
    if (!noted) hooks_.log(true, noted.error().detail);
}

Result<void> LiveService::settle(const std::string& notice_id, const notify::Outcome& outcome) {
    auto settled = wait_for([this, &notice_id, &outcome] { return storage_.settle(notice_id, outcome, hooks_.now()); });
    if (settled) delivery_s_.observe(double(outcome.took.count()) / 1000.0);
    return settled;
}

Result<void> LiveService::gather(const std::string& channel, const Recipient& recipient) {
    return wait_for([this, &channel, &recipient] { return storage_.gather(channel, recipient, hooks_.now()); });
}

}  // namespace gongdan::host
