// What people and programs look at: lists in order, paged without gaps, and found by words.

#include <algorithm>
#include <map>
#include <set>

#include "adapters/sqlite/outbox.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;
using sqlite::SqliteReaders;

namespace {

Request open_with(const std::string& data, const std::string& site_class = "urban") {
    Request request = open_fault(site_class);
    auto& command = std::get<OpenRequest>(request.wish).command;
    for (const auto& member : object(data)) command.data.insert_or_assign(member.key(), member.value());
    return request;
}

std::vector<std::int64_t> ids(const CasePage& page) {
    std::vector<std::int64_t> found;
    for (const auto& record : page.cases) found.push_back(to_int(record->snapshot.id));
    return found;
}

std::vector<std::int64_t> list(SqliteReaders& readers, const CaseFilter& filter, Instant now = on("09:00:00")) {
    const auto page = readers.list(filter, now);
    if (!page) FAIL(page.error().detail.en);
    return ids(*page);
}

/// All pages of `size`, one behind the other.
std::vector<std::int64_t> pages(SqliteReaders& readers, CaseFilter filter, int size) {
    std::vector<std::int64_t> all;
    filter.limit = size;
    do {
        const auto page = readers.list(filter, on("09:00:00"));
        if (!page) FAIL(page.error().detail.en);
        CHECK(page->cases.size() <= std::size_t(size));
        for (const auto id : ids(*page)) all.push_back(id);
        filter.cursor = page->next_cursor;
    } while (!filter.cursor.empty());
    return all;
}

using Ids = std::vector<std::int64_t>;

/// Five faults; 1 dispatched to team A in the east, 4 void (closed), 5 opened at the same instant as 3.
struct Scene {
    Folder folder;
    Desk desk{folder.database()};
    SqliteReaders readers{folder.database(), find_shipped};

    Scene() {
        desk.open(open_with(R"({"area":"east","description":"变压器冒烟，居民反映有爆炸声"})"), on("08:00:10"));
        desk.open(open_with(R"({"area":"west","description":"Street lamp broken"})", "rural"), on("08:00:20"));
        desk.open(open_with(R"({"area":"west","hangup_at":"2026-03-02T07:30:00+08:00"})"), on("08:00:30"));
        desk.open(open_fault("remote"), on("08:00:30"));
        desk.open(open_fault("remote"), on("08:00:30"));
        desk.go(fire("1", "dispatch", "dispatcher", R"({"team":"A"})"), on("08:01:00"));
        desk.go(fire("4", "void", "dispatcher", R"({"reason":"误报","approver":"m1"})"), on("08:02:00"));
    }
};

}  // namespace

TEST_CASE("a case is found by its id and by its number") {
    Scene scene;
    CHECK(scene.readers.find("2").value()->snapshot.id == CaseId(2));
    CHECK(scene.readers.find("GZ20260302000002").value()->snapshot.id == CaseId(2));
    CHECK(scene.readers.find("GZ1").error().code == Errc::not_found);
    CHECK(scene.readers.find("").error().code == Errc::not_found);
    CHECK(scene.readers.find("99").error().code == Errc::not_found);
}

TEST_CASE("lists are sorted by opening time either way, open cases unless closed ones are asked for") {
    Scene scene;
    CaseFilter filter;
    CHECK(list(scene.readers, filter) == Ids{5, 3, 2, 1});
    filter.with_closed = true;
    CHECK(list(scene.readers, filter) == Ids{5, 4, 3, 2, 1});
    filter.sort = CaseFilter::Sort::opened;
    CHECK(list(scene.readers, filter) == Ids{1, 2, 3, 4, 5});
}

TEST_CASE("sorted by due time the most overdue come first and what is not due comes last") {
    Scene scene;
    CaseFilter filter;
    filter.sort = CaseFilter::Sort::due;
    // By their dispatch clocks of three minutes 2, 3 and 5 are due before the arrival of 1; 3 counts from its hang-up.
    CHECK(list(scene.readers, filter) == Ids{2, 3, 5, 1});
    scene.desk.sweep(on("08:20:00"));
    const auto overdue = list(scene.readers, filter);
    REQUIRE(overdue.size() == 4);
    CHECK(overdue.front() == 2);
    CHECK(overdue.back() == 1);
    filter.with_closed = true;
    CHECK(list(scene.readers, filter).back() == 4);
}

