// A verifier against a forger who can rewrite the journal and every hash in it, but not the seals.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/signing.hpp"
#include "adapters/host/rules_journal.hpp"
#include "core/audit/proof.hpp"
#include "core/base/canonical_json.hpp"
#include "core/engine/verify.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using test::on;

namespace {

const crypto::SigningKey& our_key() {
    static const crypto::SigningKey key(std::string(32, 'k'));
    return key;
}

/// One fault from the call to the repair, 40 minutes late, with a pause; and one that stays open.
std::vector<StoredEvent> a_morning() {
    test::RecordingStore store;
    Engine engine(store, test::shipped(), crypto::sha256, test::fixed_salt);
    const auto run = [&engine](const Request& request, const std::string& at) {
        REQUIRE(engine.sweep(on(at), on(at)));
        const auto result = engine.run({&request, 1}, on(at));
        INFO((result.replies.front() ? "" : result.replies.front().error().detail.en));
        REQUIRE(result.replies.front().ok());
    };
    run(test::open_fault("urban", "08:00:00"), "08:00:30");
    run(test::open_fault("rural", "08:05:00"), "08:06:00");
    run(test::fire("1", "dispatch", "dispatcher", R"({"team":"T1"})"), "08:10:00");
    run(test::fire("1", "acknowledge", "area_manager"), "08:12:00");
    run(test::fire("1", "arrive", "area_manager"), "09:25:00");
    REQUIRE(engine.sweep(on("10:00:00"), on("10:00:00")));
    return store.journal;
}

void rehash(std::vector<StoredEvent>& journal) {
    std::map<CaseId, ChainTail> tails;
    for (StoredEvent& event : journal) {
        ChainTail& tail = tails[event.case_id];
        event.prev_seq = tail.seq;
        event.hash = chain_hash(tail.hash, canonical_bytes(event), crypto::sha256);
        tail = {event.seq, event.hash};
    }
}

Seal seal_over(const std::vector<StoredEvent>& journal) {
    MerkleTree tree(crypto::sha256);
    for (const StoredEvent& event : journal) tree.add(event.hash);
    Seal seal{1, 1, journal.back().seq, tree.root(), {}, on("10:01:00"), our_key().public_key(), {}};
    seal.signature = our_key().sign(seal_statement(seal));
    return seal;
}

std::vector<std::string> verify(const std::vector<StoredEvent>& journal, const std::optional<Seal>& seal = {},
                                const std::vector<PublicKey>& keys = {}) {
    host::JournalledRules rules(*test::shipped().rules);
    Verifier verifier({crypto::sha256, crypto::check_signature, keys}, rules);
    if (seal) verifier.expect(*seal);
    for (const StoredEvent& event : journal) verifier.take(event);
    verifier.finish();
    std::vector<std::string> said;
    for (const Fault& fault : verifier.faults()) said.push_back(std::to_string(fault.seq) + ": " + fault.what.en);
    return said;
}

StoredEvent& first_of(std::vector<StoredEvent>& journal, EventType type, const std::string& clock = "") {
    const auto found = std::find_if(journal.begin(), journal.end(), [type, &clock](const StoredEvent& event) {
        return event.type == type && (clock.empty() || event.body.find("\"clock\":\"" + clock) != std::string::npos);
    });
    REQUIRE(found != journal.end());
    return *found;
}

void set_member(StoredEvent& event, const std::string& name, const json::value& value) {
    json::object body = parse_json(event.body)->as_object();
    body[name] = value;
    event.body = canonical_json(body);
}

bool any_has(const std::vector<std::string>& said, const std::string& part) {
    return std::any_of(said.begin(), said.end(),
                       [&part](const std::string& line) { return line.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("an honest journal verifies, and every clock event is worked out again") {
    const auto journal = a_morning();
    CHECK(verify(journal, seal_over(journal)) == std::vector<std::string>());
    host::JournalledRules rules(*test::shipped().rules);
    Verifier verifier({crypto::sha256, crypto::check_signature, {}}, rules);
    std::int64_t clock_events = 0;
    for (const StoredEvent& event : journal) {
        verifier.take(event);
        clock_events += name_of(event.type).starts_with("clock.") ? 1 : 0;
    }
    verifier.finish();
    CHECK(clock_events > 8);
    CHECK(verifier.clock_events() == clock_events);
    CHECK(verifier.cases() == 2);
}

TEST_CASE("a number that other programs round, from before it was refused, is told with ticket, event and field") {
    auto journal = a_morning();
    const auto dispatched = std::find_if(journal.begin(), journal.end(), [](const StoredEvent& event) {
        return event.body.find("\"dispatch\"") != std::string::npos;
    });
    REQUIRE(dispatched != journal.end());
    set_member(*dispatched, "data", {{"photos", kCanonicalIntMax}, {"team", "T1"}});
    rehash(journal);
    CHECK(verify(journal).empty());
    set_member(*dispatched, "data", {{"customers_out", -kCanonicalIntMax - 1}, {"photos", kCanonicalIntMax + 1}});
    rehash(journal);
    const std::string seq = std::to_string(dispatched->seq);
    const std::string told =
        seq + ": event " + seq + " (ticket GZ20260302000001) holds a number beyond 9007199254740991";
    const auto said = verify(journal);
    REQUIRE(said.size() == 2);
    CHECK(said[0].starts_with(told + " in the field 'customers_out'"));
    CHECK(said[1].starts_with(told + " in the field 'photos'"));
}

TEST_CASE("a due time moved is found though every hash is right") {
    auto journal = a_morning();
    StoredEvent& started = first_of(journal, EventType::clock_started, "arrival");
    set_member(started, "due_at", "2026-03-02T09:30:00+08:00");
    rehash(journal);
    const auto said = verify(journal);
    REQUIRE_FALSE(said.empty());
    CHECK(said.front() == std::to_string(started.seq) + ": event " + std::to_string(started.seq) +
                              " (case 1, clock.started, clock arrival): due_at was recorded as "
                              "\"2026-03-02T09:30:00+08:00\" and is \"2026-03-02T08:45:00+08:00\"");
}

TEST_CASE("a limit, a start, an overdue and an elapsed time of one's own are found") {
    struct Forgery {
        EventType type;
        std::string clock;
        std::string member;
        json::value value;
    };
    const std::vector<Forgery> forgeries{{EventType::clock_started, "arrival", "limit", "90min"},
                                         {EventType::clock_started, "arrival", "provisional", true},
                                         {EventType::clock_stopped, "arrival", "breached", false},
                                         {EventType::clock_stopped, "arrival", "overdue_s", 60},
                                         {EventType::clock_stopped, "arrival", "elapsed_s", 60},
                                         {EventType::clock_breached, "arrival", "due_at", "2026-03-02T09:00:00+08:00"}};
    for (const Forgery& forgery : forgeries) {
        auto journal = a_morning();
        StoredEvent& event = first_of(journal, forgery.type, forgery.clock);
        const std::string place = std::to_string(event.seq) + ": ";
        set_member(event, forgery.member, forgery.value);
        rehash(journal);
        const auto said = verify(journal);
        INFO(forgery.member);
        CHECK(any_has(said, place));
        CHECK(any_has(said, ": " + forgery.member + " was recorded as " + canonical_json(forgery.value)));
    }
    auto journal = a_morning();
    StoredEvent& started = first_of(journal, EventType::clock_started, "arrival");
    started.occurred_at = on("08:20:00");
    rehash(journal);
    CHECK(any_has(verify(journal), "occurred_at was recorded as 2026-03-02T08:20:00+08:00"));
}

TEST_CASE("a breach left out, an end left out and a stop nobody called for are found") {
    const auto without = [](EventType type) {
        auto journal = a_morning();
        const StoredEvent gone = first_of(journal, type, "arrival");
        std::erase_if(journal, [&gone](const StoredEvent& event) { return event.seq == gone.seq; });
        std::int64_t seq = 0;
        std::map<CaseId, std::int64_t> places;
        for (StoredEvent& event : journal) {
            event.seq = ++seq;
            event.case_seq = ++places[event.case_id];
        }
        rehash(journal);
        return verify(journal);
    };
    CHECK(any_has(without(EventType::clock_breached), "clock.breached"));
    CHECK(any_has(without(EventType::clock_stopped), "here clock.stopped (clock arrival, 2026-03-02T09:25:00+08:00)"));
    auto journal = a_morning();
    StoredEvent& acknowledged = first_of(journal, EventType::escalation_raised, "arrival");
    acknowledged.type = EventType::clock_cancelled;
    rehash(journal);
    CHECK(any_has(verify(journal), "no step called for clock.cancelled (clock arrival)"));
}

TEST_CASE("a step that the workflow does not know is found") {
    auto journal = a_morning();
    set_member(first_of(journal, EventType::case_moved), "to", "archived");
    rehash(journal);
    CHECK(any_has(verify(journal), "by its definition the workflow cannot have taken"));
}

TEST_CASE("an edit that only breaks its hash is named, and one that rehashes all breaks the seal") {
    auto journal = a_morning();
    const Seal seal = seal_over(journal);
    StoredEvent& moved = first_of(journal, EventType::case_moved);
    set_member(moved, "actor", "forger");
    const auto plain = verify(journal, seal);
    REQUIRE(plain.size() == 1);
    CHECK(plain.front() == std::to_string(moved.seq) + ": the hash of event " + std::to_string(moved.seq) +
                               " (case 1) is wrong: it was changed");
    rehash(journal);
    CHECK(verify(journal).empty());
    CHECK(verify(journal, seal) ==
          std::vector<std::string>{"1: events under seal 1 were changed, taken out or put in"});
}

TEST_CASE("a personal value changed beside the journal is found, an erased one is not missed") {
    auto journal = a_morning();
    StoredEvent& opened = first_of(journal, EventType::case_opened);
    REQUIRE_FALSE(opened.personal.empty());
    const std::string whole = opened.personal;
    opened.personal.replace(opened.personal.find("\"value\":\"") + 9, 3, "福");
    CHECK(any_has(verify(journal), "personal values beside event"));
    opened.personal = whole;
    CHECK(verify(journal).empty());
    opened.personal.clear();
    CHECK(verify(journal).empty());
}

TEST_CASE("telephone numbers in free text lie beside the journal, and come back") {
    test::RecordingStore store;
    Engine engine(store, test::shipped(), crypto::sha256, test::fixed_salt);
    auto request = test::open_fault("urban", "08:00:00");
    REQUIRE(engine.run({&request, 1}, on("08:00:30")).replies.front().ok());
    const std::string said = "请打 13900001111";
    Request comment{CommentRequest{"1", {said, {"d1", {"dispatcher"}}, std::nullopt}}, std::nullopt, nullptr};
    REQUIRE(engine.run({&comment, 1}, on("08:01:00")).replies.front().ok());
    const StoredEvent& noted = store.journal.back();
    CHECK(noted.body.find("1390000") == std::string::npos);
    CHECK(noted.personal.find("13900001111") != std::string::npos);
    CHECK(string_or_empty(restore_event(noted)->body, "text") == said);
    CHECK(personal_values_match(noted, crypto::sha256));
}

TEST_CASE("the proof of a case holds under the key alone, and for nothing else") {
    const auto journal = a_morning();
    const Seal seal = seal_over(journal);
    ProofSource source;
    for (const StoredEvent& event : journal) {
        if (to_int(event.case_id) == 1) source.events.push_back(event);
    }
    source.seals = {seal};
    source.leaves = [&journal](std::int64_t first, std::int64_t last) -> Result<std::vector<Digest>> {
        std::vector<Digest> leaves;
        for (const StoredEvent& event : journal) {
            if (event.seq >= first && event.seq <= last) leaves.push_back(event.hash);
        }
        return leaves;
    };
    const auto proof = make_proof(source, crypto::sha256);
    REQUIRE(proof);
    const auto check = [](const json::object& given, const PublicKey& key = our_key().public_key()) {
        return check_proof(given, {key}, crypto::sha256, crypto::check_signature);
    };
    const auto sound = check(parse_json(json::serialize(*proof))->as_object());
    REQUIRE(sound);
    CHECK(sound->faults.empty());
    CHECK(sound->case_id == 1);
    CHECK(sound->events == std::int64_t(source.events.size()));
    CHECK(sound->proved == sound->events);

    json::object changed = *proof;
    changed["events"].as_array()[1].as_object()["body"].as_object()["limit"] = "90min";
    CHECK(check(changed)->faults.size() == 1);
    json::object shorter = *proof;
    shorter["events"].as_array().erase(shorter["events"].as_array().begin() + 1);
    CHECK_FALSE(check(shorter)->faults.empty());
    json::object other_path = *proof;
    other_path["events"].as_array()[1].as_object()["path"].as_array()[0] = std::string(64, '0');
    CHECK(check(other_path)->faults.size() == 2);  // the path, and an event that nothing proves
    const crypto::SigningKey stranger(std::string(32, 's'));
    CHECK_FALSE(check(*proof, stranger.public_key())->faults.empty());
    CHECK(check(json::object{{"version", 1}}).error().code == Errc::invalid_input);
    json::object other_case = *proof;
    other_case["case"] = 2;
    CHECK(check(other_case)->faults.size() == 1);

    // Whoever leaves the seals out can write what he likes, hashes and all.
    json::object unsealed = *proof;
    unsealed["seals"] = json::array();
    for (json::value& event : unsealed["events"].as_array()) {
        event.as_object().erase("seal");
        event.as_object().erase("path");
    }
    REQUIRE(check(unsealed)->faults.size() == 1);
    CHECK(check(unsealed)->faults.front().what.en.starts_with("not proved: "));
    CHECK(check(unsealed)->proved == 0);
}

TEST_CASE("a journal that says it is sealed, and has waited long for a seal, has lost one") {
    auto journal = a_morning();
    StoredEvent key = journal.front();
    key.case_id = CaseId{};
    key.case_seq = 0;
    key.type = EventType::configuration_changed;
    key.body = R"({"key":"00","what":"seal-key"})";
    key.personal.clear();
    journal.insert(journal.begin(), key);
    std::int64_t seq = 0;
    for (StoredEvent& event : journal) event.seq = ++seq;
    rehash(journal);
    CHECK(verify(journal) == std::vector<std::string>{"1: events from 1 on should have been sealed long since: seals "
                                                      "were taken out, or nobody made any"});
    CHECK(verify(journal, seal_over(journal)).empty());
    // A forger of the times does not get far: none may lie long before another.
    journal.front().recorded_at = on("23:00:00");
    rehash(journal);
    CHECK(any_has(verify(journal), "should have been sealed long since"));
}

TEST_CASE("with a key, a journal without any seal proves nothing; and nothing is no proof either") {
    const std::vector<PublicKey> keys{our_key().public_key()};
    const auto journal = a_morning();
    CHECK(verify(journal, seal_over(journal), keys).empty());
    CHECK(verify(journal, {}, keys) ==
          std::vector<std::string>{"1: there is no seal at all: the key proves nothing here"});
    CHECK(verify({}) == std::vector<std::string>{"0: there is nothing to verify"});
}
