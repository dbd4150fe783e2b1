// Accounts as the administrator sees them, the log of what happened to them, and the page of the first start.

#include "adapters/crypto/crypto.hpp"
#include "adapters/http/openapi/schemas.hpp"
#include "core/base/percent.hpp"
#include "tests/unit/http/people.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;
using Texts = std::vector<std::string>;

namespace {

Response admin(Desk& desk, const std::string& method, const std::string& target, const std::string& body = "",
               std::vector<Header> headers = {}) {
    return desk.ask({.method = method, .target = target, .body = body, .role = "admin", .headers = std::move(headers)});
}

Response post_form(Desk& desk, const std::string& body, std::vector<Header> headers = {}) {
    return desk.ask({.method = "POST",
                     .target = "/setup",
                     .body = body,
                     .role = "",
                     .headers = std::move(headers),
                     .content_type = "application/x-www-form-urlencoded"});
}

std::string form(const std::string& code, const std::string& name, const std::string& password,
                 const std::string& again) {
    return "code=" + percent_encode(code) + "&name=" + percent_encode(name) + "&password=" + percent_encode(password) +
           "&again=" + percent_encode(again);
}

}  // namespace

TEST_CASE("an account is made with a scope, listed, looked at, changed, and only by an administrator") {
    Desk desk;
    const std::string person = desk.service.configuration().organisation->people.at(0).id;
    const std::string body = json::serialize(json::object{
        {"name", "li.na"}, {"roles", json::array{"foreman"}}, {"scope", json::object{{"person", person}}}});
    for (const std::string role : {"dispatcher", "leader", "auditor"}) {
        CHECK(desk.ask({.method = "POST", .target = "/api/v1/users", .body = body, .role = role}).status == 403);
        CHECK(desk.get("/api/v1/users", role).status == 403);
    }
    const Response made = admin(desk, "POST", "/api/v1/users", body);
    REQUIRE(made.status == 201);
    CHECK(string_or_empty(object_of(made), "initial_password").size() == 24);
    CHECK(admin(desk, "POST", "/api/v1/users", body).status == 409);
    const json::object user = object_of(admin(desk, "GET", "/api/v1/users/li.na"));
    for (const auto& [key, value] : user) {
        INFO(std::string(key));
        CHECK(schema("User").at("properties").as_object().contains(key));
    }
    CHECK(user.at("scope").as_object().at("person").as_string() == person);
    CHECK(user.at("must_change_password") == true);
    CHECK(object_of(admin(desk, "GET", "/api/v1/users")).at("items").as_array().size() == 1);
    const Response changed = admin(desk, "PATCH", "/api/v1/users/li.na", R"({"roles":["auditor"],"disabled":true})");
    CHECK(changed.status == 200);
    CHECK(object_of(changed).at("disabled") == true);
    CHECK(object_of(changed).at("scope").as_object().at("person").as_string() == person);
    CHECK(admin(desk, "GET", "/api/v1/users/nobody").status == 404);
    CHECK(admin(desk, "PATCH", "/api/v1/users/nobody", "{}").status == 404);
}

TEST_CASE("what is wrong with a new account is named with its pointer") {
    Desk desk;
    const auto pointers = [&desk](const std::string& body) {
        return pointers_of(admin(desk, "POST", "/api/v1/users", body));
    };
    CHECK(pointers(R"({"name":"Li Na","roles":["auditor"]})") == Texts{"/name"});
    CHECK(pointers(R"({"name":"li.na","roles":["king"]})") == Texts{"/roles"});
    CHECK(pointers(R"({"name":"li.na","roles":[],"password":"x"})") == Texts{"/roles", "/password"});
    CHECK(pointers(R"({"name":"li.na","roles":["auditor"],"scope":{"areas":[7],"town":"x"}})") ==
          Texts{"/scope/areas/0", "/scope/town"});
    CHECK(pointers(R"({"name":"li.na","roles":["auditor"],"scope":{"person":"no-one","areas":["nowhere"]}})") ==
          Texts{"/scope/person", "/scope/areas"});
}

TEST_CASE("an initial password is shown once, under an Idempotency-Key too") {
    Desk desk;
    const std::string body = R"({"name":"li.na","roles":["auditor"]})";
    const std::vector<Header> key = {{"idempotency-key", "k1"}};
    const Response made = admin(desk, "POST", "/api/v1/users", body, key);
    REQUIRE(made.status == 201);
    const Response again = admin(desk, "POST", "/api/v1/users", body, key);
    CHECK(again.status == 409);
    CHECK(again.body.find(string_or_empty(object_of(made), "initial_password")) == std::string::npos);
    const Response reset = admin(desk, "POST", "/api/v1/users/li.na/reset-password");
    REQUIRE(reset.status == 200);
    CHECK(string_or_empty(object_of(reset), "initial_password") !=
          string_or_empty(object_of(made), "initial_password"));
    CHECK(admin(desk, "POST", "/api/v1/users/nobody/reset-password").status == 404);
}

TEST_CASE("an administrator ends another one's sessions and authenticator") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    Browser browser(desk);
    REQUIRE(browser.log_in("li.na").status == 200);
    CHECK(admin(desk, "DELETE", "/api/v1/users/li.na/sessions").status == 204);
    CHECK(browser.get("/api/v1/session").status == 401);
    CHECK(admin(desk, "DELETE", "/api/v1/users/li.na/totp").status == 204);
    CHECK(admin(desk, "DELETE", "/api/v1/users/nobody/sessions").status == 404);
    CHECK(admin(desk, "DELETE", "/api/v1/users/nobody/totp").status == 404);
    CHECK(admin(desk, "POST", "/api/v1/users/nobody/unlock").status == 404);
}

