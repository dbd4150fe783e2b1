// The chain must show every change of a kept event, and nothing that happens to personal values beside it may break it.

#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/audit/chain.hpp"
#include "core/base/canonical_json.hpp"

using namespace gongdan;

namespace {

const std::vector<std::string> kPersonal = {"fault_address", "contact_phone"};

std::string fixed_salt() { return "0123456789abcdef"; }

Instant at(std::string_view text) {
    const auto parsed = parse_time(text);
    if (!parsed) FAIL(parsed.error().detail.en);
    return *parsed;
}

Event opening() {
    Event event;
    event.seq = 41;
    event.case_id = CaseId(7);
    event.case_seq = 1;
    event.type = EventType::case_opened;
    event.occurred_at = at("2026-03-02T08:00:00+08:00");
    event.recorded_at = at("2026-03-02T08:00:01.250+08:00");
    event.body = json::parse(R"({"workflow":"fault-repair","number":"GZ20260302000007","state":"accepted","actor":"ct1",
        "data":{"site_class":"urban","fault_address":"演示街 1 号","contact_phone":"000-演示","description":"停电"}})")
                     .as_object();
    return event;
}

Event moving() {
    Event event;
    event.seq = 42;
    event.case_id = CaseId(7);
    event.case_seq = 2;
    event.type = EventType::case_moved;
    event.occurred_at = event.recorded_at = at("2026-03-02T08:02:00+08:00");
    event.body =
        json::parse(R"({"event":"dispatch","from":"accepted","to":"dispatched","actor":"d1","role":"dispatcher",
        "data":{"team":"A"}})")
            .as_object();
    return event;
}

std::vector<StoredEvent> stored_pair() {
    ChainTail tail;
    std::vector<StoredEvent> stored;
    stored.push_back(store_event(opening(), kPersonal, tail, crypto::sha256, fixed_salt));
    stored.push_back(store_event(moving(), kPersonal, tail, crypto::sha256, fixed_salt));
    return stored;
}

bool chain_holds(const std::vector<StoredEvent>& events) {
    Digest previous{};
    for (const StoredEvent& event : events) {
        if (chain_hash(previous, canonical_bytes(event), crypto::sha256) != event.hash) return false;
        previous = event.hash;
    }
    return true;
}

void check_same(const Event& restored, const Event& original) {
    CHECK(restored.seq == original.seq);
    CHECK(restored.case_id == original.case_id);
    CHECK(restored.case_seq == original.case_seq);
    CHECK(restored.type == original.type);
    CHECK(restored.occurred_at == original.occurred_at);
    CHECK(restored.recorded_at == original.recorded_at);
    CHECK(restored.body == original.body);
}

std::string value_of(const json::object& data, std::string_view key) { return json::serialize(data.at(key)); }

}  // namespace

TEST_CASE("events come back from their stored form as they were") {
    const auto stored = stored_pair();
    check_same(*restore_event(stored[0]), opening());
    check_same(*restore_event(stored[1]), moving());
    CHECK(stored[0].prev_seq == 0);
    CHECK(stored[1].prev_seq == 41);
    CHECK(stored[1].personal.empty());
}

TEST_CASE("the tail follows the last stored event and links the next one") {
    ChainTail tail;
    const auto first = store_event(opening(), kPersonal, tail, crypto::sha256, fixed_salt);
    CHECK(tail.seq == 41);
    CHECK(tail.hash == first.hash);
    CHECK(chain_holds(stored_pair()));
}

TEST_CASE("the kept bytes are canonical JSON of the whole event") {
    const auto stored = stored_pair()[0];
    const std::string bytes = canonical_bytes(stored);
    const auto parsed = parse_json(bytes);
    REQUIRE(parsed.ok());
    CHECK(canonical_json(*parsed) == bytes);
    CHECK(parsed->as_object().size() == 7);
}

TEST_CASE("personal values stand beside the journal and only as commitments in it") {
    const auto stored = stored_pair()[0];
    CHECK(stored.body.find("演示街") == std::string::npos);
    CHECK(stored.body.find("000-演示") == std::string::npos);
    CHECK(stored.body.find("停电") != std::string::npos);
    CHECK(stored.personal.find("演示街 1 号") != std::string::npos);
    CHECK(personal_values_match(stored, crypto::sha256));
}

TEST_CASE("the same value under another salt has another commitment") {
    ChainTail one;
    ChainTail other;
    const auto first = store_event(opening(), kPersonal, one, crypto::sha256, fixed_salt);
    const auto second =
        store_event(opening(), kPersonal, other, crypto::sha256, [] { return std::string("fedcba9876543210"); });
    CHECK(first.body != second.body);
    CHECK(restore_event(first)->body == restore_event(second)->body);
}