TEST_CASE("every page follows the one before, without gap or double, in every order") {
    Folder folder;
    Desk desk(folder.database());
    for (int i = 0; i < 23; ++i)
        desk.open(open_fault(i % 2 == 0 ? "urban" : "rural"), on(i % 3 == 0 ? "08:00:10" : "08:00:20"));
    for (const char* id : {"3", "9", "17"})
        desk.go(fire(id, "void", "dispatcher", R"({"reason":"x","approver":"m1"})"), on("08:02:00"));
    SqliteReaders readers(folder.database(), find_shipped);
    for (const auto sort : {CaseFilter::Sort::due, CaseFilter::Sort::opened, CaseFilter::Sort::opened_desc}) {
        for (const bool closed : {false, true}) {
            CaseFilter filter;
            filter.sort = sort;
            filter.with_closed = closed;
            const auto whole = list(readers, filter);
            CHECK(whole.size() == (closed ? 23U : 20U));
            CHECK(std::set(whole.begin(), whole.end()).size() == whole.size());
            for (const int size : {1, 4, 10, 20, 23}) CHECK(pages(readers, filter, size) == whole);
        }
    }
}

TEST_CASE("a list is filtered by workflow, state, area, team, overdue and at risk") {
    Scene scene;
    const auto with = [&scene](auto set) {
        CaseFilter filter;
        set(filter);
        return list(scene.readers, filter, on("08:10:00"));
    };
    CHECK(with([](CaseFilter& f) { f.workflow = "complaint"; }).empty());
    CHECK(with([](CaseFilter& f) { f.workflow = "fault-repair"; }).size() == 4);
    CHECK(with([](CaseFilter& f) { f.state = "dispatched"; }) == Ids{1});
    CHECK(with([](CaseFilter& f) { f.state = "void"; }) == Ids{4});
    CHECK(with([](CaseFilter& f) { f.area = "west"; }) == Ids{3, 2});
    CHECK(with([](CaseFilter& f) { f.team = "A"; }) == Ids{1});
    CHECK(with([](CaseFilter& f) { f.overdue = true; }).empty());
    scene.desk.sweep(on("08:10:00"));
    CHECK(with([](CaseFilter& f) { f.overdue = true; }) == Ids{5, 3, 2});
    CHECK(with([](CaseFilter& f) { f.overdue = false; }) == Ids{1});
    // 80 % of the 45 minutes since 07:30 are over; the others of that limit are not so far.
    CHECK(with([](CaseFilter& f) { f.at_risk = true; }) == Ids{3});
}

TEST_CASE("words are found in number and data, Chinese of any length too, and only where all occur") {
    Scene scene;
    const auto search = [&scene](const std::string& words) {
        CaseFilter filter;
        filter.text = words;
        return list(scene.readers, filter);
    };
    CHECK(search("变压器") == Ids{1});
    CHECK(search("冒烟") == Ids{1});
    CHECK(search("烟") == Ids{1});
    CHECK(search("爆炸声 变压") == Ids{1});
    CHECK(search("冒烟,居民") == Ids{1});
    CHECK(search("烟冒").empty());
    CHECK(search("变压器 broken").empty());
    CHECK(search("street BROK") == Ids{2});
    CHECK(search("幸福路") == Ids{5, 3, 2, 1});
    CHECK(search("幸福路 1") == Ids{5, 3, 2, 1});
    CHECK(search("2").empty());
    CHECK(search("138").empty());
    CHECK(search("GZ20260302000002") == Ids{2});
    CHECK(search("gz2026").size() == 4);
    CHECK(search("1380000") == Ids{5, 3, 2, 1});
    CHECK(search("urban").empty());
    CHECK(search("000002") == Ids{2});
    CHECK(search("60302000002") == Ids{2});
    CHECK(search("GZ20260302000002 幸福路 0002") == Ids{2});
    CHECK(search("02").empty());
    for (const char* hostile :
         {"\"", "*", "^", "AND", "NOT a", "words:x", "(", "。。", "-", "\xff\xfe", "😀", "a\"b*", "NEAR(a b)"}) {
        CHECK(search(hostile).size() <= 5);
    }
    scene.desk.go(fire("2", "dispatch", "dispatcher", R"({"team":"A","description":"树倒压线"})"), on("08:05:00"));
    CHECK(search("street").empty());
    CHECK(search("树倒") == Ids{2});
}

