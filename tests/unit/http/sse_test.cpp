// The stream of events: resuming without loss or repeats, slow readers, revoked tokens.

#include <catch2/catch.hpp>

#include "adapters/http/net/server.hpp"
#include "adapters/http/routes/stream_hub.hpp"
#include "tests/support/shipped.hpp"
#include "tests/unit/http/client.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

/// Everything a stream holds now, as the ids of its events in order. Reads like a connection: finding nothing makes the
/// producer read on, so only finding nothing twice is the end.
std::vector<std::int64_t> ids(Stream& stream) {
    std::vector<std::int64_t> found;
    std::string text;
    for (int empty = 0; empty < 2;) {
        const auto chunk = stream.take();
        empty = chunk.bytes.empty() ? empty + 1 : 0;
        text += chunk.bytes;
    }
    for (auto at = text.find("id: "); at != std::string::npos; at = text.find("id: ", at + 1)) {
        found.push_back(std::stoll(text.substr(at + 4)));
    }
    return found;
}

std::vector<std::int64_t> range(std::int64_t from, std::int64_t through) {
    std::vector<std::int64_t> numbers;
    for (auto number = from; number <= through; ++number) numbers.push_back(number);
    return numbers;
}

std::int64_t last_seq(Desk& desk) { return desk.service.fake_reads().all_events.back().seq; }

}  // namespace

TEST_CASE("a stream without a place to begin tells what happens from now on") {
    Desk desk;
    (void)desk.open_fault();
    const auto before = last_seq(desk);
    const Response answer = desk.get("/api/v1/stream");
    REQUIRE(answer.stream);
    CHECK(header_of(answer, "Content-Type") == "text/event-stream");
    CHECK(ids(*answer.stream).empty());
    (void)desk.open_fault();
    CHECK(ids(*answer.stream) == range(before + 1, last_seq(desk)));
}

TEST_CASE("an event is sent with its sequence number, its type and its JSON") {
    Desk desk;
    const Response answer = desk.get("/api/v1/stream?after=0");
    (void)answer.stream->take();
    (void)desk.open_fault();
    const std::string text = answer.stream->take().bytes;
    CHECK(text.find("id: 1\nevent: case.opened\ndata: {\"seq\":1,") == 0);
    CHECK(text.substr(text.size() - 2) == "\n\n");
}

TEST_CASE("a stream resumes after the last id received, from header or query, without loss or repeats") {
    Desk desk;
    for (int i = 0; i < 300; ++i) (void)desk.open_fault();
    const auto middle = last_seq(desk) / 2;
    const Response by_header =
        desk.ask({.target = "/api/v1/stream?after=1", .headers = {{"last-event-id", std::to_string(middle)}}});
    const Response by_query = desk.get("/api/v1/stream?after=" + std::to_string(middle));
    CHECK(ids(*by_header.stream) == range(middle + 1, last_seq(desk)));
    CHECK(ids(*by_query.stream) == range(middle + 1, last_seq(desk)));
    const auto there = last_seq(desk);
    (void)desk.open_fault();
    CHECK(ids(*by_header.stream) == range(there + 1, last_seq(desk)));
    CHECK(desk.get("/api/v1/stream?after=x").status == 422);
    CHECK(desk.ask({.target = "/api/v1/stream", .headers = {{"last-event-id", "abc"}}}).status == 422);
}

TEST_CASE("what is committed while a reader catches up is neither lost nor sent twice") {
    Desk desk;
    (void)desk.open_fault();
    int left = 3;
    desk.service.fake_reads().before_events = [&desk, &left] {
        if (left-- > 0) (void)desk.open_fault();
    };
    const Response answer = desk.get("/api/v1/stream?after=0");
    CHECK(ids(*answer.stream) == range(1, last_seq(desk)));
    (void)desk.open_fault();
    CHECK(ids(*answer.stream).back() == last_seq(desk));
}

TEST_CASE("a reader who falls behind reads on from the journal at his own pace, in order") {
    Desk desk;
    const Response answer = desk.get("/api/v1/stream");
    (void)answer.stream->take();
    (void)answer.stream->take();
    const std::string large(7000, 'x');
    const std::string id = desk.open_fault();
    for (int i = 0; i < 200; ++i) {
        CHECK(desk.post("/api/v1/tickets/" + id + "/comments", R"({"text":")" + large + "\"}").status == 200);
    }
    CHECK_FALSE(answer.stream->closed());
    CHECK(ids(*answer.stream) == range(1, last_seq(desk)));
    const int reads = desk.service.fake_reads().event_reads;
    CHECK(reads > 0);
    const auto there = last_seq(desk);
    (void)desk.open_fault();
    CHECK(ids(*answer.stream) == range(there + 1, last_seq(desk)));
    CHECK(desk.service.fake_reads().event_reads == reads);  // live again
}