TEST_CASE("any change of a stored event breaks the chain") {
    const auto changed = [](const std::function<void(std::vector<StoredEvent>&)>& change) {
        auto events = stored_pair();
        change(events);
        return !chain_holds(events);
    };
    CHECK(changed([](auto& events) { events[0].body.replace(events[0].body.find("urban"), 5, "rural"); }));
    CHECK(changed([](auto& events) { events[0].occurred_at += Millis(1); }));
    CHECK(changed([](auto& events) { events[0].recorded_at -= std::chrono::hours(1); }));
    CHECK(changed([](auto& events) { events[1].type = EventType::case_noted; }));
    CHECK(changed([](auto& events) { events[1].case_id = CaseId(8); }));
    CHECK(changed([](auto& events) { events[1].case_seq = 3; }));
    CHECK(changed([](auto& events) { events[1].seq = 43; }));
    CHECK(changed([](auto& events) { events[1].hash[31] ^= 1U; }));
    CHECK(changed([](auto& events) { std::swap(events[0], events[1]); }));
    CHECK(changed([](auto& events) { events.erase(events.begin()); }));
    CHECK_FALSE(changed([](auto&) {}));
}

TEST_CASE("erased values read as null and the chain stays whole") {
    auto events = stored_pair();
    events[0].personal.clear();
    CHECK(chain_holds(events));
    CHECK(personal_values_match(events[0], crypto::sha256));
    const auto restored = restore_event(events[0]);
    REQUIRE(restored.ok());
    const json::object& data = restored->body.at("data").as_object();
    CHECK(data.at("fault_address").is_null());
    CHECK(data.at("contact_phone").is_null());
    CHECK(value_of(data, "description") == "\"停电\"");
}

TEST_CASE("one value can be erased and the other kept") {
    auto event = stored_pair()[0];
    auto beside = json::parse(event.personal).as_object();
    beside.erase("contact_phone");
    event.personal = json::serialize(beside);
    const auto restored = restore_event(event);
    REQUIRE(restored.ok());
    const json::object& data = restored->body.at("data").as_object();
    CHECK(data.at("contact_phone").is_null());
    CHECK(value_of(data, "fault_address") == "\"演示街 1 号\"");
    CHECK(personal_values_match(event, crypto::sha256));
}

TEST_CASE("a changed value beside the journal disagrees with its commitment") {
    auto event = stored_pair()[0];
    const auto changed = [&event](std::string_view from, std::string_view to) {
        StoredEvent copy = event;
        copy.personal.replace(copy.personal.find(from), from.size(), to);
        return !personal_values_match(copy, crypto::sha256);
    };
    CHECK(changed("演示街 1 号", "演示街 2 号"));
    CHECK(changed("contact_phone", "contact_other"));
    CHECK(changed(to_hex(fixed_salt()), to_hex("0123456789abcdeF")));
    CHECK(changed("{", "["));
}

TEST_CASE("an open text that looks like a commitment is kept, not taken for an erased value") {
    Event event = opening();
    const std::string disguised = "sha256:" + std::string(64, 'a');
    event.body["data"].as_object()["description"] = disguised;
    ChainTail tail;
    const auto stored = store_event(event, kPersonal, tail, crypto::sha256, fixed_salt);
    check_same(*restore_event(stored), event);
}

TEST_CASE("personal values of any JSON type are kept") {
    Event event = moving();
    event.body["data"] = json::parse(R"({"contact_phone":null,"fault_address":{"b":[1,true],"a":"\u0001\""}})");
    ChainTail tail;
    const auto stored = store_event(event, kPersonal, tail, crypto::sha256, fixed_salt);
    check_same(*restore_event(stored), event);
    CHECK(personal_values_match(stored, crypto::sha256));
}

TEST_CASE("a damaged row is reported and never guessed at") {
    auto event = stored_pair()[0];
    auto cut = event;
    cut.body.pop_back();
    CHECK(restore_event(cut).error().code == Errc::internal);
    auto not_object = event;
    not_object.body = "[]";
    CHECK(restore_event(not_object).error().code == Errc::internal);
    auto beside = event;
    beside.personal = "{\"fault_address\":1}";
    CHECK(restore_event(beside).error().code == Errc::internal);
    beside.personal = "not JSON";
    CHECK(restore_event(beside).error().code == Errc::internal);
}

TEST_CASE("the stored form and hash of one fixed event never change") {
    // Old journals must verify for ever: if this fails, the format changed and every kept hash is void.
    std::ifstream file(GONGDAN_SOURCE_DIR "/tests/golden/event-chain.json");
    std::ostringstream content;
    content << file.rdbuf();
    const auto golden = parse_json(content.str());
    REQUIRE(golden.ok());
    const auto stored = stored_pair();
    const json::array& expected = golden->as_object().at("events").as_array();
    REQUIRE(expected.size() == stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const json::object& entry = expected[i].as_object();
        CHECK(canonical_bytes(stored[i]) == string_or_empty(entry, "canonical"));
        CHECK(stored[i].personal == string_or_empty(entry, "personal"));
        CHECK(to_hex(stored[i].hash) == string_or_empty(entry, "hash"));
    }
}
