// Whatever the plugin of one channel does, another channel of the same host delivers meanwhile, undisturbed.

#include <catch2/catch.hpp>

#include "adapters/notify/host.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

constexpr int kNotices = 20;

/// A host with a channel "naughty", whose adapter does what its first notice says, and a channel "desk".
class House {
 public:
    explicit House(const std::string& said, Millis deadline = kPatience) {
        HostOptions options;
        options.data_folder = folder_.path();
        options.clock = [] { return kNoon; };
        options.random = [] { return 0.0; };
        options.stop_grace = Millis(50);
        ChannelConfig naughty = channel(PluginKind::shared_object, {{"library", GONGDAN_NAUGHTY_PLUGIN}}, "naughty");
        naughty.limits.deadline = deadline;
        outbox.put(notice("naughty 1", "naughty", said));
        outbox.put(notice("naughty 2", "naughty", "fine"));
        for (int i = 0; i < kNotices; ++i) outbox.put(notice(desk_notice(i), "desk"));
        auto host =
            NotifyHost::start({naughty, channel(PluginKind::file, {{"path", "desk.ndjson"}}, "desk")}, outbox, options);
        if (!host) FAIL(host.error().detail.en);
        host_ = std::move(*host);
    }

    /// Every notice of the desk went out at the first attempt, once, in order.
    [[nodiscard]] bool desk_undisturbed() const {
        std::string all;
        for (int i = 0; i < kNotices; ++i) {
            const auto outcomes = outbox.row(desk_notice(i)).outcomes;
            if (outcomes.size() != 1 || outcomes.front().kind != Outcome::Kind::delivered) return false;
            all += message_json(desk_notice(i)) + "\n";
        }
        return folder_.read("desk.ndjson") == all;
    }

    /// What became of the first notice of the naughty channel, once the second went through it.
    [[nodiscard]] Outcome after_recovery() {
        REQUIRE(outbox.wait_settled(kNotices + 2));
        CHECK(outbox.row("naughty 2").outcomes.at(0).kind == Outcome::Kind::delivered);
        return outbox.row("naughty 1").outcomes.at(0);
    }

    MemoryOutbox outbox;

 private:
    static std::string desk_notice(int number) { return "desk " + std::to_string(number); }

    Folder folder_;
    std::unique_ptr<NotifyHost> host_;
};

}  // namespace

TEST_CASE("while a plugin hangs, another channel delivers") {
    House house("hang", kDeadlineMax);
    REQUIRE(house.outbox.wait_settled(kNotices));
    CHECK(house.desk_undisturbed());
    CHECK(house.outbox.row("naughty 1").outcomes.empty());  // it still hangs
    CHECK(house.outbox.row("naughty 1").open);
}

TEST_CASE("while a plugin crashes, another channel delivers") {
    House house("crash");
    const Outcome outcome = house.after_recovery();
    CHECK(outcome.kind == Outcome::Kind::retry);
    CHECK(outcome.answer.find("signal") != std::string::npos);
    CHECK(house.desk_undisturbed());
}

TEST_CASE("while a plugin floods, another channel delivers") {
    House house("flood");
    const Outcome outcome = house.after_recovery();
    CHECK(outcome.kind == Outcome::Kind::retry);
    CHECK(outcome.answer.find(text("notify.flooded").en) != std::string::npos);
    CHECK(house.desk_undisturbed());
}

TEST_CASE("while a plugin lies, another channel delivers") {
    for (const std::string lie : {"garbage", "other", "nobody", "types", "outcome"}) {
        INFO(lie);
        House house("lie:" + lie);
        CHECK(house.after_recovery().kind == Outcome::Kind::retry);
        CHECK(house.desk_undisturbed());
    }
}
