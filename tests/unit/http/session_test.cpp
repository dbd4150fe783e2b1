// Logging in and out: what each refusal says exactly, and what protects a cookie from other sites.

#include "adapters/crypto/totp.hpp"
#include "tests/unit/http/people.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

/// "401 bad-credentials"
std::string outcome(const Response& response) { return std::to_string(response.status) + " " + problem_of(response); }

/// The password said again, for what a session alone must not do.
const std::string kSaid = R"({"password":"four correct horses"})";

}  // namespace

TEST_CASE("a log-in sets a cookie that no script reads and no other site sends, and the session answers for him") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    const Response answer = browser.log_in("Li.Na");
    REQUIRE(answer.status == 200);
    const std::string set = header_of(answer, "Set-Cookie");
    CHECK(set == "gongdan_session=" + browser.cookie + "; Path=/; HttpOnly; SameSite=Strict");
    CHECK(browser.cookie.size() == 43);
    const json::object session = object_of(browser.get("/api/v1/session"));
    CHECK(session.at("account") == "li.na");
    CHECK(session.at("roles").as_array() == json::array{"dispatcher"});
    CHECK(string_or_empty(session, "csrf") == browser.csrf);
    CHECK(session.at("must_change_password") == false);
    CHECK(session.at("totp") == false);
    CHECK(session.at("expires_at") == "2026-03-02T09:05:00+08:00");
    CHECK(browser.get("/api/v1/tickets").status == 200);
    const Response made =
        browser.send("POST", "/api/v1/tickets",
                     R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"幸福路 1 号"}})");
    CHECK(made.status == 201);
}

TEST_CASE("a session names what its roles let one begin, so that nobody is offered what he will be refused") {
    Desk desk;
    const auto offered = [&desk](const std::string& role) {
        add_account(desk, role, role);
        Browser browser(desk);
        return json::serialize(object_of(browser.log_in(role)).at("may"));
    };
    const auto has = [](const std::string& list, const std::string& operation) {
        return list.find('"' + operation + '"') != std::string::npos;
    };
    const std::string dispatcher = offered("dispatcher");
    CHECK(has(dispatcher, "open-ticket"));
    CHECK(has(dispatcher, "make-filing"));
    CHECK_FALSE(has(dispatcher, "approve-filing"));
    CHECK_FALSE(has(dispatcher, "list-users"));
    const std::string leader = offered("leader");
    CHECK(has(leader, "approve-filing"));
    CHECK(has(leader, "decide-finding"));
    CHECK_FALSE(has(leader, "make-filing"));
    const std::string auditor = offered("auditor");
    CHECK(has(auditor, "list-findings"));
    CHECK(has(auditor, "change-password"));
    CHECK(has(auditor, "unmask-ticket"));
    CHECK_FALSE(has(dispatcher, "unmask-ticket"));
    CHECK_FALSE(has(auditor, "open-ticket"));
    CHECK_FALSE(has(auditor, "decide-finding"));
    CHECK(has(offered("admin"), "list-users"));
}

TEST_CASE("a wrong password and an unknown account are the same 401, and the answer holds no cookie") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    const Response wrong = browser.log_in("li.na", "five wrong horses");
    const Response unknown = browser.log_in("nobody", "five wrong horses");
    CHECK(outcome(wrong) == "401 bad-credentials");
    CHECK(wrong.body == unknown.body);
    CHECK(header_of(wrong, "Set-Cookie").empty());
    CHECK(browser.log_in("li.na", std::string(257, 'x')).status == 422);
}

TEST_CASE("too many failures are 429 with Retry-After, for the right password too, until an administrator unlocks") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    for (int i = 0; i < 5; ++i) CHECK(browser.log_in("li.na", "five wrong horses").status == 401);
    const Response locked = browser.log_in("li.na");
    CHECK(outcome(locked) == "429 too-many-attempts");
    CHECK(header_of(locked, "Retry-After") == "30");
    desk.service.time += std::chrono::seconds(10);
    CHECK(header_of(browser.log_in("li.na"), "Retry-After") == "20");
    CHECK(desk.ask({.method = "POST", .target = "/api/v1/users/li.na/unlock", .role = "admin"}).status == 204);
    CHECK(browser.log_in("li.na").status == 200);
}

