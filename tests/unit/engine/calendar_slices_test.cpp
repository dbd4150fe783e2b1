// A change of calendar moves its clocks a few cases at a time. Whoever comes in between sees the new calendar and
// nothing half moved; nothing moves twice, nothing is forgotten, not by a restart either; and the journal proves it.

#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

#include "tests/unit/engine/calendar_server.hpp"

using namespace gongdan;
using test::year_2027;
using Server = test::CalendarServer;

namespace {

constexpr const char* kOpened = "2026-12-30T09:00:00+08:00";
constexpr const char* kConfirmed = "2026-12-31T09:00:00+08:00";
constexpr const char* kLater = "2026-12-31T09:00:05+08:00";
constexpr const char* kOldDue = "2027-01-12";
constexpr const char* kNewDue = "2027-01-13";

CalendarYear longer_holiday() { return year_2027({"2027-01-01", "2027-01-04"}); }

void open_some(Server& server, int count) {
    for (int i = 0; i < count; ++i) server.complain(kOpened);
}

/// The rest of the change, in steps of `limit` cases; the answer.
json::object move_the_rest(Server& server, std::size_t limit) {
    while (true) {
        const auto step = server.next(kLater, limit);
        REQUIRE(step.ok());
        if (step->reply) return parse_json(step->reply->kept->body).value().as_object();
    }
}

int count_of(const std::vector<EventType>& types, EventType type) {
    return int(std::count(types.begin(), types.end(), type));
}

}  // namespace

TEST_CASE("the year is in force at once, and the clocks follow a few at a time until the answer") {
    Server server;
    open_some(server, 5);
    const auto begun = server.begin(longer_holiday(), kConfirmed);
    REQUIRE(begun.ok());
    CHECK_FALSE(begun->reply);
    REQUIRE(begun->committed.events.size() == 1);
    server.complain(kLater);
    CHECK(server.due(6) == "2027-01-14");
    CHECK(server.due(1) == kOldDue);

    const auto first = server.next(kLater, 2);
    REQUIRE(first.ok());
    CHECK_FALSE(first->reply);
    CHECK(server.due(2) == kNewDue);
    CHECK(server.due(3) == kOldDue);
    const auto answer = move_the_rest(server, 2);
    CHECK(answer.at("moved") == 5);
    CHECK(answer.at("year").as_object().at("source") == "administrator");
    CHECK(server.due(5) == kNewDue);
    CHECK_FALSE(server.engine().has_clocks_to_move());
    const auto after = server.next(kLater, 2);
    REQUIRE(after.ok());
    CHECK(after->committed.events.empty());
    CHECK(server.verify() == std::vector<std::string>{});
}

TEST_CASE("a case that is acted on before its turn moves first, and never twice") {
    Server server;
    open_some(server, 4);
    REQUIRE(server.begin(longer_holiday(), kConfirmed).ok());
    const std::int64_t seq = server.store.journal.back().seq;
    REQUIRE(server.next(kLater, 1).ok());
    REQUIRE(server.ask(test::fire("3", "assign", "dispatcher", R"({"team":"A"})"), kLater).ok());
    CHECK(server.types_after(seq, 3).front() == EventType::clock_rebased);
    CHECK(server.due(3) == kNewDue);
    // Refused: there is no such step. The clocks have moved all the same.
    CHECK_FALSE(server.ask(test::fire("4", "archive", "dispatcher"), kLater).ok());
    CHECK(server.due(4) == kNewDue);
    CHECK(move_the_rest(server, 2).at("moved") == 4);
    for (const std::int64_t id : {1, 2, 3, 4}) {
        INFO("case " << id);
        CHECK(count_of(server.types_after(seq, id), EventType::clock_rebased) == 1);
    }
    CHECK(server.verify() == std::vector<std::string>{});
}

TEST_CASE("a clock that runs out before its turn is taken by the new calendar") {
    Server server;
    open_some(server, 3);
    REQUIRE(server.begin(longer_holiday(), kConfirmed).ok());
    REQUIRE(server.next(kLater, 1).ok());
    const std::string old_due = "2027-01-12T00:00:01+08:00";
    REQUIRE(server.engine().sweep(test::when(old_due), test::when(old_due)).ok());
    for (const std::int64_t id : {1, 2, 3}) CHECK_FALSE(server.clock(id, "reply").breached);
    const std::string new_due = "2027-01-13T00:00:01+08:00";
    REQUIRE(server.engine().sweep(test::when(new_due), test::when(new_due)).ok());
    for (const std::int64_t id : {1, 2, 3}) CHECK(server.clock(id, "reply").breached);
    CHECK(move_the_rest(server, 1).at("moved") == 3);
    CHECK(server.verify() == std::vector<std::string>{});
}

