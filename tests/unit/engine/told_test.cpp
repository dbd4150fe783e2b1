// Who sees a ticket because an escalation told him: what he may not do with it.

#include <catch2/catch.hpp>

#include "tests/unit/engine/filing_desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

TEST_CASE("whoever sees a ticket because he was told of it does not move it to where he sees it for good") {
    Desk desk;
    const std::string ticket = desk.open("demo-202", on("08:00:00"));
    desk.wait(on("08:50:00"));
    REQUIRE_FALSE(desk.at(ticket).told.empty());
    Viewer told = person("m1", "district_manager");
    told.reach = Reach{};
    told.reach.areas = {"demo-101"};
    told.reach.teams = {"A"};
    told.reach.told = desk.at(ticket).told;
    const auto step = [&ticket, &told](const std::string& event, const std::string& data,
                                       const std::string& role = "district_manager") {
        Request request = fire(ticket, event, role, data);
        request.viewer = std::make_shared<const Viewer>(told);
        return request;
    };
    REQUIRE(desk.run(fire(ticket, "dispatch", "dispatcher", R"({"team":"B"})"), on("08:50:30")).ok());
    const auto moved = desk.run(step("acknowledge", R"({"area":"demo-101"})", "foreman"), on("08:51:00"));
    CHECK(moved.error().code == Errc::forbidden);
    CHECK(desk.run(step("supervise", "{}"), on("08:52:00")).ok());
    CHECK(desk.run(step("reassign", R"({"team":"A"})"), on("08:53:00")).ok());
}
