// The store under the engine: what a batch leaves in its tables, and what is found there after a restart.

#include "core/base/canonical_json.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

std::vector<std::string> notices_in(const Folder& folder, const std::string& columns = "id, state") {
    return all_rows(folder.database(), "SELECT " + columns + " FROM outbox ORDER BY place");
}

std::string first_notice(const Folder& folder) {
    const auto ids = notices_in(folder, "id");
    REQUIRE_FALSE(ids.empty());
    return ids.front();
}

template <class Work>
Result<void> in_batch(sqlite::SqliteStore& store, Work work) {
    REQUIRE(store.begin().ok());
    auto done = work();
    REQUIRE(store.commit().ok());
    return done;
}

}  // namespace

TEST_CASE("a ticket goes on after a restart where it stood, its chain unbroken") {
    const Folder folder;
    std::string number;
    {
        Desk desk(folder.database());
        number = desk.open(open_fault(), on("08:01:00"));
        desk.go(fire(number, "dispatch", "dispatcher", R"({"team":"A"})"), on("08:02:00"));
    }
    Desk desk(folder.database());
    desk.go(fire(number, "acknowledge", "area_manager"), on("08:03:00"));
    const auto record = desk.store().load(CaseId(1)).value();
    REQUIRE(record);
    CHECK(record->snapshot.state == "acknowledged");
    CHECK(desk.open(open_fault(), on("08:04:00")) == "GZ20260302000002");
    sqlite::SqliteReaders readers(folder.database(), find_shipped);
    const auto events = readers.journal(CaseId(1), 0, 100).value();
    CHECK(std::int64_t(events.size()) == record->snapshot.revision);
    CaseSnapshot replayed;
    for (const Event& event : events) apply(replayed, event, record->snapshot.workflow);
    CHECK(canonical_json(snapshot_to_json(replayed)) == canonical_json(snapshot_to_json(record->snapshot)));
}

TEST_CASE("a rung puts its escalation and its notices into the tables of the same transaction") {
    const Folder folder;
    Desk desk(folder.database());
    desk.open(open_fault(), on("08:00:30"));
    CHECK(notices_in(folder).empty());
    CHECK(desk.sweep(on("08:45:00")).fired > 0);
    const auto raised = all_rows(folder.database(), "SELECT seq FROM journal WHERE type = 'escalation.raised'");
    REQUIRE_FALSE(raised.empty());
    CHECK(all_rows(folder.database(), "SELECT seq FROM escalations WHERE acknowledged_at IS NULL") == raised);
    CHECK_FALSE(notices_in(folder).empty());
    for (const std::string& row : all_rows(folder.database(),
                                           "SELECT count(*) FROM outbox o WHERE NOT EXISTS"
                                           " (SELECT 1 FROM escalations e WHERE e.seq = o.place >> 16)")) {
        CHECK(row == "0");
    }
}

TEST_CASE("an acknowledgement marks the escalation it names and no other") {
    const Folder folder;
    Desk desk(folder.database());
    desk.open(open_fault(), on("08:00:30"));
    desk.sweep(on("08:45:00"));
    const auto ids =
        all_rows(folder.database(), "SELECT body ->> 'id' FROM journal WHERE type = 'escalation.raised' ORDER BY seq");
    REQUIRE(ids.size() >= 2);
    desk.go({AcknowledgeRequest{"", {ids[1], {"m1", {"district_manager"}}}}, std::nullopt, {}}, on("08:46:00"));
    const auto marked = all_rows(folder.database(),
                                 "SELECT j.body ->> 'id', e.acknowledged_by, e.acknowledged_at FROM escalations e"
                                 " JOIN journal j USING(seq) WHERE e.acknowledged_at IS NOT NULL");
    CHECK(marked == std::vector{ids[1] + "|m1|" + std::to_string(to_unix_ms(on("08:46:00")))});
}

TEST_CASE("a delivery is settled, tried again, given up and requeued") {
    const Folder folder;
    Desk desk(folder.database());
    desk.open(open_fault(), on("08:00:30"));
    desk.sweep(on("08:45:00"));
    const std::string id = first_notice(folder);
    auto& store = desk.store();
    const auto settle = [&store, &id](notify::Outcome outcome) {
        return in_batch(store, [&store, &id, &outcome] { return store.settle_in_batch(id, outcome, on("08:50:00")); });
    };
    const auto row = [&folder] { return notices_in(folder, "state, attempts, next_at, answer").front(); };
    using Kind = notify::Outcome::Kind;

    REQUIRE(settle({Kind::retry, on("09:00:00"), "busy"}).ok());
    CHECK(row() == "0|1|" + std::to_string(to_unix_ms(on("09:00:00"))) + "|busy");
    CHECK(in_batch(store,
                   [&store, &id] {
                       return store.requeue_in_batch(id, {"li", {}}, on("08:51:00"));
                   })
              .error()
              .code == Errc::not_found);
    REQUIRE(settle({Kind::dead, {}, "gone"}).ok());
    CHECK(row() == "2|2|" + std::to_string(to_unix_ms(on("08:50:00"))) + "|gone");
    REQUIRE(in_batch(store, [&store, &id] { return store.requeue_in_batch(id, {"li", {}}, on("08:51:00")); }).ok());
    CHECK(row() == "0|0|" + std::to_string(to_unix_ms(on("08:51:00"))) + "|gone");
    REQUIRE(settle({Kind::delivered, {}, "ok"}).ok());
    CHECK(row() == "1|1|" + std::to_string(to_unix_ms(on("08:50:00"))) + "|ok");
}

