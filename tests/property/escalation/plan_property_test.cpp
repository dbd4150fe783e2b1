// Goal: whatever happened to a case, and whatever the roster says, the plan names exactly the escalations that follow
// when nobody does anything: the same clocks, rungs, repeats, times and people, whatever a filing holds and a watch
// adds.
#include <algorithm>
#include <map>
#include <tuple>

#include <catch2/catch.hpp>

#include "core/engine/filings.hpp"
#include "core/engine/memory_store.hpp"
#include "core/escalation/plan.hpp"
#include "tests/property/escalation/random_roster.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::testing;

namespace {

constexpr std::uint64_t kCases = 300;
const Instant kFrom = parse_time("2026-03-02T08:00:00+08:00").value();

struct Told {
    std::vector<std::string> people;
    auto operator<=>(const Told&) const = default;
};
using Key =
    std::tuple<Instant, std::string, std::int64_t, std::int64_t>;  // time, clock, rung from 1 (0 = watch), repeat
constexpr std::int64_t kBreach = -1;                               // its rung
using Course = std::map<Key, Told>;

/// Digests are of no interest here.
Digest no_digest(std::string_view) { return {}; }

class Desk {
 public:
    explicit Desk(Random& random)
        : random_(random),
          configuration_(test::shipped()),
          engine_(store_, configuration_, no_digest, [] { return test::fixed_salt(); }) {
        auto organisation = std::make_shared<Organisation>(*configuration_.organisation);
        RosterMaker(random, kFrom).make(*organisation, names_of(*configuration_.roles));
        configuration_.organisation = std::move(organisation);
        auto rules = std::make_shared<Rules>(*configuration_.rules);
        for (Ladder& ladder : rules->ladders) vary(ladder);
        configuration_.rules = std::move(rules);
        engine_.use(configuration_);
    }

    /// Opens a case and lets things happen to it; alarms fire in between, each in its time.
    void live() {
        open();
        for (auto count = random_.between(0, 6); count > 0; --count) {
            wait(now_ + std::chrono::minutes(random_.between(1, 2500)));
            do_something();
        }
    }

    [[nodiscard]] EscalationPlan plan() {
        return plan_of(snapshot(), *engine_.configuration().rules, *configuration_.organisation, now_);
    }

    /// What really comes, until nothing is left.
    Course fire_all() {
        fired_.clear();
        while (const auto next = *store_.next_due()) {
            now_ = std::max(now_, *next);
            sweep();
        }
        return fired_;
    }

    [[nodiscard]] Instant now() const { return now_; }
    [[nodiscard]] CaseSnapshot snapshot() { return (*store_.load(CaseId{1}))->snapshot; }

 private:
    /// Any rung may wait for the end of a filing, and any ladder may have a watch.
    void vary(Ladder& ladder) {
        for (Rung& rung : ladder.rungs) rung.held_by_filing = random_.chance(50);
        if (!random_.chance(50)) return;
        Rung watch;
        watch.level = 4;
        watch.roles = {"county_dept"};
        watch.offset = std::chrono::minutes(random_.between(1, 600));
        watch.repeat_every = std::chrono::minutes(random_.between(0, 300));
        watch.times = watch.repeat_every > Millis(0) ? int(random_.between(1, 4)) : 1;
        ladder.watch = watch;
    }

    void change_filing(const FilingWish& wish, const std::string& name, const std::string& role) {
        auto changed = engine_.change_filing(wish, Viewer::system({name, {role}}), std::nullopt, now_);
        if (changed) note(changed->committed.events);
    }

    /// A period that has begun or will, approved; now and then it is withdrawn again.
    void file() {
        NewFiling wish{{"demo-101", "demo-203"}, {"fault-repair", "complaint"}, now_, now_, "storm", "warning"};
        wish.from += std::chrono::minutes(random_.between(-1000, 2000));
        wish.to = std::max(now_, wish.from) + std::chrono::minutes(random_.between(1, 2000));
        change_filing(wish, "d1", "dispatcher");
        change_filing(ApproveFiling{engine_.configuration().rules->filings.back().id}, "boss", "leader");
        if (!random_.chance(25)) return;
        wait(now_ + std::chrono::minutes(random_.between(0, 500)));
        change_filing(WithdrawFiling{engine_.configuration().rules->filings.back().id}, "boss", "leader");
    }

