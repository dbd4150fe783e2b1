// What becomes of a notice, whatever its channel does: virtual time, no threads.

#include <stdexcept>

#include <catch2/catch.hpp>

#include "adapters/notify/schedule.hpp"
#include "adapters/notify/worker.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

using Script = std::function<Answer(const Message&)>;

class ScriptedPlugin : public Plugin {
 public:
    explicit ScriptedPlugin(Script script) : script_(std::move(script)) {}
    Answer deliver(const Message& message, const Call&) override { return script_(message); }

 private:
    Script script_;
};

/// One channel "desk" in virtual time.
class Desk {
 public:
    explicit Desk(Script script, ChannelLimits limits = {})
        : worker_(config(limits), std::make_unique<ScriptedPlugin>(counted(std::move(script))), outbox_,
                  {[this] { return now; }, [] { return 0.0; }, log.logger(), &interrupt}) {}

    /// Steps until nothing is to be done at `now`; when to go on.
    std::optional<Instant> settle_down() {
        for (int i = 0; i < 1000; ++i) {
            const auto next = worker_.step(now);
            if (!next || *next > now) return next;
        }
        FAIL("the worker spins");
        return {};
    }
    /// Lets time pass from one thing to do to the next, until nothing is left to do.
    void run() {
        for (int i = 0; i < 1000; ++i) {
            const auto next = settle_down();
            if (!next) return;
            now = *next;
        }
        FAIL("the worker never comes to an end");
    }
    void put(int count) {
        for (int i = 1; i <= count; ++i) outbox_.put(notice("n" + std::to_string(i), "desk"));
    }
    [[nodiscard]] Outcome::Kind kind(const std::string& id) const { return outbox_.row(id).outcomes.back().kind; }
    [[nodiscard]] ChannelWorker& worker() { return worker_; }
    [[nodiscard]] MemoryOutbox& outbox() { return outbox_; }

    Instant now = kNoon;
    int calls = 0;
    RecordedLog log;
    Interrupt interrupt;

 private:
    static ChannelConfig config(ChannelLimits limits) {
        ChannelConfig made = channel(PluginKind::file, {});
        made.limits = limits;
        return made;
    }
    Script counted(Script script) {
        return [this, script = std::move(script)](const Message& message) {
            ++calls;
            return script(message);
        };
    }

    MemoryOutbox outbox_;
    ChannelWorker worker_;
};

Answer busy(const Message&) { return retry({"忙", "busy"}); }
Answer fine(const Message&) { return delivered(); }

}  // namespace

TEST_CASE("a notice that is delivered is settled once and not touched again") {
    Desk desk(fine);
    desk.put(3);
    CHECK_FALSE(desk.settle_down().has_value());
    CHECK(desk.calls == 3);
    CHECK(desk.kind("n2") == Outcome::Kind::delivered);
    CHECK(desk.worker().state().delivered == 3);
    CHECK(desk.worker().state().last_delivered_at == kNoon);
}

TEST_CASE("a notice that is due later is waited for") {
    Desk desk(fine);
    desk.outbox().put(notice("n1", "desk"), kNoon + minutes(3));
    desk.outbox().put(notice("n2", "elsewhere"), kNoon + minutes(1));
    CHECK(desk.settle_down() == kNoon + minutes(3));
    CHECK(desk.calls == 0);
}

TEST_CASE("a channel that always fails is tried ten times on schedule, then the notice is a dead letter") {
    Desk desk(busy);
    desk.put(1);
    desk.run();
    const auto row = desk.outbox().row("n1");
    REQUIRE(row.outcomes.size() == std::size_t(kAttempts));
    Instant due = kNoon;
    const std::vector<Millis> waits = {seconds(5), minutes(5), minutes(30), hours(2), hours(5),
                                       hours(10),  hours(14),  hours(20),   hours(24)};
    for (std::size_t i = 0; i < waits.size(); ++i) {
        CHECK(row.outcomes[i].kind == Outcome::Kind::retry);
        CHECK(row.outcomes[i].next_at == due + waits[i]);
        due = row.outcomes[i].next_at;
    }
    CHECK(row.outcomes.back().kind == Outcome::Kind::dead);
    CHECK(row.outcomes.back().answer == "忙 | busy");
    CHECK(desk.worker().state().dead == 1);
    CHECK(desk.worker().state().retried == 9);
}

TEST_CASE("the plugin's own delay is honoured") {
    Desk desk([](const Message&) { return retry({"稍后", "later"}, minutes(10)); });
    desk.put(1);
    CHECK(desk.settle_down() == kNoon + minutes(10));
}

