// The analysis takes any definition, however wrong, and never throws or hangs. (Its messages: tests/unit/yaml.)

#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "core/statechart/nearest.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;

namespace {

std::vector<std::string> codes(const std::vector<Refusal>& refusals) {
    std::vector<std::string> found;
    for (const Refusal& refusal : refusals) found.push_back(refusal.code);
    return found;
}

/// One random slip: a name, a parent, a flag or a list is changed.
void spoil(Workflow& flow, std::mt19937& random) {
    const auto pick = [&random](std::size_t below) { return std::size_t(random() % below); };
    State& state = flow.states[pick(flow.states.size())];
    switch (pick(8)) {
        case 0: state.name = flow.states[pick(flow.states.size())].name; break;
        case 1: state.initial = flow.states[pick(flow.states.size())].name; break;
        case 2: state.compound = !state.compound; break;
        case 3: state.final = !state.final; break;
        case 4: state.transitions.clear(); break;
        case 5:
            state.transitions.push_back(test::transition("x", flow.states[pick(flow.states.size())].name + ".history"));
            break;
        case 6: flow.initial = pick(2) == 0 ? "" : flow.states[pick(flow.states.size())].name; break;
        case 7: flow.clocks[0].stop.enter = {pick(2) == 0 ? "nowhere" : state.name}; break;
    }
}

}  // namespace

TEST_CASE("a sound workflow is not refused, nor is its ladder") {
    CHECK(codes(analyse(test::sample(), test::vocabulary())).empty());
    CHECK(codes(analyse_ladders(test::vocabulary())).empty());
}

TEST_CASE("initial states that go round in circles are refused, not followed for ever") {
    Workflow flow = test::sample();
    flow.states[2].compound = true;
    flow.states[2].initial = "working";
    const auto found = codes(analyse(flow, test::vocabulary()));
    CHECK(std::find(found.begin(), found.end(), "initial-outside") != found.end());
}

TEST_CASE("a history makes no state reachable that is not reachable without it") {
    Workflow flow = test::sample();
    flow.states.push_back(test::state("lost", 1));
    flow.states.back().transitions = {test::transition("take", "busy")};
    const auto found = analyse(flow, test::vocabulary());
    REQUIRE(codes(found) == std::vector<std::string>{"unreachable-state"});
    CHECK(found.front().detail.en == "the state 'lost' cannot be reached");
}

TEST_CASE("a history reaches the initial state of what it leads into, though nothing else does") {
    Workflow flow = test::sample();
    flow.states[0].transitions = {test::transition("begin", "working.history")};
    CHECK(codes(analyse(flow, test::vocabulary())).empty());
}

TEST_CASE("any number of slips is analysed without a throw or a hang") {
    const unsigned seed = 20260302;
    CAPTURE(seed);
    std::mt19937 random(seed);
    for (int round = 0; round < 2000; ++round) {
        Workflow flow = test::sample();
        for (unsigned slips = 1 + random() % 5; slips > 0; --slips) spoil(flow, random);
        for (const Refusal& refusal : analyse(flow, test::vocabulary())) {
            REQUIRE(refusal.detail.zh != "check." + refusal.code);
            REQUIRE_FALSE(refusal.detail.en.empty());
        }
    }
}

TEST_CASE("the nearest name is offered when it is near, and all of them when they are few") {
    CHECK(nearest("dispatchd", {"dispatched", "accepted"}) == "dispatched");
    CHECK(nearest("moon", {"dispatched", "accepted"}) == "");
    CHECK(nearest("goo", {"go"}) == "go");
    CHECK(nearest("a", {"b"}) == "");
    CHECK(hint_for("moon", {"dispatched", "accepted"}).en == ": use one of dispatched, accepted");
    CHECK(hint_for("moon", std::vector<std::string>(13, "dispatched")).en == "");
    CHECK(hint_for("moon", {}).zh == "");
}
