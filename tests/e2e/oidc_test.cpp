// Logging in at a real OpenID provider (oidc-provider of npm, on loopback), through the real program.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace fs = std::filesystem;

namespace {

const fs::path kScripts = fs::path(GONGDAN_SOURCE_DIR) / "tests/e2e/oidc";

/// What the browser of `person` holds in the end.
json::object journey(const Server& server, const std::string& person) {
    const auto went = run_to_end({"node", (kScripts / "browser.mjs").string(), server.base(), person});
    INFO(went.errors);
    REQUIRE(went.code == 0);
    return json::parse(went.output).as_object();
}

/// GET /session with that cookie: the body, and behind it the status on a line of its own.
std::string session_of(const Server& server, const std::string& cookie) {
    return run_to_end({"curl", "-s", "-w", "\n%{http_code}", "-b", "gongdan_session=" + cookie,
                       server.base() + "/api/v1/session"})
        .output;
}

}  // namespace

TEST_CASE("somebody logs in at the company's provider and is, here, what his claims say") {
    if (!fs::exists(kScripts / "node_modules/oidc-provider")) {
        WARN("left out: no oidc-provider (npm ci in tests/e2e/oidc, as ./dev test does, could not install it)");
        return;
    }
    const TemporaryFolder folder;
    Process provider({"node", (kScripts / "provider.mjs").string()});
    const auto issuer = provider.read_line();
    INFO(provider.errors());
    REQUIRE(issuer);
    const std::string config = copy_installation(folder);
    std::ofstream(fs::path(config).parent_path() / "oidc.secret") << "a secret/for+tests\n";
    fs::permissions(fs::path(config).parent_path() / "oidc.secret", fs::perms::owner_read | fs::perms::owner_write);
    std::ofstream(config, std::ios::app) << "oidc:\n"
                                         << "  issuer: " << *issuer << "\n"
                                         << "  client_id: gongdan\n"
                                         << "  client_secret_file: oidc.secret\n"
                                         << "  redirect_uri: http://gongdan.test/sign-on/return\n"
                                         << "  person_claim: person\n"
                                         << "  roles: {grid-foreman: foreman}\n";
    const std::string data = folder / "data";
    Server server(data, {.arguments = {"--config", config, "--log", "error"}});

    const json::object foreman = journey(server, "sun.qi");
    INFO(json::serialize(foreman));
    REQUIRE(foreman.at("status") == 200);
    const std::string cookie = string_or_empty(foreman, "cookie");
    REQUIRE_FALSE(cookie.empty());
    const auto session = lines_of(session_of(server, cookie));
    REQUIRE(session.size() == 2);
    CHECK(session[1] == "200");
    const json::object view = json::parse(session[0]).as_object();
    CHECK(view.at("account") == "sun.qi");
    CHECK(view.at("roles") == json::array{"foreman"});
    CHECK(view.at("scope").as_object().at("person") == "demo-sun-qi");

    // Who is known there and has no role here stays outside.
    const json::object visitor = journey(server, "visitor");
    CHECK(visitor.at("status") == 403);
    CHECK(string_or_empty(visitor, "cookie").empty());

    // And when the provider is gone, nobody new gets in, while those who are in stay.
    provider.kill();
    CHECK(lines_of(session_of(server, cookie)).back() == "200");
    CHECK(server.stop() == 0);
}
