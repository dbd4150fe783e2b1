// The server against real loopback sockets: what it takes, what it refuses, and how it stops.

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>

#include <catch2/catch.hpp>

#include "adapters/http/net/server.hpp"
#include "core/base/json.hpp"
#include "tests/unit/http/client.hpp"

using namespace gongdan;
using namespace gongdan::http;
using gongdan::http::test::Answer;
using gongdan::http::test::Client;

namespace {

using std::chrono::milliseconds;
using namespace std::string_literals;

std::unique_ptr<Server> serve(Handler handler, ServerOptions options = {}) {
    auto started = Server::start(std::move(options), std::move(handler));
    if (!started) throw std::runtime_error(started.error().detail.en);
    return std::move(*started);
}

/// Answers with what it was asked.
void echo(Request request, const Respond& respond) {
    respond(json_response(200, request.method + " " + request.path + " " + request.body));
}

/// Keeps requests until the test answers them, from the test's thread.
class Desk {
 public:
    Handler handler() {
        return [this](Request request, Respond respond) {
            const std::lock_guard lock(mutex_);
            waiting_.emplace_back(std::move(request), std::move(respond));
            came_.notify_all();
        };
    }
    std::pair<Request, Respond> next() {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return !waiting_.empty(); });
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        return first;
    }

 private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::pair<Request, Respond>> waiting_;
};

std::string post(const std::string& path, const std::string& body, const std::string& more = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           more + "\r\n" + body;
}

std::string type_of(const Answer& answer) { return string_or_empty(json::parse(answer.body).as_object(), "type"); }

}  // namespace

TEST_CASE("several requests on one connection are answered in turn") {
    const auto server = serve(echo);
    Client client(server->port());
    for (int i = 0; i < 3; ++i) {
        client.send(post("/a", "body" + std::to_string(i)));
        const Answer answer = client.read();
        CHECK(answer.status == 200);
        CHECK(answer.body == "POST /a body" + std::to_string(i));
        CHECK(answer.headers.at("content-type") == "application/json");
        CHECK(answer.headers.count("date") == 1);
        CHECK(answer.headers.count("connection") == 0);
    }
}

