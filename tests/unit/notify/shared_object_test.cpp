// Shared objects live in a process of their own: nothing they do harms the server, and they come back after it.

#include <csignal>
#include <cstdlib>
#include <future>

#include <catch2/catch.hpp>

#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

/// A channel over one shared object.
class Loaded {
 public:
    explicit Loaded(const std::string& library = GONGDAN_NAUGHTY_PLUGIN, const json::object& options = {}) {
        auto made = make_plugin(channel(PluginKind::shared_object, {{"library", library}, {"options", options}}),
                                {folder.path(), {}, log.logger()});
        REQUIRE(made.ok());
        plugin = std::move(*made);
    }
    Answer send(const std::string& said, const Call& circumstances = call()) {
        return plugin->deliver(message("n1", said), circumstances);
    }

    Folder folder;
    RecordedLog log;
    std::unique_ptr<Plugin> plugin;
};

}  // namespace

TEST_CASE("the example rings the bell of its terminal and shows the text in its language") {
    const Folder desk;
    desk.write("terminal", "");
    Loaded bell(GONGDAN_EXAMPLE_PLUGIN, {{"terminal", desk.file("terminal")}, {"language", "en"}});
    CHECK(bell.send("到达已超时").kind == Answer::Kind::delivered);
    Loaded chinese(GONGDAN_EXAMPLE_PLUGIN, {{"terminal", desk.file("terminal")}});
    CHECK(chinese.send("到达已超时").kind == Answer::Kind::delivered);
    CHECK(desk.read("terminal") == "\athe arrival is overdue\n\a到达已超时\n");
    Loaded klingon(GONGDAN_EXAMPLE_PLUGIN, {{"terminal", desk.file("terminal")}, {"language", "tlh"}});
    CHECK(klingon.send("到达已超时").kind == Answer::Kind::rejected);
    Loaded missing(GONGDAN_EXAMPLE_PLUGIN, {{"terminal", desk.file("none")}});
    CHECK(missing.send("到达已超时").kind == Answer::Kind::retry);
    Loaded without(GONGDAN_EXAMPLE_PLUGIN);
    const Answer answer = without.send("到达已超时");
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK(answer.reason.en.find("options need a terminal") != std::string::npos);
}

TEST_CASE("an adapter's answers come through, cleaned") {
    Loaded naughty;
    CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
    const Answer no = naughty.send("reject");
    CHECK(no.kind == Answer::Kind::rejected);
    CHECK(no.reason.en.find("no such pager ***") != std::string::npos);
    const Answer later = naughty.send("later");
    CHECK(later.kind == Answer::Kind::retry);
    CHECK(later.delay == std::chrono::minutes(2));
    CHECK(later.reason.en.find("busy ??") != std::string::npos);
    CHECK(naughty.send("nonsense").kind == Answer::Kind::retry);
}

TEST_CASE("an adapter that crashes, exits, hangs or floods costs one attempt, and the next notice goes through") {
    Loaded naughty;
    CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
    CHECK(naughty.send("crash").reason.en == text("notify.killed", SIGABRT).en);
    CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
    CHECK(naughty.send("exit").reason.en == text("notify.ended", 7).en);
    CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
    CHECK(naughty.send("hang", call(Millis(200))).reason.en == text("notify.no-answer").en);
    CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
    CHECK(naughty.send("flood").reason.en == text("notify.flooded").en);
    CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
}

TEST_CASE("an adapter that lies costs one attempt, and never decides about another notice") {
    Loaded naughty;
    for (const std::string lie : {"garbage", "other", "nobody", "types"}) {
        INFO(lie);
        const Answer answer = naughty.send("lie:" + lie);
        CHECK(answer.kind == Answer::Kind::retry);
        CHECK(answer.faulty);
        CHECK(answer.reason.en == text("notify.broken-line").en);
        CHECK(naughty.send("reject").kind == Answer::Kind::rejected);  // not what was forged before
    }
    CHECK(naughty.send("lie:outcome").reason.en == text("notify.adapter-outcome", 77).en);
    CHECK(naughty.send("lie:size").kind == Answer::Kind::retry);
    CHECK_FALSE(naughty.send("lie:size").faulty);
    CHECK(naughty.send("lie:delay").kind == Answer::Kind::retry);
    CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
}

TEST_CASE("a list of thousands of tickets reaches an adapter") {
    Loaded naughty;
    CHECK(naughty.send(std::string(4 * 1024 * 1024, 'x')).kind == Answer::Kind::delivered);
}

TEST_CASE("an adapter is killed together with its children") {
    Loaded naughty;
    const Fifo line(naughty.folder.file("line"));
    Interrupt interrupt;
    auto answer = std::async(std::launch::async, [&naughty, &interrupt] {
        return naughty.send("child:" + naughty.folder.file("line"), call(kPatience, &interrupt)).kind;
    });
    CHECK(line.next_byte());
    interrupt.raise();
    CHECK(answer.get() == Answer::Kind::retry);
    CHECK_FALSE(line.next_byte());
}

TEST_CASE("an adapter can log from its threads and print; both reach our log without personal data") {
    Loaded naughty;
    CHECK(naughty.send("log").kind == Answer::Kind::delivered);
    const std::string log = naughty.log.all();
    CHECK(log.find("from a thread, call ***") != std::string::npos);
    CHECK(log.find("printed by an adapter") != std::string::npos);
}

TEST_CASE("an adapter sees neither our environment nor our folder") {
    REQUIRE(::setenv("GONGDAN_TEST_SECRET", "s", 1) == 0);
    Loaded naughty;
    const Answer answer = naughty.send("environment");
    CHECK(answer.reason.en.find("secret:unseen in:" + naughty.folder.path().string()) != std::string::npos);
}

TEST_CASE("an adapter is closed in order when the server stops") {
    const Folder folder;
    {
        Loaded naughty(GONGDAN_NAUGHTY_PLUGIN, {{"farewell", folder.file("farewell")}});
        CHECK(naughty.send("fine").kind == Answer::Kind::delivered);
    }
    CHECK(folder.read("farewell") == "closed");
}

TEST_CASE("a library that is missing, is no adapter or does not open means another try, with the reason") {
    CHECK(Loaded("/no/such.so").send("fine").reason.en.find("/no/such.so") != std::string::npos);
    CHECK(Loaded(GONGDAN_STRANGER).send("fine").reason.en.find("no gongdan_adapter_v1") != std::string::npos);
    Loaded refusing(GONGDAN_NAUGHTY_PLUGIN, {{"refuse", "no licence"}});
    CHECK(refusing.send("fine").reason.en.find("no licence") != std::string::npos);
    CHECK(refusing.send("fine").kind == Answer::Kind::retry);
}

TEST_CASE("without the runner there is an answer, not a crash") {
    const Folder folder;
    auto plugin = make_plugin(channel(PluginKind::shared_object, {{"library", GONGDAN_NAUGHTY_PLUGIN}}),
                              {folder.path(), "/no/runner", {}});
    REQUIRE(plugin.ok());
    CHECK((*plugin)->deliver(message("n1"), call()).kind == Answer::Kind::retry);
}
