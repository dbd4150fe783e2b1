// Filings are there again after the next start as they stood last, and what they did to cases is stored with them.

#include <catch2/catch.hpp>

#include "adapters/sqlite/scan.hpp"
#include "adapters/sqlite/store.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::sqlite;
using namespace gongdan::test;

namespace {

NewFiling storm(const std::string& reason) {
    return {{"demo-101"}, {"fault-repair"}, on("08:00:00"), on("12:00:00"), reason, "warning 7"};
}

/// Changes the book as the service does; the filing's id.
std::string change(Desk& desk, const FilingWish& wish, const std::string& name, const std::string& role, Instant now) {
    const auto keep = [&desk, now](const Filing& filing) {
        return desk.store().keep_in_batch(definition_of(filing), now);
    };
    const auto changed = desk.engine().change_filing(wish, Viewer::system({name, {role}}), std::nullopt, now, keep);
    if (!changed) FAIL(changed.error().detail.en);
    return string_or_empty(object(changed->reply.kept->body), "id");
}

}  // namespace

TEST_CASE("filings are found again as they stood last, in the order of their making, beside a running server too") {
    const Folder folder;
    Desk desk(folder.database());
    const std::string first = change(desk, storm("one"), "d1", "dispatcher", on("08:00:00"));
    const std::string second = change(desk, storm("two"), "d1", "dispatcher", on("08:01:00"));
    change(desk, ApproveFiling{second}, "boss", "leader", on("08:02:00"));
    change(desk, ApproveFiling{first}, "boss", "leader", on("08:03:00"));
    change(desk, WithdrawFiling{first}, "boss", "leader", on("08:04:00"));
    auto scan = Scan::open(folder.database());
    REQUIRE(scan.ok());
    for (const auto& kept : {desk.store().definitions(kFiling).value(), scan->definitions(kFiling).value()}) {
        const auto filings = filings_of(kept);
        REQUIRE(filings.ok());
        REQUIRE(filings->size() == 2);
        CHECK(filings->front().id == first);
        CHECK(filings->front().state() == Filing::State::withdrawn);
        CHECK(filings->front().approved_at == on("08:03:00"));
        CHECK(filings->back().id == second);
        CHECK(filings->back().reason == "two");
        CHECK(filings->back().state() == Filing::State::approved);
    }
    // The number goes on where it stopped.
    CHECK(change(desk, storm("three"), "d1", "dispatcher", on("08:05:00")) == "BB20260302000003");
}

TEST_CASE("a filing that cannot be read is told, and hides behind nothing") {
    Definition damaged{std::string(kFiling), "BB1", "filed", "{}"};
    CHECK(filings_of({damaged}).error().code == Errc::internal);
    damaged.content = "[";
    CHECK(filings_of({damaged}).error().code == Errc::internal);
}

TEST_CASE("the mark on a clock outlives a restart and a rebuild from the journal") {
    const Folder folder;
    std::string before;
    {
        Desk desk(folder.database());
        Request fault = open_fault();
        std::get<OpenRequest>(fault.wish).command.data["area"] = "demo-101";
        (void)desk.open(fault, on("08:05:00"));
        const std::string id = change(desk, storm("one"), "d1", "dispatcher", on("08:10:00"));
        change(desk, ApproveFiling{id}, "boss", "leader", on("08:30:00"));
        desk.sweep(on("09:00:00"));
        const CaseSnapshot& snapshot = desk.store().load(CaseId{1}).value()->snapshot;
        REQUIRE(snapshot.clock("arrival")->exemption);
        before = json::serialize(snapshot_to_json(snapshot));
    }
    Desk desk(folder.database());
    const auto stored = [&desk] {
        return json::serialize(snapshot_to_json(desk.store().load(CaseId{1}).value()->snapshot));
    };
    CHECK(stored() == before);
    REQUIRE(desk.store().rebuild(*shipped().rules).ok());
    CHECK(stored() == before);
}