TEST_CASE("an expired session is 401 session-expired and takes its cookie away") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    desk.service.time += std::chrono::minutes(60);
    const Response expired = browser.get("/api/v1/tickets");
    CHECK(outcome(expired) == "401 session-expired");
    CHECK(header_of(expired, "Set-Cookie") == "gongdan_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST_CASE("a forged cookie is 401 unauthenticated") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    browser.cookie[5] = browser.cookie[5] == 'A' ? 'B' : 'A';
    CHECK(outcome(browser.get("/api/v1/tickets")) == "401 unauthenticated");
    browser.cookie = "li.na:dispatcher";
    CHECK(outcome(browser.get("/api/v1/tickets")) == "401 unauthenticated");
}

TEST_CASE("without its CSRF token a cookie reads and changes nothing") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    const std::string right = browser.csrf;
    for (const std::string& wrong : {std::string(), std::string("x"), right.substr(1), right + "x"}) {
        browser.csrf = wrong;
        CHECK(browser.get("/api/v1/tickets").status == 200);
        CHECK(outcome(browser.send("POST", "/api/v1/tickets", "{}")) == "403 csrf");
        CHECK(outcome(browser.send("DELETE", "/api/v1/session")) == "403 csrf");
    }
    browser.csrf = right;
    CHECK(browser.send("POST", "/api/v1/tickets", "{}").status == 422);
}

TEST_CASE("a foreign Origin is 403, at the log-in too; the own one and none are fine") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    const Header host{"host", "desk.example:9598"};
    const std::string login = R"({"name":"li.na","password":"four correct horses"})";
    for (const std::string foreign :
         {"https://evil.example", "null", "https://desk.example", "http://desk.example:9598.evil"}) {
        INFO(foreign);
        CHECK(outcome(browser.send("POST", "/api/v1/session", login, {host, {"origin", foreign}})) ==
              "403 foreign-origin");
    }
    const Header own{"origin", "https://desk.example:9598"};
    CHECK(browser.send("POST", "/api/v1/session", login, {host, own}).status == 200);
    CHECK(browser.send("POST", "/api/v1/tickets", "{}", {host, own}).status == 422);
    CHECK(outcome(browser.send("POST", "/api/v1/tickets", "{}", {host, {"origin", "https://evil.example"}})) ==
          "403 foreign-origin");
    CHECK(browser.send("GET", "/api/v1/tickets", "", {host, {"origin", "https://evil.example"}}).status == 200);
}

TEST_CASE("a bearer token counts before a cookie, needs no CSRF token, and has no session") {
    Desk desk;
    add_account(desk, "li.na", "auditor");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    browser.csrf.clear();
    const Header bearer{"authorization", "Bearer " + token("dispatcher")};
    CHECK(browser.send("POST", "/api/v1/tickets", "{}", {bearer}).status == 422);
    CHECK(browser.send("GET", "/api/v1/tickets", "", {{"authorization", "Bearer nonsense"}}).status == 401);
    CHECK(outcome(browser.send("GET", "/api/v1/session", "", {bearer})) == "403 forbidden");
}

TEST_CASE("an initial password must be changed before anything else") {
    Desk desk;
    const std::string initial = desk.service.accounts().create({"li.na", {"auditor"}}, {"test", ""}).value();
    Browser browser(desk);
    const Response entered = browser.log_in("li.na", initial);
    REQUIRE(entered.status == 200);
    CHECK(object_of(entered).at("must_change_password") == true);
    CHECK(outcome(browser.get("/api/v1/tickets")) == "403 password-change-required");
    CHECK(outcome(browser.send("POST", "/api/v1/session/totp", kSaid)) == "403 password-change-required");
    CHECK(browser.get("/api/v1/session").status == 200);
    const auto change = [&browser](const std::string& old_one, const std::string& new_one) {
        return browser.send("POST", "/api/v1/session/password",
                            json::serialize(json::object{{"password", old_one}, {"new_password", new_one}}));
    };
    CHECK(outcome(change("five wrong horses", kPassword)) == "401 bad-credentials");
    const Response weak = change(initial, "short");
    CHECK(weak.status == 422);
    CHECK(pointers_of(weak) == std::vector<std::string>{"/new_password"});
    const std::string before = browser.cookie;
    CHECK(change(initial, kPassword).status == 200);
    CHECK(browser.cookie != before);
    CHECK(browser.get("/api/v1/tickets").status == 200);
    browser.cookie = before;
    CHECK(outcome(browser.get("/api/v1/tickets")) == "401 unauthenticated");
}