TEST_CASE("a rejected notice is a dead letter at once and does not trip the breaker") {
    Desk desk([](const Message&) { return rejected({"查无此人", "no such person"}); });
    desk.put(20);
    desk.run();
    CHECK(desk.calls == 20);
    CHECK(desk.now == kNoon);
    CHECK(desk.kind("n20") == Outcome::Kind::dead);
    CHECK(desk.worker().state().failing_since.has_value());
}

TEST_CASE("a channel whose messages all end as dead letters is failing, since the first of them, until one arrives") {
    bool works = false;
    Desk desk([&works](const Message&) { return works ? delivered() : rejected({"无此号码", "no such number"}); });
    const auto send = [&desk](const std::string& id) {
        desk.outbox().put(notice(id, "desk"));
        (void)desk.settle_down();
        desk.now += minutes(1);
        return desk.worker().state().failing_since;
    };
    CHECK(send("n1") == kNoon);
    CHECK(send("n2") == kNoon);
    CHECK(desk.worker().state().last_answer.find("no such number") != std::string::npos);
    works = true;
    CHECK_FALSE(send("n3").has_value());
    works = false;
    CHECK(send("n4") == kNoon + minutes(3));
}

TEST_CASE("a plugin that throws counts as one that asks for a retry") {
    Desk desk([](const Message& message) -> Answer {
        if (message.id == "n1") throw std::runtime_error("broken 13800001111");
        if (message.id == "n2") throw 7;
        return delivered();
    });
    desk.put(3);
    desk.settle_down();
    CHECK(desk.kind("n1") == Outcome::Kind::retry);
    CHECK(desk.outbox().row("n1").outcomes[0].answer.find("broken ***") != std::string::npos);
    CHECK(desk.kind("n2") == Outcome::Kind::retry);
    CHECK(desk.kind("n3") == Outcome::Kind::delivered);
}

TEST_CASE("after five failures in a row the channel rests: the other notices stay pending, unharmed") {
    Desk desk(busy);
    desk.put(100);
    CHECK(desk.settle_down() == kNoon + seconds(30));
    CHECK(desk.calls == 5);
    CHECK(desk.outbox().settled() == 5);
    CHECK(desk.worker().state().resting);
    CHECK(desk.worker().state().resting_until == kNoon + seconds(30));
    desk.now = kNoon + seconds(30);
    CHECK(desk.settle_down() == kNoon + seconds(90));
    CHECK(desk.calls == 6);
}

TEST_CASE("a good probe closes the breaker and everything goes out") {
    bool works = false;
    Desk desk([&works](const Message&) { return works ? delivered() : retry({"忙", "busy"}); });
    desk.put(50);
    desk.settle_down();
    works = true;
    desk.run();
    CHECK(desk.now < kNoon + minutes(1));
    for (int i = 1; i <= 50; ++i) CHECK(desk.kind("n" + std::to_string(i)) == Outcome::Kind::delivered);
    CHECK_FALSE(desk.worker().state().resting);
    CHECK_FALSE(desk.worker().state().resting_until.has_value());
}

TEST_CASE("a receiver that throttles holds the whole channel, not only the notice it answered") {
    bool first = true;
    Desk desk([&first](const Message&) {
        Answer answer = first ? retry({"慢", "slow"}, seconds(60)) : delivered();
        answer.throttled = first;
        first = false;
        return answer;
    });
    desk.put(10);
    CHECK(desk.settle_down() == kNoon + seconds(60));
    CHECK(desk.calls == 1);
    desk.now = kNoon + seconds(60);
    desk.settle_down();
    CHECK(desk.calls == 11);
}

TEST_CASE("a throttle without a length, or with an absurd one, is bounded") {
    Desk desk([](const Message& message) {
        Answer answer = retry({"慢", "slow"}, message.id == "n1" ? std::nullopt : std::optional<Millis>(hours(9)));
        answer.throttled = true;
        return answer;
    });
    desk.put(2);
    CHECK(desk.settle_down() == kNoon + seconds(5));
    desk.now += seconds(5);
    CHECK(desk.settle_down() > desk.now);
    desk.now += minutes(10);
    CHECK(desk.calls < 5);
    CHECK(desk.settle_down() <= desk.now + minutes(10));
}

TEST_CASE("no more notices a minute go out than the channel may carry") {
    ChannelLimits limits;
    limits.per_minute = 20;
    Desk desk(fine, limits);
    desk.put(45);
    CHECK(desk.settle_down() == kNoon + minutes(1));
    CHECK(desk.calls == 20);
    CHECK_FALSE(desk.worker().state().resting);  // it is in good health, and does what it may
    CHECK(desk.worker().state().holding_until == kNoon + minutes(1));
    desk.run();
    CHECK(desk.calls == 45);
    CHECK_FALSE(desk.worker().state().holding_until);
    desk.put(15);  // what is left of this minute
    desk.settle_down();
    CHECK_FALSE(desk.worker().state().holding_until);
    CHECK(desk.now == kNoon + minutes(2));
}

