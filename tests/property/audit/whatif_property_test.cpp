// Goal: whatever happened to cases (steps entered late, pauses, extensions, merges, imports, filings, timers that came
// late, calendars put in while running), taking them through again under unchanged rules gives what was recorded.

#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "adapters/host/rules_journal.hpp"
#include "core/engine/verify.hpp"
#include "tests/property/calendar/random.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/second_look.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using gongdan::testing::Random;

namespace {

constexpr std::uint64_t kHistories = 150;
const Instant kFrom = parse_time("2026-02-09T08:00:00+08:00").value();

Digest no_digest(std::string_view) { return {}; }

class Desk {
 public:
    explicit Desk(Random& random) : random_(random) {}

    void live() {
        for (auto count = random_.between(5, 60); count > 0; --count) {
            wait(std::chrono::minutes(random_.chance(20) ? random_.between(1, 4000) : random_.between(0, 90)));
            do_something();
        }
        wait(std::chrono::minutes(random_.between(0, 3000)));
        sweep();
    }
    [[nodiscard]] const std::vector<StoredEvent>& journal() const { return store_.journal; }
    [[nodiscard]] std::int64_t steps() const { return steps_; }

 private:
    std::string one_of(const std::vector<std::string>& list) {
        return list[std::size_t(random_.between(0, std::int64_t(list.size()) - 1))];
    }

    /// Timers fire in time, or, after a pause of the program, all at once.
    void wait(Millis span) {
        const Instant until = now_ + span;
        const bool down = random_.chance(15);
        while (!down) {
            const auto next = *store_.next_due();
            if (!next || *next > until) break;
            now_ = std::max(now_, *next);
            sweep();
        }
        now_ = until;
    }
    void sweep() { REQUIRE(engine_.sweep(now_, now_).ok()); }

    bool run(const Request& request) {
        const bool done = engine_.run({&request, 1}, now_).replies.front().ok();
        steps_ += done ? 1 : 0;
        return done;
    }

    void do_something() {
        if (random_.chance(30)) move_clocks(1);
        if (cases_ == 0 || random_.chance(12)) return open();
        if (random_.chance(4)) return import();
        if (random_.chance(3)) return change_calendar();
        if (random_.chance(4)) return file();
        if (random_.chance(8)) return extend();
        step();
    }

    void open() {
        const bool is_fault = random_.chance(60);
        const std::string hangup = format_time(now_ - std::chrono::minutes(random_.between(0, 100)));
        json::object fault{{"site_class", one_of({"urban", "rural", "remote"})},
                           {"fault_address", "x"},
                           {"area", "demo-101"},
                           {"hangup_at", hangup}};
        json::object complaint{{"complaint_type", "service"}, {"description", "x"}, {"area", "demo-101"}};
        OpenCommand command{is_fault ? "fault-repair" : "complaint",
                            {"ct1", {"call_taker"}},
                            is_fault ? std::move(fault) : std::move(complaint),
                            std::nullopt,
                            CaseId{}};
        if (run({OpenRequest{std::move(command), ""}, std::nullopt, test::viewer("dispatcher")})) ++cases_;
    }

    void import() {
        ImportCommand command;
        command.workflow = "fault-repair";
        command.number = "X" + std::to_string(cases_);
        command.actor = {"import", {"admin"}};
        command.data = {{"site_class", "urban"}, {"fault_address", "x"}};
        command.opened_at = now_ - std::chrono::hours(random_.between(1, 72));
        Instant at = command.opened_at;
        for (const char* event : {"dispatch", "acknowledge", "arrive", "no-such-event", "restore", "reply"}) {
            at += std::chrono::minutes(random_.between(-20, 240));
            if (random_.chance(80)) command.steps.push_back({event, at, {}});
        }
        if (run({ImportRequest{std::move(command)}, std::nullopt, test::viewer("admin")})) ++cases_;
    }

    void change_calendar() {
        CalendarYear year = test::shipped().rules->calendar->years().at(2026);
        for (auto count = random_.between(1, 3); count > 0; --count) {
            const Date day = date_of(now_) + std::chrono::days(random_.between(0, 20));
            const bool free = std::find(year.workdays.begin(), year.workdays.end(), day) == year.workdays.end();
            if (free) year.holidays.push_back(day);
        }
        std::sort(year.holidays.begin(), year.holidays.end());
        year.holidays.erase(std::unique(year.holidays.begin(), year.holidays.end()), year.holidays.end());
        const bool open = engine_.has_clocks_to_move();
        CHECK(engine_.begin_calendar_change({year, {"boss", {"admin"}}, ""}, std::nullopt, now_).ok() == !open);
        if (random_.chance(30)) move_clocks(1000);
    }
    void move_clocks(std::size_t limit) { REQUIRE(engine_.rebase_next(now_, limit).ok()); }

