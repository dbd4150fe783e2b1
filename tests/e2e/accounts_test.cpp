// People and the real program: the first start, accounts made by an administrator, scoped tokens at the command line.

#include <catch2/catch.hpp>

#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

const std::string kPassword = "four correct horses";

/// A browser with a cookie file.
class Browser {
 public:
    Browser(const Server& server, const TemporaryFolder& folder, const std::string& name)
        : base_(server.base()), jar_(folder / (name + ".cookies")) {}

    Answer send(const std::string& method, const std::string& path, const std::string& body = "",
                const std::string& type = "application/json") {
        std::vector<std::string> arguments = {"curl", "-s", "--noproxy",      "*",         "-b", jar_, "-c", jar_, "-X",
                                              method, "-w", "\n%{http_code}", base_ + path};
        if (!csrf_.empty()) arguments.insert(arguments.end(), {"-H", "X-CSRF-Token: " + csrf_});
        if (!body.empty()) arguments.insert(arguments.end(), {"-H", "Content-Type: " + type, "-d", body});
        const Finished finished = run_to_end(arguments);
        // The status stands in the last line.
        const auto lines = lines_of(finished.output);
        REQUIRE(lines.size() >= 2);
        const std::string body_lines = finished.output.substr(0, finished.output.size() - lines.back().size() - 2);
        Answer answer{std::stoi(lines.back()), body_lines};
        const auto parsed = parse_json(answer.body);
        if (parsed && parsed->is_object() && parsed->as_object().contains("csrf")) {
            csrf_ = string_or_empty(parsed->as_object(), "csrf");
        }
        return answer;
    }
    Answer log_in(const std::string& name, const std::string& password) {
        return send("POST", "/api/v1/session", json::serialize(json::object{{"name", name}, {"password", password}}));
    }

 private:
    std::string base_;
    std::string jar_;
    std::string csrf_;
};

/// The code of the setup link that the server prints once it serves.
std::string setup_code(Server& server) {
    while (const auto line = server.process().read_line()) {
        const auto at = line->find("/setup?code=");
        if (at != std::string::npos) return line->substr(at + std::string("/setup?code=").size());
    }
    FAIL("no setup link");
    return {};
}

}  // namespace

TEST_CASE("from the setup link to a dispatcher at work: nobody gets in with a default, everybody chooses a password") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Server server(data, {.arguments = {"--log", "error"}});
    const std::string code = setup_code(server);
    Browser boss(server, folder, "boss");
    CHECK(boss.log_in("admin", "admin").status == 401);
    CHECK(boss.send("GET", "/setup?code=" + code).body.find("<form method=\"post\"") != std::string::npos);
    const std::string form = "code=" + code + "&name=boss&password=four+correct+horses&again=four+correct+horses";
    CHECK(boss.send("POST", "/setup", form, "application/x-www-form-urlencoded").status == 200);
    CHECK(boss.send("POST", "/setup", form, "application/x-www-form-urlencoded").status == 403);
    REQUIRE(boss.log_in("boss", kPassword).status == 200);

    const Answer made = boss.send("POST", "/api/v1/users",
                                  R"({"name":"sun.qi","roles":["dispatcher"],"scope":{"person":"demo-sun-qi"}})");
    REQUIRE(made.status == 201);
    Browser desk(server, folder, "desk");
    REQUIRE(desk.log_in("sun.qi", string_or_empty(object_of(made), "initial_password")).status == 200);
    CHECK(desk.send("GET", "/api/v1/tickets").status == 403);
    CHECK(desk.send("POST", "/api/v1/session/password",
                    json::serialize(json::object{{"password", string_or_empty(object_of(made), "initial_password")},
                                                 {"new_password", "five correct horses"}}))
              .status == 200);
    CHECK(desk.send("GET", "/api/v1/tickets").status == 200);
    CHECK(desk.send("POST", "/api/v1/tickets", fault_body(Millis(0))).status == 201);
    CHECK(desk.send("GET", "/api/v1/users").status == 403);

    // At the command line, beside the running server.
    CHECK(program({"user", "disable", "sun.qi", "--data", data}).code == 0);
    CHECK(eventually([&desk] { return desk.send("GET", "/api/v1/tickets").status == 401; }));
    CHECK(server.stop() == 0);
    const auto log = program({"user", "log", "--data", data});
    for (const std::string what : {"set-up", "login", "login-refused", "created", "password-changed", "disabled"}) {
        INFO(log.output);
        CHECK(log.output.find("\t" + what + "\t") != std::string::npos);
    }
    CHECK(log.output.find(kPassword) == std::string::npos);
    CHECK(log.output.find(code) == std::string::npos);

    // What was changed stands in the configuration's chain too, also what another process changed beside the server.
    std::vector<std::string> sealed;
    for (const json::object& event : exported_journal(data)) {
        if (string_or_empty(event, "what") == "account") sealed.push_back(string_or_empty(event, "change"));
    }
    CHECK(sealed == std::vector<std::string>{"setup-link-made", "set-up", "created", "password-changed", "disabled"});
    CHECK(program({"doctor", "--data", data}).code == 0);
}

TEST_CASE("a second start offers no setup link once there is an account") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const auto made = program({"user", "create", "boss", "--role", "admin", "--password-stdin", "--data", data},
                              {.input = kPassword + "\n"});
    INFO(made.errors);
    REQUIRE(made.code == 0);
    CHECK(made.output.find(kPassword) == std::string::npos);
    Server server(data, {.arguments = {"--log", "error"}});
    Browser boss(server, folder, "boss");
    CHECK(boss.log_in("boss", kPassword).status == 200);
    CHECK(boss.send("GET", "/setup?code=x").status == 403);
    CHECK(server.stop() == 0);
    while (const auto line = server.process().read_line()) CHECK(line->find("/setup") == std::string::npos);
}

