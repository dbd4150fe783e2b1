// The program over TLS: it starts with the files it is told, takes up renewed ones on SIGHUP, and refuses what is
// unsafe.

#include <sys/stat.h>

#include <csignal>
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

namespace fs = std::filesystem;

void make_certificate(const TemporaryFolder& folder, const std::string& name) {
    const auto made = run_to_end({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                                  "-nodes", "-days", "1", "-subj", "/CN=" + name, "-keyout",
                                  folder / "config/tls/key.pem", "-out", folder / "config/tls/cert.pem"});
    INFO(made.errors);
    REQUIRE(made.code == 0);
    ::chmod((folder / "config/tls/key.pem").c_str(), 0600);
}

/// The shipped installation with a certificate for `name`; its configuration file.
std::string installation(const TemporaryFolder& folder, const std::string& name) {
    const std::string config = copy_installation(folder);
    fs::create_directories(folder / "config/tls");
    make_certificate(folder, name);
    replace_in_file(config, "# tls: {certificate: tls/fullchain.pem, key: tls/privkey.pem}",
                    "tls: {certificate: tls/cert.pem, key: tls/key.pem}");
    return config;
}

/// What curl says of a request: head, body, and the certificate it met.
std::string curl(const Server& server, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"curl", "-skiv", "--noproxy", "*", server.base() + "/healthz"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto done = run_to_end(arguments);
    return done.output + done.errors;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("the program serves https, and takes up a renewed certificate when it is hung up on") {
    const TemporaryFolder folder;
    const std::string config = installation(folder, "first.example");
    Server server(folder / "data", {.arguments = {"--config", config}});
    CHECK(server.base().starts_with("https://127.0.0.1:"));
    const std::string answer = curl(server);
    CHECK(has(answer, R"({"status":"ok"})"));
    CHECK(has(answer, "Strict-Transport-Security: max-age=31536000"));
    CHECK(has(answer, "CN=first.example"));
    CHECK_FALSE(has(curl(server, {"--tls-max", "1.1"}), "HTTP/1.1"));

    make_certificate(folder, "second.example");
    ::kill(server.process().pid(), SIGHUP);
    CHECK(eventually([&server] { return has(curl(server), "CN=second.example"); }));

    fs::remove(folder / "config/tls/cert.pem");
    ::kill(server.process().pid(), SIGHUP);
    CHECK(has(curl(server), "CN=second.example"));
    CHECK(server.stop() == 0);
    CHECK(has(server.process().errors(), "cert.pem"));
}

TEST_CASE("a key that everybody may read stops the start") {
    const TemporaryFolder folder;
    const std::string config = installation(folder, "first.example");
    ::chmod((folder / "config/tls/key.pem").c_str(), 0644);
    const auto refused = program({"serve", "--config", config, "--data", folder / "data", "--listen", "127.0.0.1:0"});
    CHECK(refused.code == 3);
    CHECK(has(refused.errors, "everybody may read the private key"));
}
