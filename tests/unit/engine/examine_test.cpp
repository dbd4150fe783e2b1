// What doctor asks of a journal: an event that other programs would read otherwise is told, and its case judged on.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/base/canonical_json.hpp"
#include "core/engine/engine.hpp"
#include "core/engine/examine.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using test::on;

namespace {

std::shared_ptr<const Workflow> find_shipped(std::string_view name, std::string_view) {
    return test::shipped().rules->find_workflow(name);
}

/// One fault, dispatched with `data`, and arrived at: as a server wrote it that did not refuse such numbers yet.
std::vector<StoredEvent> dispatched_with(const json::object& data) {
    test::RecordingStore store;
    Engine engine(store, test::shipped(), crypto::sha256, test::fixed_salt);
    const auto run = [&engine](const Request& request, const std::string& at) {
        REQUIRE(engine.run({&request, 1}, on(at)).replies.front().ok());
    };
    run(test::open_fault("urban", "08:00:00"), "08:00:30");
    run(test::fire("1", "dispatch", "dispatcher", R"({"team":"T1"})"), "08:10:00");
    run(test::fire("1", "acknowledge", "area_manager"), "08:12:00");
    ChainTail tail;
    for (StoredEvent& event : store.journal) {
        json::object body = parse_json(event.body)->as_object();
        if (string_or_empty(body, "event") == "dispatch") body["data"] = data;
        event.body = canonical_json(body);
        event.hash = chain_hash(tail.hash, canonical_bytes(event), crypto::sha256);
        tail = {event.seq, event.hash};
    }
    return store.journal;
}

struct Examined {
    std::vector<std::string> faults;  ///< in English
    json::object data;                ///< of the case as made anew; empty = it could not be made
};

Examined examine(const std::vector<StoredEvent>& journal) {
    Examiner examiner(crypto::sha256, find_shipped);
    for (const StoredEvent& event : journal) examiner.take(event);
    Examined examined;
    for (const Fault& fault : examiner.faults()) examined.faults.push_back(fault.what.en);
    examiner.each([&examined](const CaseSnapshot& snapshot) { examined.data = snapshot.data.object(); });
    return examined;
}

}  // namespace

TEST_CASE("doctor tells every number beyond 2^53 by ticket, event and field, and no number up to there") {
    const json::object greatest{{"customers_out", -kCanonicalIntMax}, {"photos", kCanonicalIntMax}, {"team", "T1"}};
    CHECK(examine(dispatched_with(greatest)).faults.empty());
    const json::object beyond{{"customers_out", -kCanonicalIntMax - 1}, {"photos", kCanonicalIntMax + 1}};
    const auto faults = examine(dispatched_with(beyond)).faults;
    REQUIRE(faults.size() == 2);
    const std::string where = "(ticket GZ20260302000001) holds a number beyond 9007199254740991 in the field ";
    CHECK(faults[0].find(where + "'customers_out'") != std::string::npos);
    CHECK(faults[1].find(where + "'photos'") != std::string::npos);
}

TEST_CASE("a number beyond 2^53 is a fault of its event alone: the case is made anew with it and compared") {
    auto journal = dispatched_with({{"photos", kCanonicalIntMax + 1}, {"team", "T1"}});
    const Examined examined = examine(journal);
    CHECK(examined.faults.size() == 1);
    CHECK(examined.data.at("photos") == kCanonicalIntMax + 1);
    CHECK(examined.data.at("team") == "T1");
    // What is really broken behind it is told besides.
    journal.back().hash.front() ^= 1;
    const auto both = examine(journal).faults;
    REQUIRE(both.size() == 2);
    CHECK(both[1] != both[0]);
}
