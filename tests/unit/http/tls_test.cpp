// Goal: the server speaks TLS as a careful operator would want it, and keeps doing so across a renewal.

#include <sys/stat.h>

#include <fstream>

#include <openssl/ssl.h>
#include <catch2/catch.hpp>

#include "adapters/http/net/server.hpp"
#include "tests/unit/http/client.hpp"
#include "tests/unit/http/tls_client.hpp"

using namespace gongdan;
using namespace gongdan::http;
using gongdan::http::test::Client;
using gongdan::http::test::make_certificate;
using gongdan::http::test::TlsClient;
using gongdan::test::TemporaryFolder;

namespace {

ServerOptions options_of(const TemporaryFolder& folder) {
    ServerOptions options;
    options.tls = TlsFiles{folder / "cert.pem", folder / "key.pem"};
    return options;
}

void tell_secure(const Request& request, const Respond& respond) {
    respond(json_response(200, request.secure ? "secure" : "plain"));
}

std::unique_ptr<Server> serve(ServerOptions options, Handler handler = tell_secure) {
    auto started = Server::start(std::move(options), std::move(handler));
    if (!started) throw std::runtime_error(started.error().detail.en);
    return std::move(*started);
}

const std::string kGet = "GET /a HTTP/1.1\r\nHost: t\r\n\r\n";

std::string refusal(const ServerOptions& options) {
    const auto started = Server::start(options, tell_secure);
    return started ? "" : started.error().detail.en;
}

}  // namespace

TEST_CASE("requests over TLS 1.3 and 1.2 are answered, marked secure and with HSTS") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    const auto server = serve(options_of(folder));
    for (const int version : {TLS1_3_VERSION, TLS1_2_VERSION}) {
        TlsClient client(server->port(), {.version = version, .protocol = "http/1.1"});
        REQUIRE(client.connected());
        CHECK(client.subject() == "one");
        CHECK(client.protocol() == "http/1.1");
        client.send(kGet + kGet);
        CHECK(client.read_until("secure"));
        CHECK(client.received().find("Strict-Transport-Security: max-age=31536000\r\n") != std::string::npos);
    }
}

TEST_CASE("TLS 1.1, old ciphers, other protocols and plain text get no answer") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    const auto server = serve(options_of(folder));
    CHECK_FALSE(TlsClient(server->port(), {.version = TLS1_1_VERSION}).connected());
    CHECK_FALSE(
        TlsClient(server->port(), {.version = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-AES128-SHA"}).connected());
    CHECK_FALSE(TlsClient(server->port(), {.protocol = "h2"}).connected());
    Client plain(server->port());
    plain.send(kGet);
    CHECK(plain.read().status == 0);
    CHECK(server->metrics().find("gongdan_http_tls_failed_handshakes_total 4\n") != std::string::npos);
    TlsClient after(server->port());
    after.send(kGet);
    CHECK(after.read_until("secure"));
}

TEST_CASE("a large body goes both ways over TLS") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    const auto server = serve(options_of(folder), [](Request request, const Respond& respond) {
        respond(json_response(200, std::move(request.body)));
    });
    TlsClient client(server->port());
    client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 900000\r\n\r\n" + std::string(899'997, 'x') + "end");
    CHECK(client.read_until("xend"));
}

TEST_CASE("a client that never finishes its handshake is let go") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    auto options = options_of(folder);
    options.header_timeout = std::chrono::milliseconds(50);
    const auto server = serve(options);
    Client mute(server->port());
    CHECK(mute.at_end());
}

TEST_CASE("a request that stops in the middle is told so over TLS too") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    auto options = options_of(folder);
    options.header_timeout = std::chrono::milliseconds(300);
    const auto server = serve(options);
    TlsClient client(server->port());
    REQUIRE(client.connected());
    client.send("GET /a HTTP/1.1\r\nHost:");
    CHECK(client.at_proper_end());
    CHECK(client.received().find("HTTP/1.1 408 ") == 0);
}

TEST_CASE("a stream flows over TLS, and a graceful stop ends it with its farewell and a goodbye") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    Stream::Options wanted;
    wanted.farewell = "farewell";
    const auto stream = std::make_shared<Stream>(std::move(wanted));
    const auto server = serve(options_of(folder), [stream](Request, const Respond& respond) {
        Response response;
        response.stream = stream;
        respond(std::move(response));
    });
    TlsClient client(server->port());
    client.send(kGet);
    REQUIRE(stream->push("first"));
    CHECK(client.read_until("first"));
    REQUIRE(stream->push("second"));
    CHECK(client.read_until("second"));
    server->stop();
    CHECK(client.at_proper_end());
    CHECK(client.received().find("farewell") != std::string::npos);
}

TEST_CASE("an answer that ends its connection says goodbye") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    const auto server = serve(options_of(folder));
    TlsClient client(server->port());
    client.send("GET /a HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
    CHECK(client.at_proper_end());
    CHECK(client.received().find("secure") != std::string::npos);
}

TEST_CASE("a renewed certificate is taken up by new connections, a bad one leaves the old in force") {
    const TemporaryFolder folder;
    make_certificate(folder, "old");
    const auto server = serve(options_of(folder));
    TlsClient before(server->port());
    make_certificate(folder, "new");
    CHECK(server->reload_tls().ok());
    CHECK(TlsClient(server->port()).subject() == "new");
    before.send(kGet);
    CHECK(before.read_until("secure"));

    std::ofstream(folder / "cert.pem") << "no certificate";
    const auto reloaded = server->reload_tls();
    REQUIRE_FALSE(reloaded.ok());
    CHECK(reloaded.error().code == Errc::invalid_input);
    CHECK(TlsClient(server->port()).subject() == "new");
}

TEST_CASE("files that cannot serve are refused at the start, with the reason") {
    const TemporaryFolder folder;
    make_certificate(folder, "one");
    const auto options = options_of(folder);
    CHECK(refusal(options).empty());

    ::chmod((folder / "key.pem").c_str(), 0604);
    CHECK(refusal(options) ==
          "everybody may read the private key '" + (folder / "key.pem") + "': chmod o= " + (folder / "key.pem"));

    const TemporaryFolder other;
    make_certificate(other, "other");
    CHECK(refusal({.tls = TlsFiles{folder / "cert.pem", other / "key.pem"}}) ==
          "cannot use the TLS file '" + (other / "key.pem") + "': key values mismatch");
    CHECK(refusal({.tls = TlsFiles{folder / "none.pem", other / "key.pem"}}) ==
          "cannot use the TLS file '" + (folder / "none.pem") + "': No such file or directory");
}