TEST_CASE("no more notices a second go out than the channel may carry") {
    ChannelLimits limits;
    limits.per_second = 5;
    Desk desk(fine, limits);
    desk.put(12);
    CHECK(desk.settle_down() == kNoon + seconds(1));
    CHECK(desk.calls == 5);
    desk.run();
    CHECK(desk.calls == 12);
    CHECK(desk.now == kNoon + seconds(2));
}

TEST_CASE("a robot's block outlives the process: nothing is called until it is over") {
    Desk desk(fine);
    desk.outbox().rest(kNoon + minutes(9));
    desk.put(1);
    CHECK(desk.settle_down() == kNoon + minutes(9));
    CHECK(desk.worker().state().resting);
    CHECK(desk.calls == 0);
    desk.run();
    CHECK(desk.calls == 1);
}

TEST_CASE("a pause that a receiver asks for is written down with the attempt") {
    Desk desk([](const Message&) {
        Answer answer = retry({"慢", "slow"}, minutes(10));
        answer.throttled = true;
        return answer;
    });
    desk.put(1);
    desk.settle_down();
    CHECK(desk.outbox().row("n1").outcomes.front().channel_rests_until == kNoon + minutes(10));
}

TEST_CASE("a number that has had enough is held back alone, and the channel goes on with the others") {
    ChannelLimits limits;
    limits.digest = {5, seconds(5), {{50, minutes(1)}}};
    std::vector<std::string> called;
    Desk desk(
        [&called](const Message& message) {
            called.push_back(message.id);
            if (message.id != "a1") return delivered();
            Answer answer = retry({"该号码过多", "enough for this number"}, minutes(1));
            answer.held_back = true;
            return answer;
        },
        limits);
    for (const std::string id : {"a1", "a2", "b1", "b2"}) {
        Notice made = notice(id, "desk");
        made.person = id.substr(0, 1);
        desk.outbox().put(made);
    }
    CHECK(desk.settle_down() == kNoon + minutes(1));
    CHECK(called == std::vector<std::string>{"a1", "b1", "b2"});
    CHECK_FALSE(desk.worker().state().resting);
    CHECK_FALSE(desk.outbox().row("a1").outcomes.front().channel_rests_until.has_value());
}

TEST_CASE("programs are handed the highest level first, and what comes later overtakes what was read before") {
    std::vector<std::string> called;
    Desk desk([&called, &desk](const Message& message) {
        called.push_back(message.id);
        desk.now += seconds(2);  // a slow receiver
        return delivered();
    });
    for (int level = 1; level <= 3; ++level) {
        Notice made = notice("n" + std::to_string(level), "desk");
        made.level = level;
        desk.outbox().put(made);
    }
    (void)desk.worker().step(desk.now);
    Notice late = notice("late", "desk");
    late.level = 5;
    desk.outbox().put(late);
    desk.run();
    CHECK(called == std::vector<std::string>{"n3", "late", "n2", "n1"});
}

TEST_CASE("a storm of lower levels leaves room for a top one in the robot's minute, which is never passed") {
    ChannelLimits limits;
    limits.per_minute = 20;
    limits.digest = {2, seconds(5), {{2, minutes(1)}}};
    std::vector<std::string> called;
    Desk desk(
        [&called](const Message& message) {
            called.push_back(message.id);
            return delivered();
        },
        limits);
    const auto put = [&desk](const std::string& id, const std::string& person, bool top) {
        Notice made = notice(id, "desk");
        made.person = person;
        made.level = top ? 4 : 1;
        made.top = top;
        desk.outbox().put(made, desk.now);
    };
    for (int i = 0; i < 30; ++i) put("n" + std::to_string(i), "p" + std::to_string(i), false);
    CHECK(desk.settle_down() == kNoon + minutes(1));
    CHECK(called.size() == 16);
    desk.now += seconds(1);
    for (int i = 0; i < 6; ++i) put("top" + std::to_string(i), "m" + std::to_string(i), true);
    CHECK(desk.settle_down() == kNoon + minutes(1));
    CHECK(called.size() == 20);
    CHECK(called[16] == "top0");
    desk.now = kNoon + minutes(1);
    desk.settle_down();
    CHECK(called[20] == "top4");
    CHECK(called[21] == "top5");
}