TEST_CASE("the account log is for administrators and auditors, and pages") {
    Desk desk;
    add_account(desk, "li.na", "dispatcher");
    (void)Browser(desk).log_in("li.na", "five wrong horses");
    (void)Browser(desk).log_in("li.na");
    CHECK(desk.get("/api/v1/account-log", "dispatcher").status == 403);
    const json::object page = object_of(desk.get("/api/v1/account-log?limit=2", "auditor"));
    const auto& items = page.at("items").as_array();
    REQUIRE(items.size() == 2);
    CHECK(items[0].at("what") == "login");
    CHECK(items[0].at("actor") == "li.na");
    CHECK(items[1].at("what") == "login-refused");
    CHECK(items[1].at("actor") == "");
    const std::string next = std::to_string(page.at("next_before").as_int64());
    const json::object rest = object_of(desk.get("/api/v1/account-log?before=" + next, "admin"));
    CHECK(rest.at("items").as_array().at(0).at("what") == "created");
    CHECK(rest.at("next_before").is_null());
}

TEST_CASE("a token is made with scope and expiry, which the list shows") {
    Desk desk;
    const std::string area = desk.service.configuration().organisation->areas.at(0).id;
    const std::string body = R"({"name":"tablet","roles":["foreman"],"scope":{"areas":[")" + area +
                             R"("],"teams":["A"]},"expires_at":"2026-04-01T00:00:00+08:00"})";
    const json::object made = object_of(admin(desk, "POST", "/api/v1/tokens", body));
    CHECK(made.at("scope").as_object().at("teams").as_array().at(0) == "A");
    CHECK(made.at("expires_at") == "2026-04-01T00:00:00+08:00");
    const json::object listed =
        object_of(admin(desk, "GET", "/api/v1/tokens")).at("items").as_array().at(0).as_object();
    CHECK(listed.at("scope").as_object().at("areas").as_array().at(0).as_string() == area);
    CHECK(listed.at("expires_at") == "2026-04-01T00:00:00+08:00");
    CHECK(listed.at("last_used_at").is_null());
    CHECK(pointers_of(admin(desk, "POST", "/api/v1/tokens",
                            R"({"name":"t","roles":["foreman"],"scope":{"areas":["nowhere"]}})")) ==
          Texts{"/scope/areas"});
}

TEST_CASE("the setup link shows a form without scripts, which makes the administrator once") {
    Desk desk;
    const std::string code = desk.service.accounts().make_setup_code().value();
    CHECK(desk.get("/setup", "").status == 403);
    CHECK(desk.get("/setup?code=guessed", "").status == 403);
    const Response page = desk.get("/setup?code=" + code, "");
    REQUIRE(page.status == 200);
    CHECK(page.body.find(R"(<form method="post" action="/setup">)") != std::string::npos);
    CHECK(page.body.find("<script") == std::string::npos);
    CHECK(page.body.find(code) != std::string::npos);
    const std::string style =
        page.body.substr(page.body.find("<style>") + 7, page.body.find("</style>") - page.body.find("<style>") - 7);
    const Digest digest = crypto::sha256(style);
    CHECK(header_of(page, "Content-Security-Policy") ==
          "default-src 'none'; style-src 'sha256-" + crypto::to_base64(bytes_of(digest)) +
              "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");

    CHECK(post_form(desk, form(code, "boss", kPassword, "another password")).status == 422);
    CHECK(post_form(desk, form(code, "boss", "short", "short")).status == 422);
    CHECK(post_form(desk, form("guessed", "boss", kPassword, kPassword)).status == 403);
    CHECK(post_form(desk, form(code, "boss", kPassword, kPassword), {{"host", "a"}, {"origin", "http://b"}}).status ==
          403);
    const Response strange = post_form(desk, form(code, "<b>\"'&", kPassword, kPassword));
    CHECK(strange.status == 422);
    CHECK(strange.body.find("value=\"&lt;b&gt;&quot;&#39;&amp;\"") != std::string::npos);
    CHECK(post_form(desk, "code=x").status == 422);

    const Response made =
        post_form(desk, form(code, "boss", kPassword, kPassword), {{"host", "a"}, {"origin", "http://a"}});
    CHECK(made.status == 200);
    CHECK(made.body.find("<a href=\"/\">") != std::string::npos);
    CHECK(post_form(desk, form(code, "second", kPassword, kPassword)).status == 403);
    CHECK(desk.get("/setup?code=" + code, "").status == 403);
    Browser browser(desk);
    CHECK(browser.log_in("boss").status == 200);
    CHECK(browser.get("/api/v1/users").status == 200);
}

TEST_CASE("the stream tells of changed accounts to auditors and administrators, and of other settings to everybody") {
    Desk desk;
    const auto note = [&desk](std::int64_t seq, json::object body) {
        const Instant now = desk.service.time;
        return Event{seq, CaseId{}, 0, EventType::configuration_changed, now, now, std::move(body)};
    };
    desk.service.publish({note(1, {{"what", "account"}, {"change", "created"}, {"account", "li.na"}}),
                          note(2, {{"what", "calendar-year"}, {"year", 2027}})});
    const auto seen = [&desk](const std::string& role) {
        return desk.get("/api/v1/stream?after=0", role).stream->take().bytes;
    };
    for (const std::string role : {"dispatcher", "leader", "area_manager@demo-zhang-san"}) {
        INFO(role);
        CHECK(seen(role).find("li.na") == std::string::npos);
        CHECK(seen(role).find("calendar-year") != std::string::npos);
    }
    for (const std::string role : {"auditor", "admin"}) CHECK(seen(role).find("li.na") != std::string::npos);
}