TEST_CASE("what holds the words as they were typed comes before what holds them here and there, page by page too") {
    Scene scene;
    const auto describe_as = [&scene](const std::string& id, const std::string& words) {
        scene.desk.go(fire(id, "dispatch", "dispatcher", R"({"team":"A","description":")" + words + "\"}"),
                      on("08:05:00"));
    };
    describe_as("2", "lamp broken, street closed");
    describe_as("3", "broken lamp in the street");
    describe_as("5", "street lamp broken");
    CaseFilter filter;
    filter.text = "lamp broken";
    for (const auto& [sort, whole] :
         {std::pair(CaseFilter::Sort::opened_desc, Ids{5, 2, 3}), std::pair(CaseFilter::Sort::opened, Ids{2, 5, 3})}) {
        filter.sort = sort;
        for (const int size : {1, 2, 10}) CHECK(pages(scene.readers, filter, size) == whole);
    }
    filter.sort = CaseFilter::Sort::due;
    for (const int size : {1, 2, 10}) CHECK(pages(scene.readers, filter, size).back() == 3);
    filter.text = "broken street lamp";
    CHECK(list(scene.readers, filter).size() == 3);
}

TEST_CASE("a search that hits many cases keeps their order and pages") {
    Folder folder;
    Desk desk(folder.database());
    std::vector<Request> requests(250, open_fault());
    for (int batch = 0; batch < 10; ++batch) {
        const auto result = desk.engine().run(requests, on("08:01:00"));
        REQUIRE(result.replies.back().ok());
    }
    SqliteReaders readers(folder.database(), find_shipped);
    CaseFilter filter;
    filter.text = "幸福";
    filter.sort = CaseFilter::Sort::opened;
    for (const char* words : {"幸福", "幸福 路"}) {
        filter.text = words;
        const auto all = pages(readers, filter, kPageMax);
        REQUIRE(all.size() == 2500);
        CHECK(std::is_sorted(all.begin(), all.end()));
    }
}

TEST_CASE("a cursor that is not of this list is refused") {
    Scene scene;
    CaseFilter filter;
    filter.limit = 1;
    const auto cursor = scene.readers.list(filter, on("09:00:00"))->next_cursor;
    REQUIRE_FALSE(cursor.empty());
    filter.sort = CaseFilter::Sort::due;
    for (const std::string& wrong : {cursor, std::string("nonsense"), std::string("ejox"), std::string("!!"),
                                     sqlite::make_cursor(filter.sort, {1})}) {
        filter.cursor = wrong;
        const auto page = scene.readers.list(filter, on("09:00:00"));
        REQUIRE_FALSE(page.ok());
        CHECK(page.error().code == Errc::invalid_input);
    }
    CHECK(scene.readers.escalations(false, Reach::everything(), "nonsense", 5).error().code == Errc::invalid_input);
}

TEST_CASE("the main lists follow an index and sort nothing") {
    Scene scene;
    CaseFilter open;
    CaseFilter closed;
    closed.with_closed = true;
    for (auto filter : {open, closed}) {
        for (const auto sort : {CaseFilter::Sort::due, CaseFilter::Sort::opened, CaseFilter::Sort::opened_desc}) {
            filter.sort = sort;
            filter.limit = 1;
            filter.cursor.clear();
            filter.cursor = scene.readers.list(filter, on("09:00:00"))->next_cursor;
            const auto query = sqlite::list_query(filter, {}, on("09:00:00"));
            REQUIRE(query.ok());
            std::string sql = "EXPLAIN QUERY PLAN " + query->sql;
            for (const auto& value : query->values)
                sql.replace(sql.find('?'), 1, std::to_string(std::get<std::int64_t>(value)));
            const auto plan = all_rows(scene.folder.database(), sql);
            INFO(plan.front());
            CHECK(plan.size() == 1);
            CHECK(plan.front().find("SEARCH cases USING INDEX") != std::string::npos);
        }
    }
}

