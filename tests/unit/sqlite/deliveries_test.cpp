// The ledger of deliveries: every attempt is found by ticket, person and channel, whether a notice went out by itself
// or in a list; and each notice of a ticket tells how it stands.

#include <map>
#include <set>

#include "adapters/sqlite/outbox.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;
using Kind = notify::Outcome::Kind;
using Outcome = DeliveryRow::Outcome;

namespace {

/// Three faults in three areas that nobody takes, until all their dispatch clocks and one arrival have told somebody.
struct Scene {
    Folder folder;
    Desk desk{folder.database()};
    sqlite::SqliteReaders readers{folder.database(), find_shipped};

    Scene() {
        for (const std::string area : {"demo-101", "demo-101", "demo-201"}) {
            Request request = open_fault();
            std::get<OpenRequest>(request.wish).command.data["area"] = area;
            desk.open(request, on("08:00:10"));
        }
        desk.sweep(on("08:45:00"));
    }

    template <class Work>
    void write(Work work) {
        auto& store = desk.store();
        REQUIRE(store.begin().ok());
        const Result<void> done = work(store);
        if (!done) FAIL(done.error().detail.en);
        REQUIRE(store.commit().ok());
    }
    void settle(const std::string& id, const notify::Outcome& outcome, Instant now) {
        write([&](auto& store) { return store.settle_in_batch(id, outcome, now); });
    }
    std::vector<OutboxRow> pending() { return readers.outbox(NoticeState::pending, kPageMax).value(); }
    DeliveryPage ledger(const DeliveryFilter& filter) {
        auto page = readers.deliveries(filter);
        if (!page) FAIL(page.error().detail.en);
        return std::move(*page);
    }
    /// Binds everything that waits for the person of `notice` into a list; its id.
    std::string gather(const Notice& notice) {
        write([&](auto& store) {
            return store.gather_in_batch(notice.channel, {notice.person, notice.address}, on("08:46:00"));
        });
        for (const OutboxRow& row : pending()) {
            if (row.entries > 0 && row.notice.person == notice.person) return row.notice.id;
        }
        FAIL("no list was made");
        return {};
    }
    std::vector<NoticeRow> notices_of(std::int64_t ticket) {
        return readers.notices(CaseId(ticket), "", kPageMax).value().rows;
    }
};

DeliveryFilter filter_of(std::int64_t ticket, const std::string& person = "", const std::string& channel = "") {
    return {CaseId(ticket), person, channel, Reach::everything(), "", kPageMax};
}

std::vector<Outcome> outcomes(const DeliveryPage& page) {
    std::vector<Outcome> all;
    for (const DeliveryRow& row : page.rows) all.push_back(row.outcome);
    return all;
}

/// A person of whom several notices of different tickets wait.
Notice busiest(Scene& scene) {
    std::map<std::string, std::set<std::int64_t>> tickets;
    const auto pending = scene.pending();
    for (const OutboxRow& row : pending) tickets[row.notice.person].insert(to_int(row.notice.case_id));
    for (const OutboxRow& row : pending) {
        if (tickets[row.notice.person].size() == 3) return row.notice;
    }
    FAIL("nobody is told of all three tickets");
    return {};
}

}  // namespace

TEST_CASE("every attempt stands in the ledger with its time, duration and answer, newest first") {
    Scene scene;
    const Notice notice = scene.pending().front().notice;
    const Millis took(1500);
    scene.settle(notice.id, {Kind::retry, on("08:47:00"), "busy", took}, on("08:46:00"));
    scene.settle(notice.id, {Kind::dead, {}, "gone", Millis(20)}, on("08:47:00"));
    scene.write([&](auto& store) { return store.requeue_in_batch(notice.id, {"li", {"dispatcher"}}, on("08:48:00")); });
    scene.settle(notice.id, {Kind::delivered, {}, "", Millis(30)}, on("08:49:00"));

    const DeliveryPage page = scene.ledger(filter_of(0));
    CHECK(outcomes(page) == std::vector{Outcome::delivered, Outcome::requeued, Outcome::dead, Outcome::retry});
    const DeliveryRow& first = page.rows.back();
    CHECK(first.at == on("08:46:00") - took);
    CHECK(first.took == took);
    CHECK(first.answer == "busy");
    CHECK(first.notice == notice.id);
    CHECK_FALSE(first.list);
    CHECK(first.case_id == notice.case_id);
    CHECK(first.number == "GZ2026030200000" + std::to_string(to_int(notice.case_id)));
    CHECK(first.tickets == 1);
    CHECK(first.channel == notice.channel);
    CHECK(first.person == notice.person);
    CHECK(page.rows[1].by == "li");
    CHECK(page.rows[1].answer.empty());
    CHECK(page.rows[1].at == on("08:48:00"));
}

