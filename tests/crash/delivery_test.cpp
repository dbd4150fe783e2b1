// A breach sends one message per recipient, rung and channel through a real SMTP server and the three robots,
// whenever SIGKILL strikes. Only a message that was on its way may come twice, and then as the same message.

#include <algorithm>
#include <csignal>

#include <catch2/catch.hpp>

#include "tests/crash/delivery.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

const std::string kOneByOne = "{digest_above: 0, per_recipient: []}";
const std::string kLists = "{digest_above: 1, digest_wait: 1s, per_recipient: []}";

int kills = 0;     // of all runs so far
int messages = 0;  // likewise, as the receivers counted them
int repeats = 0;

std::string listed(const std::vector<std::string>& mistakes) {
    std::string all;
    for (const std::string& mistake : mistakes) all += mistake + "\n";
    return all;
}

/// One life of a desk, from the first fault to the books.
class Run {
 public:
    explicit Run(const std::string& limits) : desk(receivers, limits) {}

    /// A fault that breaches and one that reaches 80 % in the same second, soon.
    void open_two() {
        breach_at_ = std::chrono::floor<std::chrono::seconds>(wall()) + std::chrono::seconds(2);
        faults_.push_back(desk.open_fault(kDistrict, breach_at_));
        faults_.push_back(desk.open_fault(kForeman, breach_at_));
    }
    void open_breaching(int count) {
        breach_at_ = std::chrono::floor<std::chrono::seconds>(wall()) + std::chrono::seconds(2);
        for (int i = 0; i < count; ++i) faults_.push_back(desk.open_fault(kDistrict, breach_at_));
    }
    void wait_breached() { desk.wait_raised(kDistrict, count_of(kDistrict)); }
    void wait_breach_time() {
        wait_until("the breach is due", [this] { return wall() >= breach_at_; });
    }
    void kill() {
        desk.kill();
        ++kills;
    }

    struct Repeats {
        int least = 0;
        int most = 0;
    };
    /// Lets everything arrive and closes the books.
    void finish(const Repeats& allowed) {
        desk.start();
        desk.wait_raised(kForeman, count_of(kForeman));
        wait_breached();
        desk.wait_delivered(kChannels);
        CHECK(desk.stop() == 0);
        const Books books = books_of(receivers.told(), faults_);
        INFO(listed(books.mistakes));
        CHECK(books.mistakes.empty());
        const Books::Row total = books.total();
        CHECK(total.repeats >= allowed.least);
        CHECK(total.repeats <= allowed.most);
        const auto wrong = journal_mistakes(desk.data(), faults_);
        INFO(listed(wrong));
        CHECK(wrong.empty());
        CHECK(run_to_end({GONGDAN_BINARY, "doctor", "--data", desk.data()}).code == 0);
        messages += total.messages;
        repeats += total.repeats;
        WARN(total.messages << " messages, " << total.repeats << " repeats here; so far " << kills << " kills, "
                            << messages << " messages, " << repeats << " repeats");
    }

    Receivers receivers;
    DeliveryDesk desk;

 private:
    [[nodiscard]] std::size_t count_of(int level) const {
        return std::size_t(std::count_if(faults_.begin(), faults_.end(),
                                         [level](const Fault& fault) { return fault.due.contains(level); }));
    }

    std::vector<Fault> faults_;
    Instant breach_at_{};
};

const int kAll = int(kChannels.size());
const json::object kBreach = {{"match", mark_of(kDistrict)}};

/// The lines of the log that say that the breach was delivered on a channel: written before it is recorded.
std::size_t delivered_breaches(const std::string& log) {
    std::size_t count = 0;
    for (const std::string& channel : kChannels) {
        const auto at = log.find(".3.1/demo-wu-jiu/" + channel);
        count += at != std::string::npos ? 1 : 0;
    }
    return count;
}

}  // namespace

TEST_CASE("a breach that falls due while the program is dead is told once when it is back") {
    Run run(kOneByOne);
    run.receivers.set_all("shut");
    run.desk.start();
    run.open_two();
    run.kill();
    run.wait_breach_time();
    run.receivers.set_all("answer");
    run.finish({0, 0});
}