TEST_CASE("a log-out ends the session, and a session read only by its owner's roles") {
    Desk desk;
    add_account(desk, "li.na", "auditor");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    CHECK(outcome(browser.get("/api/v1/users")) == "403 forbidden");
    CHECK(browser.send("POST", "/api/v1/tickets", "{}").status == 403);
    const std::string before = browser.cookie;
    const Response out = browser.send("DELETE", "/api/v1/session");
    CHECK(out.status == 204);
    CHECK(header_of(out, "Set-Cookie").find("Max-Age=0") != std::string::npos);
    browser.cookie = before;
    CHECK(outcome(browser.get("/api/v1/session")) == "401 unauthenticated");
}

TEST_CASE("with an authenticator a code is needed, and a used one is 401 ever after") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    const json::object enrolment = object_of(browser.send("POST", "/api/v1/session/totp", kSaid));
    CHECK(string_or_empty(enrolment, "uri").find("otpauth://totp/Gongdan:li.na?secret=") == 0);
    // The secret as the service keeps it: base32 is for people.
    const std::string shown = string_or_empty(enrolment, "secret");
    std::string secret;
    unsigned held = 0;
    int bits = 0;
    for (const char c : shown) {
        held = held << 5 | unsigned(c >= 'A' ? c - 'A' : c - '2' + 26);
        if ((bits += 5) < 8) continue;
        secret += static_cast<char>(held >> (bits -= 8) & 255U);
    }
    const auto code = [&desk, &secret] { return crypto::totp_code(secret, crypto::totp_step(desk.service.time)); };
    const auto confirm = [&browser](const std::string& with) {
        return browser.send("POST", "/api/v1/session/totp/confirm", json::serialize(json::object{{"code", with}}));
    };
    CHECK(confirm(code() == "000000" ? "000001" : "000000").status == 422);
    CHECK(confirm(code()).status == 204);
    CHECK(object_of(browser.get("/api/v1/session")).at("totp") == true);
    Browser other(desk);
    CHECK(outcome(other.log_in("li.na")) == "401 totp-required");
    CHECK(outcome(other.log_in("li.na", kPassword, code())) == "401 bad-credentials");
    desk.service.time += std::chrono::seconds(30);
    const std::string good = code();
    CHECK(other.log_in("li.na", kPassword, good).status == 200);
    CHECK(outcome(Browser(desk).log_in("li.na", kPassword, good)) == "401 bad-credentials");
    CHECK(browser.send("POST", "/api/v1/session/totp/drop", kSaid).status == 204);
    CHECK(Browser(desk).log_in("li.na").status == 200);
}

TEST_CASE("a session alone changes no second factor: the password is asked again, and wrong ones count as failures") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    const std::string wrong = R"({"password":"five wrong horses"})";
    for (const std::string target : {"/api/v1/session/totp", "/api/v1/session/totp/drop"}) {
        INFO(target);
        CHECK(browser.send("POST", target).status == 400);
        CHECK(browser.send("POST", target, "{}").status == 422);
        CHECK(outcome(browser.send("POST", target, wrong)) == "401 bad-credentials");
    }
    CHECK(browser.send("DELETE", "/api/v1/session/totp").status == 405);
    for (int i = 0; i < 3; ++i) CHECK(browser.send("POST", "/api/v1/session/totp/drop", wrong).status == 401);
    CHECK(outcome(browser.send("POST", "/api/v1/session/totp/drop", kSaid)) == "429 too-many-attempts");
    CHECK(browser.get("/api/v1/tickets").status == 200);
}

