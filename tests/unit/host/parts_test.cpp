// The small parts of the host: who is told, who works, what is counted, and how the supervisor is spoken to.

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "adapters/host/hub.hpp"
#include "adapters/host/installation.hpp"
#include "adapters/host/log.hpp"
#include "adapters/host/metrics.hpp"
#include "adapters/host/supervisor.hpp"
#include "adapters/host/worker_pool.hpp"

using namespace gongdan;
using namespace gongdan::host;

namespace {

std::vector<Event> events_of(std::initializer_list<std::int64_t> sequence) {
    std::vector<Event> events;
    for (const std::int64_t seq : sequence) {
        events.emplace_back();
        events.back().seq = seq;
    }
    return events;
}

/// A supervisor that listens on an abstract socket, or on one in the file system.
class Supervisor {
 public:
    explicit Supervisor(const std::string& name) : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name.copy(address.sun_path, sizeof address.sun_path - 1);
        if (name.front() == '@') address.sun_path[0] = '\0';
        const auto length = socklen_t(offsetof(sockaddr_un, sun_path) + name.size());
        REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), length) == 0);
        ::setenv("NOTIFY_SOCKET", name.c_str(), 1);
    }
    ~Supervisor() {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(socket_);
    }
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    /// What has come already; empty when nothing has.
    [[nodiscard]] std::string heard() const {
        char bytes[200];
        const auto count = ::recv(socket_, bytes, sizeof bytes, MSG_DONTWAIT);
        return count < 0 ? std::string() : std::string(bytes, std::size_t(count));
    }

 private:
    int socket_;
};

}  // namespace

TEST_CASE("the hub tells every listener what was committed, as one and the same batch") {
    Hub hub;
    std::vector<std::shared_ptr<const std::vector<Event>>> heard;
    const auto listen = [&heard](const auto& events) { heard.push_back(events); };
    const auto one = hub.subscribe(listen);
    const auto other = hub.subscribe(listen);
    hub.publish(events_of({1, 2}));
    hub.publish({});  // nothing happened: nobody is bothered
    REQUIRE(heard.size() == 2);
    CHECK(heard[0] == heard[1]);
    CHECK(heard[0]->back().seq == 2);
}

TEST_CASE("a listener may leave while it is being told, and the others still hear") {
    Hub hub;
    int first = 0;
    int second = 0;
    std::shared_ptr<void> leaving;
    leaving = hub.subscribe([&first, &leaving](const auto&) {
        ++first;
        leaving.reset();
    });
    const auto staying = hub.subscribe([&second](const auto&) { ++second; });
    hub.publish(events_of({1}));
    hub.publish(events_of({2}));
    CHECK(first == 1);
    CHECK(second == 2);
}

TEST_CASE("a subscription may outlive its hub") {
    std::shared_ptr<void> handle;
    {
        Hub hub;
        handle = hub.subscribe([](const auto&) {});
    }
    handle.reset();
    CHECK(handle == nullptr);
}

TEST_CASE("the pool finishes what was queued before it goes, on its own threads") {
    std::mutex mutex;
    std::set<std::thread::id> threads;
    int done = 0;
    {
        WorkerPool pool(2);
        for (int i = 0; i < 1000; ++i) {
            pool.run([&mutex, &threads, &done] {
                const std::lock_guard lock(mutex);
                threads.insert(std::this_thread::get_id());
                ++done;
            });
        }
    }
    CHECK(done == 1000);
    CHECK(threads.size() <= 2);
    CHECK_FALSE(threads.contains(std::this_thread::get_id()));
}

TEST_CASE("work may queue more work, also while the pool is going") {
    std::atomic<int> done = 0;
    {
        WorkerPool pool(1);
        pool.run([&pool, &done] {
            ++done;
            pool.run([&done] { ++done; });
        });
    }
    CHECK(done == 2);
}

TEST_CASE("a histogram counts cumulatively, and what is beyond its last bound only in the sum") {
    Histogram histogram({0.5, 1, 10});
    for (const double value : {0.25, 0.5, 0.75, 8.0, 100.0}) histogram.observe(value);
    std::string out;
    histogram.write("wait_seconds", "How long.", out);
    CHECK(out ==
          "# HELP wait_seconds How long.\n"
          "# TYPE wait_seconds histogram\n"
          "wait_seconds_bucket{le=\"0.5\"} 2\n"
          "wait_seconds_bucket{le=\"1\"} 3\n"
          "wait_seconds_bucket{le=\"10\"} 4\n"
          "wait_seconds_bucket{le=\"+Inf\"} 5\n"
          "wait_seconds_sum 109.5\n"
          "wait_seconds_count 5\n");
}

TEST_CASE("counters and gauges are Prometheus text") {
    std::string out;
    write_counter("a_total", "A.", 3, out);
    write_gauge("b", "B.", 1.5, out);
    CHECK(out == "# HELP a_total A.\n# TYPE a_total counter\na_total 3\n# HELP b B.\n# TYPE b gauge\nb 1.5\n");
}

TEST_CASE("a supervisor hears over its socket, in the file system or abstract") {
    const std::string process = std::to_string(::getpid());
    const std::string file = (std::filesystem::temp_directory_path() / ("gongdan-notify-" + process)).string();
    for (const std::string& name : {file, "@gongdan-notify-" + process}) {
        const Supervisor supervisor(name);
        tell_supervisor("READY=1");
        CHECK(supervisor.heard() == "READY=1");
        CHECK(supervisor.heard().empty());
    }
    std::filesystem::remove(file);
    tell_supervisor("READY=1");  // nobody asked for it
    ::setenv("NOTIFY_SOCKET", "/no/such/socket", 1);
    tell_supervisor("READY=1");  // nobody listens
    ::unsetenv("NOTIFY_SOCKET");
}

TEST_CASE("a stop signal that came early is not lost") {
    sigset_t before;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
    block_stop_signals();
    for (const int signal : {SIGTERM, SIGINT}) {
        ::pthread_kill(::pthread_self(), signal);
        int seconds = 0;
        wait_for_stop([&seconds] { ++seconds; });
        CHECK(seconds == 0);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("a hang-up stops only when it is said to") {
    sigset_t before;
    ::pthread_sigmask(SIG_SETMASK, nullptr, &before);
    block_stop_signals();
    int hangups = 0;
    ::pthread_kill(::pthread_self(), SIGHUP);
    wait_for_stop([] {},
                  [&hangups] {
                      if (++hangups == 1) ::pthread_kill(::pthread_self(), SIGHUP);
                      return hangups == 2;
                  });
    CHECK(hangups == 2);
    ::pthread_kill(::pthread_self(), SIGHUP);
    wait_for_stop([] {});
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST_CASE("the log knows its levels") {
    CHECK(level_of("debug") == Level::debug);
    CHECK(level_of("error") == Level::error);
    CHECK_FALSE(level_of("loud").has_value());
}

TEST_CASE("an installation that is not there is an error with its name") {
    const auto loaded = load_installation("/no/such/gongdan.yaml");
    REQUIRE_FALSE(loaded.ok());
    CHECK(loaded.error().detail.en.find("/no/such/gongdan.yaml") != std::string::npos);
}
