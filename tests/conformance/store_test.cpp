// What every Store must do, whatever it is made of. Another store joins by one more maker in kStores.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "tests/conformance/store_maker.hpp"

using namespace gongdan;
using namespace gongdan::conformance;

namespace {

#define GONGDAN_STORES MemoryMaker, SqliteMaker, UncachedSqliteMaker

Instant at(int minute) { return from_unix_ms(1'772'400'000'000) + std::chrono::minutes(minute); }

std::string fixed_salt() { return std::string(16, 's'); }

std::string as_json(const CaseSnapshot& snapshot) { return json::serialize(snapshot_to_json(snapshot)); }

/// Writes cases the way the engine does: takes numbers, applies events, stores them.
class Writer {
 public:
    explicit Writer(Store& store) : store_(store) {}

    CaseId open(const std::string& number, std::optional<Instant> alarm = {}, bool with_clock = true) {
        const CaseId id = store_.take_case_id().value();
        CaseSnapshot snapshot;
        std::vector<Event> events{event(id, 1, EventType::case_opened,
                                        {{"workflow", "small"},
                                         {"version", "v1"},
                                         {"number", number},
                                         {"state", "open"},
                                         {"promise_set", "none"},
                                         {"actor", "ct1"},
                                         {"data", {{"area", "east"}, {"address", "幸福路 1 号"}}}})};
        if (with_clock) {
            events.push_back(
                event(id, 2, EventType::clock_started,
                      {{"clock", "arrival"}, {"cycle", 1}, {"limit", "45min"}, {"due_at", format_time(at(45))}}));
        }
        write(snapshot, {}, std::move(events), alarm);
        return id;
    }

    void move(CaseId id, const std::string& to, std::optional<Instant> alarm = {}) {
        const auto before = store_.load(id).value();
        REQUIRE(before);
        const auto next = before->snapshot.revision + 1;
        write(before->snapshot, before->tail,
              {event(id, next, EventType::case_moved,
                     {{"event", "go"}, {"from", before->snapshot.state}, {"to", to}, {"data", {{"team", "A"}}}})},
              alarm);
    }

    void stop_clock(CaseId id) {
        const auto before = store_.load(id).value();
        REQUIRE(before);
        write(before->snapshot, before->tail,
              {event(id, before->snapshot.revision + 1, EventType::clock_stopped, {{"clock", "arrival"}})},
              std::nullopt);
    }

    void rearm(CaseId id, std::optional<Instant> alarm) {
        const auto before = store_.load(id).value();
        REQUIRE(before);
        write(before->snapshot, before->tail, {}, alarm);
    }

 private:
    Event event(CaseId id, std::int64_t case_seq, EventType type, json::object body) {
        return Event{0, id, case_seq, type, at(0), at(1), std::move(body)};
    }

    void write(CaseSnapshot snapshot, ChainTail tail, std::vector<Event> events, std::optional<Instant> alarm) {
        auto seq = store_.take_seq(std::int64_t(events.size())).value();
        std::vector<StoredEvent> stored;
        for (Event& made : events) {
            made.seq = seq++;
            apply(snapshot, made, workflow());
            stored.push_back(store_event(made, {}, tail, crypto::sha256, fixed_salt));
        }
        Outlook outlook;
        outlook.next_alarm = alarm;
        const auto record = std::make_shared<const CaseRecord>(CaseRecord{std::move(snapshot), tail});
        const auto done = store_.write({stored, record, outlook, {}, true});
        REQUIRE(done.ok());
    }

    Store& store_;
};

void begin(Store& store) { REQUIRE(store.begin().ok()); }
void commit(Store& store) { REQUIRE(store.commit().ok()); }

std::vector<std::int64_t> ids(const std::vector<DueCase>& due) {
    std::vector<std::int64_t> found;
    for (const DueCase& entry : due) found.push_back(to_int(entry.id));
    return found;
}

}  // namespace

TEMPLATE_TEST_CASE("a case is loaded as it was written, by id and by number", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    begin(store);
    const CaseId id = Writer(store).open("SM1");
    Writer(store).open("SM2");
    Writer(store).move(id, "closed");
    const auto written = store.load(id).value();
    commit(store);

    Store& again = maker.reopened();
    CHECK(again.find_number("SM1").value() == id);
    CHECK(again.find_number("nobody").value() == CaseId{});
    CHECK_FALSE(again.load(CaseId(77)).value());
    const auto read = again.load(id).value();
    REQUIRE(read);
    CHECK(as_json(read->snapshot) == as_json(written->snapshot));
    CHECK(read->snapshot.workflow == workflow());
    CHECK(read->tail.seq == written->tail.seq);
    CHECK(read->tail.hash == written->tail.hash);
}

