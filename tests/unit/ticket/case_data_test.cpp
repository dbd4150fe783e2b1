// Case data is shared by copies, and yet each copy is a value of its own.

#include <catch2/catch.hpp>

#include "core/ticket/case_data.hpp"

using namespace gongdan;

TEST_CASE("a change of one copy leaves the others as they were") {
    CaseData before(json::object{{"team", "A"}, {"area", "demo-101"}});
    CaseData after = before;
    after.lay_over({{"team", "B"}, {"assignee", "d1"}});
    CHECK(before.object() == json::object{{"team", "A"}, {"area", "demo-101"}});
    CHECK(after.object() == json::object{{"team", "B"}, {"area", "demo-101"}, {"assignee", "d1"}});
}

TEST_CASE("copies share their fields until one is changed, and nothing laid over changes nothing") {
    const CaseData before(json::object{{"team", "A"}});
    CaseData after = before;
    after.lay_over({});
    CHECK(&after.object() == &before.object());
}

TEST_CASE("new data is empty") { CHECK(CaseData().object().empty()); }

TEST_CASE("what was parsed into an arena can be kept beyond it") {
    CaseData kept;
    {
        json::monotonic_resource arena;
        const auto parsed =
            parse_json(R"({"fault_address":"幸福路 1 号，一栋很长的地址的楼","times":[1,2,3]})", &arena);
        REQUIRE(parsed);
        kept = json::object(parsed->get_object(), json::storage_ptr());
    }
    CHECK(json::serialize(kept.object()) == R"({"fault_address":"幸福路 1 号，一栋很长的地址的楼","times":[1,2,3]})");
}