TEST_CASE("an alarm that only the calendar before would have given is put off in the sweep that looks for it") {
    Server server;
    open_some(server, 1);
    REQUIRE(server.ask(test::fire("1", "contact", "dispatcher"), kOpened).ok());
    REQUIRE(server.begin(longer_holiday(), kConfirmed).ok());
    const Instant early = *server.store.next_due().value();
    const auto sweep = server.engine().sweep(early, early);
    REQUIRE(sweep.ok());
    CHECK(sweep->fired == 0);
    CHECK(*server.store.next_due().value() > early);
}

TEST_CASE("a start finds what is left, goes on, and answers the key of whoever asked") {
    Server server;
    open_some(server, 5);
    const Idempotency key{"boss:k1", "print"};
    REQUIRE(server.begin(longer_holiday(), kConfirmed, key).ok());
    REQUIRE(server.next(kLater, 2).ok());
    REQUIRE(server.ask(test::fire("4", "chase", "dispatcher"), kLater).ok());
    server.restart();
    CHECK(server.engine().has_clocks_to_move());
    CHECK(server.due(3) == kOldDue);
    CHECK(move_the_rest(server, 2).at("moved") == 5);
    CHECK(server.due(5) == kNewDue);
    const auto again = server.begin(longer_holiday(), kLater, key);
    REQUIRE(again.ok());
    REQUIRE(again->reply);
    CHECK(again->reply->replayed);
    server.restart();
    CHECK(server.next(kLater, 2)->committed.events.empty());
    CHECK(server.verify() == std::vector<std::string>{});
}

TEST_CASE("what moves after a start is proven though the start names its calendar otherwise") {
    Server server;
    open_some(server, 3);
    REQUIRE(server.load(year_2027({"2027-01-01"}), kConfirmed).ok());
    REQUIRE(server.begin(longer_holiday(), kLater).ok());
    server.restart();
    CHECK(move_the_rest(server, 2).at("moved") == 3);
    CHECK(server.verify() == std::vector<std::string>{});
}

namespace {

/// The same journal as it was written when a change of calendar was one transaction: without a word on turns.
std::vector<StoredEvent> as_before(const std::vector<StoredEvent>& journal) {
    std::vector<StoredEvent> old;
    std::map<std::int64_t, ChainTail> tails;
    for (const StoredEvent& stored : journal) {
        Event event = restore_event(stored).value();
        if (string_or_empty(event.body, "what") == "calendar-rebased") continue;
        event.seq = std::int64_t(old.size()) + 1;
        event.body.erase("clocks");
        ChainTail& tail = tails[to_int(event.case_id)];
        old.push_back(store_event(event, {}, tail, crypto::sha256, test::fixed_salt));
    }
    return old;
}

}  // namespace

TEST_CASE("a journal of before, whose clocks all moved in one transaction, is proven as ever") {
    Server server;
    open_some(server, 5);
    REQUIRE(server.load(longer_holiday(), kConfirmed).ok());
    REQUIRE(server.load(year_2027({"2027-01-01"}), kLater).ok());
    const auto old = as_before(server.store.journal);
    CHECK(old.size() + 2 == server.store.journal.size());
    server.store.journal = old;
    CHECK(server.verify() == std::vector<std::string>{});
}

TEST_CASE("a second change while one is open is refused, and may be asked for again under its key") {
    Server server;
    open_some(server, 3);
    const Idempotency first{"boss:k1", "print 1"};
    const Idempotency second{"boss:k2", "print 2"};
    REQUIRE(server.begin(longer_holiday(), kConfirmed, first).ok());
    CHECK(server.begin(year_2027({"2027-01-01"}), kLater, second).error().code == Errc::conflict);
    CHECK(server.begin(longer_holiday(), kLater, first).error().code == Errc::conflict);
    CHECK(move_the_rest(server, 2).at("moved") == 3);
    REQUIRE(server.begin(year_2027({"2027-01-01"}), kLater, second).ok());
    CHECK(move_the_rest(server, 2).at("moved") == 3);
    CHECK(server.due(3) == kOldDue);
    CHECK(server.begin(longer_holiday(), kLater, first)->reply->replayed);
    CHECK(server.verify() == std::vector<std::string>{});
}