TEST_CASE("only what was delivered is a message that its recipient got") {
    Scene scene;
    const Notice notice = scene.pending().front().notice;
    scene.settle(notice.id, {Kind::dead, {}, "gone"}, on("08:46:00"));
    scene.write([&](auto& store) { return store.requeue_in_batch(notice.id, {"li", {}}, on("08:47:00")); });
    sqlite::SqliteOutbox outbox(
        scene.folder.database(), [](const auto&, const auto&, Instant) { return Result<void>(); },
        [](const auto&, const auto&, Instant) { return Result<void>(); });
    CHECK(outbox.sent_since(notice.channel, on("08:00:00"))->empty());
    scene.settle(notice.id, {Kind::delivered, {}, ""}, on("08:48:00"));
    CHECK(outbox.sent_since(notice.channel, on("08:00:00"))->size() == 1);
}

TEST_CASE(
    "all dead letters of a channel go back at once, those of a time and under their ids, and the ledger says so") {
    Scene scene;
    const auto pending = scene.pending();
    REQUIRE(pending.size() >= 3);
    scene.settle(pending[0].notice.id, {Kind::dead, {}, "gone"}, on("08:46:00"));
    scene.settle(pending[1].notice.id, {Kind::dead, {}, "gone"}, on("08:50:00"));
    scene.settle(pending[2].notice.id, {Kind::delivered, {}, ""}, on("08:50:00"));
    const std::string channel = pending[0].notice.channel;
    const auto requeue = [&scene](const DeadLetterWish& wish) {
        std::int64_t count = 0;
        scene.write([&](auto& store) -> Result<void> {
            auto done = store.requeue_all_in_batch(wish, {"li", {"dispatcher"}}, on("09:00:00"));
            if (!done) return done.error();
            count = *done;
            return {};
        });
        return count;
    };
    CHECK(requeue({"elsewhere", {}}) == 0);
    CHECK(requeue({channel, on("08:47:00")}) == 1);
    CHECK(scene.readers.outbox(NoticeState::dead, kPageMax).value().front().notice.id == pending[0].notice.id);
    CHECK(requeue({channel, {}}) == 1);
    CHECK(requeue({channel, {}}) == 0);
    CHECK(scene.pending().size() == pending.size() - 1);
    const auto rows = scene.ledger(filter_of(0)).rows;
    CHECK(rows[0].notice == pending[0].notice.id);
    CHECK(rows[0].outcome == Outcome::requeued);
    CHECK(rows[0].by == "li");
    CHECK(rows[1].notice == pending[1].notice.id);
}

TEST_CASE("a pause that a channel was asked for is found again after a restart, as long as one looks back") {
    Scene scene;
    const Notice notice = scene.pending().front().notice;
    notify::Outcome blocked{Kind::retry, on("08:57:00"), "130101"};
    blocked.channel_rests_until = on("08:56:00");
    sqlite::SqliteOutbox outbox(
        scene.folder.database(), [](const auto&, const auto&, Instant) { return Result<void>(); },
        [](const auto&, const auto&, Instant) { return Result<void>(); });
    CHECK_FALSE(outbox.rests_until(notice.channel, on("08:00:00")).value().has_value());
    scene.settle(notice.id, blocked, on("08:46:00"));
    CHECK(outbox.rests_until(notice.channel, on("08:46:00")).value() == on("08:56:00"));
    CHECK_FALSE(outbox.rests_until("elsewhere", on("08:46:00")).value().has_value());
    CHECK_FALSE(outbox.rests_until(notice.channel, on("08:46:01")).value().has_value());
}

