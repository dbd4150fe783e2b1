// What a step may set: what was approved or recorded is not changed by the way.

#include <catch2/catch.hpp>

#include "core/statechart/step.hpp"
#include "tests/unit/statechart/sample.hpp"

using namespace gongdan;

namespace {

using Texts = std::vector<std::string>;

/// `begin` of the sample requires the note and permits the count; of the stored data, the sureness is settled.
Workflow flow_with(std::optional<Texts> permit) {
    Workflow flow = test::sample();
    flow.states[0].transitions[0].require = {"note"};
    flow.states[0].transitions[0].permit = std::move(permit);
    return flow;
}

Result<StepResult> begin(const Workflow& flow, const json::object& given) {
    const json::object data{{"sure", true}};
    return step({flow, "draft", {}, "begin", {"dispatcher"}, data, given, {}});
}

Texts told(const Result<StepResult>& taken) {
    Texts all;
    if (taken) return all;
    for (const FieldProblem& problem : taken.error().fields) all.push_back(problem.pointer + " " + problem.code);
    return all;
}

}  // namespace

TEST_CASE("a step sets what it requires and what it permits, and no other field") {
    const Workflow flow = flow_with(Texts{"count"});
    CHECK(begin(flow, {{"note", "n"}, {"count", 3}}));
    const auto refused = begin(flow, {{"note", "n"}, {"sure", false}});
    REQUIRE(told(refused) == Texts{"/data/sure not-permitted"});
    CHECK(refused.error().code == Errc::invalid_input);
    CHECK(refused.error().detail == text("step.not-permitted", "中文begin", "begin"));
    CHECK(refused.error().fields.front().detail.en == "'begin' may not set 'sure': it carries nothing but note, count");
    CHECK(refused.error().fields.front().detail.zh == "“中文begin”不能修改“sure”，它只能带：note, count");
}

TEST_CASE("a step that says nothing of it may set every field, one that permits none only what it requires") {
    CHECK(begin(flow_with(std::nullopt), {{"note", "n"}, {"count", 3}, {"sure", false}}));
    CHECK(told(begin(flow_with(Texts{}), {{"note", "n"}, {"count", 3}})) == Texts{"/data/count not-permitted"});
    Workflow bare = flow_with(Texts{});
    bare.states[0].transitions[0].require.clear();
    const auto refused = begin(bare, {{"note", "n"}});
    REQUIRE(told(refused).size() == 1);
    CHECK(refused.error().fields.front().detail.en == "'begin' may not set 'note': it carries no field at all");
}

TEST_CASE("missing fields and those that may not be set are told together") {
    CHECK(told(begin(flow_with(Texts{}), {{"sure", false}})) ==
          Texts{"/data/note required", "/data/sure not-permitted"});
}

TEST_CASE("a form may send back what stands already, and an empty field where there is nothing") {
    const Workflow flow = flow_with(Texts{});
    CHECK(begin(flow, {{"note", "n"}, {"sure", true}, {"count", nullptr}}));
    CHECK(told(begin(flow, {{"note", "n"}, {"sure", nullptr}})) == Texts{"/data/sure not-permitted"});
}

TEST_CASE("what a step only asks for may be given or not") {
    Workflow flow = flow_with(Texts{"count"});
    flow.states[0].transitions[0].ask = {"count"};
    CHECK(begin(flow, {{"note", "n"}}));
    CHECK(begin(flow, {{"note", "n"}, {"count", 3}}));
    CHECK(told(begin(flow, {{"count", 3}})) == Texts{"/data/note required"});
}

TEST_CASE("which step it is does not depend on what it carries: recorded steps are found again") {
    const Workflow flow = flow_with(Texts{});
    const json::object given{{"sure", false}};
    const auto found = find_step({flow, "draft", {}, "begin", {"dispatcher"}, {}, given, {}});
    REQUIRE(found);
    CHECK(found->target == "open");
}
