// Changes to the roster are there again after the next start, and what was taken back is not.

#include <catch2/catch.hpp>

#include "adapters/sqlite/scan.hpp"
#include "adapters/sqlite/store.hpp"
#include "core/engine/transaction.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::sqlite;
using namespace gongdan::test;

namespace {

RosterChange absence_of(const std::string& person) {
    const std::string body = R"({"kind":"absence","person":")" + person +
                             R"(","from":"2026-03-02T08:00:00+08:00","to":"2026-03-03T08:00:00+08:00"})";
    return {read_entry(object(body)).value(), "", "boss", {}};
}

/// What the next start makes of the shipped organisation.
Organisation next_start(SqliteStore& store) {
    Organisation organisation = *shipped().organisation;
    const auto put = put_entries(store.definitions(kRosterEntry).value(), organisation);
    if (!put) FAIL(put.error().detail.en);
    return organisation;
}

}  // namespace

TEST_CASE("entries of the roster are found again in order, removed ones are not, and no number is given twice") {
    const Folder folder;
    Desk desk(folder.database());
    const auto keep = [&desk](const RosterEntry& entry, bool removed) {
        return desk.store().keep_in_batch(definition_of(entry, removed), on("08:00:00"));
    };
    for (const std::string person : {"d1", "ct1", "d2"}) {
        REQUIRE(desk.engine().change_roster(absence_of(person), std::nullopt, on("08:00:00"), keep).ok() ==
                (person != "d2"));  // d1 is his deputy: nobody would be left
    }
    REQUIRE(desk.engine().change_roster({std::nullopt, "1", "boss", {}}, std::nullopt, on("08:00:00"), keep).ok());
    Organisation organisation = next_start(desk.store());
    REQUIRE(organisation.entries.size() == 1);
    CHECK(organisation.entries[0].person == "ct1");
    CHECK(organisation.entries[0].made_by == "boss");
    CHECK(organisation.last_entry == 2);
    // The last number stays used even when its entry is gone.
    REQUIRE(desk.engine().change_roster({std::nullopt, "2", "boss", {}}, std::nullopt, on("08:00:00"), keep).ok());
    organisation = next_start(desk.store());
    CHECK(organisation.entries.empty());
    CHECK(organisation.last_entry == 2);
    CHECK(organisation.shifts.size() == shipped().organisation->shifts.size());
}

TEST_CASE("an entry whose person has left the organisation does no harm, a damaged one is told") {
    Organisation organisation = *shipped().organisation;
    RosterEntry entry = absence_of("somebody who left").made.value();
    entry.id = "7";
    REQUIRE(put_entries({definition_of(entry, false)}, organisation).ok());
    CHECK(organisation.last_entry == 7);
    CHECK_FALSE(duty_spans(organisation, on("08:00:00"), on("09:00:00")).empty());
    Definition damaged = definition_of(entry, false);
    damaged.content = "{";
    CHECK(put_entries({damaged}, organisation).error().code == Errc::internal);
}
