// What an imported past is held to: the numbers of today's fields, not what today's steps may set.

#include <catch2/catch.hpp>

#include "core/base/canonical_json.hpp"
#include "tests/unit/engine/filing_desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

ImportCommand past_fault(HistoryStep step) {
    ImportCommand past;
    past.workflow = "fault-repair";
    past.number = "M1";
    past.actor = {"import", {"admin"}};
    past.data = {{"site_class", "urban"}, {"fault_address", "旧系统路 9 号"}};
    past.opened_at = on("07:00:00");
    past.steps = {std::move(step)};
    return past;
}

}  // namespace

TEST_CASE("an imported past may hold no number that other programs round, at its opening or in a step") {
    Desk desk;
    ImportCommand past = past_fault({"dispatch", on("08:05:00"), {{"team", "A"}, {"photos", kCanonicalIntMax + 1}}});
    const auto refused = [&desk, &past] {
        const auto reply = desk.run(Request{ImportRequest{past}, std::nullopt, {}}, on("20:00:00"));
        return reply.ok() ? "" : reply.error().fields.at(0).pointer;
    };
    CHECK(refused() == "/data/photos");
    past.steps[0].data["photos"] = kCanonicalIntMax;
    past.data["photo_count"] = kCanonicalIntMax + 1;
    CHECK(refused() == "/data/photo_count");
    past.data["photo_count"] = kCanonicalIntMax;
    CHECK(refused().empty());
}

TEST_CASE("what a step may not set today is no concern of an imported past") {
    Desk desk;
    const ImportCommand past = past_fault({"void", on("08:05:00"), {{"reason", "r"}, {"cause", "c"}}});
    REQUIRE(desk.run(Request{ImportRequest{past}, std::nullopt, {}}, on("20:00:00")).ok());
    CHECK(desk.at("1").data.object().at("cause") == "c");
}