TEST_CASE("a journal is read from any place in it, and the whole journal in order") {
    Scene scene;
    const auto all = scene.readers.journal(CaseId(1), 0, 1000).value();
    REQUIRE(all.size() > 3);
    for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i].case_seq == std::int64_t(i) + 1);
    CHECK(all.front().body.at("data").at("contact_phone") == "13800000000");
    const auto part = scene.readers.journal(CaseId(1), 1, 2).value();
    REQUIRE(part.size() == 2);
    CHECK(part[0].case_seq == 2);
    CHECK(part[1].case_seq == 3);
    CHECK(scene.readers.journal(CaseId(1), 1000, 10)->empty());
    CHECK(scene.readers.journal(CaseId(99), 0, 10)->empty());

    const auto first = scene.readers.events_after(0, 5).value();
    REQUIRE(first.size() == 5);
    CHECK(first.back().seq == 5);
    CHECK(scene.readers.events_after(5, 1)->front().seq == 6);
    const auto last = scene.readers.gauges(on("09:00:00"))->last_seq;
    CHECK(std::int64_t(scene.readers.events_after(0, 10000)->size()) == last);
    CHECK(scene.readers.events_after(last, 10)->empty());
}

TEST_CASE("escalations are listed newest first with their people, and leave the open list when acknowledged") {
    Scene scene;
    scene.desk.sweep(on("08:45:00"));
    const auto all = scene.readers.escalations(true, Reach::everything(), "", kPageMax).value();
    REQUIRE(all.rows.size() >= 3);
    CHECK(all.next_cursor.empty());
    std::vector<std::string> paged;
    std::string cursor;
    do {
        const auto page = scene.readers.escalations(true, Reach::everything(), cursor, 2).value();
        for (const auto& row : page.rows) paged.push_back(row.id);
        cursor = page.next_cursor;
    } while (!cursor.empty());
    REQUIRE(paged.size() == all.rows.size());
    const EscalationRow row = all.rows[1];
    CHECK(paged[1] == row.id);
    CHECK(row.clock == "arrival");
    CHECK(row.number == scene.readers.find(std::to_string(to_int(row.case_id))).value()->snapshot.number);
    CHECK_FALSE(row.to.empty());
    CHECK_FALSE(row.people.empty());
    CHECK(row.area == string_or_empty(scene.readers.find(row.number).value()->snapshot.data, "area"));
    CHECK(row.rung > 0);
    scene.desk.go({AcknowledgeRequest{"", {row.id, {"m1", {"district_manager"}}}}, std::nullopt, {}}, on("08:46:00"));
    CHECK(scene.readers.escalations(true, Reach::everything(), "", kPageMax)->rows.size() == all.rows.size() - 1);
    const auto after = scene.readers.escalations(false, Reach::everything(), "", kPageMax).value();
    REQUIRE(after.rows.size() == all.rows.size());
    CHECK(after.rows[1].acknowledged_at == on("08:46:00"));
    CHECK(after.rows[1].acknowledged_by == "m1");
}

TEST_CASE("what came in is counted stretch by stretch, as far as one sees") {
    Scene scene;
    IntakeQuery query{on("07:50:00"), std::chrono::minutes(10), 3};
    const auto before = scene.readers.intake(query).value();
    REQUIRE(before.size() == 3);
    Request late = open_fault();
    std::get<OpenRequest>(late.wish).command.data["area"] = "elsewhere";
    scene.desk.open(late, on("08:10:00"));
    scene.desk.open(late, on("08:19:59"));
    scene.desk.open(late, on("08:20:00"));
    CHECK(scene.readers.intake(query).value() == std::vector{before[0], before[1], before[2] + 2});
    query.reach = Reach{};
    query.reach.areas = {"elsewhere"};
    CHECK(scene.readers.intake(query).value() == std::vector<std::int64_t>{0, 0, 2});
}

TEST_CASE("work orders are listed under their ticket") {
    Scene scene;
    Request order = open_fault();
    std::get<OpenRequest>(order.wish).parent = "1";
    scene.desk.open(order, on("08:03:00"));
    scene.desk.open(order, on("08:03:10"));
    const auto children = scene.readers.children(CaseId(1)).value();
    REQUIRE(children.size() == 2);
    CHECK(children[0]->snapshot.id == CaseId(6));
    CHECK(scene.readers.children(CaseId(2))->empty());
}