TEST_CASE("pipelined requests are answered in order") {
    const auto server = serve(echo);
    Client client(server->port());
    client.send(post("/1", "x") + post("/2", std::string(100'000, 'y')) + "GET /3 HTTP/1.1\r\nHost: test\r\n\r\n");
    CHECK(client.read().body == "POST /1 x");
    CHECK(client.read().body.size() == 8 + 100'000);
    CHECK(client.read().body == "GET /3 ");
}

TEST_CASE("a request that trickles in byte by byte is understood") {
    const auto server = serve(echo);
    Client client(server->port());
    for (const char c : post("/slow", "chunk")) client.send(std::string(1, c));
    CHECK(client.read().body == "POST /slow chunk");
}

TEST_CASE("a chunked body is put together") {
    const auto server = serve(echo);
    Client client(server->port());
    client.send(
        "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
    CHECK(client.read().body == "POST /c abcde");
    client.send_get("/after");
    CHECK(client.read().body == "GET /after ");
}

TEST_CASE("the handler sees path, decoded query, headers, peer and trace") {
    Desk desk;
    const auto server = serve(desk.handler());
    Client client(server->port());
    const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    client.send_get("/a%2Fb?q=%E5%81%9C+%E7%94%B5&open&x=1=2", "X-Two: b\r\nTraceparent: " + trace + "\r\n");
    const auto [request, respond] = desk.next();
    CHECK(request.path == "/a%2Fb");
    CHECK(request.parameter("q") == "停 电");
    CHECK(request.parameter("open") == "");
    CHECK(request.parameter("x") == "1=2");
    CHECK_FALSE(request.parameter("y").has_value());
    CHECK(request.header("x-two") == "b");
    CHECK(request.remote_address == "127.0.0.1");
    CHECK(request.traceparent == trace);
    CHECK(request.trace_id() == "0af7651916cd43dd8448eb211c80319c");
    respond(json_response(200, "{}"));
    CHECK(client.read().status == 200);
}

TEST_CASE("a HEAD request gets the head alone") {
    const auto server = serve(echo);
    Client client(server->port());
    client.send("HEAD /h HTTP/1.1\r\nHost: t\r\n\r\n");
    const Answer answer = client.read(true);
    CHECK(answer.headers.at("content-length") == "8");
    client.send_get("/next");
    CHECK(client.read().body == "GET /next ");
}

TEST_CASE("HTTP/1.0 and Connection: close end the connection after the answer") {
    const auto server = serve(echo);
    for (const std::string request :
         {"GET /old HTTP/1.0\r\n\r\n", "GET /old HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"}) {
        Client client(server->port());
        client.send(request);
        const Answer answer = client.read();
        CHECK(answer.body == "GET /old ");
        CHECK(answer.headers.at("connection") == "close");
        CHECK(client.at_end());
    }
}

TEST_CASE("what is not HTTP, or could be read in two ways, gets 400 and the connection ends") {
    const auto server = serve(echo);
    const std::string bad[] = {
        "nonsense\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: t\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET nopath HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /a%zz HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /a?b=%4 HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : t\r\n\r\n",
        "GET /api/v1/tickets/%ff%fe HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /a\xff HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /%E5\xB7\xA5 HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /a?%ff=1 HTTP/1.1\r\nHost: t\r\n\r\n",
        "GET /a?q=%c0%af HTTP/1.1\r\nHost: t\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS hello\r\n\r\n"s,
    };
    for (const std::string& bytes : bad) {
        INFO(bytes);
        Client client(server->port());
        client.send(bytes);
        const Answer answer = client.read();
        CHECK(answer.status == 400);
        CHECK(answer.headers.at("content-type") == "application/problem+json");
        CHECK(type_of(answer) == "urn:gongdan:problem:malformed-request");
        CHECK(client.at_end());
    }
}

TEST_CASE("a header beyond its limit gets 431") {
    const auto server = serve(echo);
    Client client(server->port());
    client.send_get("/", "X-Long: " + std::string(kHeaderLimit, 'a') + "\r\n");
    CHECK(client.read().status == 431);
    CHECK(client.at_end());
}

TEST_CASE("a body beyond its limit gets 413, announced or not") {
    ServerOptions options;
    options.body_limit = [](std::string_view path) { return path == "/batch" ? std::size_t(100) : std::size_t(10); };
    const auto server = serve(echo, options);
    const std::string body(11, 'a');
    Client announced(server->port());
    announced.send(post("/one", body));
    CHECK(announced.read().status == 413);
    CHECK(announced.at_end());
    Client chunked(server->port());
    chunked.send("POST /one HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n" + body + "\r\n0\r\n\r\n");
    CHECK(chunked.read().status == 413);
    CHECK(chunked.at_end());
    Client exact(server->port());
    exact.send(post("/one", body.substr(1)));
    CHECK(exact.read().status == 200);
    exact.send(post("/batch", body));
    CHECK(exact.read().status == 200);
}

TEST_CASE("bodies under way share a budget: beyond it 503, and room again once they are through") {
    ServerOptions options;
    options.body_budget = 100;
    Desk desk;
    const auto server = serve(desk.handler(), options);
    Client first(server->port());
    first.send(post("/one", std::string(80, 'a')));
    const auto [request, respond] = desk.next();
    Client second(server->port());
    second.send(post("/two", std::string(80, 'b')));
    const Answer refused = second.read();
    CHECK(refused.status == 503);
    CHECK(refused.headers.count("retry-after") == 1);
    respond(json_response(200, "{}"));
    CHECK(first.read().status == 200);
    first.send(post("/three", std::string(90, 'c')));
    desk.next().second(json_response(200, "again"));
    CHECK(first.read().body == "again");
}

TEST_CASE("a client that asks first is told to go on") {
    const auto server = serve(echo);
    Client client(server->port());
    client.send("POST /e HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    REQUIRE(client.read_until("100 Continue\r\n\r\n"));
    client.send("ok");
    CHECK(client.read().status == 100);
    CHECK(client.read().body == "POST /e ok");
}

TEST_CASE("a client that sends too slowly gets 408, in the header and in the body") {
    ServerOptions options;
    options.header_timeout = milliseconds(60);
    options.body_timeout = milliseconds(60);
    const auto server = serve(echo, options);
    for (const std::string start :
         {"GET / HTTP/1.1\r\nHost: t\r\nX-", "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc"}) {
        Client client(server->port());
        client.send(start);
        const Answer answer = client.read();
        CHECK(answer.status == 408);
        CHECK(client.at_end());
    }
}

TEST_CASE("an idle connection is closed without a word") {
    ServerOptions options;
    options.idle_timeout = milliseconds(50);
    const auto server = serve(echo, options);
    Client client(server->port());
    CHECK(client.at_end());
    CHECK(client.received().empty());
}

TEST_CASE("a handler that does not answer in time yields 503, and its late answer is dropped") {
    ServerOptions options;
    options.handler_timeout = milliseconds(60);
    Desk desk;
    const auto server = serve(desk.handler(), options);
    Client client(server->port());
    client.send_get("/");
    const auto [request, respond] = desk.next();
    const Answer answer = client.read();
    CHECK(answer.status == 503);
    CHECK(answer.headers.count("retry-after") == 1);
    respond(json_response(200, "late"));
    client.send_get("/again");
    desk.next().second(json_response(200, "fresh"));
    CHECK(client.read().body == "fresh");
}

TEST_CASE("a handler that throws yields 500 and the connection goes on") {
    const auto server = serve([](const Request&, const Respond&) { throw std::runtime_error("bug"); });
    Client client(server->port());
    client.send_get("/");
    CHECK(client.read().status == 500);
    client.send_get("/");
    CHECK(client.read().status == 500);
}

TEST_CASE("connections beyond the limit get 503 with Retry-After; a free place is given to the next") {
    ServerOptions options;
    options.max_connections = 2;
    const auto server = serve(echo, options);
    {
        Client one(server->port());
        Client two(server->port());
        one.send_get("/");
        two.send_get("/");
        CHECK(one.read().status == 200);
        CHECK(two.read().status == 200);
        Client three(server->port());
        const Answer answer = three.read();
        CHECK(answer.status == 503);
        CHECK(answer.headers.count("retry-after") == 1);
        CHECK(three.at_end());
    }
    // The places are free once the server has seen the ends, which no client can see: ask until then.
    int status = 503;
    while (status == 503) {
        Client next(server->port());
        next.send_get("/");
        status = next.read().status;
    }
    CHECK(status == 200);
    CHECK(server->metrics().find("gongdan_http_connections_refused_total 0") == std::string::npos);
}

TEST_CASE("a half-closed client still gets its answer") {
    const auto server = serve(echo);
    Client client(server->port());
    client.send_get("/bye");
    client.half_close();
    CHECK(client.read().body == "GET /bye ");
    CHECK(client.at_end());
}

TEST_CASE("a client that leaves before its answer harms nobody") {
    Desk desk;
    const auto server = serve(desk.handler());
    std::optional<Client> client(std::in_place, server->port());
    client->send_get("/");
    const auto [request, respond] = desk.next();
    client.reset();
    respond(json_response(200, std::string(1 << 20, 'x')));
    Client other(server->port());
    other.send_get("/");
    desk.next().second(json_response(200, "fine"));
    CHECK(other.read().body == "fine");
}

TEST_CASE("a large answer reaches a slow reader whole") {
    const std::string large(8 << 20, 'z');
    const auto server = serve([&large](const Request&, const Respond& respond) { respond(json_response(200, large)); });
    Client client(server->port());
    client.send_get("/");
    CHECK(client.read().body == large);
}

TEST_CASE("a reader who takes nothing is left after write_timeout") {
    ServerOptions options;
    options.write_timeout = milliseconds(60);
    const std::string large(64 << 20, 'z');
    const auto server =
        serve([&large](const Request&, const Respond& respond) { respond(json_response(200, large)); }, options);
    Client client(server->port());
    client.send_get("/");
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (server->metrics().find("gongdan_http_timeouts_total 0") != std::string::npos &&
           std::chrono::steady_clock::now() < patience)
        std::this_thread::yield();
    CHECK(server->metrics().find("gongdan_http_timeouts_total 1") != std::string::npos);
    CHECK(client.read().body.empty());  // the end came before the whole of it
}

TEST_CASE("a header value with a line break is left out, so that it cannot add a header") {
    const auto server = serve([](const Request&, const Respond& respond) {
        respond(json_response(200, "{}").with("Location", "/a\r\nX-Evil: 1"));
    });
    Client client(server->port());
    client.send_get("/");
    const Answer answer = client.read();
    CHECK(answer.headers.count("x-evil") == 0);
    CHECK(answer.headers.count("location") == 0);
}

TEST_CASE("stopping lets the running request finish, closes idle connections and refuses new ones") {
    Desk desk;
    const auto server = serve(desk.handler());
    Client idle(server->port());
    idle.send_get("/warm");
    desk.next().second(json_response(200, "{}"));
    CHECK(idle.read().status == 200);
    Client busy(server->port());
    busy.send_get("/work");
    const auto [request, respond] = desk.next();
    std::thread stopper([&server] { server->stop(); });
    CHECK(idle.at_end());
    respond(json_response(200, "done"));
    const Answer answer = busy.read();
    CHECK(answer.body == "done");
    CHECK(answer.headers.at("connection") == "close");
    CHECK(busy.at_end());
    stopper.join();
    CHECK_THROWS(Client(server->port()));
}

TEST_CASE("stopping does not wait longer than stop_timeout for a handler that never answers") {
    ServerOptions options;
    options.stop_timeout = milliseconds(50);
    Desk desk;
    const auto server = serve(desk.handler(), options);
    Client client(server->port());
    client.send_get("/stuck");
    const auto [request, respond] = desk.next();
    server->stop();
    CHECK(client.read().status == 503);
    respond(json_response(200, "much too late"));
}

TEST_CASE("a port that is taken is an error with a reason") {
    const auto server = serve(echo);
    ServerOptions options;
    options.port = server->port();
    const auto second = Server::start(options, echo);
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().code == Errc::unavailable);
}

TEST_CASE("many connections over two threads get their own answers") {
    ServerOptions options;
    options.threads = 2;
    const auto server = serve(echo, options);
    std::vector<std::thread> people;
    std::atomic<int> wrong = 0;
    for (int person = 0; person < 8; ++person) {
        people.emplace_back([&server, &wrong, person] {
            Client client(server->port());
            for (int i = 0; i < 50; ++i) {
                const std::string path = "/" + std::to_string(person) + "/" + std::to_string(i);
                client.send_get(path);
                if (client.read().body != "GET " + path + " ") ++wrong;
            }
        });
    }
    for (std::thread& person : people) person.join();
    CHECK(wrong == 0);
}