TEST_CASE("a notice that nobody was told of cannot be settled") {
    const Folder folder;
    Desk desk(folder.database());
    desk.open(open_fault(), on("08:00:30"));
    desk.sweep(on("08:45:00"));
    auto& store = desk.store();
    for (const std::string id : {"", "nonsense", "99.arrival.1.1.0/p/sms", "1.arrival.1.77.0/p/sms"}) {
        const auto done = in_batch(store, [&store, &id] { return store.settle_in_batch(id, {}, on("08:50:00")); });
        REQUIRE_FALSE(done.ok());
        CHECK(done.error().code == Errc::not_found);
    }
}

TEST_CASE("outside a batch nothing is written") {
    const Folder folder;
    Desk desk(folder.database());
    desk.open(open_fault(), on("08:00:30"));
    desk.sweep(on("08:45:00"));
    auto& store = desk.store();
    CHECK(store.settle_in_batch(first_notice(folder), {}, on("08:50:00")).error().code == Errc::read_only);
    CHECK(store.keep_answer({"k", "f", 200, "{}", 0, on("08:50:00")}).error().code == Errc::read_only);
    CHECK(store.commit().error().code == Errc::read_only);
}

TEST_CASE("answers older than a day are thrown away a few at a time") {
    const Folder folder;
    const auto store = open_store(folder.database());
    const auto keep = [&store](const std::string& key, Instant at) {
        return in_batch(*store, [&store, &key, at] { return store->keep_answer({key, "f", 200, "{}", 0, at}); });
    };
    for (int i = 0; i < 10; ++i) REQUIRE(keep("old" + std::to_string(i), on("08:00:00")).ok());
    REQUIRE(keep("young", on("08:00:00") + sqlite::kAnswerAge - Millis(1)).ok());
    const auto count = [&folder] { return all_rows(folder.database(), "SELECT count(*) FROM answers").front(); };
    CHECK(count() == "11");
    const Instant next_day = on("08:00:00") + sqlite::kAnswerAge;
    REQUIRE(keep("new1", next_day).ok());
    CHECK(count() == std::to_string(12 - sqlite::kAnswersPurged));
    REQUIRE(keep("new2", next_day).ok());
    REQUIRE(keep("new3", next_day).ok());
    REQUIRE(keep("new4", next_day).ok());
    CHECK(all_rows(folder.database(), "SELECT key FROM answers ORDER BY key") ==
          std::vector<std::string>{"new1", "new2", "new3", "new4", "young"});
    CHECK_FALSE(store->find_answer("old9").value().has_value());
}

TEST_CASE("definitions are kept as they were first seen, calendar years as they were last put in") {
    const Folder folder;
    auto store = open_store(folder.database());
    REQUIRE(in_batch(*store, [&store] {
                return store->keep_in_batch({"workflow", "a", "v1", "text"}, on("08:00:00"));
            }).ok());
    REQUIRE(in_batch(*store, [&store] {
                return store->keep_in_batch({"workflow", "a", "v1", "other"}, on("09:00:00"));
            }).ok());
    REQUIRE(in_batch(*store, [&store] {
                return store->keep_in_batch({"workflow", "a", "v2", "new"}, on("09:00:00"));
            }).ok());
    const auto day = [](const char* date) { return parse_date(date).value(); };
    const CalendarYear first{2027, true, {day("2027-01-01")}, {}};
    const CalendarYear second{2027, false, {day("2027-01-01"), day("2027-01-02")}, {day("2027-01-03")}};
    for (const CalendarYear& year : {first, second}) {
        REQUIRE(in_batch(*store, [&store, &year] {
                    return store->keep_calendar_year_in_batch(year, on("08:00:00"));
                }).ok());
        REQUIRE(store->begin().ok());
        REQUIRE(store->take_seq(1).ok());
        REQUIRE(store->commit().ok());
    }
    store.reset();
    store = open_store(folder.database());
    const auto workflows = store->definitions("workflow").value();
    REQUIRE(workflows.size() == 2);
    CHECK(workflows[0].content == "text");
    CHECK(workflows[1].version == "v2");
    const auto years = store->calendar_years().value();
    REQUIRE(years.size() == 1);
    CHECK(years[0].year == 2027);
    CHECK_FALSE(years[0].provisional);
    CHECK(years[0].holidays == second.holidays);
    CHECK(years[0].workdays == second.workdays);
}

