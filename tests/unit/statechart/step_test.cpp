// One step: which transition is taken, what is left and entered, and what a compound state and its history mean.

#include <catch2/catch.hpp>

#include "core/statechart/step.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;
using test::sample;
using test::transition;

namespace {

using Texts = std::vector<std::string>;

struct Try {
    Workflow flow = sample();
    std::string state = "draft";
    History history;
    Texts roles = {"dispatcher"};
    json::object data;
    json::object given;
    GuardFacts facts;

    [[nodiscard]] Result<StepResult> take(const std::string& event) const {
        return step({flow, state, history, event, roles, data, given, facts});
    }
};

/// working ⊃ inner ⊃ (deep, deeper), beside the sample's own states.
Workflow nested() {
    Workflow flow = sample();
    flow.states.push_back(test::state("inner", 1));
    flow.states.back().compound = true;
    flow.states.back().initial = "deep";
    flow.states.push_back(test::state("deep", 7));
    flow.states.push_back(test::state("deeper", 7));
    flow.states[2].transitions.push_back(transition("dive", "inner"));
    flow.states[8].transitions.push_back(transition("dive", "deeper"));
    flow.states[9].transitions.push_back(transition("hand_in", "review"));
    return flow;
}

}  // namespace

TEST_CASE("a target that is a compound state leads to its initial leaf, entering both") {
    const auto taken = Try{}.take("begin");
    REQUIRE(taken);
    CHECK(taken->target == "open");
    CHECK(taken->left == Texts{"draft"});
    CHECK(taken->entered == Texts{"working", "open"});
}

TEST_CASE("initial states reach through compound states to the leaf") {
    Workflow flow = nested();
    flow.initial = "working";
    flow.states[1].initial = "inner";
    CHECK(initial_states(flow) == Texts{"working", "inner", "deep"});
}

TEST_CASE("a move inside a compound state neither leaves nor enters it") {
    Try attempt;
    attempt.state = "open";
    const auto taken = attempt.take("take");
    REQUIRE(taken);
    CHECK(taken->left == Texts{"open"});
    CHECK(taken->entered == Texts{"busy"});
}

TEST_CASE("an event of the compound state is allowed in every leaf inside it") {
    Try attempt;
    attempt.state = GENERATE("open", "busy", "review");
    const auto taken = attempt.take("pause");
    REQUIRE(taken);
    CHECK(taken->target == "paused");
    CHECK(taken->left == Texts{attempt.state, "working"});
}

TEST_CASE("a leaf's own transition hides the compound state's of the same event") {
    Try attempt;
    attempt.state = "busy";
    attempt.flow.states[3].transitions.push_back(transition("pause", "open"));
    const auto taken = attempt.take("pause");
    REQUIRE(taken);
    CHECK(taken->target == "open");
}

TEST_CASE("history leads back to the leaf that was left last, before the first visit to the initial one") {
    Try attempt;
    attempt.state = "paused";
    const auto first = attempt.take("go_on");
    REQUIRE(first);
    CHECK(first->target == "open");
    attempt.history = {{"working", "review"}};
    const auto back = attempt.take("go_on");
    REQUIRE(back);
    CHECK(back->target == "review");
    CHECK(back->entered == Texts{"working", "review"});
}

TEST_CASE("history is deep: it leads to the leaf however far inside it lay, not to the initial leaf of its compound") {
    Try attempt;
    attempt.flow = nested();
    attempt.state = "paused";
    attempt.history = {{"inner", "deeper"}, {"working", "deeper"}};
    const auto back = attempt.take("go_on");
    REQUIRE(back);
    CHECK(back->target == "deeper");
    CHECK(back->entered == Texts{"working", "inner", "deeper"});
}

TEST_CASE("leaving a nested leaf for a sibling of its compound leaves the inner compound only") {
    Try attempt;
    attempt.flow = nested();
    attempt.state = "deeper";
    const auto taken = attempt.take("hand_in");
    REQUIRE(taken);
    CHECK(taken->left == Texts{"deeper", "inner"});
    CHECK(taken->entered == Texts{"review"});
}

TEST_CASE("a transition onto the state itself leaves and enters it anew, one without a target does not") {
    Try attempt;
    attempt.state = "busy";
    attempt.flow.states[3].transitions.push_back(transition("again", "busy"));
    const auto again = attempt.take("again");
    REQUIRE(again);
    CHECK(again->left == Texts{"busy"});
    CHECK(again->entered == Texts{"busy"});
    const auto remark = attempt.take("remark");
    REQUIRE(remark);
    CHECK(remark->target == "busy");
    CHECK(remark->left.empty());
    CHECK(remark->entered.empty());
}

TEST_CASE("of several transitions of one event the first whose guard holds is taken") {
    Try attempt;
    attempt.state = "review";
    auto& choices = attempt.flow.states[4].transitions;
    choices = {transition("accept", "busy"), transition("accept", "done")};
    choices[0].guard = test::guard_on(Guard::Op::equals, "sure", {false});
    CHECK(attempt.take("accept")->target == "done");
    attempt.data = {{"sure", false}};
    CHECK(attempt.take("accept")->target == "busy");
}

TEST_CASE("an event that the state does not know is refused with those it does, for the actor's roles") {
    Try attempt;
    attempt.state = "open";
    attempt.flow.states[1].transitions[0].roles = {"foreman"};
    const auto refused = attempt.take("accept");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::not_allowed);
    CHECK(refused.error().allowed == Texts{"take", "remark"});
    CHECK(attempt.take("nonsense").error().code == Errc::not_allowed);
}

TEST_CASE("a guard sees what the command gives laid over what the case holds") {
    Try attempt;
    attempt.state = "review";
    auto& choices = attempt.flow.states[4].transitions;
    choices[0].guard = test::guard_on(Guard::Op::equals, "sure", {true});
    const std::string event = choices[0].event;
    attempt.data = {{"sure", false}};
    CHECK_FALSE(attempt.take(event));
    attempt.given = {{"sure", true}};
    CHECK(attempt.take(event));
    attempt.data = {{"sure", true}};
    attempt.given = {{"sure", false}};
    CHECK_FALSE(attempt.take(event));
}

TEST_CASE("a guard that does not hold refuses, whoever asks") {
    Try attempt;
    attempt.state = "review";
    Guard closed;
    closed.op = Guard::Op::children_closed;
    attempt.flow.states[4].transitions[0].guard = closed;
    attempt.facts.open_children = 1;
    CHECK(attempt.take("accept").error().code == Errc::not_allowed);
    attempt.facts.open_children = 0;
    CHECK(attempt.take("accept"));
}

TEST_CASE("a role that may not is forbidden, and the role that may is recorded") {
    Try attempt;
    attempt.state = "open";
    attempt.flow.states[2].transitions[0].roles = {"foreman"};
    CHECK(attempt.take("take").error().code == Errc::forbidden);
    attempt.roles = {"dispatcher", "foreman"};
    CHECK(attempt.take("take")->role == "foreman");
}

TEST_CASE("required fields are asked of the command, all at once; null and empty text are nothing") {
    Try attempt;
    attempt.state = "open";
    attempt.flow.states[2].transitions[0].require = {"note", "count", "sure"};
    attempt.data = {{"note", "from before"}};
    attempt.given = {{"note", ""}, {"count", nullptr}, {"sure", false}};
    const auto refused = attempt.take("take");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::invalid_input);
    REQUIRE(refused.error().fields.size() == 2);
    CHECK(refused.error().fields[0].pointer == "/data/note");
    CHECK(refused.error().fields[1].pointer == "/data/count");
}