TEST_CASE("the highest level comes off the outbox first") {
    Scene scene;
    scene.desk.sweep(on("12:00:00"));
    sqlite::SqliteOutbox outbox(
        scene.folder.database(), [](const auto&, const auto&, Instant) { return Result<void>(); },
        [](const auto&, const auto&, Instant) { return Result<void>(); });
    const auto due = outbox.due(scene.pending().front().notice.channel, on("12:00:00"), 1000).value();
    CHECK(std::is_sorted(due.begin(), due.end(),
                         [](const auto& one, const auto& other) { return one.notice.level > other.notice.level; }));
    CHECK(due.front().notice.top);
    CHECK_FALSE(due.back().notice.top);
}

TEST_CASE("a notice of the top level is sent before a list of lower ones that is ready") {
    Scene scene;
    sqlite::SqliteOutbox outbox(
        scene.folder.database(), [](const auto&, const auto&, Instant) { return Result<void>(); },
        [](const auto&, const auto&, Instant) { return Result<void>(); });
    const Notice notice = busiest(scene);
    const Recipient recipient{notice.person, notice.address};
    const Instant now = on("08:46:00");
    (void)scene.gather(notice);
    CHECK(outbox.most_urgent(notice.channel, recipient, now).value()->notice.id.starts_with("digest."));
    (void)all_rows(scene.folder.database(), "UPDATE outbox SET top = 0 WHERE place < 0");
    (void)all_rows(scene.folder.database(),
                   "UPDATE outbox SET state = 0, digest = NULL, top = 1 WHERE place = (SELECT max(place) FROM outbox"
                   " WHERE digest IS NOT NULL)");
    CHECK(outbox.most_urgent(notice.channel, recipient, now).value()->notice.top);
    const auto mailboxes = outbox.mailboxes(notice.channel, now).value();
    for (const Mailbox& mailbox : mailboxes) {
        if (mailbox.recipient != recipient) continue;
        CHECK(mailbox.top == 1);
        CHECK(mailbox.list_ready);
        CHECK_FALSE(mailbox.top_list);
    }
}

TEST_CASE("a database of the sixth version learns which of its notices are of the top level") {
    const Folder folder;
    {
        Desk desk(folder.database());
        desk.open(open_fault(), on("08:00:10"));
        desk.sweep(on("12:00:00"));
    }
    const std::string question = "SELECT place, top FROM outbox ORDER BY place";
    const auto before = all_rows(folder.database(), question);
    (void)all_rows(folder.database(),
                   "DROP INDEX outbox_pending; ALTER TABLE outbox DROP COLUMN top;"
                   "ALTER TABLE attempts DROP COLUMN rests_until; ALTER TABLE cases DROP COLUMN told;"
                   "CREATE INDEX outbox_pending ON outbox(channel, next_at, raised_at, person, address, level)"
                   " WHERE state = 0; PRAGMA user_version=6");
    const Desk desk(folder.database());
    CHECK(all_rows(folder.database(), question) == before);
    CHECK(all_rows(folder.database(), "SELECT DISTINCT top FROM outbox ORDER BY top") ==
          std::vector<std::string>{"0", "1"});
}

