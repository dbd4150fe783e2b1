// Programs as channels: any language, any misbehaviour, three answers.

#include <cstdlib>
#include <future>

#include <catch2/catch.hpp>

#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

/// A channel whose program is the shell script `body`.
class Script {
 public:
    explicit Script(const std::string& body, const json::object& more = {}) {
        folder.write("channel.sh", "#!/bin/sh\n" + body + "\n");
        ChannelConfig config = channel(PluginKind::exec, more);
        config.settings["command"] = {"./channel.sh", "first argument"};
        config.folder = folder.path();
        auto made = make_plugin(config, {folder.path(), {}, log.logger()});
        REQUIRE(made.ok());
        plugin_ = std::move(*made);
    }
    Answer send(const Call& circumstances = call()) { return plugin_->deliver(message("n1"), circumstances); }

    Folder folder;
    RecordedLog log;

 private:
    std::unique_ptr<Plugin> plugin_;
};

}  // namespace

TEST_CASE(
    "a program gets the message, the id and its arguments, works in the data folder, and delivers by ending with 0") {
    Script script("cat > got; echo \"$1|$GONGDAN_NOTICE_ID\" > arguments");
    CHECK(script.send().kind == Answer::Kind::delivered);
    CHECK(script.folder.read("got") == message_json("n1") + "\n");
    CHECK(script.folder.read("arguments") == "first argument|n1\n");
}

TEST_CASE("a program that does not read its message delivers all the same") {
    CHECK(Script("exit 0").send().kind == Answer::Kind::delivered);
}

TEST_CASE("only 65 rejects; 75 and every other code mean another try") {
    Script no_such_pager("echo 'no such pager' >&2; exit 65");
    const Answer answer = no_such_pager.send();
    CHECK(answer.kind == Answer::Kind::rejected);
    CHECK(answer.reason.en.find("no such pager") != std::string::npos);
    for (const std::string code : {"1", "2", "64", "75", "126", "255"}) {
        const Answer other = Script("exit " + code).send();
        CHECK(other.kind == Answer::Kind::retry);
        CHECK_FALSE(other.delay.has_value());
    }
    CHECK(Script("kill -SEGV $$").send().kind == Answer::Kind::retry);
}

TEST_CASE("a program can say when it wants to be asked again") {
    const Answer answer = Script("echo busy; echo 'retry-after: 120'; exit 75").send();
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK(answer.delay == std::chrono::seconds(120));
    CHECK_FALSE(Script("echo 'x retry-after: 120'; exit 75").send().delay.has_value());
    CHECK_FALSE(Script("echo 'retry-after: soon'; exit 75").send().delay.has_value());
}

TEST_CASE("a program that hangs is killed at its deadline") {
    const Answer answer = Script("exec sleep 1000").send(call(Millis(200)));
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK(answer.reason.en == text("notify.late", 200).en);
}

TEST_CASE("a program is killed together with its children") {
    Script script("(echo x; exec sleep 1000) > line & sleep 1000");
    const Fifo line(script.folder.file("line"));
    Interrupt interrupt;
    auto answer =
        std::async(std::launch::async, [&script, &interrupt] { return script.send(call(kPatience, &interrupt)).kind; });
    CHECK(line.next_byte());  // the child runs
    interrupt.raise();
    CHECK(answer.get() == Answer::Kind::retry);
    while (line.next_byte()) {
    }
    SUCCEED("nobody holds the line any more");
}

TEST_CASE("children left behind by a program that ended neither delay its answer nor live on") {
    Script script("(echo x; exec sleep 1000) > line & while ! [ -e go ]; do :; done; exit 0");
    const Fifo line(script.folder.file("line"));
    auto answer = std::async(std::launch::async, [&script] { return script.send().kind; });
    CHECK(line.next_byte());
    script.folder.write("go", "");
    CHECK(answer.get() == Answer::Kind::delivered);
    while (line.next_byte()) {
    }
    SUCCEED("nobody holds the line any more");
}

TEST_CASE("a program that prints without end is stopped, and what it printed is bounded and without personal data") {
    Script script("echo 'calling 13800001111 (演示-张三), mail a.b@c.example'; exec yes");
    const Answer answer = script.send();
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK(answer.reason.en == text("notify.flooded").en);
    const std::string log = script.log.all();
    CHECK(log.find("calling *** (***), mail ***") != std::string::npos);
    CHECK(log.size() < 4096);
}

TEST_CASE("some output is drained, so that a program never blocks on it") {
    CHECK(Script("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2").send().kind == Answer::Kind::delivered);
}

TEST_CASE("a program sees of our environment only what it is given") {
    REQUIRE(::setenv("GONGDAN_TEST_SECRET", "s", 1) == 0);
    REQUIRE(::setenv("GONGDAN_TEST_GIVEN", "g", 1) == 0);
    Script script("echo \"${GONGDAN_TEST_SECRET:-none}${GONGDAN_TEST_GIVEN:-none}\" > seen",
                  {{"environment", {"GONGDAN_TEST_GIVEN"}}});
    CHECK(script.send().kind == Answer::Kind::delivered);
    CHECK(script.folder.read("seen") == "noneg\n");
}

TEST_CASE("a program sees none of our open files") {
    const Folder folder;
    folder.write("secret", "x");
    std::FILE* leaky = std::fopen(folder.file("secret").c_str(), "r");  // without close-on-exec
    REQUIRE(leaky != nullptr);
    Script script("ls -l /proc/self/fd > seen");
    CHECK(script.send().kind == Answer::Kind::delivered);
    CHECK(script.folder.read("seen").find("secret") == std::string::npos);
    std::fclose(leaky);
}

TEST_CASE("a script handed to an interpreter is that of the config folder, whatever lies in the data folder") {
    const Folder config_folder;
    const Folder data_folder;
    config_folder.write("tell.sh", "echo \"$1\" > told\n");
    data_folder.write("tell.sh", "exit 65\n");
    ChannelConfig config = channel(PluginKind::exec, {{"command", {"sh", "tell.sh", "not-a-file.txt"}}});
    config.folder = config_folder.path();
    auto plugin = make_plugin(config, {data_folder.path(), {}, {}});
    REQUIRE(plugin.ok());
    CHECK((*plugin)->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    CHECK(data_folder.read("told") == "not-a-file.txt\n");  // other arguments stay as they are
}

TEST_CASE("a program that is not there means another try: it may be installed meanwhile") {
    ChannelConfig config = channel(PluginKind::exec, {{"command", {"gongdan-no-such-program"}}});
    auto plugin = make_plugin(config, {"/", {}, {}});
    REQUIRE(plugin.ok());
    CHECK((*plugin)->deliver(message("n1"), call()).kind == Answer::Kind::retry);
}
