// Whoever an escalation tells in another's place can open the ticket, work on it and answer; nobody else can, and the
// end of his duty ends it.
#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

// Monday: Zhang is on duty in the east until Tuesday 08:00, Li, who looks after area 103, is not.
const std::string kZhang = "area_manager@demo-zhang-san";
const std::string kLi = "area_manager@demo-li-si";
const std::string kWang = "area_manager@demo-wang-wu";
const std::string kForeman = "foreman@demo-zhou-ba";
const std::string kManager = "district_manager@demo-zheng-shi";

Instant at(const std::string& time) { return parse_time(time + "+08:00").value(); }

class Scene {
 public:
    Scene() {
        const Response opened = desk.post(
            "/api/v1/tickets",
            R"({"workflow":"fault-repair","data":{"site_class":"rural","fault_address":"x","area":"demo-103"}})");
        REQUIRE(opened.status == 201);
        id = string_or_empty(object_of(opened), "id");
    }

    void until(const std::string& time) {
        desk.service.time = at(time);
        desk.service.sweep(desk.service.time);
    }
    int seen(const std::string& who) { return desk.get("/api/v1/tickets/" + id, who).status; }
    int post(const std::string& target, const std::string& body, const std::string& who) {
        return desk.ask({.method = "POST", .target = target, .body = body, .role = who}).status;
    }
    /// Wu, who looks after the east's areas, is away; Zheng of the west stands in for him.
    void send_wu_away(const std::string& until) {
        const std::string absence = R"({"kind":"absence","person":"demo-wu-jiu","from":"2026-03-02T08:00:00+08:00",)"
                                    R"("to":")" +
                                    until + R"(+08:00"})";
        REQUIRE(post("/api/v1/roster/entries", absence, "admin") == 201);
    }

    Desk desk;
    std::string id;
};

}  // namespace

TEST_CASE("the colleague on duty, told in place of an area's manager, opens the ticket and works on it") {
    Scene scene;
    CHECK(scene.seen(kLi) == 200);  // it is his area's
    CHECK(scene.seen(kZhang) == 404);
    const Response stream = scene.desk.get("/api/v1/stream?after=0", kZhang);
    scene.until("2026-03-02T09:00:00");
    CHECK(scene.seen(kZhang) == 200);
    CHECK(stream.stream->take().bytes.find("escalation.raised") != std::string::npos);
    CHECK(scene.post("/api/v1/tickets/" + scene.id + "/comments", R"({"text":"on my way"})", kZhang) == 200);
    CHECK(scene.desk.get("/api/v1/tickets/" + scene.id + "/journal", kZhang).status == 200);
    // Nobody else has gained anything.
    CHECK(scene.seen(kWang) == 404);
    CHECK(scene.seen(kForeman) == 404);
    CHECK(scene.seen(kManager) == 404);
}

TEST_CASE("the end of his duty ends it, and his stream; the next duty brings it back while the ticket is open") {
    Scene scene;
    scene.until("2026-03-02T09:00:00");
    const Response stream = scene.desk.get("/api/v1/stream", kZhang);
    scene.desk.service.time = at("2026-03-03T07:59:59");
    stream.stream->check_welcome();
    CHECK_FALSE(stream.stream->closed());
    CHECK(scene.seen(kZhang) == 200);
    scene.desk.service.time = at("2026-03-03T08:00:00");
    stream.stream->check_welcome();
    CHECK(stream.stream->closed());
    CHECK(scene.seen(kZhang) == 404);
    CHECK(scene.post("/api/v1/tickets/" + scene.id + "/comments", R"({"text":"x"})", kZhang) == 404);
    scene.desk.service.time = at("2026-03-04T08:00:00");
    CHECK(scene.seen(kZhang) == 200);
}

TEST_CASE("who stands in for an absent manager answers the escalation, and sees the ticket until the other is back") {
    Scene scene;
    scene.send_wu_away("2026-03-02T12:00:00");
    CHECK(scene.seen(kManager) == 404);
    scene.until("2026-03-02T10:00:00");
    CHECK(scene.seen(kManager) == 200);
    const std::string escalation = "/api/v1/escalations/" + scene.id + ".arrival.1.3.1/acknowledge";
    CHECK(scene.post(escalation, "", kForeman) == 404);
    CHECK(scene.post(escalation, "", kManager) == 200);
    scene.desk.service.time = at("2026-03-02T12:00:00");
    CHECK(scene.seen(kManager) == 404);
}

TEST_CASE("a closed ticket is nobody's for having been told; that it was closed is the last he hears") {
    Scene scene;
    scene.until("2026-03-02T09:00:00");
    const Response stream = scene.desk.get("/api/v1/stream", kZhang);
    CHECK(scene.post("/api/v1/tickets/" + scene.id + "/events", R"({"event":"void","data":{"reason":"x"}})",
                     "foreman@demo-sun-qi") == 200);
    CHECK(scene.seen(kZhang) == 404);
    CHECK(stream.stream->take().bytes.find(R"("to":"void")") != std::string::npos);
    CHECK(scene.post("/api/v1/tickets/" + scene.id + "/comments", R"({"text":"later"})", "dispatcher") == 200);
    CHECK(stream.stream->take().bytes.find("later") == std::string::npos);
}

TEST_CASE("lists and searches are asked for with what he was told") {
    Scene scene;
    scene.until("2026-03-02T09:00:00");
    CHECK(scene.desk.get("/api/v1/tickets?q=x", kZhang).status == 200);
    const auto& marks = scene.desk.service.fake_reads().last_filter.reach.told;
    CHECK(std::find(marks.begin(), marks.end(), "demo-zhang-san/area_manager/serving") != marks.end());
}
