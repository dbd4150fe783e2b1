// A field that takes several of its values.

#include <catch2/catch.hpp>

#include "core/statechart/step.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;

namespace {

Workflow with_set(bool required = false) {
    Workflow flow = test::sample();
    Field field;
    field.name = "flags";
    field.title = test::titled("flags");
    field.type = FieldType::set;
    field.required = required;
    field.values = {{"a", test::titled("a")}, {"b", test::titled("b")}};
    flow.fields.push_back(field);
    return flow;
}

std::string code_of(const json::value& given) {
    const auto problems = check_fields(with_set(), {{"flags", given}}, false);
    return problems.empty() ? "" : problems.front().code;
}

}  // namespace

TEST_CASE("a set takes each of its values once, and nothing else") {
    CHECK(code_of(json::array{}).empty());
    CHECK(code_of(json::array{"b", "a"}).empty());
    CHECK(code_of(nullptr).empty());
    CHECK(code_of("a") == "type");
    CHECK(code_of(json::array{"a", "c"}) == "enum");
    CHECK(code_of(json::array{"a", 1}) == "enum");
    CHECK(code_of(json::array{"a", "b", "a"}) == "repeated");
}

TEST_CASE("an empty set is no value: a required one is missing") {
    const auto missing = [](const json::object& data) { return check_fields(with_set(true), data, true).size() == 1; };
    CHECK(missing({{"flags", json::array{}}}));
    CHECK(missing({}));
    CHECK_FALSE(missing({{"flags", json::array{"a"}}}));
    CHECK_FALSE(is_given({{"flags", json::array{}}}, "flags"));
    CHECK(is_given({{"flags", json::array{"a"}}}, "flags"));
}
