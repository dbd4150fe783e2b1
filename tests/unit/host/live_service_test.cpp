// The service on real time: who is answered when, what is refused, and how timers behave when clock or store misbehave.

#include <algorithm>
#include <thread>

#include <catch2/catch.hpp>

#include "adapters/host/running_key.hpp"
#include "tests/unit/host/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

Request keyed(Request request, const std::string& key) {
    request.idempotency = Idempotency{key, "body"};
    return request;
}

/// Cheap to refuse: for filling queues.
Request pointless() { return fire("GZ0", "dispatch", "dispatcher"); }

bool mentions(const std::vector<Desk::LogLine>& lines, bool serious, const std::string& part) {
    return std::any_of(lines.begin(), lines.end(), [serious, &part](const Desk::LogLine& line) {
        return line.serious == serious && line.text.find(part) != std::string::npos;
    });
}

std::ptrdiff_t jumps_in(const std::vector<Event>& events) {
    return std::count_if(events.begin(), events.end(),
                         [](const Event& event) { return string_or_empty(event.body, "finding") == "clock-jump"; });
}

}  // namespace

TEST_CASE("a command is answered only after its group is committed") {
    Desk desk;
    desk.store().shut();
    desk.submit(open_fault());
    REQUIRE(desk.store().writer_waits());
    CHECK(desk.answered.now().empty());
    CHECK(desk.heard.now().empty());
    desk.store().open();
    const auto answers = desk.answers(1);
    REQUIRE(answers[0].ok());
    CHECK(answers[0]->created);
    CHECK(desk.heard.comes_to([](const auto& events) { return count_of(events, EventType::case_opened) == 1; }));
}

TEST_CASE("commands that wait together are committed together, in groups of a bounded size") {
    Desk desk;
    desk.store().shut();
    desk.submit(pointless());
    REQUIRE(desk.store().writer_waits());
    const int before = desk.store().commits();
    for (std::size_t i = 0; i < host::kGroupMax + 1; ++i) desk.submit(pointless());
    desk.store().open();
    CHECK(desk.answers(host::kGroupMax + 2).size() == host::kGroupMax + 2);
    CHECK(desk.store().commits() - before == 3);  // the first alone, a full group, and the one left over
}

TEST_CASE("a full queue refuses at once and takes commands again when it has drained") {
    Desk desk;
    desk.store().shut();
    desk.submit(pointless());
    REQUIRE(desk.store().writer_waits());
    for (std::size_t i = 0; i < host::kQueueMax; ++i) desk.submit(pointless());
    CHECK(desk.answered.now().empty());
    desk.submit(keyed(open_fault(), "k"));
    const auto refused = desk.answered.now();
    REQUIRE(refused.size() == 1);
    REQUIRE_FALSE(refused[0].ok());
    CHECK(refused[0].error().code == Errc::overloaded);
    desk.store().open();
    CHECK(desk.answers(host::kQueueMax + 2).size() == host::kQueueMax + 2);
    CHECK(desk.ask(keyed(open_fault(), "k")).ok());  // the refusal has not taken the key
}

TEST_CASE("a key is refused while its command runs, and answered from memory afterwards") {
    Desk desk;
    desk.store().shut();
    desk.submit(keyed(open_fault(), "call-1"));
    REQUIRE(desk.store().writer_waits());
    desk.submit(keyed(open_fault(), "call-1"));
    const auto refused = desk.answered.now();
    REQUIRE(refused.size() == 1);
    REQUIRE_FALSE(refused[0].ok());
    CHECK(host::is_key_running(refused[0].error()));
    desk.store().open();
    const auto first = desk.answers(2)[1];
    REQUIRE(first.ok());
    const auto again = desk.ask(keyed(open_fault(), "call-1"));
    REQUIRE(again.ok());
    REQUIRE(again->kept.has_value());
    CHECK(count_of(desk.heard.now(), EventType::case_opened) == 1);
}