TEST_CASE("who logs in at the identity provider has no password to say, and is told where his second factor is") {
    Desk desk;
    auto& accounts = desk.service.accounts();
    const auto entered = accounts.enter_external({"issuer subject", "wang", "", {"dispatcher"}}, "").value();
    Browser browser(desk);
    browser.cookie = entered.secret;
    browser.csrf = string_or_empty(object_of(browser.get("/api/v1/session")), "csrf");
    CHECK(browser.send("POST", "/api/v1/session/totp", kSaid).status == 409);
}

TEST_CASE("when too many people log in at once, more are told to come again") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    desk.service.passwords_busy = true;
    const Response busy = Browser(desk).log_in("li.na");
    CHECK(outcome(busy) == "503 overloaded");
    CHECK_FALSE(header_of(busy, "Retry-After").empty());
}

TEST_CASE("a stream of somebody who logs out ends") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    const Response open = browser.get("/api/v1/stream");
    REQUIRE(open.stream != nullptr);
    open.stream->check_welcome();
    CHECK_FALSE(open.stream->take().end);
    CHECK(browser.send("DELETE", "/api/v1/session").status == 204);
    open.stream->check_welcome();
    CHECK(open.stream->take().end);
}

TEST_CASE("a stream ends when the roles or the scope of its account change, and at no other change") {
    const std::string changes[] = {R"({"roles":["auditor"]})", R"({"scope":{"teams":["B"]}})"};
    for (const std::string& change : changes) {
        INFO(change);
        Desk desk;
        add_account(desk, "li.na", "area_manager", {"", {}, {}, {"A"}});
        Browser browser(desk);
        REQUIRE(browser.log_in("li.na").status == 200);
        const Response open = browser.get("/api/v1/stream");
        REQUIRE(open.stream != nullptr);
        const auto admin = [&desk](const std::string& method, const std::string& target, const std::string& body) {
            return desk.ask({.method = method, .target = target, .body = body, .role = "admin"}).status;
        };
        REQUIRE(admin("POST", "/api/v1/users/li.na/unlock", "") == 204);
        REQUIRE(admin("PATCH", "/api/v1/users/li.na", R"({"roles":["area_manager"],"scope":{"teams":["A"]}})") == 200);
        open.stream->check_welcome();
        CHECK_FALSE(open.stream->take().end);
        REQUIRE(admin("PATCH", "/api/v1/users/li.na", change) == 200);
        open.stream->check_welcome();
        CHECK(open.stream->take().end);
        // He may come again, with what he is now.
        CHECK(browser.get("/api/v1/stream").stream != nullptr);
    }
}

TEST_CASE("over TLS, our own or a trusted proxy's, every cookie is for TLS only") {
    // What makes a request secure: tls_test.cpp and proxies_test.cpp.
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    const Ask log_in{.method = "POST",
                     .target = "/api/v1/session",
                     .body = R"({"name":"li.na","password":"four correct horses"})",
                     .role = "",
                     .secure = true};
    const Response entered = desk.ask(log_in);
    REQUIRE(entered.status == 200);
    const std::string set = header_of(entered, "Set-Cookie");
    CHECK(set.ends_with("; Path=/; HttpOnly; SameSite=Strict; Secure"));
    Ask again = log_in;
    again.secure = false;
    CHECK(header_of(desk.ask(again), "Set-Cookie").find("Secure") == std::string::npos);

    const std::string cookie = set.substr(0, set.find(';'));
    const Ask log_out{.method = "DELETE",
                      .target = "/api/v1/session",
                      .role = "",
                      .headers = {{"cookie", cookie}, {"x-csrf-token", string_or_empty(object_of(entered), "csrf")}},
                      .secure = true};
    CHECK(header_of(desk.ask(log_out), "Set-Cookie").find("; Secure; Max-Age=0") != std::string::npos);
}
