// Yesterday's tickets under tomorrow's rules: what would have been late, to the second, with limits, calendar or
// workflow changed; and what a changed workflow cannot take.

#include <algorithm>

#include <catch2/catch.hpp>

#include "adapters/yaml/config_loader.hpp"
#include "core/base/canonical_json.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/second_look.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using test::look_again;
using test::on;
using Lines = std::vector<std::string>;

namespace {

Digest no_digest(std::string_view) { return {}; }

Instant at(const std::string& time) { return parse_time("2026-" + time + ":00+08:00").value(); }

/// A desk in virtual time whose journal is kept.
class Desk {
 public:
    void at_time(Instant now) {
        while (const auto next = *store_.next_due()) {
            if (*next > now) break;
            REQUIRE(engine_.sweep(*next, *next));
        }
        now_ = now;
    }
    void run(const Request& request) {
        const auto result = engine_.run({&request, 1}, now_);
        INFO((result.replies.front() ? "" : result.replies.front().error().detail.en));
        REQUIRE(result.replies.front().ok());
    }
    void fire(const std::string& event, const std::string& role, const std::string& data = "{}") {
        run(test::fire("1", event, role, data));
    }
    void open_complaint() {
        run({OpenRequest{{"complaint",
                          {"ct1", {"call_taker"}},
                          test::object(R"({"complaint_type":"service","description":"x"})"),
                          std::nullopt,
                          CaseId{}},
                         ""},
             std::nullopt, test::viewer("dispatcher")});
    }
    Engine& engine() { return engine_; }
    [[nodiscard]] const std::vector<StoredEvent>& journal() const { return store_.journal; }

 private:
    test::RecordingStore store_;
    Engine engine_{store_, test::shipped(), no_digest, test::fixed_salt};
    Instant now_{};
};

RuleChanges promises(const std::string& name) {
    for (const PromiseSet& set : test::shipped().rules->promise_sets) {
        if (set.name == name) return {set, nullptr, nullptr};
    }
    FAIL("no such set");
    return {};
}

/// The shipped calendar with one more day off.
RuleChanges holiday(const std::string& day) {
    const Calendar& shipped = *test::shipped().rules->calendar;
    CalendarYear year = shipped.years().at(2026);
    year.holidays.push_back(parse_date(day).value());
    return {std::nullopt, std::make_shared<const Calendar>(shipped.with_year(year)), nullptr};
}

/// The shipped fault repair, with `what` in its file replaced.
RuleChanges fault_repair(const std::string& what, const std::string& with) {
    const auto shipped = test::shipped().rules->find_workflow("fault-repair");
    std::string content = read_file(shipped->file).value();
    const auto place = content.find(what);
    REQUIRE(place != std::string::npos);
    content.replace(place, what.size(), with);
    return {std::nullopt, nullptr, load_workflow(content, "changed.yaml").value()};
}

/// A complaint of the Friday before the spring festival: contacted on the make-up Saturday, answered on 2 March.
Desk complaint() {
    Desk desk;
    desk.at_time(at("02-13T10:00"));
    desk.open_complaint();
    desk.at_time(at("02-14T11:00"));
    desk.fire("contact", "dispatcher");
    desk.at_time(at("03-02T09:00"));
    desk.fire("answer", "dispatcher");
    return desk;
}

/// A fault on Monday 2 March: the crew is there after 40 minutes, and the light is on after two hours more.
Desk fault() {
    Desk desk;
    desk.at_time(on("08:01:00"));
    desk.run(test::open_fault("urban", "08:00:00"));
    desk.fire("dispatch", "dispatcher", R"({"team":"T1"})");
    desk.at_time(on("08:10:00"));
    desk.fire("acknowledge", "area_manager");
    desk.fire("depart", "area_manager");
    desk.at_time(on("08:40:00"));
    desk.fire("arrive", "area_manager");
    desk.at_time(on("10:40:00"));
    desk.fire("restore", "area_manager");
    return desk;
}

}  // namespace

TEST_CASE("complaints of the handbook's limits under those of 2022: who would have been late, and by how much") {
    const auto look = look_again(complaint().journal(), promises("sgcc-2022"));
    CHECK(look.lines() == Lines{"contact: 02-15T00:00 met 0 -> 02-14T10:00 late 3600",
                                "reply: 03-03T00:00 met 0 -> 02-28T00:00 late 205200"});
    const ClockSummary& contact = look.summaries.at({"complaint", "contact"});
    CHECK(contact.clocks == 1);
    CHECK(contact.moved == 1);
    CHECK(contact.late_before == 0);
    CHECK(contact.late_after == 1);
    CHECK(contact.newly_late == 1);
    CHECK(contact.overdue_s_after == 3600);
    CHECK(look.misfits.empty());
}