TEST_CASE("a stop answers what is queued and refuses what comes later") {
    Desk desk;
    desk.store().shut();
    desk.submit(open_fault());
    REQUIRE(desk.store().writer_waits());
    for (std::size_t i = 0; i < 2 * host::kGroupMax; ++i) desk.submit(pointless());
    desk.submit(open_fault());
    std::thread stopping([&desk] { desk.service().stop(); });
    while (desk.service().readiness().ready) std::this_thread::yield();
    desk.store().open();
    stopping.join();
    const auto answers = desk.answered.now();
    REQUIRE(answers.size() == 2 * host::kGroupMax + 2);
    CHECK(answers.front().ok());
    CHECK(answers.back().ok());

    const auto late = desk.ask(open_fault());
    REQUIRE_FALSE(late.ok());
    CHECK(late.error().code == Errc::unavailable);
    CHECK(desk.service().settle("n", {}).error().code == Errc::unavailable);
    Watched<std::vector<Errc>> refused;
    desk.service().requeue("n", {"li", {}}, std::nullopt, [&refused](Result<Reply> done) {
        refused.change([&done](auto& all) { all.push_back(done ? Errc::internal : done.error().code); });
    });
    desk.service().change_calendar({}, std::nullopt, [&refused](const Result<Reply>& done) {
        refused.change([&done](auto& all) { all.push_back(done ? Errc::internal : done.error().code); });
    });
    CHECK(refused.now() == std::vector<Errc>{Errc::unavailable, Errc::unavailable});
    desk.service().stop();  // again does nothing
}

TEST_CASE("rungs and breaches fire when their time has come, and wake the channels") {
    Desk desk;
    REQUIRE(desk.ask(open_fault()).ok());
    desk.set_clock("08:22:29");
    desk.turn();
    CHECK(count_of(desk.heard.now(), EventType::escalation_raised, "arrival") == 0);
    desk.set_clock("08:22:30");
    desk.turn();
    CHECK(count_of(desk.heard.now(), EventType::escalation_raised, "arrival") == 1);
    CHECK(desk.woken.now() == std::vector<std::string>{"desk-file"});
    desk.set_clock("08:45:00");
    desk.turn();
    const auto events = desk.heard.now();
    CHECK(count_of(events, EventType::escalation_raised, "arrival") == 3);
    REQUIRE(count_of(events, EventType::clock_breached, "arrival") == 1);
    const auto breach = std::find_if(events.begin(), events.end(), [](const Event& event) {
        return event.type == EventType::clock_breached && string_or_empty(event.body, "clock") == "arrival";
    });
    CHECK(breach->occurred_at == on("08:45:00"));
    CHECK(std::is_sorted(events.begin(), events.end(),
                         [](const Event& one, const Event& other) { return one.seq < other.seq; }));
}

TEST_CASE("a jump of the clock is journalled and fires nothing twice") {
    Desk desk;
    REQUIRE(desk.ask(open_fault()).ok());
    desk.set_clock("08:45:00");
    desk.turn();
    CHECK(jumps_in(desk.heard.now()) == 1);
    const auto before = desk.heard.now();
    for (const char* clock : {"08:10:00", "08:22:31", "08:45:00"}) {
        desk.set_clock(clock);
        desk.turn();
    }
    CHECK(jumps_in(desk.heard.now()) == 4);
    const auto after = desk.heard.now();
    for (const EventType type : {EventType::escalation_raised, EventType::clock_breached})
        CHECK(count_of(after, type) == count_of(before, type));
    CHECK(mentions(desk.logged.now(), false, "jumped"));
    desk.set_clock("08:45:02");  // a correction, not a jump
    desk.turn();
    CHECK(jumps_in(desk.heard.now()) == 4);
}

TEST_CASE("a jump that could not be journalled is journalled when the store writes again") {
    Desk desk;
    REQUIRE(desk.ask(open_fault()).ok());
    desk.store().trouble(HinderedStore::Trouble::commit);
    desk.set_clock("08:10:00");
    desk.turn();
    CHECK_FALSE(desk.service().readiness().ready);
    CHECK(jumps_in(desk.heard.now()) == 0);
    desk.store().trouble(HinderedStore::Trouble::none);
    CHECK(desk.heard.comes_to([](const auto& events) { return jumps_in(events) > 0; }));
    desk.turn();
    CHECK(jumps_in(desk.heard.now()) == 1);
    CHECK(desk.service().readiness().ready);
}

