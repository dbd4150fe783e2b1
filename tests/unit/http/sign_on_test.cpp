// Logging in at an identity provider, as a browser sees it; the provider is made up.

#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"
#include "tests/unit/http/made_up_provider.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

struct Scene {
    Desk desk;
    MadeUpProvider provider;
    Scene() { desk.service.provider = &provider; }

    Response come_back(const std::string& cookie = "gongdan_login=bound", const std::string& state = "s") {
        return desk.ask(
            {.target = "/sign-on/return?code=c&state=" + state, .role = "", .headers = {{"cookie", cookie}}});
    }
};

/// The value of the session's cookie in an answer; empty without one.
std::string session_in(const Response& response) {
    for (const Header& header : response.headers) {
        if (header.name != "Set-Cookie" || !header.value.starts_with("gongdan_session=")) continue;
        const auto from = header.value.find('=') + 1;
        return header.value.substr(from, header.value.find(';') - from);
    }
    return {};
}

}  // namespace

TEST_CASE("the browser is led to the provider and bound by a cookie, which survives the way back") {
    Scene scene;
    const Response answer = scene.desk.get("/sign-on", "");
    CHECK(answer.status == 200);
    CHECK(answer.body.find("url=https://login.example.com/auth?a=1&amp;b=&quot;2&quot;") != std::string::npos);
    CHECK(header_of(answer, "Set-Cookie") == "gongdan_login=bound; Path=/sign-on; HttpOnly; SameSite=Lax; Max-Age=600");
}

TEST_CASE("over TLS the cookies of a login at the provider are for TLS only") {
    Scene scene;
    const Response away = scene.desk.ask({.target = "/sign-on", .role = "", .secure = true});
    CHECK(header_of(away, "Set-Cookie").ends_with("; Secure"));
    const Response back = scene.desk.ask({.target = "/sign-on/return?code=c&state=s",
                                          .role = "",
                                          .headers = {{"cookie", "gongdan_login=bound"}},
                                          .secure = true});
    REQUIRE_FALSE(session_in(back).empty());
    for (const Header& header : back.headers) {
        if (header.name == "Set-Cookie") CHECK(header.value.ends_with("; Secure"));
    }
}

TEST_CASE("somebody who comes back has a session and sees what his roles and his person see") {
    Scene scene;
    const Response answer = scene.come_back("other=1; gongdan_login=bound");
    CHECK(answer.status == 200);
    const std::string secret = session_in(answer);
    REQUIRE_FALSE(secret.empty());
    const Response session =
        scene.desk.ask({.target = "/api/v1/session", .role = "", .headers = {{"cookie", "gongdan_session=" + secret}}});
    CHECK(session.status == 200);
    const json::object view = object_of(session);
    CHECK(view.at("account") == "sun.qi");
    CHECK(view.at("roles") == json::array{"foreman"});
    CHECK(view.at("scope").as_object().at("person") == "demo-sun-qi");
}

TEST_CASE("a return that was not begun here, or by another browser, opens nothing") {
    Scene scene;
    for (const Response& answer : {scene.come_back("gongdan_login=another"), scene.come_back(""),
                                   scene.come_back("gongdan_login=bound", "forged")}) {
        CHECK(answer.status == 401);
        CHECK(session_in(answer).empty());
        CHECK(answer.body.find("log in again") != std::string::npos);
    }
}

TEST_CASE("roles follow the provider at each login, and its person stays the same account under a new name") {
    Scene scene;
    REQUIRE(scene.come_back().status == 200);
    scene.provider.identity.name = "sun.new";
    scene.provider.identity.roles = {"auditor"};
    REQUIRE(scene.come_back().status == 200);
    const auto accounts = scene.desk.service.accounts().list();
    REQUIRE(accounts);
    const auto found = std::find_if(accounts->begin(), accounts->end(),
                                    [](const host::Account& account) { return account.name == "sun.qi"; });
    REQUIRE(found != accounts->end());
    CHECK(found->roles == std::vector<std::string>{"auditor"});
}

TEST_CASE("a disabled account, a name that is taken and a role nobody knows do not get in by the provider either") {
    Scene scene;
    auto& accounts = scene.desk.service.accounts();
    SECTION("disabled") {
        REQUIRE(scene.come_back().status == 200);
        REQUIRE(accounts.change("sun.qi", {{}, {}, true}, {"test", ""}));
        const Response answer = scene.come_back();
        CHECK(answer.status == 403);
        CHECK(session_in(answer).empty());
    }
    SECTION("taken by an account with a password") {
        REQUIRE(accounts.create({"sun.qi", {"admin"}, {}, "four correct horses", false}, {"test", ""}));
        const Response answer = scene.come_back();
        CHECK(answer.status == 409);
        CHECK(session_in(answer).empty());
    }
    SECTION("unknown role") {
        scene.provider.identity.roles = {"king"};
        CHECK(session_in(scene.come_back()).empty());
    }
}

TEST_CASE("who came in by the provider has no password of ours, not even an empty one") {
    Scene scene;
    REQUIRE(scene.come_back().status == 200);
    for (const std::string password : {"", "sun.qi", "four correct horses"}) {
        const Response answer = scene.desk.ask({.method = "POST",
                                                .target = "/api/v1/session",
                                                .body = R"({"name":"sun.qi","password":")" + password + "\"}",
                                                .role = ""});
        CHECK((answer.status == 401 || answer.status == 422));
    }
}

TEST_CASE("a provider that is down, and none at all, are said to be so") {
    Scene scene;
    scene.provider.down = true;
    CHECK(scene.desk.get("/sign-on", "").status == 503);
    scene.desk.service.provider = nullptr;
    const Response none = scene.desk.get("/sign-on", "");
    CHECK(none.status == 503);
    CHECK(none.body.find("no identity provider is configured") != std::string::npos);
}

TEST_CASE("a log-in page is told whether there is a provider before anybody has logged in") {
    Scene scene;
    CHECK(object_of(scene.desk.get("/api/v1/sign-on", "")).at("configured") == true);
    scene.desk.service.provider = nullptr;
    CHECK(object_of(scene.desk.get("/api/v1/sign-on", "")).at("configured") == false);
}