TEST_CASE("more events than the hub keeps are read from the journal, in order and without loss") {
    for (const std::int64_t before : {0, 5}) {
        FakeService service;
        const auto hub = StreamHub::create(service, 10);
        std::int64_t seq = 0;
        const auto publish = [&service, &seq](std::int64_t count) {
            std::vector<Event> events(static_cast<std::size_t>(count));
            for (Event& event : events) event.seq = ++seq;
            service.publish(std::move(events));
        };
        if (before > 0) publish(before);
        const auto joined = hub->join(std::nullopt, ::gongdan::test::viewer("dispatcher"), {});
        REQUIRE(joined.ok());
        CHECK(ids(**joined).empty());
        service.hold_work = true;
        for (const std::int64_t count : {11, 1, 1}) publish(count);
        service.run_held();
        CHECK(ids(**joined) == range(before + 1, seq));
        const int reads = service.fake_reads().event_reads;
        CHECK(reads > 0);
        publish(1);
        CHECK(ids(**joined) == range(seq, seq));
        CHECK(service.fake_reads().event_reads == reads);  // live again
        hub->close();
    }
}

TEST_CASE("readers are independent: one that is gone does not disturb the others") {
    Desk desk;
    const Response one = desk.get("/api/v1/stream");
    const Response two = desk.get("/api/v1/stream");
    one.stream->abandon();
    (void)desk.open_fault();
    CHECK_FALSE(ids(*two.stream).empty());
    CHECK(desk.get("/metrics", "").body.find("gongdan_http_streams 1\n") != std::string::npos);
}

TEST_CASE("a revoked token loses its stream at the next check") {
    Desk desk;
    const Response made = desk.ask({.method = "POST",
                                    .target = "/api/v1/tokens",
                                    .body = R"({"name":"wall","roles":["leader"]})",
                                    .role = "admin"});
    const Header use{"authorization", "Bearer " + string_or_empty(object_of(made), "token")};
    const Response answer = desk.ask({.target = "/api/v1/stream", .role = "", .headers = {use}});
    (void)answer.stream->take();
    answer.stream->check_welcome();
    CHECK_FALSE(answer.stream->closed());
    CHECK(desk.ask({.method = "DELETE", .target = "/api/v1/tokens/wall", .role = "admin"}).status == 204);
    answer.stream->check_welcome();
    CHECK(answer.stream->take().end);
}

TEST_CASE("too many streams are refused with 503") {
    Desk desk;
    std::vector<Response> open;
    // Each by a token of its own: one token has fewer (rate_limit_test.cpp).
    const auto join = [&desk](int who) {
        const std::string token = "Bearer t" + std::to_string(who) + ":dispatcher";
        return desk.ask({.target = "/api/v1/stream", .role = "", .headers = {{"authorization", token}}});
    };
    for (int i = 0; i < 256; ++i) open.push_back(join(i));
    CHECK(open.back().status == 200);
    CHECK(join(256).status == 503);
    open.front().stream->abandon();
    CHECK(join(256).status == 200);
}

TEST_CASE("over a real connection a stream is resumed where the last one broke off") {
    FakeService service;
    Api api(service, {.version = "0"});
    auto started = Server::start(
        {}, [&api](http::Request request, Respond respond) { api.handle(std::move(request), std::move(respond)); });
    REQUIRE(started.ok());
    const auto open_one = [&started] {
        const std::string body = R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"a"}})";
        Client client((*started)->port());
        client.send(
            "POST /api/v1/tickets HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer x:dispatcher\r\nContent-Length: " +
            std::to_string(body.size()) + "\r\n\r\n" + body);
        CHECK(client.read().status == 201);
    };
    open_one();
    const std::string auth = "Authorization: Bearer x:dispatcher\r\n";
    {
        Client first((*started)->port());
        first.send_get("/api/v1/stream?after=0", auth);
        CHECK(first.read(true).status == 200);
        CHECK(first.read_until("id: 1\nevent: case.opened"));
    }
    open_one();
    Client second((*started)->port());
    second.send_get("/api/v1/stream", auth + "Last-Event-ID: 1\r\n");
    CHECK(second.read(true).status == 200);
    CHECK(second.read_until("id: 2\n"));
    CHECK(second.read_until("GZ20260302000002"));
    CHECK(second.received().find("id: 1\n") == std::string::npos);
    api.add_metrics([&started] { return (*started)->metrics(); });
    Client third((*started)->port());
    third.send_get("/metrics");
    CHECK(third.read().body.find("gongdan_http_connections_accepted_total") != std::string::npos);
    (*started)->stop();
    CHECK(second.read_until("event: server.stopping\ndata: {}\n\n"));
}
