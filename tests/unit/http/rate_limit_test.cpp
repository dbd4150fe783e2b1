// Goal: who asks too often is told when to come back, and nobody else notices; in virtual time.

#include <catch2/catch.hpp>

#include "adapters/http/address.hpp"
#include "adapters/http/routes/rate_limit.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Time that only moves when the test says so.
struct Time {
    std::chrono::steady_clock::time_point now{seconds(1000)};
    [[nodiscard]] RateLimit::Clock clock() {
        return [this] { return now; };
    }
};

/// How many requests at once are let through, at most 1000.
int let_through(RateLimit& limit, const std::string& caller) {
    int count = 0;
    while (count < 1000 && !limit.take(caller)) ++count;
    return count;
}

class LimitedDesk {
 public:
    LimitedDesk() : api_(service_, options()) {}

    Response ask(const std::string& target, const std::string& authorization, const std::string& from = "10.0.0.1") {
        http::Request request;
        request.method = "GET";
        if (!parse_target(target, request)) throw std::runtime_error("malformed target " + target);
        request.remote_address = from;
        if (!authorization.empty()) request.headers.push_back({"authorization", "Bearer " + authorization});
        Response got;
        api_.handle(std::move(request), [&got](Response response) {
            const auto render = std::move(response.render);
            if (render) render(response);
            got = std::move(response);
        });
        return got;
    }

    Time time;

 private:
    ApiOptions options() {
        ApiOptions options{.version = "0.0.0"};
        options.rates = {{1, 3}, {1, 2}};
        options.streams = {3, 2};
        options.clock = time.clock();
        return options;
    }

    FakeService service_;
    Api api_;
};

}  // namespace

TEST_CASE("a burst is let through at once, then as many as the rate says") {
    Time time;
    RateLimit limit({10, 20}, time.clock());
    CHECK(let_through(limit, "a") == 20);
    CHECK(limit.take("a") == 1);
    time.now += milliseconds(300);
    CHECK(let_through(limit, "a") == 3);
    time.now += seconds(60);
    CHECK(let_through(limit, "a") == 20);
    CHECK(limit.refusals() == 4);
}

TEST_CASE("the wait told is the wait needed") {
    Time time;
    RateLimit slow({1, 1}, time.clock());
    CHECK_FALSE(slow.take("a"));
    const auto wait_s = slow.take("a");
    REQUIRE(wait_s);
    time.now += seconds(*wait_s);
    CHECK_FALSE(slow.take("a"));
}

TEST_CASE("callers do not pay for each other") {
    Time time;
    RateLimit limit({1, 2}, time.clock());
    CHECK(let_through(limit, "a") == 2);
    CHECK(let_through(limit, "b") == 2);
}

TEST_CASE("a rate of 0 is no limit") {
    Time time;
    RateLimit limit({0, 1}, time.clock());
    CHECK(let_through(limit, "a") == 1000);
}

TEST_CASE("the callers remembered are bounded: newcomers beyond share a bucket, and room comes back") {
    Time time;
    RateLimit limit({1, 2}, time.clock(), 3);
    for (const char* caller : {"a", "b", "c"}) CHECK_FALSE(limit.take(caller));
    CHECK_FALSE(limit.take("d"));
    CHECK_FALSE(limit.take("e"));
    CHECK(limit.take("f"));
    CHECK(limit.callers() == 3);
    CHECK_FALSE(limit.take("a"));
    time.now += seconds(10);
    CHECK(let_through(limit, "f") == 2);
    CHECK(limit.callers() == 1);
}

TEST_CASE("an IPv6 address counts with all of its /64") {
    CHECK(address_group("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
    CHECK(address_group("2001:db8:1:2::9") == address_group("2001:db8:1:2:ffff::1"));
    CHECK(address_group("192.0.2.7") == "192.0.2.7");
    CHECK(address_group("") == "");
    CHECK(address_group("fe80::1%eth0") == "fe80::1%eth0");
}

TEST_CASE("a principal who asks too often gets 429 with the wait, others and open pages do not") {
    LimitedDesk desk;
    for (int i = 0; i < 3; ++i) CHECK(desk.ask("/api/v1/workflows", "ann:dispatcher").status == 200);
    const Response refused = desk.ask("/api/v1/workflows", "ann:dispatcher", "10.0.0.2");
    CHECK(refused.status == 429);
    CHECK(header_of(refused, "Retry-After") == "1");
    CHECK(header_of(refused, "Content-Type") == "application/problem+json");
    CHECK(problem_of(refused) == "too-many-requests");
    CHECK(string_or_empty(object_of(refused), "detail_en") == "too many requests: try again in 1 s");
    CHECK(desk.ask("/api/v1/workflows", "bob:dispatcher").status == 200);
    CHECK(desk.ask("/healthz", "").status == 200);
    desk.time.now += seconds(1);
    CHECK(desk.ask("/api/v1/workflows", "ann:dispatcher").status == 200);
}

TEST_CASE("wrong credentials, unknown paths and open pages of one address share its bucket") {
    for (const char* target : {"/api/v1/workflows", "/nowhere", "/healthz"}) {
        LimitedDesk desk;
        CHECK(desk.ask(target, "wrong").status != 429);
        CHECK(desk.ask("/api/v1/tickets", "").status == 401);
        CHECK(desk.ask(target, "wrong").status == 429);
        CHECK(desk.ask(target, "wrong", "10.0.0.2").status != 429);
        CHECK(desk.ask("/api/v1/workflows", "ann:dispatcher").status == 200);
        const auto metrics = desk.ask("/metrics", "", "10.0.0.3").body;
        CHECK(metrics.find("gongdan_http_rate_limited_total{by=\"address\"} 1\n") != std::string::npos);
        CHECK(metrics.find("gongdan_http_rate_limited_total{by=\"principal\"} 0\n") != std::string::npos);
    }
}

TEST_CASE("one principal has only so many streams, and so have all together") {
    LimitedDesk desk;
    std::vector<Response> open;
    for (int i = 0; i < 2; ++i) open.push_back(desk.ask("/api/v1/stream", "ann:dispatcher"));
    CHECK(open.back().stream);
    const Response own = desk.ask("/api/v1/stream", "ann:dispatcher");
    CHECK(own.status == 503);
    CHECK(string_or_empty(object_of(own), "detail_en") == "you have 2 streams open already: close some first");
    open.push_back(desk.ask("/api/v1/stream", "bob:dispatcher"));
    CHECK(open.back().stream);
    const Response all = desk.ask("/api/v1/stream", "bob:dispatcher");
    CHECK(string_or_empty(object_of(all), "detail_en") == "there are 3 streams already: try again later");
    open.front().stream->abandon();
    desk.time.now += seconds(5);
    open.push_back(desk.ask("/api/v1/stream", "ann:dispatcher"));
    CHECK(open.back().stream);
    CHECK(desk.ask("/metrics", "").body.find("gongdan_http_streams_refused_total 2\n") != std::string::npos);
}