TEST_CASE("when the receiver is gone for good the channel is disabled and the rest are dead letters") {
    Desk desk([](const Message&) {
        Answer answer = rejected({"已停用", "gone"});
        answer.target_gone = true;
        return answer;
    });
    desk.put(3);
    desk.run();
    CHECK(desk.calls == 1);
    CHECK(desk.kind("n3") == Outcome::Kind::dead);
    CHECK(desk.worker().state().target_gone);
    CHECK(desk.worker().state().dead == 3);
}

TEST_CASE("a message that is no message is a dead letter, and the plugin never sees it") {
    Desk desk(fine);
    for (const std::string broken : {"", "no json", "[]", "{\"id\":7}", "{}"}) {
        Notice made = notice("n" + broken, "desk");
        made.message = broken;
        desk.outbox().put(made);
    }
    desk.run();
    CHECK(desk.calls == 0);
    CHECK(desk.kind("n{}") == Outcome::Kind::dead);
}

TEST_CASE("what was delivered but could not be recorded is recorded later, not delivered twice") {
    Desk desk([&desk](const Message&) {
        desk.outbox().fail_next(3);  // from now on: the disk is full
        return delivered();
    });
    desk.put(1);
    desk.run();
    CHECK(desk.calls == 1);
    CHECK(desk.kind("n1") == Outcome::Kind::delivered);
    CHECK(desk.now == kNoon + seconds(15));
}

TEST_CASE("an outbox that cannot be read is asked again after a pause, and complained of once") {
    Desk desk(fine);
    desk.put(1);
    desk.outbox().fail_next(3);
    desk.run();
    CHECK(desk.calls == 1);
    CHECK(desk.now == kNoon + seconds(15));
    const std::string log = desk.log.all();
    CHECK(log.find("detail_en") == log.rfind("detail_en"));
    CHECK(log.find("detail_en") != std::string::npos);
}

TEST_CASE("a delivery that was cut off by the stop of the server stays pending") {
    Desk desk(busy);
    desk.put(1);
    desk.interrupt.raise();
    CHECK_FALSE(desk.worker().step(desk.now).has_value());
    CHECK(desk.outbox().settled() == 0);
}

TEST_CASE("the log names neither the recipient nor his address") {
    Desk desk([](const Message& message) { return message.id == "n1" ? delivered() : retry({"忙", "busy"}); });
    desk.put(2);
    desk.settle_down();
    const std::string log = desk.log.all();
    CHECK(log.find("n2") != std::string::npos);
    CHECK(log.find("13800001111") == std::string::npos);
    CHECK(log.find("张三") == std::string::npos);
}

TEST_CASE("what is added to a message when it goes out is added at every attempt, and stays out of the outbox") {
    MemoryOutbox outbox;
    outbox.put(notice("n1", "desk"));
    RecordedLog log;
    Interrupt interrupt;
    Instant now = kNoon;
    std::vector<std::string> seen;
    int attempts = 0;
    const Script script = [&seen](const Message& message) {
        seen.push_back(message.link);
        return seen.size() == 1 ? retry(text("notify.threw", "at " + message.link)) : delivered();
    };
    WorkerTools tools{[&now] { return now; }, [] { return 0.0; }, log.logger(), &interrupt};
    tools.enrich = [&attempts](const Notice& about) {
        std::string message = about.message;
        message.pop_back();
        return message + R"(,"acknowledge_url":"https://x.example/a/token)" + std::to_string(++attempts) + "\"}";
    };
    ChannelWorker worker(channel(PluginKind::file, {}), std::make_unique<ScriptedPlugin>(script), outbox, tools);
    while (true) {
        const auto next = worker.step(now);
        if (!next) break;
        now = std::max(now, *next);
    }
    CHECK(seen == std::vector<std::string>{"https://x.example/a/token1", "https://x.example/a/token2"});
    CHECK(outbox.row("n1").delivery.notice.message.find("token") == std::string::npos);
}

TEST_CASE("what failed does not count against a person's allowance: nobody was disturbed by it") {
    int calls = 0;
    ChannelLimits limits;
    limits.digest = {0, {}, {{1, minutes(15)}}};
    Desk desk([&calls](const Message&) { return ++calls < 3 ? retry({"忙", "busy"}) : delivered(); }, limits);
    desk.put(2);
    desk.settle_down();
    desk.now = kNoon + seconds(5);
    desk.settle_down();
    CHECK(desk.outbox().row("n1").outcomes.back().kind == Outcome::Kind::delivered);
    // And what arrived does count.
    CHECK(desk.outbox().row("n2").outcomes.back().kind == Outcome::Kind::retry);
    CHECK(desk.settle_down() == kNoon + seconds(5) + minutes(15));
}