TEST_CASE("the set that was in force changes nothing") {
    CHECK(look_again(complaint().journal(), promises("sgcc-2011")).lines().empty());
    CHECK(look_again(fault().journal(), promises("sgcc-2011")).lines().empty());
}

TEST_CASE("one more holiday gives working-day limits a day, and leaves elapsed ones alone") {
    CHECK(look_again(complaint().journal(), holiday("2026-02-24")).lines() ==
          Lines{"reply: 03-03T00:00 met 0 -> 03-04T00:00 met 0"});
    CHECK(look_again(fault().journal(), holiday("2026-03-02")).lines().empty());
}

TEST_CASE("a workflow with another limit") {
    CHECK(look_again(fault().journal(), fault_repair("urban: 3h", "urban: 90min")).lines() ==
          Lines{"restoration: 03-02T11:40 met 0 -> 03-02T10:10 late 1800"});
}

TEST_CASE("a state that the changed workflow does without is passed by, and the step to it is told") {
    const std::string depart =
        "                  depart: {target: en_route, roles: [area_manager, dispatcher, foreman, "
        "admin]}\n";
    const auto look = look_again(fault().journal(), fault_repair(depart, ""));
    CHECK(look.lines().empty());
    REQUIRE(look.misfits.size() == 1);
    CHECK(look.misfits.front().event == "depart");
    CHECK(look.misfits.front().number.starts_with("GZ"));
}

TEST_CASE("a pause stays as it was entered, and an extension is not given to whom the changed rules give more") {
    Desk desk;
    desk.at_time(at("02-13T10:00"));
    desk.open_complaint();
    desk.fire("extend", "dispatcher",
              R"({"clock":"reply","limit":"8wd","approver":"leader-1","reason":"expert away"})");
    desk.at_time(at("02-24T09:00"));
    desk.fire("suspend", "dispatcher", R"({"reason":"customer abroad"})");
    desk.at_time(at("02-26T09:00"));
    desk.fire("resume", "dispatcher");
    // 8 working days from Saturday 14 February on, 25 February not counted whole: due on 5 March.
    const auto shorter = look_again(desk.journal(), promises("sgcc-2022"));
    CHECK(shorter.lines() == Lines{"contact: 02-15T00:00 late 810000 -> 02-14T10:00 late 860400"});
    PromiseSet generous = *promises("sgcc-2011").promises;
    for (Promise& promise : generous.promises) {
        if (promise.name == "complaint-reply") promise.limit = Limit{20, Unit::working_days};
    }
    const auto longer = look_again(desk.journal(), {generous, nullptr, nullptr});
    REQUIRE(longer.differences.size() == 1);
    CHECK(longer.differences.front().clock == "reply");
    CHECK(longer.differences.front().after.verdict == Verdict::running);
    CHECK(longer.differences.front().after.due_at > longer.differences.front().before.due_at);
}

TEST_CASE("a timer and a pause of one millisecond are taken in the order of the journal") {
    Desk desk;
    desk.at_time(on("08:01:00"));
    desk.run(test::open_fault("urban", "08:00:00"));
    desk.at_time(on("08:45:00"));  // the arrival runs out, and its timer fires
    Request pause = test::fire("1", "suspend", "dispatcher", R"({"reason":"gate locked"})");
    std::get<FireRequest>(pause.wish).command.occurred_at = on("08:43:00");  // too late to give time back
    desk.run(pause);
    desk.at_time(on("09:00:00"));
    desk.fire("resume", "dispatcher");
    const auto look = look_again(desk.journal(), {});
    CHECK(look.lines().empty());
    CHECK(look.summaries.at({"fault-repair", "arrival"}).late_before == 1);
}

TEST_CASE("late evidence corrects only what the changed rules let it reach") {
    Desk desk;
    desk.at_time(on("08:01:00"));
    desk.run(test::open_fault("urban", "08:00:00"));
    desk.fire("dispatch", "dispatcher", R"({"team":"T1"})");
    desk.fire("acknowledge", "area_manager");
    desk.at_time(on("09:00:00"));
    Request arrival = test::fire("1", "arrive", "area_manager");
    std::get<FireRequest>(arrival.wish).command.occurred_at = on("08:44:00");
    desk.run(arrival);
    PromiseSet strict = *promises("sgcc-2011").promises;
    for (Promise& promise : strict.promises) {
        if (promise.name == "arrival") promise.limits.front().second = Limit{40, Unit::minutes};
    }
    REQUIRE(strict.promises.front().limits.front().first == "urban");
    CHECK(look_again(desk.journal(), {strict, nullptr, nullptr}).lines() ==
          Lines{"arrival: 03-02T08:45 met 0 -> 03-02T08:40 late 240"});
}
