// POST /batch: one result a line, in order.

#include <sstream>

#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const std::string kOpen =
    R"({"op":"open","workflow":"fault-repair","data":{"site_class":"urban","fault_address":"幸福路 1 号"}})";

std::vector<json::object> results(const Response& response) {
    std::vector<json::object> lines;
    std::istringstream body(response.body);
    for (std::string line; std::getline(body, line);) lines.push_back(json::parse(line).as_object());
    return lines;
}

Response batch(Desk& desk, const std::string& body) {
    return desk.ask(
        {.method = "POST", .target = "/api/v1/batch", .body = body, .content_type = "application/x-ndjson"});
}

}  // namespace

TEST_CASE("a batch answers every line in order with its case or its problem") {
    Desk desk;
    const std::string id = desk.open_fault();
    const Response answer =
        batch(desk, kOpen + "\n" + R"({"op":"fire","ticket":")" + id + R"(","event":"dispatch","data":{"team":"A"}})" +
                        "\n\n" + R"({"op":"fire","ticket":")" + id + R"(","event":"archive"})" + "\n" +
                        R"({"op":"comment","ticket":")" + id + R"(","text":"ok"})" + "\r\n" +
                        R"({"op":"merge","ticket":")" + id + R"(","into":"2"})");
    CHECK(answer.status == 200);
    CHECK(header_of(answer, "Content-Type") == "application/x-ndjson");
    const auto lines = results(answer);
    REQUIRE(lines.size() == 5);
    const std::vector<std::pair<int, int>> expected = {{1, 201}, {2, 200}, {4, 409}, {5, 200}, {6, 200}};
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i].at("line") == expected[i].first);
        CHECK(lines[i].at("status") == expected[i].second);
        CHECK(lines[i].contains("case") == (expected[i].second < 400));
        CHECK(lines[i].contains("problem") == (expected[i].second >= 400));
    }
    CHECK(lines[1].at("case").as_object().at("state") == "dispatched");
    CHECK(lines[4].at("case").as_object().at("state") == "merged");
}

TEST_CASE("a line that is malformed is refused alone") {
    Desk desk;
    const auto lines =
        results(batch(desk, "not json\n[]\n{\"op\":\"dance\"}\n{\"op\":\"fire\",\"event\":\"x\"}\n" + kOpen +
                                "\n{\"op\":\"comment\",\"ticket\":1,\"text\":\"a\",\"more\":1}\n" +
                                R"({"op":"open","workflow":"fault-repair","data":{},"idempotency_key":""})" + "\n" +
                                R"({"op":"comment",)" + kOpen.substr(1)));
    REQUIRE(lines.size() == 8);
    for (const std::size_t wrong : {0, 1, 2, 3, 5, 6, 7}) CHECK(lines[wrong].at("status") == 422);
    CHECK(lines[4].at("status") == 201);
}

TEST_CASE("a number that other programs round is refused in its line, and what a step may not set as well") {
    Desk desk;
    const auto open_with = [](const std::string& customers) {
        return kOpen.substr(0, kOpen.size() - 2) + R"(,"photos":)" + customers + "}}";
    };
    const std::string fire = R"({"op":"fire","ticket":"1","event":)";
    const auto lines = results(batch(desk, open_with("9007199254740991") + "\n" + open_with("9007199254740992") + "\n" +
                                               open_with("18446744073709551615") + "\n" + open_with("1.5") + "\n" +
                                               fire + R"("dispatch","data":{"team":"A","photos":9007199254740992}})" +
                                               "\n" + fire + R"("chase","data":{"photos":1}})"));
    REQUIRE(lines.size() == 6);
    CHECK(lines[0].at("status") == 201);
    for (std::size_t wrong = 1; wrong < lines.size(); ++wrong) {
        INFO(json::serialize(lines[wrong]));
        CHECK(lines[wrong].at("status") == 422);
    }
    const auto error = [&lines](std::size_t line) {
        return lines[line].at("problem").at("errors").as_array().at(0).as_object();
    };
    CHECK(error(4).at("pointer") == "/data/photos");
    CHECK(error(5).at("pointer") == "/data/photos");
    CHECK(error(5).at("detail_en").as_string() == "'Chase' may not set 'photos': it carries nothing but reason, note");
}

TEST_CASE("an idempotency key of a line works as the header does") {
    Desk desk;
    const std::string keyed = R"({"idempotency_key":"k9",)" + kOpen.substr(1);
    const auto lines =
        results(batch(desk, keyed + "\n" + keyed + "\n" +
                                R"({"op":"open","workflow":"complaint","data":{},"idempotency_key":"k9"})"));
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].at("case") == lines[1].at("case"));
    CHECK(lines[1].at("status") == 201);
    CHECK(lines[2].at("status") == 422);
}

TEST_CASE("a batch sent again under one key does nothing and gets the very same answer") {
    Desk desk;
    const Ask ask{.method = "POST",
                  .target = "/api/v1/batch",
                  .body = kOpen + "\nnot json\n" + kOpen + "\n" + R"({"op":"fire","ticket":"1","event":"arrive"})",
                  .headers = {{"idempotency-key", "day-1"}}};
    const Response first = desk.ask(ask);
    CHECK(header_of(first, "Idempotency-Replayed").empty());
    const auto lines = results(first);
    REQUIRE(lines.size() == 4);
    CHECK(lines[2].at("case").as_object().at("id") == "2");
    desk.service.time += std::chrono::minutes(7);
    const std::size_t events = desk.service.fake_reads().all_events.size();
    const Response again = desk.ask(ask);
    CHECK(again.body == first.body);
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(desk.service.fake_reads().all_events.size() == events);
    Ask other = ask;
    other.body = R"({"op":"comment","ticket":"1","text":"a"})";
    CHECK(results(desk.ask(other)).at(0).at("status") == 422);
    other.headers = {{"idempotency-key", ""}};
    CHECK(desk.ask(other).status == 422);
}

TEST_CASE("a batch longer than the writer's group keeps its order") {
    Desk desk;
    std::string body;
    for (int i = 0; i < 1000; ++i) body += kOpen + "\n";
    const auto lines = results(batch(desk, body));
    REQUIRE(lines.size() == 1000);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        CHECK(lines[i].at("line") == i + 1);
        CHECK(lines[i].at("case").as_object().at("id").as_string() == std::to_string(i + 1));
    }
}

TEST_CASE("an empty batch has an empty answer, one with too many lines is 413") {
    Desk desk;
    CHECK(results(batch(desk, "\n \n")).empty());
    std::string body;
    for (int i = 0; i < 20'001; ++i) body += "{}\n";
    CHECK(batch(desk, body).status == 413);
}

TEST_CASE("an escalation is acknowledged by its id or as the ticket's last") {
    Desk desk;
    const std::string id = desk.open_fault();
    desk.service.time += std::chrono::hours(1);
    desk.service.sweep(desk.service.time);
    const Response answer = desk.ask({.method = "POST",
                                      .target = "/api/v1/batch",
                                      .body = R"({"op":"acknowledge","escalation":"last","ticket":")" + id + "\"}",
                                      .role = "district_manager",
                                      .content_type = "application/x-ndjson"});
    const auto lines = results(answer);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].at("status") == 200);
}
