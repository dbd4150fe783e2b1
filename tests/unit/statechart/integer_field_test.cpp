// A whole number that goes into the journal must be one that every reader of it can hold.

#include <catch2/catch.hpp>

#include "core/base/canonical_json.hpp"
#include "core/statechart/step.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;

TEST_CASE("a whole number that other programs would round is refused: its event could not be proved to them") {
    Workflow flow = test::sample();
    Field field;
    field.name = "amount";
    field.title = test::titled("amount");
    field.type = FieldType::integer;
    flow.fields.push_back(field);
    const auto faults = [&flow](std::int64_t value) { return check_fields(flow, {{"amount", value}}, false).size(); };
    CHECK(faults(kCanonicalIntMax) == 0);
    CHECK(faults(-kCanonicalIntMax) == 0);
    CHECK(faults(kCanonicalIntMax + 1) == 1);
    CHECK(faults(-kCanonicalIntMax - 1) == 1);
    CHECK(faults(INT64_MAX) == 1);
}
