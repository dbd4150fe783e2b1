// Limits of a field's own: the least and the most, and the order of two times.

#include <random>

#include <catch2/catch.hpp>

#include "core/statechart/step.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;

namespace {

Field between(FieldType type, std::optional<std::int64_t> min, std::optional<std::int64_t> max) {
    Field field = test::field("amount", type);
    field.min = min;
    field.max = max;
    return field;
}

/// The code of what is wrong with the value; empty when nothing is.
std::string wrong(const Field& field, const json::value& value) {
    const auto problems = check_field(field, value);
    return problems.empty() ? "" : problems.front().code;
}

/// from < to, both times of a workflow.
Workflow with_times() {
    Workflow flow = test::sample();
    flow.fields = {test::field("from", FieldType::time), test::field("to", FieldType::time)};
    flow.fields[1].after = "from";
    return flow;
}

constexpr const char* kEight = "2026-03-10T08:00:00+08:00";
constexpr const char* kNine = "2026-03-10T09:00:00+08:00";

std::vector<std::string> disorder(const json::object& data, const json::object& given) {
    std::vector<std::string> all;
    for (const FieldProblem& problem : check_order(with_times(), data, given))
        all.push_back(problem.pointer + " " + problem.code + " " + problem.detail.en);
    return all;
}

}  // namespace

TEST_CASE("a whole number lies between the least and the most, both included") {
    const Field field = between(FieldType::integer, 1, 10);
    CHECK(wrong(field, 1).empty());
    CHECK(wrong(field, 10).empty());
    CHECK(wrong(field, 0) == "range");
    CHECK(wrong(field, 11) == "range");
    CHECK(wrong(field, nullptr).empty());
    CHECK(check_field(field, 0).front().detail == text("fields.least", "amount", 1));
    CHECK(check_field(field, 11).front().detail == text("fields.most", "amount", 10));
    CHECK(wrong(between(FieldType::integer, std::nullopt, 10), INT64_MIN + 1) == "type");
    CHECK(wrong(between(FieldType::integer, std::nullopt, 10), -5).empty());
    CHECK(wrong(between(FieldType::integer, 1, std::nullopt), 5).empty());
}

TEST_CASE("a decimal is held against whole limits exactly, however long it is") {
    const Field field = between(FieldType::decimal, -1, 10);
    for (const char* sound : {"-1", "-1.0", "-0.5", "0", "9.99", "10", "10.000", "010", ".5", "5."})
        CHECK(wrong(field, sound).empty());
    for (const char* beyond :
         {"-1.01", "-2", "10.0000000000000000001", "11", "99999999999999999999999", "-99999999999999999999999.5"})
        CHECK(wrong(field, beyond) == "range");
    for (const char* none : {"", "-", ".", "1-2", "1.2.3", "--1", "1e3", " 1"}) CHECK(wrong(field, none) == "type");
}

TEST_CASE("a range takes exactly the numbers between its ends") {
    const unsigned seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto pick = [&random] { return std::int64_t(random() % 201) - 100; };
    for (int round = 0; round < 2'000; ++round) {
        const std::int64_t least = pick();
        const std::int64_t most = pick();
        const std::int64_t hundredths = 100 * pick() + std::int64_t(random() % 100);
        const std::string decimal = (hundredths < 0 ? "-" : "") + std::to_string(std::abs(hundredths) / 100) + "." +
                                    std::to_string(100 + std::abs(hundredths) % 100).substr(1);
        INFO(decimal << " between " << least << " and " << most);
        const bool inside = hundredths >= 100 * least && hundredths <= 100 * most;
        REQUIRE(wrong(between(FieldType::decimal, least, most), json::value(decimal)).empty() == inside);
    }
}

TEST_CASE("a time lies later than the one its field names, on the data as it would stand") {
    CHECK(disorder({}, {{"from", kEight}, {"to", kNine}}).empty());
    CHECK(disorder({}, {{"from", kNine}, {"to", kEight}}) ==
          std::vector<std::string>{"/data/to order 'to' must be later than 'from' (2026-03-10 09:00)"});
    CHECK(disorder({}, {{"from", kEight}, {"to", kEight}}).size() == 1);
    CHECK(disorder({{"from", kNine}}, {{"to", kEight}}).size() == 1);
    CHECK(disorder({{"to", kEight}}, {{"from", kNine}}) ==
          std::vector<std::string>{"/data/from order 'from' must be earlier than 'to' (2026-03-10 08:00)"});
}

TEST_CASE("a missing time, one taken away and one that is none are in no order") {
    CHECK(disorder({}, {{"to", kEight}}).empty());
    CHECK(disorder({{"from", kNine}}, {{"from", nullptr}, {"to", kEight}}).empty());
    CHECK(disorder({{"from", kNine}}, {{"to", "soon"}}).empty());
}

TEST_CASE("an old disorder does not hold up a step that leaves both times alone") {
    CHECK(disorder({{"from", kNine}, {"to", kEight}}, {{"note", "n"}}).empty());
    CHECK(disorder({{"from", kNine}, {"to", kEight}}, {{"to", kEight}}).size() == 1);
}
