// The desk file: one line a notice, on disk when it is reported as delivered, whatever happened before.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

std::unique_ptr<Plugin> file_plugin(const Folder& folder, const std::string& path = "notices.ndjson") {
    auto plugin = make_plugin(channel(PluginKind::file, {{"path", path}}), {folder.path(), {}, {}});
    REQUIRE(plugin.ok());
    return std::move(*plugin);
}

}  // namespace

TEST_CASE("each notice is one line below the data folder, as core made it") {
    const Folder folder;
    const auto plugin = file_plugin(folder);
    CHECK(plugin->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    CHECK(plugin->deliver(message("n2"), call()).kind == Answer::Kind::delivered);
    CHECK(folder.read("notices.ndjson") == message_json("n1") + "\n" + message_json("n2") + "\n");
    struct stat status {};
    REQUIRE(::stat(folder.file("notices.ndjson").c_str(), &status) == 0);
    CHECK((status.st_mode & 0007U) == 0);
}

TEST_CASE("line ends between the members of a message do not break its line") {
    const Folder folder;
    const auto read = read_message("{\n \"id\": \"n1\",\n \"text\": \"a\\nb\"\n}");
    REQUIRE(read.ok());
    CHECK(file_plugin(folder)->deliver(*read, call()).kind == Answer::Kind::delivered);
    CHECK(folder.read("notices.ndjson") == "{  \"id\": \"n1\",  \"text\": \"a\\nb\" }\n");
}

TEST_CASE("a line torn by a power failure does not spoil the next one") {
    const Folder folder;
    folder.write("notices.ndjson", "{\"id\":\"n0\"}\n{\"id\":\"n");
    CHECK(file_plugin(folder)->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    CHECK(folder.read("notices.ndjson") == "{\"id\":\"n0\"}\n{\"id\":\"n\n" + message_json("n1") + "\n");
}

TEST_CASE("a file that was moved away is made anew") {
    const Folder folder;
    const auto plugin = file_plugin(folder);
    CHECK(plugin->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    std::filesystem::rename(folder.file("notices.ndjson"), folder.file("notices.1"));
    CHECK(plugin->deliver(message("n2"), call()).kind == Answer::Kind::delivered);
    CHECK(folder.read("notices.ndjson") == message_json("n2") + "\n");
}

TEST_CASE("a file that cannot be written, is locked or is no file means another try, and never a wait") {
    const Folder folder;
    CHECK(file_plugin(folder, "missing/notices.ndjson")->deliver(message("n1"), call()).kind == Answer::Kind::retry);
    std::filesystem::create_directory(folder.path() / "folder");
    CHECK(file_plugin(folder, "folder")->deliver(message("n1"), call()).kind == Answer::Kind::retry);
    REQUIRE(::mkfifo(folder.file("fifo").c_str(), 0600) == 0);
    CHECK(file_plugin(folder, "fifo")->deliver(message("n1"), call()).kind == Answer::Kind::retry);
    folder.write("locked", "");
    const Descriptor lock(::open(folder.file("locked").c_str(), O_RDWR | O_CLOEXEC));
    REQUIRE(::flock(lock.get(), LOCK_EX) == 0);
    CHECK(file_plugin(folder, "locked")->deliver(message("n1"), call()).kind == Answer::Kind::retry);
    CHECK(folder.read("locked").empty());
}

TEST_CASE("when only half a line fits the notice comes again, and the half is not left behind") {
    const Folder folder;
    folder.write("notices.ndjson", "{}\n");
    const auto plugin = file_plugin(folder);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit old_limit{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &old_limit) == 0);
    const rlimit half{20, old_limit.rlim_max};
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &half) == 0);
    const Answer answer = plugin->deliver(message("n1"), call());
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &old_limit) == 0);
    std::signal(SIGXFSZ, old_handler);
    CHECK(answer.kind == Answer::Kind::retry);
    CHECK(answer.reason.en == text("notify.file-write", "No space left on device").en);
    CHECK(folder.read("notices.ndjson") == "{}\n");
    CHECK(plugin->deliver(message("n1"), call()).kind == Answer::Kind::delivered);
    CHECK(folder.read("notices.ndjson") == "{}\n" + message_json("n1") + "\n");
}

TEST_CASE("a program started by another channel does not keep the file locked") {
    const Folder folder;
    const auto plugin = file_plugin(folder);
    std::atomic<bool> stop{false};
    std::thread starter([&stop] {
        while (!stop) (void)std::system("true");
    });
    int refused = 0;
    for (int i = 0; i < 200; ++i)
        refused += plugin->deliver(message("n"), call()).kind == Answer::Kind::delivered ? 0 : 1;
    stop = true;
    starter.join();
    CHECK(refused == 0);
}