TEST_CASE("a database of a newer program is refused and left alone") {
    const Folder folder;
    (void)open_store(folder.database());
    (void)all_rows(folder.database(), "PRAGMA user_version=99");
    const auto refused = sqlite::SqliteStore::open(folder.database(), {find_shipped, 10, {}});
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == Errc::conflict);
    CHECK(all_rows(folder.database(), "PRAGMA user_version") == std::vector<std::string>{"99"});
}

TEST_CASE("a file that is no database is refused as damaged, a place that cannot be written as failing") {
    const Folder folder;
    {
        std::FILE* file = std::fopen(folder.database().c_str(), "w");
        REQUIRE(file != nullptr);
        for (int i = 0; i < 1000; ++i) std::fputs("this is a letter, not a database", file);
        std::fclose(file);
    }
    CHECK(sqlite::SqliteStore::open(folder.database(), {find_shipped, 10, {}}).error().code == Errc::internal);
    CHECK(sqlite::SqliteStore::open(folder.path() / "no" / "such.db", {find_shipped, 10, {}}).error().code ==
          Errc::read_only);
}

TEST_CASE("everything derived is the same after a rebuild from the journal") {
    const Folder folder;
    Desk desk(folder.database());
    for (const char* site : {"urban", "rural", "remote"}) desk.open(open_fault(site), on("08:00:30"));
    desk.go(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), on("08:01:00"));
    desk.go(fire("1", "acknowledge", "area_manager"), on("08:02:00"));
    desk.go(fire("2", "merge", "dispatcher", R"({"into":"1"})"), on("08:03:00"));
    desk.sweep(on("08:45:00"));
    desk.go({AcknowledgeRequest{"1", {"last", {"m1", {"district_manager"}}}}, std::nullopt, {}}, on("08:46:00"));
    REQUIRE(desk.engine().note_configuration({{"what", "test"}}, on("08:47:00")).ok());
    const auto derived = [&folder] {
        std::vector<std::string> all;
        // The snapshot is compared by value below: the journal orders the members of an object, a command does not.
        for (const char* sql :
             {"SELECT id, number, workflow, version, state, revision, area, team, opened_at, parent, closed, due_at,"
              " risk_at, overdue, next_alarm, clocked, tail_seq, hex(tail_hash) FROM cases ORDER BY id",
              "SELECT * FROM escalations ORDER BY seq", "SELECT key, hex(value) FROM meta ORDER BY key",
              "SELECT * FROM serials", "SELECT place, id, state, message FROM outbox ORDER BY place",
              "SELECT rowid FROM search WHERE search MATCH '\"幸 福 路\"*' ORDER BY rowid"}) {
            for (std::string& row : all_rows(folder.database(), sql)) all.push_back(std::move(row));
        }
        for (const std::string& row : all_rows(folder.database(), "SELECT snapshot FROM cases ORDER BY id")) {
            all.push_back(canonical_json(json::parse(row)));
        }
        return all;
    };
    const auto before = derived();
    CHECK(before.size() > 10);
    (void)all_rows(folder.database(),
                   "UPDATE cases SET state = 'nonsense', next_alarm = 5, snapshot = '{}' WHERE id = 1;"
                   "DELETE FROM cases WHERE id = 2; DELETE FROM escalations; INSERT INTO escalations(seq) VALUES(1)");
    std::int64_t done = 0;
    std::int64_t all = 0;
    const auto progress = [&done, &all](std::int64_t cases, std::int64_t of) {
        done = cases;
        all = of;
    };
    REQUIRE(desk.store().rebuild(*shipped().rules, progress).ok());
    CHECK(derived() == before);
    CHECK(done == 3);
    CHECK(all == 3);
    desk.go(fire("3", "dispatch", "dispatcher", R"({"team":"B"})"), on("08:50:00"));
}

TEST_CASE("a damaged journal stops a rebuild, which then changes nothing") {
    const Folder folder;
    Desk desk(folder.database());
    desk.open(open_fault(), on("08:00:30"));
    desk.open(open_fault(), on("08:00:31"));
    const auto cases = [&folder] {
        return all_rows(folder.database(), "SELECT id, state, snapshot FROM cases ORDER BY id");
    };
    const auto before = cases();
    (void)all_rows(folder.database(), "DELETE FROM journal WHERE case_id = 2 AND case_seq = 1");
    const auto done = desk.store().rebuild(*shipped().rules);
    REQUIRE_FALSE(done.ok());
    CHECK(done.error().code == Errc::internal);
    CHECK(cases() == before);
}