    void open() {
        const std::string area = RosterMaker(random_, kFrom).pick({"demo-101", "demo-203", "nowhere"});
        const std::string team = random_.chance(50) ? R"(,"team":"A")" : "";
        const std::string fault = R"({"site_class":"urban","fault_address":"x","area":")" + area + "\"" + team + "}";
        const std::string complaint =
            R"({"complaint_type":"service","description":"x","area":")" + area + "\"" + team + "}";
        const bool is_fault = random_.chance(50);
        OpenCommand command{is_fault ? "fault-repair" : "complaint",
                            {"ct1", {"call_taker"}},
                            test::object(is_fault ? fault : complaint),
                            std::nullopt,
                            CaseId{}};
        REQUIRE(run({OpenRequest{std::move(command), ""}, std::nullopt, test::viewer("dispatcher")}));
    }

    void wait(Instant until) {
        while (true) {
            const auto next = *store_.next_due();
            if (!next || *next > until) break;
            now_ = std::max(now_, *next);
            sweep();
        }
        now_ = until;
    }

    /// Any event of the workflow, with data for most; or an acknowledgement. Refusals are fine.
    void do_something() {
        if (random_.chance(25)) return file();
        const CaseSnapshot before = snapshot();
        if (random_.chance(25) && !before.escalations.empty()) {
            const Escalation& last = before.escalations.back();
            const Request wish{AcknowledgeRequest{"", {last.id, {"boss", {"county_dept", "admin", "leader"}}}},
                               std::nullopt, test::viewer("admin")};
            (void)run(wish);
            return;
        }
        const auto& events = before.workflow->events;
        if (random_.chance(20) && run(test::fire("1", "suspend", "dispatcher", R"({"reason":"x"})"))) return;
        const std::string event = events[std::size_t(random_.between(0, std::int64_t(events.size()) - 1))].name;
        if (event == "void") return;  // an end, and no future to tell of
        for (const std::string role : {"admin", "dispatcher", "area_manager", "foreman", "call_taker"}) {
            for (const std::string data : {"{}", R"({"team":"A"})", R"({"reason":"x"})", R"({"satisfied":false})"}) {
                if (run(test::fire("1", event, role, data))) return;
            }
        }
    }

    bool run(const Request& request) {
        auto result = engine_.run(std::span(&request, 1), now_);
        note(result.committed.events);
        return result.replies.front().ok();
    }

    void sweep() {
        const auto swept = engine_.sweep(now_, now_);
        REQUIRE(swept.ok());
        note(swept->committed.events);
    }

    void note(const std::vector<Event>& events) {
        for (const Event& event : events) {
            const std::string clock = string_or_empty(event.body, "clock");
            if (event.type == EventType::clock_breached) fired_[{event.occurred_at, clock, kBreach, 0}] = {};
            if (event.type != EventType::escalation_raised) continue;
            Told told;
            for (const json::value& person : *get_array(event.body, "people"))
                told.people.emplace_back(person.as_string());
            fired_[{event.occurred_at, clock, *get_int(event.body, "rung"), *get_int(event.body, "repeat")}] = told;
        }
    }

    Random& random_;
    Configuration configuration_;
    MemoryStore store_;
    Engine engine_;
    Instant now_ = kFrom;
    Course fired_;
};

/// People with an address, in the organisation's order, nobody twice: those whom the journal names.
Told people_of(const std::vector<PlannedRole>& roles) {
    std::vector<const Person*> people;
    for (const PlannedRole& role : roles) {
        for (const PlannedPerson& planned : role.people) {
            if (!planned.person->addresses.empty()) people.push_back(planned.person);
        }
    }
    std::sort(people.begin(), people.end());
    people.erase(std::unique(people.begin(), people.end()), people.end());
    Told told;
    for (const Person* person : people) told.people.push_back(person->id);
    return told;
}

/// Takes from `course` what the plan says; false when it is not there.
bool take(Course& course, const PlannedClock& clock, const PlannedStep& step) {
    if (step.kind == PlannedStep::Kind::breach) return course.erase({step.at, clock.clock, kBreach, 0}) == 1;
    for (int again = 0; again <= step.more; ++again) {
        const std::int64_t rung = step.kind == PlannedStep::Kind::watch ? 0 : std::int64_t(step.rung) + 1;
        const Key key{step.at + again * step.every, clock.clock, rung, step.repeat + again};
        const auto found = course.find(key);
        if (found == course.end()) return false;
        // Of repeats the plan promises the time, and whoever is on duty then.
        if (again == 0 && found->second != people_of(step.roles)) return false;
        course.erase(found);
    }
    return step.last_at == step.at + step.more * step.every;
}

}  // namespace

TEST_CASE("what the plan says will happen happens, to the same people at the same time, and nothing else") {
    std::map<std::string_view, int> outlooks;
    std::size_t steps = 0;
    std::size_t filed = 0;
    for (std::uint64_t number = 0; number < kCases; ++number) {
        CAPTURE(seed(), number);
        Random random(number);
        Desk desk(random);
        desk.live();
        const EscalationPlan plan = desk.plan();
        Course course = desk.fire_all();
        for (const PlannedClock& clock : plan.clocks) {
            ++outlooks[name_of(clock.outlook)];
            filed += clock.exemption ? 1 : 0;
            for (const PlannedStep& step : clock.steps) {
                CAPTURE(clock.clock, format_time(step.at), step.rung, step.repeat);
                REQUIRE(take(course, clock, step));
                ++steps;
            }
        }
        REQUIRE(course.empty());
    }
    // The test would prove nothing if its cases had no future.
    CHECK(steps > kCases);
    CHECK(outlooks["climbing"] > 0);
    CHECK(outlooks["acknowledged"] > 0);
    CHECK(outlooks["paused"] > 0);
    CHECK(outlooks["watched"] > 0);
    CHECK(filed > 0);
}