    void file() {
        NewFiling wish{{"demo-101"}, {"fault-repair", "complaint"}, now_, now_, "storm", "warning"};
        wish.to += std::chrono::minutes(random_.between(1, 2000));
        REQUIRE(engine_.change_filing(wish, Viewer::system({"d1", {"dispatcher"}}), std::nullopt, now_).ok());
        const ApproveFiling approval{engine_.configuration().rules->filings.back().id};
        REQUIRE(engine_.change_filing(approval, Viewer::system({"boss", {"leader"}}), std::nullopt, now_).ok());
    }

    [[nodiscard]] std::string some_case() { return std::to_string(random_.between(1, cases_)); }

    void extend() {
        const json::object data{{"clock", one_of({"arrival", "restoration", "reply", "contact"})},
                                {"limit", one_of({"4h", "9wd", "30d", "400min"})},
                                {"approver", "boss"},
                                {"reason", "x"}};
        (void)run(test::fire(some_case(), "extend", "dispatcher", json::serialize(data)));
    }

    /// A time before now; now and then one at which a clock that ran out had not.
    Instant some_time(const CaseSnapshot& snapshot) {
        for (const ClockState& clock : snapshot.clocks) {
            const bool ran_out = clock.status == ClockStatus::running && clock.breached;
            if (ran_out && random_.chance(60)) return clock.due_at - std::chrono::minutes(random_.between(0, 2));
        }
        return now_ - std::chrono::minutes(random_.between(0, 120));
    }

    /// An event that the state allows, entered now or for a time before. Refusals are fine.
    void step() {
        const std::string ticket = some_case();
        const CaseSnapshot snapshot = (*store_.load(parse_case_id(ticket)))->snapshot;
        const auto events = allowed_events(*snapshot.workflow, snapshot.state, {"admin"}, snapshot.facts(now_));
        for (int attempt = 0; attempt < 4 && !events.empty(); ++attempt) {
            const std::string event = one_of(events);
            if (event == "void" && !random_.chance(5)) continue;
            json::object data{{"team", "A"}, {"reason", "x"}, {"satisfied", random_.chance(50)}};
            if (event == "merge") data["into"] = some_case();
            Request request = test::fire(ticket, event, "admin", json::serialize(data));
            if (random_.chance(40)) std::get<FireRequest>(request.wish).command.occurred_at = some_time(snapshot);
            if (run(request)) return;
        }
    }

    Random& random_;
    test::RecordingStore store_;
    Engine engine_{store_, test::shipped(), no_digest, test::fixed_salt};
    Instant now_ = kFrom;
    std::int64_t cases_ = 0;
    std::int64_t steps_ = 0;
};

}  // namespace

namespace {

std::vector<std::string> faults_of(const std::vector<StoredEvent>& journal) {
    host::JournalledRules rules(*test::shipped().rules);
    Verifier verifier({no_digest, nullptr, {}}, rules);
    for (const StoredEvent& event : journal) verifier.take(event);
    verifier.finish();
    std::vector<std::string> said;
    for (const Fault& fault : verifier.faults()) said.push_back(fault.what.en);
    return said;
}

}  // namespace

TEST_CASE("every history is proven from its journal alone, whatever moved in between") {
    for (std::uint64_t number = 0; number < kHistories; ++number) {
        INFO("history " << number);
        Random random(number);
        Desk desk(random);
        desk.live();
        CHECK(faults_of(desk.journal()) == std::vector<std::string>{});
    }
}

TEST_CASE("under unchanged rules a second course gives the recorded outcome") {
    std::int64_t steps = 0;
    std::int64_t late = 0;
    std::map<EventType, int> seen;
    for (std::uint64_t number = 0; number < kHistories; ++number) {
        INFO("history " << number);
        Random random(number);
        Desk desk(random);
        desk.live();
        const auto look = test::look_again(desk.journal(), {});
        for (const Misfit& misfit : look.misfits) CHECK(misfit.why.en == "");
        for (const std::string& line : look.lines()) CHECK(line == "");
        steps += desk.steps();
        for (const StoredEvent& event : desk.journal()) ++seen[event.type];
        for (const auto& [clock, sum] : look.summaries) late += sum.late_before;
    }
    // The histories must have something in them to be wrong about.
    CHECK(steps > 2000);
    CHECK(late > 500);
    for (const EventType type : {EventType::clock_paused, EventType::clock_resumed, EventType::clock_rebased,
                                 EventType::clock_corrected, EventType::clock_cancelled, EventType::case_merged}) {
        INFO(name_of(type));
        CHECK(seen[type] > 20);
    }
}