TEST_CASE("a kill between the breach's commit and its first delivery loses and repeats nothing") {
    Run run(kOneByOne);
    run.receivers.set_all("shut");
    run.desk.start();
    run.open_two();
    run.wait_breached();
    run.receivers.wait_at_doors();
    run.kill();
    run.receivers.set_all("answer");
    run.finish({0, 0});
}

TEST_CASE("what a receiver held when the program was killed comes once more, the same") {
    Run run(kOneByOne);
    run.receivers.set_all("hold", kBreach);
    run.desk.start();
    run.open_two();
    run.receivers.wait_held(kDistrict);
    run.kill();
    run.receivers.set_all("answer");
    run.finish({kAll, kAll});
}

TEST_CASE("what was answered and not yet recorded comes once more, the same") {
    Run run(kOneByOne);
    run.receivers.set_all("hold", kBreach);
    run.desk.start();
    run.open_two();
    run.receivers.wait_held(kDistrict);
    {
        const WriteLock lock(run.desk.database());
        run.receivers.set_all("answer");
        wait_until("the program has read the answers",
                   [&run] { return delivered_breaches(run.desk.server().errors()) == kChannels.size(); });
        run.kill();
    }
    run.finish({kAll, kAll});
}

TEST_CASE("a kill in the moment of each receiver's answer repeats at most that message") {
    Run run(kOneByOne);
    run.receivers.set_all("shut");
    for (std::size_t i = 0; i < kChannels.size(); ++i) {
        run.receivers.set(kChannels[i], "hold", kBreach);
        run.desk.start();
        if (i == 0) run.open_breaching(1);
        wait_until(kChannels[i] + " holds the breach", [&run, &channel = kChannels[i]] {
            const auto told = run.receivers.told();
            return std::any_of(told.begin(), told.end(),
                               [&channel](const Told& one) { return one.channel == channel && one.held; });
        });
        // Nothing else may be on its way, or that would be repeated as well.
        run.desk.wait_delivered({kChannels.begin(), kChannels.begin() + std::ptrdiff_t(i)});
        json::object kill = kBreach;
        kill["pid"] = run.desk.server().pid();
        run.receivers.set(kChannels[i], "kill", kill);
        CHECK(run.desk.server().wait() == -1);
        ++kills;
    }
    run.finish({0, kAll});
}

TEST_CASE("a kill during the shutdown, which waits for what is on its way, repeats only that") {
    Run run(kOneByOne);
    run.receivers.set_all("hold", kBreach);
    run.desk.start();
    run.open_two();
    run.receivers.wait_held(kDistrict);
    ::kill(run.desk.server().pid(), SIGTERM);
    wait_until("the program answers no more", [&run] { return run.desk.client().get("/").status == 0; });
    run.kill();
    run.receivers.set_all("answer");
    run.finish({kAll, kAll});
}

TEST_CASE("a kill between two channels' deliveries repeats nothing on the one and loses nothing on the other") {
    Run run(kOneByOne);
    for (const char* later : {"wecom", "feishu"}) run.receivers.set(later, "shut");
    run.desk.start();
    run.open_two();
    run.desk.wait_raised(kForeman, 2);
    run.wait_breached();
    run.desk.wait_delivered({"email", "dingtalk"});
    run.kill();
    run.receivers.set_all("answer");
    run.finish({0, 0});
}

TEST_CASE("a kill while a list gathers, when it is made, and while it is sent loses and doubles no entry") {
    constexpr int kTickets = 5;
    Run run(kLists);
    SECTION("while it gathers") {
        run.desk.start();
        run.open_breaching(kTickets);
        run.wait_breached();
        run.kill();
        run.finish({0, kAll});
    }
    SECTION("when it is made and not yet sent") {
        run.receivers.set_all("shut");
        run.desk.start();
        run.open_breaching(kTickets);
        run.wait_breached();
        run.receivers.wait_at_doors();
        run.kill();
        run.receivers.set_all("answer");
        run.finish({0, 0});
    }
    SECTION("while it is sent") {
        run.receivers.set_all("hold", kBreach);
        run.desk.start();
        run.open_breaching(kTickets);
        run.receivers.wait_held(kDistrict);
        run.kill();
        run.receivers.set_all("answer");
        run.finish({kAll, kAll});
    }
}