TEST_CASE("cases with a clock that goes on are paged by id, and closed ones are not among them") {
    Scene scene;
    const auto page = scene.readers.with_clocks(CaseId{}, 3).value();
    REQUIRE(page.size() == 3);
    CHECK(page[2]->snapshot.id == CaseId(3));
    const auto rest = scene.readers.with_clocks(page[2]->snapshot.id, 3).value();
    REQUIRE(rest.size() == 1);
    CHECK(rest[0]->snapshot.id == CaseId(5));  // 4 is void
}

TEST_CASE("versions of a workflow come in their order with the open cases pinned to each") {
    Scene scene;
    const std::string present = shipped().rules->find_workflow("fault-repair")->version;
    auto& store = scene.desk.store();
    REQUIRE(store.begin().ok());
    for (const std::string& version : {std::string("old"), present})
        REQUIRE(store.keep_in_batch({"workflow", "fault-repair", version, "text"}, on("07:00:00")).ok());
    REQUIRE(store.commit().ok());
    const auto versions = scene.readers.workflow_versions("fault-repair").value();
    REQUIRE(versions.size() == 2);
    CHECK(versions[0].version == "old");
    CHECK(versions[0].open_cases == 0);
    CHECK(versions[0].since == on("07:00:00"));
    CHECK(versions[1].version == present);
    CHECK(versions[1].open_cases == 4);
    CHECK(scene.readers.workflow_versions("nothing")->empty());
    CHECK(scene.readers.find_workflow("fault-repair", present) != nullptr);
    CHECK(scene.readers.find_workflow("fault-repair", "old") == nullptr);
}

TEST_CASE("gauges count open, at-risk and overdue cases and the state of the outbox") {
    Scene scene;
    auto gauges = scene.readers.gauges(on("08:01:00")).value();
    CHECK(gauges.open == 4);
    CHECK(gauges.overdue == 0);
    // The arrival clock of 3 runs since 07:30: its rung of 50 % was due before it was opened.
    CHECK(gauges.outbox_pending == std::int64_t(scene.readers.outbox(OutboxRow::State::pending, kPageMax)->size()));
    scene.desk.sweep(on("08:45:00"));
    const auto earlier = gauges.outbox_pending;
    gauges = scene.readers.gauges(on("08:45:00")).value();
    CHECK(gauges.overdue > 0);
    CHECK(gauges.outbox_pending > earlier);
    CHECK(gauges.dead_letters == 0);
    REQUIRE(gauges.oldest_pending.has_value());
    CHECK(*gauges.oldest_pending < on("08:01:00"));

    const auto pending = scene.readers.outbox(OutboxRow::State::pending, kPageMax).value();
    CHECK(std::int64_t(pending.size()) == gauges.outbox_pending);
    auto& store = scene.desk.store();
    REQUIRE(store.begin().ok());
    REQUIRE(
        store.settle_in_batch(pending[0].notice.id, {notify::Outcome::Kind::dead, {}, "gone"}, on("08:46:00")).ok());
    REQUIRE(
        store.settle_in_batch(pending[1].notice.id, {notify::Outcome::Kind::delivered, {}, "ok"}, on("08:46:00")).ok());
    REQUIRE(store.commit().ok());
    const auto after = scene.readers.gauges(on("08:46:00")).value();
    CHECK(after.dead_letters == 1);
    CHECK(after.outbox_pending == gauges.outbox_pending - 2);
    const auto dead = scene.readers.outbox(OutboxRow::State::dead, 10).value();
    REQUIRE(dead.size() == 1);
    CHECK(dead[0].notice.id == pending[0].notice.id);
    CHECK(dead[0].last_answer == "gone");
    CHECK(dead[0].attempts == 1);
    const auto backlogs = scene.readers.backlogs().value();
    REQUIRE(backlogs.size() == 1);
    CHECK(backlogs[0].channel == dead[0].notice.channel);
    CHECK(backlogs[0].pending == after.outbox_pending);
    CHECK(backlogs[0].dead == 1);
    CHECK(scene.readers.outbox(OutboxRow::State::delivered, 10)->size() == 1);
}

