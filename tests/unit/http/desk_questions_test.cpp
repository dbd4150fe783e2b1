// What the form of a new ticket asks, over HTTP: filings and the register of special customers, with the caller's eyes.

#include <catch2/catch.hpp>

#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const std::string kSimilar = "/api/v1/tickets/similar?workflow=fault-repair&";

std::string flags(Desk& desk, const std::string& query, const std::string& role) {
    return json::serialize(object_of(desk.get(kSimilar + query, role)).at("flags"));
}

}  // namespace

TEST_CASE("a filing in force is told of to whoever opens a ticket in its area, and not before its approval") {
    Desk desk;
    const std::string id = desk.file("demo-101");
    const auto notices = [&desk](const std::string& area) {
        return object_of(desk.get(kSimilar + "area=" + area)).at("notices").as_array();
    };
    CHECK(notices("demo-101").empty());
    REQUIRE(
        desk.ask({.method = "POST", .target = "/api/v1/filings/" + id + "/approve", .role = "county_dept"}).status ==
        200);
    REQUIRE(notices("demo-101").size() == 1);
    const json::object notice = notices("demo-101")[0].as_object();
    CHECK(notice.at("kind") == "filing");
    CHECK(notice.at("filing") == json::value(id));
    CHECK(notice.at("ticket").is_null());
    CHECK_FALSE(string_or_empty(notice, "reason").empty());
    CHECK(notices("demo-102").empty());
}

TEST_CASE("the register answers by a telephone only those who see telephones") {
    Desk desk;
    CHECK(flags(desk, "phone=000-0000-0902", "dispatcher") == R"(["medical","important"])");
    CHECK(flags(desk, "phone=000-0000-0902", "leader") == "[]");
    CHECK(flags(desk, "customer_no=0000000001", "leader") == R"(["elderly"])");
    CHECK(flags(desk, "phone=000-0000-0999", "dispatcher") == "[]");
    CHECK(desk.get("/api/v1/tickets/similar?colour=red").status == 422);
}

TEST_CASE("an area is suggested by what the organisation says of the address") {
    Desk desk;
    const json::array items =
        object_of(desk.get("/api/v1/areas/suggest?address=%E5%B2%AD%E4%B8%8A%E6%9D%91")).at("items").as_array();
    REQUIRE(items.size() == 1);
    CHECK(items[0].at("area") == "demo-203");
    CHECK(items[0].at("reason") == "place");
    CHECK(items[0].at("station") == "demo-west");
    CHECK(object_of(desk.get("/api/v1/areas/suggest")).at("items").as_array().empty());
}
