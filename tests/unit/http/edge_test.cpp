// What is refused before a route sees it, and what every answer carries.

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;
using Texts = std::vector<std::string>;

TEST_CASE("an unknown path is 404, a known path with another method 405 with Allow") {
    Desk desk;
    const Response missing = desk.get("/api/v1/nothing");
    CHECK(missing.status == 404);
    CHECK(problem_of(missing) == "not-found");
    CHECK(header_of(missing, "Content-Type") == "application/problem+json");
    CHECK(string_or_empty(object_of(missing), "instance") == "/api/v1/nothing");
    const Response wrong = desk.ask({.method = "DELETE", .target = "/api/v1/tickets"});
    CHECK(wrong.status == 405);
    CHECK(header_of(wrong, "Allow") == "OPTIONS, POST, GET, HEAD");
    CHECK(desk.ask({.method = "OPTIONS", .target = "/api/v1/tickets", .role = ""}).status == 204);
    CHECK(desk.get("/api/v1/tickets/").status == 404);
}

TEST_CASE("without a valid token there is 401 that says how to authenticate") {
    Desk desk;
    const Response none = desk.get("/api/v1/tickets", "");
    CHECK(none.status == 401);
    CHECK(header_of(none, "WWW-Authenticate") == R"(Bearer realm="gongdan")");
    const Response bad =
        desk.ask({.target = "/api/v1/tickets", .role = "", .headers = {{"authorization", "Bearer nonsense"}}});
    CHECK(bad.status == 401);
    CHECK(header_of(bad, "WWW-Authenticate").find("invalid_token") != std::string::npos);
    CHECK(desk.ask({.target = "/api/v1/tickets", .role = "", .headers = {{"authorization", "Basic YTpi"}}}).status ==
          401);
    CHECK(
        desk.ask({.target = "/api/v1/tickets", .role = "", .headers = {{"authorization", "bearer someone:dispatcher"}}})
            .status == 200);
}

TEST_CASE("health, metrics, the description and the page need no token") {
    Desk desk;
    for (const std::string target : {"/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/", "/?from=mail"}) {
        INFO(target);
        CHECK(desk.get(target, "").status == 200);
    }
}

TEST_CASE("an auditor reads everything and may post nothing") {
    Desk desk;
    const std::string id = desk.open_fault();
    CHECK(desk.get("/api/v1/tickets/" + id, "auditor").status == 200);
    for (const std::string target : {"/api/v1/tickets", "/api/v1/batch", "/api/v1/escalations/1/acknowledge"}) {
        const Response refused = desk.ask({.method = "POST", .target = target, .body = "{}", .role = "auditor"});
        CHECK(refused.status == 403);
        CHECK(problem_of(refused) == "forbidden");
    }
    CHECK(
        desk.ask({.method = "POST", .target = "/api/v1/tickets", .body = "{}", .role = "auditor,dispatcher"}).status ==
        422);
}

TEST_CASE("routes of the administrator refuse everyone else") {
    Desk desk;
    CHECK(desk.get("/api/v1/tokens", "leader").status == 403);
    CHECK(desk.get("/api/v1/tokens", "leader,admin").status == 200);
}

TEST_CASE("a body of another type is 415, text that is no JSON 400, JSON that is no object 422") {
    Desk desk;
    const std::string target = "/api/v1/tickets";
    CHECK(desk.ask({.method = "POST",
                    .target = target,
                    .body = "a=b",
                    .content_type = "application/x-www-form-urlencoded"})
              .status == 415);
    CHECK(desk.post(target, "{}", {{"content-encoding", "gzip"}}).status == 415);
    CHECK(
        desk.ask({.method = "POST", .target = target, .body = "{}", .content_type = "Application/JSON; charset=utf-8"})
            .status == 422);
    CHECK(desk.ask({.method = "POST", .target = target, .body = "{}", .content_type = ""}).status == 422);
    const Response broken = desk.post(target, R"({"workflow": )");
    CHECK(broken.status == 400);
    CHECK(problem_of(broken) == "malformed-json");
    CHECK(desk.post(target, "[]").status == 422);
    CHECK(desk.ask({.method = "POST", .target = target}).status == 400);
}

TEST_CASE("a body in which a key comes twice is 400 and says which, however deep") {
    Desk desk;
    for (const std::string body : {R"({"workflow":"complaint","workflow":"fault-repair","data":{}})",
                                   R"({"workflow":"complaint","data":{"list":[{"workflow":1,"\u0077orkflow":2}]}})"}) {
        const Response refused = desk.post("/api/v1/tickets", body);
        CHECK(refused.status == 400);
        CHECK(problem_of(refused) == "malformed-json");
        CHECK(refused.body.find("workflow") != std::string::npos);
    }
}

TEST_CASE("every key at fault is named with its pointer: unknown, missing, of the wrong type, floating point") {
    Desk desk;
    const Response refused = desk.post(
        "/api/v1/tickets", R"({"work/flow":1,"occurred_at":"yesterday","data":{"a":{"b":[1,2.5]}},"actor":"me"})");
    CHECK(refused.status == 422);
    CHECK(pointers_of(refused) == Texts{"/work~1flow", "/occurred_at", "/data/a/b/1", "/actor", "/workflow"});
    CHECK(pointers_of(desk.post("/api/v1/tickets", R"({"workflow":"","data":[]})")) == Texts{"/workflow", "/data"});
}