TEMPLATE_TEST_CASE("a batch sees its own writes", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    begin(store);
    const CaseId id = Writer(store).open("SM1", at(45));
    CHECK(store.load(id).value()->snapshot.state == "open");
    CHECK(store.find_number("SM1").value() == id);
    CHECK(ids(store.due(at(45), 10).value()) == std::vector<std::int64_t>{1});
    Writer(store).move(id, "closed");
    CHECK(store.load(id).value()->snapshot.state == "closed");
    CHECK(store.due(at(45), 10).value().empty());
    const StoredAnswer answer{"t:k", "f", 201, "{}", 1, at(0)};
    REQUIRE(store.keep_answer(answer).ok());
    CHECK(store.find_answer("t:k").value().has_value());
    commit(store);
}

TEMPLATE_TEST_CASE("a rollback forgets all of its batch and nothing else", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    begin(store);
    const CaseId kept = Writer(store).open("SM1", at(45));
    REQUIRE(store.take_serial("SM2026").value() == 1);
    const auto committed = store.load(kept).value();
    commit(store);

    begin(store);
    Writer(store).move(kept, "closed", at(60));
    const CaseId lost = Writer(store).open("SM2", at(30));
    REQUIRE(store.take_serial("SM2026").value() == 2);
    REQUIRE(store.take_serial("XX").value() == 1);
    REQUIRE(store.keep_answer({"t:k", "f", 201, "{}", 1, at(0)}).ok());
    const auto seq = store.take_seq(1).value();
    StoredEvent configuration;
    configuration.seq = seq;
    configuration.type = EventType::configuration_changed;
    configuration.body = "{}";
    configuration.hash[0] = 7;
    REQUIRE(store.write_configuration(configuration).ok());
    store.rollback();

    CHECK(as_json(store.load(kept).value()->snapshot) == as_json(committed->snapshot));
    CHECK(store.load(kept).value()->tail.hash == committed->tail.hash);
    CHECK_FALSE(store.load(lost).value());
    CHECK(store.find_number("SM2").value() == CaseId{});
    CHECK_FALSE(store.find_answer("t:k").value().has_value());
    CHECK(store.configuration_tail().value().seq == 0);
    CHECK(store.next_due().value() == at(45));
    begin(store);
    CHECK(store.take_serial("SM2026").value() == 2);
    CHECK(store.take_serial("XX").value() == 1);
    CHECK(store.take_case_id().value() == lost);
    CHECK(store.take_seq(1).value() == committed->tail.seq + 1);
    store.rollback();
}

TEMPLATE_TEST_CASE("numbers are consecutive, over batches and restarts", "", GONGDAN_STORES) {
    TestType maker;
    Store* store = &maker.store();
    begin(*store);
    const CaseId first = Writer(*store).open("SM1");
    const auto tail = store->load(first).value()->tail.seq;
    CHECK(tail == 2);
    CHECK(store->take_serial("A").value() == 1);
    CHECK(store->take_serial("A").value() == 2);
    CHECK(store->take_serial("B").value() == 1);
    commit(*store);
    store = &maker.reopened();
    begin(*store);
    CHECK(store->take_seq(3).value() == 3);
    CHECK(store->take_seq(1).value() == 6);
    CHECK(store->take_case_id().value() == CaseId(2));
    CHECK(store->take_serial("A").value() == 3);
    store->rollback();
}

TEMPLATE_TEST_CASE("due cases come earliest first, the older case first at one instant, and no more than asked", "",
                   GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    CHECK_FALSE(store.next_due().value().has_value());
    begin(store);
    Writer writer(store);
    writer.open("SM1", at(30));
    writer.open("SM2", at(10));
    writer.open("SM3", at(10));
    writer.open("SM4", at(31));
    writer.open("SM5");
    commit(store);
    CHECK(store.next_due().value() == at(10));
    CHECK(ids(store.due(at(30), 10).value()) == std::vector<std::int64_t>{2, 3, 1});
    CHECK(ids(store.due(at(30), 2).value()) == std::vector<std::int64_t>{2, 3});
    CHECK(store.due(at(9), 10).value().empty());
    CHECK(store.due(at(30), 10).value().front().at == at(10));
}

