// Two people on one ticket see each other; nobody else does, and nothing of it is kept.
#include <catch2/catch.hpp>

#include "tests/unit/http/people.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

/// Two dispatchers and a crew of the west, each with a browser.
class Scene {
 public:
    Scene() {
        add_account(desk, "d1", "dispatcher", Scope{"d1", {}, {}, {}});
        add_account(desk, "d2", "dispatcher");
        add_account(desk, "wang", "area_manager", Scope{"demo-wang-wu", {}, {}, {}});
        add_account(desk, "audit", "auditor");
        for (Browser* browser : {&one, &two, &crew, &auditor}) {
            const std::string name = browser == &one    ? "d1"
                                     : browser == &two  ? "d2"
                                     : browser == &crew ? "wang"
                                                        : "audit";
            REQUIRE(browser->log_in(name).status == 200);
        }
        id = desk.open_fault();
    }

    Response at(Browser& who, const std::string& doing) {
        return who.send("POST", "/api/v1/tickets/" + id + "/presence", R"({"doing":")" + doing + "\"}");
    }
    /// "account doing" of each.
    std::vector<std::string> others(Browser& who, const std::string& doing = "viewing") {
        const Response answer = at(who, doing);
        REQUIRE(answer.status == 200);
        std::vector<std::string> found;
        const json::object told = object_of(answer);
        for (const json::value& item : told.at("items").as_array()) {
            found.push_back(string_or_empty(item.as_object(), "account") + " " +
                            string_or_empty(item.as_object(), "doing"));
        }
        return found;
    }

    Desk desk;
    Browser one{desk};
    Browser two{desk};
    Browser crew{desk};
    Browser auditor{desk};
    std::string id;
};

using Others = std::vector<std::string>;

std::string told(const Response& stream) { return stream.stream->take().bytes; }

}  // namespace

TEST_CASE("two dispatchers on one ticket see each other, and what the other is at, until he leaves") {
    Scene scene;
    CHECK(scene.others(scene.one).empty());
    CHECK(scene.others(scene.two, "writing") == Others{"d1 viewing"});
    CHECK(scene.others(scene.one) == Others{"d2 writing"});
    CHECK(scene.others(scene.two, "gone") == Others{"d1 viewing"});
    CHECK(scene.others(scene.one).empty());
    CHECK(scene.at(scene.one, "sleeping").status == 422);
}

TEST_CASE("a person is shown by the name he has in the organisation, an account without one by its own") {
    Scene scene;
    (void)scene.others(scene.two);
    const json::value shown = object_of(scene.at(scene.one, "viewing")).at("items").at(0);
    CHECK(shown.at("name") == "d2");
    CHECK(shown.at("person").is_null());
    const json::value other = object_of(scene.at(scene.two, "viewing")).at("items").at(0);
    CHECK(other.at("name") == "演示-指挥一");
    CHECK(other.at("person") == "d1");
    CHECK(other.at("since") == "2026-03-02T08:05:00+08:00");
}

TEST_CASE("the stream tells of changes without an id, to whoever sees the ticket and not of himself") {
    Scene scene;
    const Response mine = scene.one.get("/api/v1/stream");
    const Response foreign = scene.crew.get("/api/v1/stream");
    const Response program = scene.desk.get("/api/v1/stream");
    (void)told(mine), (void)told(foreign), (void)told(program);
    (void)scene.others(scene.two);
    const std::string news = told(mine);
    CHECK(news.find("event: presence\ndata: {\"case\":\"" + scene.id + "\",\"people\":[{\"account\":\"d2\"") == 0);
    CHECK(news.find("id:") == std::string::npos);
    CHECK(told(foreign).empty());
    CHECK(told(program).empty());
    (void)scene.others(scene.two);
    CHECK(told(mine).empty());  // a renewal is no news
    (void)scene.others(scene.one);
    CHECK(told(mine).find("d1") == std::string::npos);
    (void)scene.others(scene.two, "gone");
    CHECK(told(mine).find("\"people\":[]") != std::string::npos);
}

TEST_CASE("a stream begins with who is there, and hears of him who went without a word") {
    Scene scene;
    (void)scene.others(scene.two);
    const Response stream = scene.one.get("/api/v1/stream");
    CHECK(told(stream).find("\"account\":\"d2\"") != std::string::npos);
    scene.desk.service.time += std::chrono::seconds(44);
    stream.stream->check_welcome();
    CHECK(told(stream).empty());
    scene.desk.service.time += std::chrono::seconds(1);
    stream.stream->check_welcome();
    CHECK(told(stream).find("\"people\":[]") != std::string::npos);
}

TEST_CASE("who may not see the ticket is told that there is none; auditors look, and are seen looking") {
    Scene scene;
    CHECK(scene.at(scene.crew, "viewing").status == 404);
    CHECK(scene.others(scene.auditor).empty());
    CHECK(scene.others(scene.one) == Others{"audit viewing"});
}

TEST_CASE("programs are at no ticket, and to be at one is no use of a session and no event") {
    Scene scene;
    const std::string target = "/api/v1/tickets/" + scene.id + "/presence";
    const std::string body = R"({"doing":"viewing"})";
    CHECK(scene.desk.ask({.method = "POST", .target = target, .body = body}).status == 403);
    const auto events = scene.desk.service.fake_reads().all_events.size();
    scene.desk.service.time += std::chrono::minutes(50);
    CHECK(scene.at(scene.one, "viewing").status == 200);
    CHECK(scene.desk.service.fake_reads().all_events.size() == events);
    scene.desk.service.time += std::chrono::minutes(20);
    CHECK(scene.at(scene.one, "viewing").status == 401);
}

TEST_CASE("a full ticket takes nobody else in") {
    Scene scene;
    for (std::size_t i = 0; i < host::kPresentEach; ++i) {
        const std::string name = "desk" + std::to_string(i);
        add_account(scene.desk, name, "dispatcher");
        Browser browser(scene.desk);
        REQUIRE(browser.log_in(name).status == 200);
        REQUIRE(scene.at(browser, "viewing").status == 200);
    }
    const Response refused = scene.at(scene.one, "viewing");
    CHECK(refused.status == 503);
    CHECK(refused.body.find("overloaded") != std::string::npos);
}