TEST_CASE("a batch may be larger than everything else") {
    CHECK(Api::body_limit("/api/v1/batch") == 8 * 1024 * 1024);
    for (const std::string path : {"/api/v1/tickets", "/api/v1/batch/", "/api/v1/%62atch", "/", ""})
        CHECK(Api::body_limit(path) == 1024 * 1024);
}

TEST_CASE("unknown and malformed query parameters are refused, so that a typing error never widens a list") {
    Desk desk;
    const Response refused = desk.get("/api/v1/tickets?overdu=1&limit=0&sort=size&at_risk=maybe&q=%E7%94%B5");
    CHECK(refused.status == 422);
    CHECK(pointers_of(refused) == Texts{"/query/overdu", "/query/limit", "/query/sort", "/query/at_risk"});
    CHECK(desk.get("/api/v1/tickets?limit=501").status == 422);
    CHECK(desk.get("/api/v1/tickets?limit=500").status == 200);
}

TEST_CASE("answers are kept out of caches") {
    Desk desk;
    const std::string id = desk.open_fault();
    CHECK(header_of(desk.get("/api/v1/tickets/" + id), "Cache-Control") == "no-store");
    CHECK(header_of(desk.get("/api/v1/none"), "Cache-Control") == "no-store");
}

TEST_CASE("the log names the pattern, the ticket and the trace, not the path or its query") {
    Desk desk;
    const std::string id = desk.open_fault();
    desk.log.clear();
    const Response found =
        desk.ask({.target = "/api/v1/tickets/" + id,
                  .headers = {{"traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}});
    CHECK(found.status == 200);
    CHECK(desk.get("/api/v1/tickets?q=13800000000").status == 200);
    REQUIRE(desk.log.size() == 2);
    const json::object line = json::parse(desk.log[0]).as_object();
    CHECK(line.at("level") == "debug");
    CHECK(line.at("route") == "/api/v1/tickets/{id}");
    CHECK(line.at("method") == "GET");
    CHECK(line.at("status") == 200);
    CHECK(line.at("ticket").as_string() == id);
    CHECK(line.at("trace_id") == "0af7651916cd43dd8448eb211c80319c");
    CHECK(line.contains("duration_ms"));
    CHECK(desk.log[1].find("13800000000") == std::string::npos);
}

TEST_CASE("metrics count requests by route and hold what the service and the server add") {
    Desk desk;
    CHECK(desk.get("/api/v1/workflows").status == 200);
    CHECK(desk.get("/nowhere").status == 404);
    const std::string text = desk.get("/metrics", "").body;
    CHECK(text.find("gongdan_fake 1\n") != std::string::npos);
    CHECK(text.find(R"(gongdan_http_request_seconds_count{method="GET",route="/api/v1/workflows"} 1)") !=
          std::string::npos);
    CHECK(text.find(R"(gongdan_http_request_seconds_bucket{method="GET",route="/api/v1/workflows",le="+Inf"} 1)") !=
          std::string::npos);
    CHECK(text.find(R"(gongdan_http_responses_total{method="",route="none",status="4xx"} 1)") != std::string::npos);
    CHECK(text.find("/api/v1/roster") == std::string::npos);
}

TEST_CASE("readiness tells everything that is wrong in a 503 problem") {
    Desk desk;
    CHECK(desk.get("/readyz", "").status == 200);
    desk.service.ready = {false, {{"磁盘已满", "the disk is full"}}};
    const Response not_ready = desk.get("/readyz", "");
    CHECK(not_ready.status == 503);
    CHECK(problem_of(not_ready) == "unavailable");
    CHECK(header_of(not_ready, "Content-Type") == "application/problem+json");
    CHECK_FALSE(header_of(not_ready, "Retry-After").empty());
    const json::object body = object_of(not_ready);
    const auto& problems = body.at("problems").as_array();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].as_object().at("zh") == "磁盘已满");
    CHECK(desk.get("/healthz", "").status == 200);
}

TEST_CASE("a browser that asks for another site is not invited in") {
    Desk desk;
    const std::vector<Header> preflight = {{"origin", "https://evil.example"},
                                           {"access-control-request-method", "POST"},
                                           {"access-control-request-headers", "authorization"}};
    const auto invited = [](const Response& answer) {
        return std::any_of(answer.headers.begin(), answer.headers.end(),
                           [](const Header& header) { return header.name.starts_with("Access-Control-"); });
    };
    CHECK_FALSE(invited(desk.ask({.method = "OPTIONS", .target = "/api/v1/tickets", .headers = preflight})));
    CHECK_FALSE(invited(desk.ask({.target = "/api/v1/tickets", .headers = preflight})));
    CHECK_FALSE(invited(desk.ask({.target = "/", .role = "", .headers = preflight})));
}
