// The host with its threads: channels do not wait for each other, and stopping is orderly.

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

#include "adapters/notify/host.hpp"
#include "tests/unit/notify/receiver.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

HostOptions options(const Folder& folder) {
    HostOptions made;
    made.data_folder = folder.path();
    made.clock = [] { return kNoon; };
    made.random = [] { return 0.0; };
    made.stop_grace = Millis(50);
    return made;
}

ChannelConfig file_channel(const std::string& name = "desk") {
    return channel(PluginKind::file, {{"path", name + ".ndjson"}}, name);
}

ChannelConfig stuck_channel() {
    ChannelConfig config = channel(PluginKind::exec, {{"command", {"sleep", "1000"}}}, "stuck");
    config.limits.deadline = kDeadlineMax;
    return config;
}

std::unique_ptr<NotifyHost> started(std::vector<ChannelConfig> channels, Outbox& outbox, HostOptions made) {
    auto host = NotifyHost::start(std::move(channels), outbox, std::move(made));
    if (!host) FAIL(host.error().detail.en);
    return std::move(*host);
}

}  // namespace

TEST_CASE("what is due at the start goes out, and what comes later after a wake-up") {
    const Folder folder;
    MemoryOutbox outbox;
    outbox.put(notice("n1", "desk"));
    const auto host = started({file_channel()}, outbox, options(folder));
    REQUIRE(outbox.wait_settled(1));
    outbox.put(notice("n2", "desk"));
    host->wake("desk");
    host->wake("no such channel");
    REQUIRE(outbox.wait_settled(2));
    CHECK(folder.read("desk.ndjson") == message_json("n1") + "\n" + message_json("n2") + "\n");
    CHECK(host->states().at(0).delivered == 2);
}

TEST_CASE("a channel that hangs, one that crashes and one that is down leave the others alone") {
    const Folder folder;
    MemoryOutbox outbox;
    const ChannelConfig crashing =
        channel(PluginKind::shared_object, {{"library", GONGDAN_NAUGHTY_PLUGIN}}, "crashing");
    const ChannelConfig down =
        channel(PluginKind::webhook,
                {{"url", "http://127.0.0.1:1/"}, {"secret", "whsec_YWJjZA=="}, {"allow_private", true}}, "down");
    outbox.put(notice("s1", "stuck"));
    outbox.put(notice("c1", "crashing", "crash"));
    outbox.put(notice("c2", "crashing", "fine"));
    outbox.put(notice("d1", "down"));
    for (int i = 0; i < 20; ++i) outbox.put(notice("n" + std::to_string(i), "desk"));
    const auto host = started({stuck_channel(), crashing, down, file_channel()}, outbox, options(folder));
    REQUIRE(outbox.wait_settled(23));
    CHECK(outbox.row("n19").outcomes.at(0).kind == Outcome::Kind::delivered);
    CHECK(outbox.row("c1").outcomes.at(0).kind == Outcome::Kind::retry);
    CHECK(outbox.row("c2").outcomes.at(0).kind == Outcome::Kind::delivered);
    CHECK(outbox.row("d1").outcomes.at(0).kind == Outcome::Kind::retry);
    CHECK(outbox.row("s1").outcomes.empty());
}

TEST_CASE("stopping cuts off what hangs after the grace, and that notice stays pending") {
    const Folder folder;
    MemoryOutbox outbox;
    outbox.put(notice("s1", "stuck"));
    outbox.put(notice("n1", "desk"));
    const auto host = started({stuck_channel(), file_channel()}, outbox, options(folder));
    REQUIRE(outbox.wait_settled(1));
    const auto begun = std::chrono::steady_clock::now();
    host->stop();
    host->stop();
    CHECK(std::chrono::steady_clock::now() - begun < kDeadlineMax);
    CHECK(outbox.row("s1").open);
    CHECK(outbox.row("s1").delivery.attempts == 0);
    CHECK(outbox.settled() == 1);
}

TEST_CASE("a host that cannot start says which channel is wrong") {
    const Folder folder;
    MemoryOutbox outbox;
    auto twice = NotifyHost::start({file_channel(), file_channel()}, outbox, options(folder));
    CHECK(twice.error().detail.en == text("notify.twice", "desk").en);
    auto wrong = NotifyHost::start({file_channel(), channel(PluginKind::webhook, {}, "hook")}, outbox, options(folder));
    CHECK(wrong.error().code == Errc::invalid_input);
    CHECK(wrong.error().detail.en.find("'hook'") != std::string::npos);
}

TEST_CASE("a test message goes past the outbox and tells how it went") {
    const Folder folder;
    MemoryOutbox outbox;
    const auto host = started({file_channel()}, outbox, options(folder));
    const auto answer = host->test_send("desk", message_json("test"));
    REQUIRE(answer.ok());
    CHECK(answer->kind == Answer::Kind::delivered);
    CHECK(folder.read("desk.ndjson") == message_json("test") + "\n");
    CHECK(outbox.settled() == 0);
    CHECK(host->test_send("none", message_json("test")).error().code == Errc::not_found);
    CHECK(host->test_send("desk", "{}").error().code == Errc::invalid_input);
}

TEST_CASE("stopping cuts off a test message that hangs, also when no delivery does") {
    const Folder folder;
    MemoryOutbox outbox;
    const auto host = started({stuck_channel()}, outbox, options(folder));
    const auto begun = std::chrono::steady_clock::now();
    Answer::Kind kind = Answer::Kind::delivered;
    std::thread testing([&host, &kind] { kind = host->test_send("stuck", message_json("t"))->kind; });
    host->stop();
    testing.join();
    CHECK(kind == Answer::Kind::retry);
    CHECK(std::chrono::steady_clock::now() - begun < kDeadlineMax);
}

TEST_CASE("with the system's clock and randomness of its own the host works as well") {
    const Folder folder;
    MemoryOutbox outbox;
    outbox.put(notice("n1", "desk"));
    HostOptions made;
    made.data_folder = folder.path();
    const auto host = started({file_channel()}, outbox, made);
    CHECK(outbox.wait_settled(1));
}