TEST_CASE("a store that fails makes the service read-only until it writes again") {
    const auto kind = GENERATE(HinderedStore::Trouble::begin, HinderedStore::Trouble::commit);
    Desk desk;
    CHECK(desk.service().readiness().ready);
    desk.store().trouble(kind);
    const auto refused = desk.ask(keyed(open_fault(), "k"));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == Errc::read_only);
    const auto readiness = desk.service().readiness();
    CHECK_FALSE(readiness.ready);
    CHECK(readiness.problems.size() == 1);
    CHECK(desk.heard.now().empty());
    CHECK(mentions(desk.logged.now(), true, "full"));

    desk.store().trouble(HinderedStore::Trouble::none);
    CHECK(desk.ask(keyed(open_fault(), "k")).ok());
    CHECK(desk.service().readiness().ready);
    CHECK(mentions(desk.logged.now(), false, "writes again"));
    CHECK(desk.logged.now().size() == 2);  // once each: a failing disk does not flood the log
}

TEST_CASE("timers that could not fire while the store failed fire by themselves when it has recovered") {
    Desk desk;
    REQUIRE(desk.ask(open_fault()).ok());
    desk.store().trouble(HinderedStore::Trouble::commit);
    desk.set_clock("08:45:00");
    desk.turn();
    CHECK_FALSE(desk.service().readiness().ready);
    desk.store().trouble(HinderedStore::Trouble::none);
    CHECK(desk.heard.comes_to(
        [](const auto& events) { return count_of(events, EventType::clock_breached, "arrival") == 1; }));
    desk.turn();
    CHECK(count_of(desk.heard.now(), EventType::escalation_raised, "arrival") == 3);
    CHECK(desk.service().readiness().ready);
}

TEST_CASE("the answer to a change made elsewhere is kept and found under its key") {
    Desk desk;
    const auto find = [&desk](const std::string& body) {
        Watched<std::optional<Result<std::optional<Reply>>>> answer;
        desk.service().find_answer({"t", body}, [&answer](Result<std::optional<Reply>> reply) {
            answer.change([&reply](auto& given) { given = std::move(reply); });
        });
        REQUIRE(answer.comes_to([](const auto& given) { return given.has_value(); }));
        return *answer.now();
    };
    const auto keep = [&desk](Result<StoredAnswer> outcome) {
        Watched<bool> kept;
        desk.service().keep_answer({"t", "f"}, std::move(outcome), [&kept](Result<void> done) {
            kept.change([&done](bool& told) { told = done.ok(); });
        });
        return kept.comes_to([](bool told) { return told; });
    };
    CHECK_FALSE(find("f").value().has_value());
    CHECK(keep(fail(Errc::conflict, "host.key-running")));
    StoredAnswer late;
    late.status = 200;
    CHECK(keep(late));  // the first stays
    const auto found = find("f");
    REQUIRE(found.value().has_value());
    CHECK((*found)->kept->status == 409);
    CHECK((*found)->replayed);
    CHECK(find("other").error().code == Errc::invalid_input);
}

TEST_CASE("a new calendar year is in force, journalled and kept in one step, or not at all") {
    Desk desk;
    const CalendarYear year{2027, false, {}, {}};
    const auto version = desk.service().configuration().rules->calendar->version();
    Watched<std::vector<bool>> done;
    const auto replace = [&desk, &done, &year] {
        const std::size_t before = done.now().size();
        desk.service().change_calendar({year, {"admin", {"admin"}}, ""}, std::nullopt,
                                       [&done](const Result<Reply>& result) {
                                           done.change([&result](auto& all) { all.push_back(result.ok()); });
                                       });
        REQUIRE(done.comes_to([before](const auto& all) { return all.size() == before + 1; }));
        return bool(done.now().back());
    };
    desk.store().trouble(HinderedStore::Trouble::commit);
    CHECK_FALSE(replace());
    CHECK(desk.service().configuration().rules->calendar->version() == version);
    CHECK(desk.heard.now().empty());
    desk.store().trouble(HinderedStore::Trouble::none);
    CHECK(replace());
    CHECK(desk.service().configuration().rules->calendar->version() != version);
    CHECK(count_of(desk.heard.now(), EventType::configuration_changed) == 2);  // in force, and the last clock moved
    CHECK(desk.settled.back() == "year 2027");
}