TEST_CASE("the outbox gives a channel its own due notices, oldest first") {
    Scene scene;
    scene.desk.sweep(on("08:45:00"));
    const auto pending = scene.readers.outbox(OutboxRow::State::pending, kPageMax).value();
    REQUIRE_FALSE(pending.empty());
    const std::string channel = pending.front().notice.channel;
    auto& store = scene.desk.store();
    sqlite::SqliteOutbox outbox(
        scene.folder.database(),
        [&store](const std::string& id, const notify::Outcome& outcome, Instant now) {
            if (auto begun = store.begin(); !begun) return begun;
            auto done = store.settle_in_batch(id, outcome, now);
            return done ? store.commit() : done;
        },
        [](const std::string&, const Recipient&, Instant) { return Result<void>(); });
    const auto due = outbox.due(channel, on("08:45:00"), 1000).value();
    REQUIRE(due.size() >= 2);
    const auto rank = [](const Notice& notice) { return std::pair(-notice.level, notice.raised_at); };
    for (std::size_t i = 1; i < due.size(); ++i) CHECK((rank(due[i - 1].notice) <= rank(due[i].notice)));
    CHECK(outbox.due(channel, on("08:45:00"), 1)->size() == 1);
    CHECK(outbox.due("nobody", on("08:45:00"), 10)->empty());
    const Instant first = on("08:45:00");  // when they were written; their rungs were due before
    CHECK(outbox.next_due(channel, first - Millis(1)).value() == first);
    CHECK_FALSE(outbox.next_due("nobody", first - Millis(1)).value().has_value());
    for (const auto& delivery : due) {
        REQUIRE(
            outbox.settle(delivery.notice.id, {notify::Outcome::Kind::retry, on("09:00:00"), "busy"}, on("08:45:00"))
                .ok());
    }
    CHECK(outbox.due(channel, on("08:59:59"), 10)->empty());
    CHECK(outbox.next_due(channel, on("08:45:00")).value() == on("09:00:00"));
    CHECK(outbox.due(channel, on("09:00:00"), 1)->front().attempts == 1);
}

TEST_CASE("a list tells what is in it, the most urgent first, and another or none has nothing") {
    Scene scene;
    scene.desk.sweep(on("08:45:00"));
    const auto pending = scene.readers.outbox(OutboxRow::State::pending, kPageMax).value();
    REQUIRE(pending.size() >= 2);
    // Whoever has the most waiting.
    std::map<Recipient, std::vector<std::string>> waiting;
    for (const OutboxRow& row : pending)
        waiting[{row.notice.person, row.notice.address}].push_back(row.notice.escalation);
    const auto& [recipient, escalations] =
        *std::max_element(waiting.begin(), waiting.end(),
                          [](const auto& one, const auto& other) { return one.second.size() < other.second.size(); });
    REQUIRE(escalations.size() >= 2);
    auto& store = scene.desk.store();
    REQUIRE(store.begin().ok());
    REQUIRE(store.gather_in_batch(pending.front().notice.channel, recipient, on("08:45:00")).ok());
    REQUIRE(store.commit().ok());
    std::string list;
    const auto gathered = scene.readers.outbox(OutboxRow::State::pending, kPageMax).value();
    for (const OutboxRow& row : gathered) {
        if (row.notice.escalation.starts_with("digest.")) list = row.notice.escalation;
    }
    const auto entries = scene.readers.listed(list).value();
    REQUIRE(entries.size() == escalations.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        CHECK(entries[i].person == recipient.first);
        CHECK(case_of_escalation(entries[i].escalation) == entries[i].case_id);
        CHECK(std::count(escalations.begin(), escalations.end(), entries[i].escalation) == 1);
        if (i > 0) CHECK(entries[i - 1].level >= entries[i].level);
    }
    CHECK(scene.readers.listed("digest.999").value().empty());
    CHECK(scene.readers.listed(escalations.front()).value().empty());
    CHECK(scene.readers.find_case(entries[0].case_id).value()->snapshot.id == entries[0].case_id);
    CHECK(scene.readers.find_case(CaseId(999)).error().code == Errc::not_found);
}