TEST_CASE("the ledger is searched by ticket, person and channel, and paged without gap or double") {
    Scene scene;
    const auto pending = scene.pending();
    REQUIRE(pending.size() >= 6);
    for (const OutboxRow& row : pending)
        scene.settle(row.notice.id, {Kind::retry, on("09:00:00"), "busy"}, on("08:46:00"));
    const DeliveryPage all = scene.ledger(filter_of(0));
    CHECK(all.rows.size() == pending.size());
    CHECK(all.next_cursor.empty());
    for (std::int64_t ticket = 1; ticket <= 3; ++ticket) {
        const auto his = scene.ledger(filter_of(ticket)).rows;
        CHECK_FALSE(his.empty());
        for (const DeliveryRow& row : his) CHECK(to_int(row.case_id) == ticket);
    }
    const Notice notice = pending.front().notice;
    for (const DeliveryRow& row : scene.ledger(filter_of(0, notice.person)).rows) CHECK(row.person == notice.person);
    CHECK(scene.ledger(filter_of(1, "nobody")).rows.empty());
    CHECK(scene.ledger(filter_of(0, "", notice.channel)).rows.size() == pending.size());
    CHECK(scene.ledger(filter_of(0, "", "fax")).rows.empty());
    CHECK(scene.ledger(filter_of(99)).rows.empty());

    std::set<std::int64_t> seen;
    DeliveryFilter filter = filter_of(0);
    filter.limit = 4;
    do {
        const DeliveryPage page = scene.ledger(filter);
        CHECK(page.rows.size() <= 4);
        for (const DeliveryRow& row : page.rows) CHECK(seen.insert(row.seq).second);
        filter.cursor = page.next_cursor;
    } while (!filter.cursor.empty());
    CHECK(seen.size() == pending.size());
    filter.cursor = "nonsense";
    CHECK(scene.readers.deliveries(filter).error().code == Errc::invalid_input);
    CHECK(scene.readers.notices(CaseId(1), "nonsense", 5).error().code == Errc::invalid_input);
}

TEST_CASE("an attempt for a list is found under each of its tickets, and each notice tells how its list stands") {
    Scene scene;
    const Notice notice = busiest(scene);
    const std::string list = scene.gather(notice);
    scene.settle(list, {Kind::retry, on("08:50:00"), "busy"}, on("08:46:30"));
    for (std::int64_t ticket = 1; ticket <= 3; ++ticket) {
        const auto rows = scene.ledger(filter_of(ticket, notice.person)).rows;
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].notice == list);
        CHECK(rows[0].list);
        CHECK(rows[0].tickets == 3);
        CHECK(to_int(rows[0].case_id) == 0);
        int listed = 0;
        for (const NoticeRow& row : scene.notices_of(ticket)) {
            if (row.person != notice.person) continue;
            ++listed;
            CHECK(row.state == NoticeState::listed);
            CHECK(row.list == list);
            CHECK(row.list_state == NoticeState::pending);
            CHECK(row.attempts == 1);
            CHECK(row.next_at == on("08:50:00"));
            CHECK(row.last_answer == "busy");
        }
        CHECK(listed > 0);
    }
    scene.settle(list, {Kind::delivered, {}, ""}, on("08:50:00"));
    for (const NoticeRow& row : scene.notices_of(1)) {
        if (row.person != notice.person) continue;
        CHECK(row.state == NoticeState::delivered);
        CHECK(row.list == list);
        CHECK_FALSE(row.next_at.has_value());
    }
}

TEST_CASE("the pages behind the link of a list have the order of its message") {
    Scene scene;
    const std::string list = scene.gather(busiest(scene));
    sqlite::SqliteOutbox outbox(scene.folder.database(), {}, {});
    std::vector<std::string> told;
    const auto due = outbox.due("desk-file", on("09:00:00"), 500);
    REQUIRE(due.ok());
    for (const notify::Delivery& delivery : *due) {
        if (delivery.notice.id != list) continue;
        const json::value message = json::parse(delivery.notice.message);
        for (const json::value& item : message.at("items").as_array())
            told.emplace_back(item.at("escalation").as_string());
    }
    std::vector<std::string> shown;
    const auto listed = scene.readers.listed(list.substr(0, list.find('/')));
    REQUIRE(listed.ok());
    for (const ListEntry& entry : *listed) shown.push_back(entry.escalation);
    CHECK(shown.size() > 2);
    CHECK(shown == told);
}

TEST_CASE("a dead list tells how many and which tickets, and its requeue stands in the ledger of each") {
    Scene scene;
    const Notice notice = busiest(scene);
    const std::string list = scene.gather(notice);
    scene.settle(list, {Kind::dead, {}, "gone"}, on("08:46:30"));
    const auto dead = scene.readers.outbox(NoticeState::dead, 10).value();
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].notice.id == list);
    CHECK(dead[0].entries >= 3);
    CHECK(dead[0].tickets == std::vector{CaseId(1), CaseId(2), CaseId(3)});
    const json::object message = json::parse(dead[0].notice.message).as_object();
    CHECK(message.at("count") == dead[0].entries);
    CHECK(message.at("recipient").at("id") == json::value(notice.person));
    scene.write([&](auto& store) { return store.requeue_in_batch(list, {"li", {}}, on("08:47:00")); });
    CHECK(outcomes(scene.ledger(filter_of(2, notice.person))) == std::vector{Outcome::requeued, Outcome::dead});
    CHECK(scene.readers.outbox(NoticeState::dead, 10)->empty());
    const auto backlog = scene.readers.backlogs().value();
    REQUIRE(backlog.size() == 1);
    REQUIRE(backlog[0].oldest_pending.has_value());
    CHECK(*backlog[0].oldest_pending < on("08:45:00"));
}

