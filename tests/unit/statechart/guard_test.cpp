// Conditions are total: whatever the data holds, they answer and never throw.

#include <catch2/catch.hpp>

#include "core/statechart/step.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;
using test::guard_of;
using test::guard_on;
using Op = Guard::Op;

namespace {

bool holds_with(const Guard& guard, json::object data, GuardFacts facts = {}) { return holds(guard, data, facts); }

Guard older_than(Limit age) {
    Guard guard;
    guard.op = Op::older_than;
    guard.age = age;
    return guard;
}

Guard simple(Op op) {
    Guard guard;
    guard.op = op;
    return guard;
}

}  // namespace

TEST_CASE("equals holds for the very value and for no other type or null") {
    const Guard no = guard_on(Op::equals, "satisfied", {false});
    CHECK(holds_with(no, {{"satisfied", false}}));
    CHECK_FALSE(holds_with(no, {{"satisfied", true}}));
    CHECK_FALSE(holds_with(no, {{"satisfied", nullptr}}));
    CHECK_FALSE(holds_with(no, {{"satisfied", "false"}}));
    CHECK_FALSE(holds_with(no, {{"satisfied", 0}}));
    CHECK_FALSE(holds_with(no, {}));
    CHECK_FALSE(holds_with(guard_on(Op::equals, "satisfied"), {{"satisfied", false}}));
}

TEST_CASE("in holds for each of its values") {
    const Guard code = guard_on(Op::one_of, "code", {"arrears", "planned"});
    CHECK(holds_with(code, {{"code", "planned"}}));
    CHECK_FALSE(holds_with(code, {{"code", "repaired"}}));
    CHECK_FALSE(holds_with(code, {{"code", json::array{"planned"}}}));
    CHECK_FALSE(holds_with(code, {{"code", nullptr}}));
}

TEST_CASE("present means a value: neither null nor an empty text") {
    const Guard note = guard_on(Op::present, "note");
    CHECK(holds_with(note, {{"note", "x"}}));
    CHECK(holds_with(note, {{"note", false}}));
    CHECK(holds_with(note, {{"note", 0}}));
    CHECK_FALSE(holds_with(note, {{"note", ""}}));
    CHECK_FALSE(holds_with(note, {{"note", nullptr}}));
    CHECK_FALSE(holds_with(note, {}));
}

TEST_CASE("at_least compares whole numbers and the case's counters, and anything else does not hold") {
    const Guard count = guard_on(Op::at_least, "count", {3});
    CHECK(holds_with(count, {{"count", 3}}));
    CHECK_FALSE(holds_with(count, {{"count", 2}}));
    CHECK_FALSE(holds_with(count, {{"count", "3"}}));
    CHECK_FALSE(holds_with(count, {{"count", nullptr}}));
    CHECK_FALSE(holds_with(count, {{"count", 3.5}}));
    CHECK_FALSE(holds_with(count, {}));
    CHECK_FALSE(holds_with(guard_on(Op::at_least, "count", {0}), {}));
    CHECK(holds_with(guard_on(Op::at_least, "bounces", {2}), {}, {Millis(0), 2, 0, 0}));
    CHECK_FALSE(holds_with(guard_on(Op::at_least, "bounces", {2}), {}, {Millis(0), 1, 5, 0}));
    CHECK(holds_with(guard_on(Op::at_least, "chases", {5}), {}, {Millis(0), 1, 5, 0}));
    CHECK(holds_with(guard_on(Op::at_least, "attempts", {3}), {}, {Millis(0), 0, 0, 0, Instant{}, 3}));
    CHECK_FALSE(holds_with(guard_on(Op::at_least, "attempts", {3}), {}, {Millis(0), 9, 9, 0, Instant{}, 2}));
}

TEST_CASE("at_least with something that is no number never holds, and does not throw") {
    const auto wanted = GENERATE(json::value("three"), json::value(nullptr), json::value(2.5),
                                 json::value(json::object{}), json::value(std::uint64_t{18446744073709551615U}));
    CHECK_FALSE(holds_with(guard_on(Op::at_least, "bounces", {wanted}), {}, {Millis(0), 9, 9, 0}));
    CHECK_FALSE(holds_with(guard_on(Op::at_least, "count"), {{"count", 9}}));
}

TEST_CASE("older_than counts from entering the state, its limit included") {
    const Guard week = older_than({7 * 24, Unit::hours});
    CHECK(holds_with(week, {}, {std::chrono::hours(168), 0, 0, 0}));
    CHECK_FALSE(holds_with(week, {}, {std::chrono::hours(168) - Millis(1), 0, 0, 0}));
    CHECK_FALSE(holds_with(older_than({1, Unit::working_days}), {}, {std::chrono::hours(1000), 0, 0, 0}));
    CHECK_FALSE(holds_with(simple(Op::older_than), {}, {std::chrono::hours(1000), 0, 0, 0}));
}

TEST_CASE("ahead holds up to the last millisecond of the lead, and for no field that holds no time") {
    Guard week = guard_on(Op::ahead, "outage_from");
    week.age = {7 * 24, Unit::hours};
    const Instant begin = *parse_time("2026-03-10T08:00:00+08:00");
    const json::object announced{{"outage_from", "2026-03-10T08:00:00+08:00"}};
    const auto at = [&begin](Millis before) { return GuardFacts{Millis(0), 0, 0, 0, begin - before}; };
    CHECK(holds_with(week, announced, at(std::chrono::hours(168))));
    CHECK_FALSE(holds_with(week, announced, at(std::chrono::hours(168) - Millis(1))));
    CHECK_FALSE(holds_with(week, announced, at(-std::chrono::hours(1))));
    const auto no_time = GENERATE(json::value(nullptr), json::value(""), json::value("soon"), json::value(20260310));
    CHECK_FALSE(holds_with(week, {{"outage_from", no_time}}, at(std::chrono::hours(1000))));
    CHECK_FALSE(holds_with(week, {}, at(std::chrono::hours(1000))));
    week.age = {5, Unit::working_days};
    CHECK_FALSE(holds_with(week, announced, at(std::chrono::hours(1000))));
    CHECK_FALSE(holds_with(guard_on(Op::ahead, "outage_from"), announced, at(std::chrono::hours(1000))));
}

TEST_CASE("a step with a lead is offered whatever the field holds now: the command may bring another time") {
    Guard week = guard_on(Op::ahead, "outage_from");
    week.age = {7 * 24, Unit::hours};
    CHECK(may_hold(week, {}));
    CHECK(may_hold(guard_of(Op::negation, {week}), {}));
}

TEST_CASE("children_closed holds while no child is open") {
    CHECK(holds_with(simple(Op::children_closed), {}));
    CHECK_FALSE(holds_with(simple(Op::children_closed), {}, {Millis(0), 0, 0, 1}));
}

TEST_CASE("all, any and not combine; nothing at all is all and is not any") {
    const Guard yes = simple(Op::always);
    const Guard no = guard_of(Op::negation, {yes});
    CHECK_FALSE(holds_with(no, {}));
    CHECK(holds_with(guard_of(Op::all, {yes, yes}), {}));
    CHECK_FALSE(holds_with(guard_of(Op::all, {yes, no}), {}));
    CHECK(holds_with(guard_of(Op::any, {no, yes}), {}));
    CHECK_FALSE(holds_with(guard_of(Op::any, {no, no}), {}));
    CHECK(holds_with(guard_of(Op::all, {}), {}));
    CHECK_FALSE(holds_with(guard_of(Op::any, {}), {}));
    CHECK(holds_with(guard_of(Op::negation, {guard_of(Op::all, {yes, no})}), {}));
}
