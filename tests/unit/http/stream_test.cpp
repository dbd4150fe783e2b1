// Streams: the buffer alone, and over real sockets.

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <catch2/catch.hpp>

#include "adapters/http/net/server.hpp"
#include "tests/unit/http/client.hpp"

using namespace gongdan;
using namespace gongdan::http;
using gongdan::http::test::Client;

namespace {

/// Serves one stream for every request.
class StreamServer {
 public:
    explicit StreamServer(Stream::Options options, ServerOptions server_options = {})
        : stream_(std::make_shared<Stream>(options)) {
        auto started = Server::start(std::move(server_options), [this](const Request&, const Respond& respond) {
            Response response;
            response.stream = stream_;
            respond(std::move(response.with("Content-Type", "text/event-stream")));
        });
        if (!started) throw std::runtime_error(started.error().detail.en);
        server_ = std::move(*started);
    }
    Stream& stream() { return *stream_; }
    Server& server() { return *server_; }

 private:
    std::shared_ptr<Stream> stream_;
    std::unique_ptr<Server> server_;
};

}  // namespace

TEST_CASE("a stream hands over what was pushed and wakes its reader once") {
    Stream stream({});
    int wakes = 0;
    stream.attach([&wakes] { ++wakes; });
    CHECK(stream.take().bytes.empty());
    CHECK(stream.push("a"));
    CHECK(stream.push("b"));
    CHECK(wakes == 1);
    CHECK(stream.take().bytes == "ab");
    stream.finish();
    CHECK(stream.take().end);
    CHECK_FALSE(stream.push("c"));
}

TEST_CASE("a reader that lags behind the capacity is cut off") {
    int gone = 0;
    Stream::Options options;
    options.capacity = 4;
    options.on_gone = [&gone] { ++gone; };
    Stream stream(options);
    CHECK(stream.push("1234"));
    CHECK_FALSE(stream.push("5"));
    CHECK(gone == 1);
    CHECK(stream.closed());
    CHECK(stream.take().cut);
    stream.abandon();
    CHECK(gone == 1);
}

TEST_CASE("a stream whose reader is no longer welcome ends, and what he has not been sent is forgotten") {
    bool welcome = true;
    int wakes = 0;
    Stream::Options options;
    options.still_welcome = [&welcome] { return welcome; };
    Stream stream(options);
    stream.attach([&wakes] { ++wakes; });
    CHECK(stream.take().bytes.empty());
    stream.check_welcome();
    CHECK_FALSE(stream.closed());
    CHECK(stream.push("secret"));
    welcome = false;
    stream.check_welcome();
    CHECK(wakes == 1);
    const auto last = stream.take();
    CHECK(last.bytes.empty());
    CHECK(last.end);
    CHECK_FALSE(stream.push("more"));
}

TEST_CASE("a reader no longer welcome loses his stream long before its next heartbeat, quiet or busy") {
    for (const bool busy : {false, true}) {
        std::atomic<bool> welcome = true;
        std::atomic<bool> ended = false;
        Stream::Options options;
        options.heartbeat = ": beat\n\n";
        options.still_welcome = [&welcome] { return welcome.load(); };
        ServerOptions server_options;
        server_options.heartbeat = std::chrono::hours(1);
        StreamServer served(options, server_options);
        Client client(served.server().port());
        client.send_get("/stream");
        CHECK(client.read(true).status == 200);
        std::thread producer([&served, &ended, busy] {
            while (busy && !ended && served.stream().push("data: x\n\n")) std::this_thread::yield();
        });
        const auto revoked_at = std::chrono::steady_clock::now();
        welcome = false;
        CHECK(client.read_until("0\r\n\r\n"));
        CHECK(std::chrono::steady_clock::now() - revoked_at < std::chrono::seconds(10));
        CHECK(client.at_end());
        ended = true;
        producer.join();
    }
}

TEST_CASE("a stream is sent in chunks as it grows, with heartbeats in between, and ends properly") {
    Stream::Options options;
    options.heartbeat = ": beat\n\n";
    ServerOptions server_options;
    server_options.heartbeat = std::chrono::milliseconds(20);
    StreamServer served(options, server_options);
    Client client(served.server().port());
    client.send_get("/stream");
    const auto head = client.read(true);
    CHECK(head.status == 200);
    CHECK(head.headers.at("transfer-encoding") == "chunked");
    REQUIRE(served.stream().push("data: one\n\n"));
    CHECK(client.read_until("b\r\ndata: one\n\n\r\n"));
    CHECK(client.read_until(": beat\n\n"));
    REQUIRE(served.stream().push("data: two\n\n"));
    CHECK(client.read_until("data: two\n\n"));
    served.stream().finish();
    CHECK(client.read_until("0\r\n\r\n"));
    CHECK(client.at_end());
}

TEST_CASE("stopping the server ends streams with their farewell") {
    Stream::Options options;
    options.farewell = "event: bye\n\n";
    StreamServer served(options);
    Client client(served.server().port());
    client.send_get("/stream");
    CHECK(client.read(true).status == 200);
    std::thread stopper([&served] { served.server().stop(); });
    CHECK(client.read_until("event: bye\n\n"));
    CHECK(client.read_until("0\r\n\r\n"));
    CHECK(client.at_end());
    stopper.join();
}

TEST_CASE("a reader that leaves is noticed although nothing is sent") {
    std::mutex mutex;
    std::condition_variable gone_signal;
    bool gone = false;
    Stream::Options options;
    options.on_gone = [&] {
        const std::lock_guard lock(mutex);
        gone = true;
        gone_signal.notify_all();
    };
    StreamServer served(options);
    {
        Client client(served.server().port());
        client.send_get("/stream");
        CHECK(client.read(true).status == 200);
    }
    std::unique_lock lock(mutex);
    CHECK(gone_signal.wait_for(lock, std::chrono::seconds(20), [&gone] { return gone; }));
}

TEST_CASE("a reader of a stream who takes nothing is left after write_timeout") {
    Stream::Options options;
    std::atomic<bool> gone = false;
    options.on_gone = [&gone] { gone = true; };
    ServerOptions server_options;
    server_options.write_timeout = std::chrono::milliseconds(60);
    StreamServer served(options, server_options);
    Client client(served.server().port());
    client.send_get("/stream");
    CHECK(client.read(true).status == 200);
    CHECK(served.stream().push(std::string(64 << 20, 'x')));  // an empty buffer takes one piece of any size
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!gone && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
    CHECK(gone);
    CHECK_FALSE(client.read_until("0\r\n\r\n"));
}

TEST_CASE("a reader that does not read is cut off once the buffer is full, and the server goes on") {
    Stream::Options options;
    options.capacity = 64 * 1024;
    StreamServer served(options);
    Client client(served.server().port());
    client.send_get("/stream");
    CHECK(client.read(true).status == 200);
    const std::string piece(16 * 1024, 'x');
    std::size_t pushed = 0;
    while (served.stream().push(piece)) pushed += piece.size();
    CHECK(pushed >= 64 * 1024);
    CHECK_FALSE(client.read_until("0\r\n\r\n"));  // the connection ends, and not as if all had been said
}