TEST_CASE("accounts are made, listed, changed and unlocked at the command line, in both languages and as JSON") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const auto user = [&data](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "user");
        arguments.insert(arguments.end(), {"--data", data});
        return program(arguments);
    };
    const auto made = user({"create", "--name", "sun.qi", "--role", "foreman", "--person", "demo-sun-qi"});
    REQUIRE(made.code == 0);
    CHECK(made.output.find("初始口令") != std::string::npos);
    CHECK(made.output.find("initial password") != std::string::npos);
    CHECK(user({"create", "--name", "sun.qi", "--role", "foreman"}).code == 2);
    CHECK(user({"create", "--name", "x", "--role", "foreman", "--person", "nobody"}).code == 2);
    CHECK(user({"create", "--name", "x", "--role", "king"}).code == 2);
    CHECK(user({"set-roles", "sun.qi", "--role", "dispatcher,foreman"}).code == 0);
    const auto shown = user({"show", "sun.qi", "--json"});
    const json::object view = json::parse(shown.output).as_object();
    CHECK(view.at("roles").as_array().size() == 2);
    CHECK(view.at("scope").as_object().at("person") == "demo-sun-qi");
    CHECK(view.at("must_change_password") == true);
    CHECK(user({"list"}).output.find("sun.qi\tdispatcher,foreman\tperson=demo-sun-qi\t") == 0);
    for (const std::string command : {"unlock", "disable", "enable", "totp-off", "reset-password"}) {
        INFO(command);
        CHECK(user({command, "sun.qi"}).code == 0);
        CHECK(user({command, "nobody"}).code == 2);
    }
}

TEST_CASE("a token is made with scope and expiry; one that reaches further than its role is pointed out") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const auto create = [&data](std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"token", "create", "--data", data});
        return program(arguments);
    };
    const auto scoped = create({"--name", "tablet", "--role", "area_manager", "--team", "A", "--expires", "90d"});
    CHECK(scoped.code == 0);
    CHECK(scoped.errors.empty());
    CHECK(lines_of(scoped.output).size() == 1);
    const auto wide = create({"--name", "gate", "--role", "area_manager"});
    CHECK(wide.code == 0);
    CHECK(lines_of(wide.output).size() == 1);
    CHECK(wide.errors.find("未限定范围") != std::string::npos);
    CHECK(wide.errors.find("has no scope") != std::string::npos);
    CHECK(create({"--name", "desk", "--role", "dispatcher"}).errors.empty());
    CHECK(create({"--name", "x", "--role", "dispatcher", "--expires", "soon"}).code == 2);
    CHECK(create({"--name", "x", "--role", "dispatcher", "--expires", "2020-01-01"}).code == 2);
    CHECK(create({"--name", "x", "--role", "dispatcher", "--area", "nowhere"}).code == 2);
    const auto list = json::parse(program({"token", "list", "--json", "--data", data}).output).as_array();
    REQUIRE(list.size() == 3);
    CHECK(list[0].at("scope").at("teams").as_array().at(0) == "A");
    CHECK_FALSE(list[0].at("expires_at").is_null());
    CHECK(list[1].at("scope").is_null());
}

TEST_CASE(
    "the address of a roster feed that the command line prints opens on the running server, until it is revoked") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Server server(data);
    const auto feed = [&data](const std::string& person) {
        return program({"token", "feed", "--name", "calendar", "--person", person, "--data", data});
    };
    CHECK(feed("nobody").code == 2);
    const auto made = feed("d1");
    INFO(made.errors);
    REQUIRE(made.code == 0);
    const std::string path = lines_of(made.output).at(0);
    CHECK(path.starts_with("/feeds/gf_"));
    Client client(server.base(), "");
    CHECK(eventually([&client, &path] { return client.get(path).status == 200; }));
    CHECK(client.get(path).body.starts_with("BEGIN:VCALENDAR"));
    const std::string secret = path.substr(7, path.find('/', 7) - 7);
    Client misused(server.base(), secret);
    CHECK(misused.get("/api/v1/roster.ics").status == 401);
    REQUIRE(program({"token", "revoke", "calendar", "--data", data}).code == 0);
    CHECK(eventually([&client, &path] { return client.get(path).status == 404; }));
    CHECK(server.stop() == 0);
}

TEST_CASE("the demo prints an account for every role, with another password at every start") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    std::string before;
    for (int start = 0; start < 2; ++start) {
        Server server(data, {.arguments = {"--demo", "--log", "error"}});
        std::string password;
        for (const std::string& line : server.greeting()) {
            if (line.starts_with("  user foreman ")) password = line.substr(line.rfind(' ') + 1);
        }
        REQUIRE(password.size() == 24);
        CHECK(password != before);
        before = password;
        Browser foreman(server, folder, "foreman" + std::to_string(start));
        const Answer entered = foreman.log_in("foreman", password);
        REQUIRE(entered.status == 200);
        CHECK(object_of(entered).at("scope").as_object().at("person") == "demo-sun-qi");
        CHECK(foreman.send("GET", "/api/v1/tickets").status == 200);
        CHECK(server.stop() == 0);
    }
}