TEST_CASE(
    "a change of the roster is in force, journalled and kept in one step, or not at all; a repeat changes nothing") {
    Desk desk;
    const auto entries = [&desk] { return desk.service().configuration().organisation->entries.size(); };
    Watched<std::vector<Result<Reply>>> done;
    const auto change = [&desk, &done](const std::string& body) {
        const std::size_t before = done.now().size();
        RosterChange wish{read_entry(object(body)).value(), "", "boss", {"dispatcher"}};
        desk.service().change_roster(
            std::move(wish), Idempotency{"key " + body, "print"},
            [&done](Result<Reply> reply) { done.change([&reply](auto& all) { all.push_back(std::move(reply)); }); });
        REQUIRE(done.comes_to([before](const auto& all) { return all.size() == before + 1; }));
        return done.now().back();
    };
    const std::string absence =
        R"({"kind":"absence","person":"d1","from":"2026-03-02T08:00:00+08:00","to":"2026-03-03T08:00:00+08:00"})";
    desk.store().trouble(HinderedStore::Trouble::commit);
    CHECK(change(absence).error().code == Errc::read_only);
    CHECK(entries() == 0);
    desk.store().trouble(HinderedStore::Trouble::none);
    desk.settle_answer = fail(Errc::read_only, "store.full", "test");
    CHECK(change(absence).error().code == Errc::read_only);
    CHECK(entries() == 0);
    CHECK(desk.heard.now().empty());
    desk.settle_answer = {};
    const auto made = change(absence);
    REQUIRE(made.ok());
    CHECK(made->kept->status == 201);
    CHECK(entries() == 1);
    CHECK(count_of(desk.heard.now(), EventType::configuration_changed) == 1);
    CHECK(desk.settled.back() == "entry 1");
    const auto again = change(absence);
    REQUIRE(again.ok());
    CHECK(again->replayed);
    CHECK(entries() == 1);
}

TEST_CASE("listeners hear every commit in order, and nothing after they have left") {
    Desk desk;
    Watched<std::vector<std::int64_t>> sequence;
    auto handle = desk.service().subscribe([&sequence](const auto& events) {
        sequence.change([&events](auto& all) {
            for (const Event& event : *events) all.push_back(event.seq);
        });
    });
    for (int i = 0; i < 5; ++i) REQUIRE(desk.ask(open_fault()).ok());
    const auto heard = sequence.now();
    CHECK(heard.size() == desk.heard.now().size());
    for (std::size_t i = 0; i < heard.size(); ++i) CHECK(heard[i] == std::int64_t(i + 1));
    handle.reset();
    REQUIRE(desk.ask(open_fault()).ok());
    CHECK(sequence.now() == heard);
}

TEST_CASE("the service's metrics are Prometheus text") {
    Desk desk;
    REQUIRE(desk.ask(open_fault()).ok());
    CHECK_FALSE(desk.ask(pointless()).ok());
    const std::string text = desk.service().metrics();
    for (const char* line :
         {"\ngongdan_commands_accepted_total 1\n", "\ngongdan_commands_refused_total 1\n", "\ngongdan_cases_open 7\n",
          "\ngongdan_cases_at_risk 2\n", "\ngongdan_cases_overdue 1\n", "\ngongdan_outbox_pending 4\n",
          "\ngongdan_dead_letters 3\n", "\ngongdan_outbox_oldest_seconds 90\n", "\ngongdan_group_commands_count 2\n"}) {
        INFO(line);
        CHECK(text.find(line) != std::string::npos);
    }
}

TEST_CASE("changes of accounts come into the configuration's chain at the writer's next turn, also after a full disk") {
    Desk desk;
    desk.store().trouble(HinderedStore::Trouble::commit);
    desk.unsealed.change([](host::UnsealedChanges& changes) {
        changes = {7, {{{"what", "account"}, {"change", "created"}}, {{"what", "account"}, {"change", "disabled"}}}};
    });
    const auto heard = [&desk](std::size_t count) {
        return desk.heard.comes_to(
            [count](const auto& events) { return count_of(events, EventType::configuration_changed) == count; });
    };
    desk.turn();
    CHECK(desk.heard.now().empty());
    CHECK_FALSE(desk.service().readiness().ready);
    desk.store().trouble(HinderedStore::Trouble::none);
    CHECK(heard(2));
    CHECK(string_or_empty(desk.heard.now().at(1).body, "change") == "disabled");
    CHECK(desk.service().readiness().ready);
}
