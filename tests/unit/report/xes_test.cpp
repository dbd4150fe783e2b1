// A case as a trace of XES: what stands in it to the letter, in which order, and what must not.

#include <catch2/catch.hpp>

#include "adapters/report/xes.hpp"
#include "core/audit/chain.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using test::on;

namespace {

Digest no_digest(std::string_view) { return {}; }

/// The events of the only case after `requests`, each sent at its time.
std::vector<Event> history_of(const std::vector<std::pair<Request, std::string>>& requests) {
    test::RecordingStore store;
    Engine engine(store, test::shipped(), no_digest, test::fixed_salt);
    for (const auto& [request, at] : requests) {
        const auto result = engine.run({&request, 1}, on(at));
        INFO((result.replies.front() ? "" : result.replies.front().error().detail.en));
        REQUIRE(result.replies.front().ok());
    }
    std::vector<Event> history;
    for (StoredEvent stored : store.journal) {
        stored.personal.clear();
        history.push_back(restore_event(stored).value());
    }
    return history;
}

std::string trace_of(const std::vector<Event>& history) {
    return report::xes_trace(history, *test::shipped().rules->find_workflow("fault-repair"));
}

}  // namespace

TEST_CASE("a trace holds the case's number, its closed fields and its steps, and nobody's name") {
    auto history = history_of({
        {test::open_fault("urban", "08:00:00"), "08:00:30"},
        {test::fire("1", "dispatch", "dispatcher", R"({"team":"T&1"})"), "08:02:00"},
        {test::fire("1", "chase", "dispatcher"), "08:03:00"},
    });
    history.front().body["number"] = "GZ<1>";
    const std::string version = test::shipped().rules->find_workflow("fault-repair")->version;
    CHECK(trace_of(history) == R"(<trace>
<string key="concept:name" value="GZ&lt;1&gt;"/>
<string key="workflow" value="fault-repair"/>
<string key="version" value=")" + version +
                                   R"("/>
<string key="site_class" value="urban"/>
<event>
<string key="concept:name" value="open"/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="2026-03-02T08:00:30+08:00"/>
<string key="org:resource" value="ct1"/>
<string key="org:role" value="call_taker"/>
<string key="title" value="受理"/>
<string key="state" value="accepted"/>
<date key="recorded_at" value="2026-03-02T08:00:30+08:00"/>
<int key="seq" value="1"/>
</event>
<event>
<string key="concept:name" value="dispatch"/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="2026-03-02T08:02:00+08:00"/>
<string key="org:resource" value="somebody"/>
<string key="org:role" value="dispatcher"/>
<string key="org:group" value="T&amp;1"/>
<string key="title" value="派单"/>
<string key="state" value="dispatched"/>
<date key="recorded_at" value="2026-03-02T08:02:00+08:00"/>
<int key="seq" value="4"/>
</event>
<event>
<string key="concept:name" value="chase"/>
<string key="lifecycle:transition" value="complete"/>
<date key="time:timestamp" value="2026-03-02T08:03:00+08:00"/>
<string key="org:resource" value="somebody"/>
<string key="org:role" value="dispatcher"/>
<string key="org:group" value="T&amp;1"/>
<string key="title" value="催办"/>
<date key="recorded_at" value="2026-03-02T08:03:00+08:00"/>
<int key="seq" value="6"/>
</event>
</trace>
)");
}

TEST_CASE("a step entered late stands where it happened") {
    Request late = test::fire("1", "chase", "dispatcher");
    std::get<FireRequest>(late.wish).command.occurred_at = on("08:02:00");
    const std::string trace = trace_of(history_of({
        {test::open_fault("urban", "08:00:00"), "08:00:30"},
        {test::fire("1", "dispatch", "dispatcher", R"({"team":"T1"})"), "08:05:00"},
        {late, "08:30:00"},
    }));
    const auto chase = trace.find(R"(value="chase")");
    const auto dispatch = trace.find(R"(value="dispatch")");
    REQUIRE(chase != std::string::npos);
    CHECK(chase < dispatch);
    CHECK(trace.find(R"(<date key="recorded_at" value="2026-03-02T08:30:00+08:00"/>)") < dispatch);
}
