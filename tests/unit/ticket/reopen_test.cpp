// What a reopening does to clocks: only at the reopening itself, whatever ran or had ended then.

#include <catch2/catch.hpp>

#include "core/ticket/decide.hpp"

using namespace gongdan;

namespace {

Transition transition(const std::string& event, const std::string& target, Effect effect = Effect::none) {
    Transition made;
    made.event = event;
    made.target = target;
    made.effect = effect;
    return made;
}

State state(const std::string& name, std::vector<Transition> transitions) {
    State made;
    made.name = name;
    made.transitions = std::move(transitions);
    return made;
}

/// work ⇄ review → done; a clock from the opening until `stop_on`.
Workflow flow(const std::string& stop_on, ReopenPolicy policy) {
    Workflow made;
    made.name = "w";
    made.initial = "work";
    made.states = {state("work", {transition("hand_in", "review"), transition("note", "")}),
                   state("review", {transition("again", "work", Effect::reopen), transition("accept", "done")}),
                   state("done", {})};
    made.states[2].final = true;
    ClockDef clock;
    clock.name = "c";
    clock.limit = Limit{2, Unit::hours};
    clock.start.open = true;
    clock.stop.on = {stop_on};
    clock.reopen = policy;
    made.clocks = {clock};
    return made;
}

class Case {
 public:
    explicit Case(Workflow workflow) {
        rules_.workflows = {std::make_shared<const Workflow>(std::move(workflow))};
        rules_.calendar = std::make_shared<const Calendar>("test", std::vector<CalendarYear>{});
        auto opened = decide_open({"w", {"a", {"r"}}, {}, std::nullopt, CaseId{}}, CaseId{1}, "W1", rules_, now_);
        REQUIRE(opened);
        snapshot_ = std::move(opened->after);
    }

    void fire(const std::string& event) {
        now_ += std::chrono::minutes(10);
        auto done =
            decide_fire(snapshot_, {event, {"a", {"r"}}, {}, std::nullopt, std::nullopt}, nullptr, rules_, now_);
        if (!done) FAIL(done.error().detail.en);
        snapshot_ = std::move(done->after);
    }

    [[nodiscard]] const ClockState& clock() const { return *snapshot_.clock("c"); }
    [[nodiscard]] Instant opened_at() const { return snapshot_.opened_at; }

 private:
    Rules rules_;
    Instant now_ = from_unix_ms(1'772'409'600'000);
    CaseSnapshot snapshot_;
};

}  // namespace

TEST_CASE("a clock that had ended starts anew at the reopening") {
    Case ticket(flow("hand_in", ReopenPolicy::new_cycle));
    ticket.fire("hand_in");
    ticket.fire("again");
    CHECK(ticket.clock().cycle == 2);
    CHECK(ticket.clock().status == ClockStatus::running);
    CHECK(ticket.clock().started_at == ticket.opened_at() + std::chrono::minutes(20));
}

TEST_CASE("a clock that still ran at the reopening runs on, and does not start anew once it stops later") {
    Case ticket(flow("note", ReopenPolicy::new_cycle));
    ticket.fire("hand_in");
    ticket.fire("again");
    CHECK(ticket.clock().cycle == 1);
    CHECK(ticket.clock().status == ClockStatus::running);
    ticket.fire("note");
    CHECK(ticket.clock().status == ClockStatus::stopped);
    ticket.fire("hand_in");
    CHECK(ticket.clock().cycle == 1);
    CHECK(ticket.clock().status == ClockStatus::stopped);
}

TEST_CASE("the policy none leaves a clock as it ended, resume gives back the time between") {
    Case kept(flow("hand_in", ReopenPolicy::none));
    kept.fire("hand_in");
    kept.fire("again");
    CHECK(kept.clock().status == ClockStatus::stopped);

    Case resumed(flow("hand_in", ReopenPolicy::resume));
    resumed.fire("hand_in");
    resumed.fire("again");
    CHECK(resumed.clock().cycle == 1);
    CHECK(resumed.clock().status == ClockStatus::running);
    CHECK(resumed.clock().due_at == resumed.opened_at() + std::chrono::minutes(130));
}

TEST_CASE("a reset begins a clock anew, whether it runs or has ended") {
    Workflow resetting = flow("hand_in", ReopenPolicy::none);
    resetting.clocks[0].reset.on = {"note", "again"};
    Case ticket(std::move(resetting));
    ticket.fire("note");
    CHECK(ticket.clock().cycle == 2);
    CHECK(ticket.clock().started_at == ticket.opened_at() + std::chrono::minutes(10));
    ticket.fire("hand_in");
    CHECK(ticket.clock().status == ClockStatus::stopped);
    ticket.fire("again");
    CHECK(ticket.clock().cycle == 3);
    CHECK(ticket.clock().status == ClockStatus::running);
}
