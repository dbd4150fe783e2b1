// Goal: nobody can pretend to be somewhere else: forwarded headers count only when they come from a trusted proxy.

#include <catch2/catch.hpp>

#include "adapters/http/net/server.hpp"
#include "tests/unit/http/client.hpp"

using namespace gongdan;
using namespace gongdan::http;
using gongdan::http::test::Client;

namespace {

void tell_client(const Request& request, const Respond& respond) {
    respond(json_response(200, request.remote_address + (request.secure ? " secure" : " plain")));
}

/// What the handler is told about a request from 127.0.0.1 with these headers.
std::string seen(const std::vector<std::string>& trusted, const std::string& headers) {
    const auto server = Server::start({.trusted_proxies = trusted}, tell_client);
    if (!server) return server.error().detail.en;
    Client client((*server)->port());
    client.send_get("/", headers);
    return client.read().body;
}

}  // namespace

TEST_CASE("forwarded headers from an address that is not trusted are ignored") {
    const std::string headers = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n";
    CHECK(seen({}, headers) == "127.0.0.1 plain");
    CHECK(seen({"10.0.0.0/8", "::1"}, headers) == "127.0.0.1 plain");
    CHECK(seen({"127.0.0.1"}, headers) == "203.0.113.9 secure");
    CHECK(seen({"127.0.0.0/8"}, headers) == "203.0.113.9 secure");
}

TEST_CASE("the last address that is no proxy of ours is the client, whatever stands before it") {
    const std::vector<std::string> trusted = {"127.0.0.0/8", "10.0.0.0/9"};
    CHECK(seen(trusted, "X-Forwarded-For: 1.2.3.4, 203.0.113.9, 10.1.1.1\r\n") == "203.0.113.9 plain");
    CHECK(seen(trusted, "X-Forwarded-For: 1.2.3.4\r\nX-Forwarded-For: 203.0.113.9\r\n") == "203.0.113.9 plain");
    CHECK(seen(trusted, "X-Forwarded-For: 10.1.1.1,127.0.0.2\r\n") == "10.1.1.1 plain");
    CHECK(seen(trusted, "X-Forwarded-For: 1.2.3.4, nonsense, 10.200.1.1\r\n") == "10.200.1.1 plain");
    CHECK(seen(trusted, "X-Forwarded-For: 1.2.3.4, nonsense\r\n") == "127.0.0.1 plain");
    CHECK(seen(trusted, "X-Forwarded-For: 2001:db8::1\r\nX-Forwarded-Proto: http, https\r\n") == "2001:db8::1 secure");
    CHECK(seen(trusted, "X-Forwarded-Proto: https, http\r\n") == "127.0.0.1 plain");
}

TEST_CASE("a trusted proxy that is no network stops the start") {
    for (const std::string wrong : {"10.0.0.0/33", "proxy", "10.0.0.0/", "::/129", ""})
        CHECK(seen({wrong}, "") == "'" + wrong + "' is no network such as 10.0.0.0/8 or ::1");
}

TEST_CASE("one address may not take all connections, a trusted proxy may") {
    ServerOptions options;
    options.connections_per_address = 2;
    const auto server = Server::start(options, tell_client);
    REQUIRE(server.ok());
    Client one((*server)->port());
    one.send_get("/");
    CHECK(one.read().status == 200);
    {
        Client two((*server)->port());
        two.send_get("/");
        CHECK(two.read().status == 200);
        Client three((*server)->port());
        CHECK(three.read().status == 429);
        CHECK((*server)->metrics().find("gongdan_http_connections_crowded_total 1\n") != std::string::npos);
        two.half_close();
        CHECK(two.at_end());
    }
    options.trusted_proxies = {"127.0.0.1"};
    const auto proxied = Server::start(options, tell_client);
    REQUIRE(proxied.ok());
    std::vector<std::unique_ptr<Client>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<Client>((*proxied)->port()));
        clients.back()->send_get("/");
        CHECK(clients.back()->read().status == 200);
    }
}

TEST_CASE("every answer carries the security headers, and none of them invites other origins") {
    const auto server = Server::start({}, tell_client);
    REQUIRE(server.ok());
    Client client((*server)->port());
    client.send_get("/", "Origin: https://evil.example\r\n");
    const auto good = client.read();
    client.send("nonsense\r\n\r\n");
    const auto bad = client.read();
    for (const auto& answer : {good, bad}) {
        CHECK(answer.headers.at("x-content-type-options") == "nosniff");
        CHECK(answer.headers.at("x-frame-options") == "DENY");
        CHECK(answer.headers.at("referrer-policy") == "no-referrer");
        CHECK(answer.headers.at("cross-origin-resource-policy") == "same-origin");
        CHECK(answer.headers.at("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
        CHECK(answer.headers.count("access-control-allow-origin") == 0);
        CHECK(answer.headers.count("strict-transport-security") == 0);
    }
}

TEST_CASE("a page's own policies stand alone: of two a browser would take the last, and refuse our own forms") {
    const auto page = [](const Request&, const Respond& respond) {
        Response response;
        response.with("Referrer-Policy", "same-origin").with("Content-Security-Policy", "default-src 'self'");
        respond(std::move(response));
    };
    const auto server = Server::start({}, page);
    REQUIRE(server.ok());
    Client client((*server)->port());
    client.send_get("/");
    const auto answer = client.read();
    CHECK(answer.headers.at("referrer-policy") == "same-origin");
    CHECK(answer.headers.at("content-security-policy") == "default-src 'self'");
}
