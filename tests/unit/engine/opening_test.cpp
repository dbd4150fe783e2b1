// An opening is decided before it has a place in the books, and must not show it.

#include <catch2/catch.hpp>

#include "core/base/canonical_json.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;

namespace {

constexpr CaseId kId{4711};
const std::string kNumber = "GZ20260302000042";

std::string told(const Decision& decision) {
    std::string all = snapshot_text(decision.after);
    for (const Event& event : decision.events) {
        all += "\n" + std::to_string(to_int(event.case_id)) + " " + std::string(name_of(event.type)) + " " +
               canonical_json(event.body);
    }
    return all;
}

Result<Decision> open_at(const std::string& hangup, CaseId id, const std::string& number, Instant now) {
    const auto request = test::open_fault("urban", hangup);
    return decide_open(std::get<OpenRequest>(request.wish).command, id, number, *test::shipped().rules, now);
}

}  // namespace

TEST_CASE("an opening placed afterwards is the one decided in its place") {
    auto placed = open_at("08:00:00", CaseId{}, "", test::on("08:01:00"));
    REQUIRE(placed);
    place_opening(*placed, kId, kNumber);
    CHECK(told(*placed) == told(open_at("08:00:00", kId, kNumber, test::on("08:01:00")).value()));
}

TEST_CASE("an opening so late that it escalates at once names its escalations by its own id") {
    auto placed = open_at("08:00:00", CaseId{}, "", test::on("09:00:00"));
    REQUIRE(placed);
    place_opening(*placed, kId, kNumber);
    REQUIRE(placed->after.escalations.size() == 3);
    CHECK(placed->after.escalations.front().id == "4711.arrival.1.1.1");
    CHECK(told(*placed) == told(open_at("08:00:00", kId, kNumber, test::on("09:00:00")).value()));
}