TEMPLATE_TEST_CASE("an alarm moves, goes and comes back with its case", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    begin(store);
    const CaseId id = Writer(store).open("SM1", at(10));
    commit(store);
    begin(store);
    Writer(store).move(id, "open", at(20));
    commit(store);
    CHECK(store.next_due().value() == at(20));
    begin(store);
    Writer(store).move(id, "open");
    commit(store);
    CHECK_FALSE(store.next_due().value().has_value());
    begin(store);
    Writer(store).rearm(id, at(5));
    commit(store);
    CHECK(store.next_due().value() == at(5));
    CHECK(maker.reopened().next_due().value() == at(5));
}

TEMPLATE_TEST_CASE("cases with a clock are paged by id", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    begin(store);
    Writer writer(store);
    const CaseId first = writer.open("SM1");
    writer.open("SM2", {}, false);
    const CaseId third = writer.open("SM3");
    const CaseId fourth = writer.open("SM4");
    const CaseId fifth = writer.open("SM5");
    writer.stop_clock(fourth);
    commit(store);
    CHECK(store.with_clocks(CaseId{}, 2).value() == std::vector{first, third});
    CHECK(store.with_clocks(third, 2).value() == std::vector{fifth});
    CHECK(store.with_clocks(fifth, 2).value().empty());
}

TEMPLATE_TEST_CASE("cases at rest are found by the time of their opening and their area, and paged by id", "",
                   GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    begin(store);
    Writer writer(store);
    const CaseId first = writer.open("SM1", {}, false);
    writer.open("SM2");
    const CaseId third = writer.open("SM3", {}, false);
    commit(store);
    const CaseSnapshot data = store.load(first).value()->snapshot;
    const std::vector<std::string> areas = {string_or_empty(data.data, "area"), "elsewhere"};
    const auto found = [&store, &areas](Instant from, CaseId after, std::size_t limit) {
        return store.at_rest(from, areas, after, limit).value();
    };
    CHECK(found(data.opened_at, CaseId{}, 10) == std::vector{first, third});
    CHECK(found(data.opened_at, CaseId{}, 1) == std::vector{first});
    CHECK(found(data.opened_at, first, 10) == std::vector{third});
    CHECK(found(store.load(third).value()->snapshot.opened_at + Millis(1), CaseId{}, 10).empty());
    CHECK(store.at_rest(data.opened_at, {"elsewhere"}, CaseId{}, 10).value().empty());
}

TEMPLATE_TEST_CASE("the first answer to a key is kept", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    CHECK_FALSE(store.find_answer("t:k").value().has_value());
    begin(store);
    REQUIRE(store.keep_answer({"t:k", "print", 201, R"({"id":1})", 4, at(3)}).ok());
    commit(store);
    begin(store);
    REQUIRE(store.keep_answer({"t:k", "other", 200, "{}", 5, at(4)}).ok());
    commit(store);
    const auto kept = maker.reopened().find_answer("t:k").value();
    REQUIRE(kept.has_value());
    CHECK(kept->key == "t:k");
    CHECK(kept->fingerprint == "print");
    CHECK(kept->status == 201);
    CHECK(kept->body == R"({"id":1})");
    CHECK(kept->revision == 4);
    CHECK(kept->at == at(3));
}

TEMPLATE_TEST_CASE("how far a change of calendar is goes with its batch, and outlives a restart", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    CHECK(store.rebasing().value() == "");
    begin(store);
    REQUIRE(store.keep_rebasing("one").ok());
    CHECK(store.rebasing().value() == "one");
    commit(store);
    begin(store);
    REQUIRE(store.keep_rebasing("two").ok());
    store.rollback();
    CHECK(store.rebasing().value() == "one");
    CHECK(maker.reopened().rebasing().value() == "one");
    begin(maker.store());
    REQUIRE(maker.store().keep_rebasing("").ok());
    commit(maker.store());
    CHECK(maker.reopened().rebasing().value() == "");
}

TEMPLATE_TEST_CASE("configuration events form a chain of their own", "", GONGDAN_STORES) {
    TestType maker;
    Store& store = maker.store();
    CHECK(store.configuration_tail().value().seq == 0);
    begin(store);
    Writer(store).open("SM1");
    ChainTail tail = store.configuration_tail().value();
    const Event event{store.take_seq(1).value(), CaseId{}, 0, EventType::configuration_changed, at(0), at(0),
                      {{"what", "test"}}};
    REQUIRE(store.write_configuration(store_event(event, {}, tail, crypto::sha256, fixed_salt)).ok());
    commit(store);
    const auto kept = maker.reopened().configuration_tail().value();
    CHECK(kept.seq == 3);
    CHECK(kept.hash == tail.hash);
}
