// Bodies that go to a sink instead of into memory, over real sockets.

#include <condition_variable>
#include <deque>
#include <mutex>

#include <catch2/catch.hpp>

#include "adapters/http/net/server.hpp"
#include "adapters/http/problem.hpp"
#include "tests/unit/http/client.hpp"

using namespace gongdan;
using namespace gongdan::http;
using gongdan::http::test::Answer;
using gongdan::http::test::Client;

namespace {

constexpr std::uint64_t kLimit = 1'000'000;

Response status(int code) {
    Response response;
    response.status = code;
    return response;
}

/// What a sink has taken, and what it says to it.
struct Bucket {
    std::mutex mutex;
    std::condition_variable changed;
    std::string bytes;
    std::size_t largest = 0;
    int pieces = 0;
    int refuse_at = -1;  ///< the piece that is refused with 418; 0 = before the body
    bool hold = false;   ///< pieces behind the first wait for release()
    std::deque<Respond> held;
    bool handled = false;

    void wait_for_held() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return !held.empty(); });
    }
    void release() {
        std::unique_lock lock(mutex);
        hold = false;
        auto waiting = std::exchange(held, {});
        lock.unlock();
        for (const Respond& respond : waiting) respond(status(BodySink::kGoOn));
    }
};

class Sink final : public BodySink {
 public:
    explicit Sink(Bucket& bucket) : bucket_(bucket) {}
    [[nodiscard]] std::uint64_t limit() const override { return kLimit; }
    [[nodiscard]] Response too_large() const override {
        return problem(413, "too-large", {"太大", "sink's own words"}, "");
    }
    void take(std::string bytes, Respond respond) override {
        const std::lock_guard lock(bucket_.mutex);
        const int piece = bucket_.pieces++;
        bucket_.bytes += bytes;
        bucket_.largest = std::max(bucket_.largest, bytes.size());
        if (piece == bucket_.refuse_at) return respond(status(418));
        if (!bucket_.hold || piece == 0) return respond(status(kGoOn));
        bucket_.held.push_back(std::move(respond));
        bucket_.changed.notify_all();
    }

 private:
    Bucket& bucket_;
};

std::unique_ptr<Server> serve(Bucket& bucket) {
    ServerOptions options;
    options.body_sink = [&bucket](const Request& head) -> std::shared_ptr<BodySink> {
        if (head.path != "/sink") return nullptr;
        return std::make_shared<Sink>(bucket);
    };
    auto started = Server::start(std::move(options), [&bucket](Request request, const Respond& respond) {
        {
            const std::lock_guard lock(bucket.mutex);
            bucket.handled = true;
        }
        const bool sunk = std::dynamic_pointer_cast<Sink>(request.sink) != nullptr;
        respond(json_response(200, (sunk ? "sunk " : "whole ") + std::to_string(request.body.size())));
    });
    if (!started) throw std::runtime_error(started.error().detail.en);
    return std::move(*started);
}

std::string head(const std::string& path, std::size_t length, const std::string& more = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(length) + "\r\n" + more +
           "\r\n";
}

}  // namespace

TEST_CASE("a body with a sink comes to it in bounded pieces and is not in the request") {
    Bucket bucket;
    const auto server = serve(bucket);
    Client client(server->port());
    const std::string body(900'000, 'b');
    client.send(head("/sink", body.size()) + body);
    CHECK(client.read().body == "sunk 0");
    CHECK((bucket.bytes == body));
    CHECK(bucket.largest <= 64 * 1024);
    // The connection goes on, and other paths have no sink.
    client.send(head("/other", 3) + "abc");
    CHECK(client.read().body == "whole 3");
    client.send(head("/sink", 2) + "de");
    CHECK(client.read().body == "sunk 0");
    CHECK(bucket.bytes.size() == body.size() + 2);
}

TEST_CASE("a chunked body goes to the sink too") {
    Bucket bucket;
    const auto server = serve(bucket);
    Client client(server->port());
    client.send("POST /sink HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    CHECK(client.read().body == "sunk 0");
    CHECK(bucket.bytes == "abcde");
}

TEST_CASE("nothing more is read while the sink is busy with a piece") {
    Bucket bucket;
    bucket.hold = true;
    const auto server = serve(bucket);
    Client client(server->port());
    client.send(head("/sink", 6) + "abc");
    bucket.wait_for_held();
    client.send("def");
    CHECK(bucket.bytes == "abc");
    CHECK_FALSE(bucket.handled);
    bucket.release();
    CHECK(client.read().body == "sunk 0");
    CHECK(bucket.bytes == "abcdef");
}

TEST_CASE("a sink that refuses does so before the body is asked for, and the handler never sees the request") {
    Bucket bucket;
    bucket.refuse_at = 0;
    const auto server = serve(bucket);
    Client client(server->port());
    client.send(head("/sink", 500'000, "Expect: 100-continue\r\n"));
    CHECK(client.read().status == 418);
    CHECK(client.at_end());
    CHECK(bucket.bytes.empty());
    CHECK_FALSE(bucket.handled);
}

TEST_CASE("a sink may refuse in the middle of a body") {
    Bucket bucket;
    bucket.refuse_at = 1;
    const auto server = serve(bucket);
    Client client(server->port());
    client.send(head("/sink", 10) + "abc");
    CHECK(client.read().status == 418);
    CHECK_FALSE(bucket.handled);
}

TEST_CASE("a body beyond the sink's limit is refused in the sink's words, announced or chunked") {
    Bucket bucket;
    const auto server = serve(bucket);
    {
        Client client(server->port());
        client.send(head("/sink", kLimit + 1));
        const Answer answer = client.read();
        CHECK(answer.status == 413);
        CHECK(answer.body.find("sink's own words") != std::string::npos);
        CHECK(bucket.pieces == 0);
    }
    Client client(server->port());
    client.send("POST /sink HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nF4241\r\n");
    const Answer answer = client.read();
    CHECK(answer.status == 413);
    CHECK(answer.body.find("sink's own words") != std::string::npos);
    CHECK_FALSE(bucket.handled);
}