TEST_CASE("who sees a part of the tickets sees the deliveries of that part, and of a list only how many are his") {
    Scene scene;
    const Notice notice = busiest(scene);
    const std::string list = scene.gather(notice);
    scene.settle(list, {Kind::delivered, {}, ""}, on("08:46:30"));
    for (const OutboxRow& row : scene.pending()) scene.settle(row.notice.id, {Kind::delivered, {}, ""}, on("08:47:00"));
    DeliveryFilter filter = filter_of(0);
    filter.reach = Reach{};
    CHECK(scene.ledger(filter).rows.empty());
    filter.reach.areas = {"demo-201"};
    const auto rows = scene.ledger(filter).rows;
    REQUIRE_FALSE(rows.empty());
    int lists = 0;
    for (const DeliveryRow& row : rows) {
        CHECK(row.tickets == 1);
        if (row.list) ++lists;
        if (!row.list) CHECK(row.case_id == CaseId(3));
    }
    CHECK(lists == 1);
}

TEST_CASE("the notices of a ticket are shown newest first, all of them, in pages") {
    Scene scene;
    const auto all = scene.notices_of(1);
    REQUIRE(all.size() >= 3);
    std::vector<std::string> paged;
    std::string cursor;
    do {
        const NoticePage page = scene.readers.notices(CaseId(1), cursor, 2).value();
        CHECK(page.rows.size() <= 2);
        for (const NoticeRow& row : page.rows) paged.push_back(row.id);
        cursor = page.next_cursor;
    } while (!cursor.empty());
    REQUIRE(paged.size() == all.size());
    std::int64_t waiting = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(paged[i] == all[i].id);
        CHECK(all[i].list.empty());
        waiting += all[i].state == NoticeState::pending ? 1 : 0;
    }
    CHECK(waiting == std::int64_t(all.size()));
    CHECK(all.front().raised_at >= all.back().raised_at);
    CHECK(scene.notices_of(99).empty());
}

TEST_CASE("the test of a channel stands in the ledger, is found by its channel, and is no notice to be sent") {
    Scene scene;
    const auto count = scene.pending().size();
    const auto note = [&scene](const std::string& id, Kind kind, const std::string& answer) {
        scene.write([&](auto& store) {
            return store.note_test_in_batch(id, "desk-file", {kind, {}, answer, Millis(40)}, on("08:46:00"));
        });
    };
    note("test.1/admin/desk-file", Kind::delivered, "");
    note("test.2/admin/desk-file", Kind::dead, "no");
    const DeliveryPage page = scene.ledger(filter_of(0, "", "desk-file"));
    REQUIRE(page.rows.size() == 2);
    CHECK(outcomes(page) == std::vector<Outcome>{Outcome::dead, Outcome::delivered});
    CHECK(page.rows[1].notice == "test.1/admin/desk-file");
    CHECK(page.rows[1].took == Millis(40));
    CHECK(page.rows[1].at == on("08:46:00") - Millis(40));
    CHECK(page.rows[0].answer == "no");
    CHECK(page.rows[0].tickets == 0);
    CHECK_FALSE(page.rows[0].list);
    CHECK(scene.ledger(filter_of(0, "", "sms")).rows.empty());
    CHECK(scene.ledger(filter_of(1)).rows.empty());
    DeliveryFilter narrow = filter_of(0);
    narrow.reach = Reach{};
    CHECK(scene.ledger(narrow).rows.empty());
    CHECK(scene.pending().size() == count);
    CHECK(scene.readers.outbox(NoticeState::dead, kPageMax).value().empty());
}
