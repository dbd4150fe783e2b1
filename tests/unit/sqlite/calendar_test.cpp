// A change of calendar over a real database: what is open is kept with the batches it tells of, is made anew from the
// journal, and is no fault to whoever looks while clocks wait for their turn.

#include <catch2/catch.hpp>

#include "adapters/sqlite/scan.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

constexpr const char* kOpened = "2026-12-30T09:00:00+08:00";
constexpr const char* kConfirmed = "2026-12-31T09:00:00+08:00";

Instant when(const char* text) { return parse_time(text).value(); }

CalendarYear longer_holiday() {
    CalendarYear year;
    year.year = 2027;
    year.holidays = {parse_date("2027-01-01").value(), parse_date("2027-01-04").value()};
    return year;
}

void open_complaints(Desk& desk, int count) {
    for (int i = 0; i < count; ++i) {
        const json::object data{{"complaint_type", "quality"}, {"description", "电压低"}};
        const OpenCommand command{"complaint", {"ct1", {"call_taker"}}, data, std::nullopt, CaseId{}};
        desk.open({OpenRequest{command, ""}, std::nullopt, {}}, when(kOpened));
    }
}

void begin_change(Desk& desk) {
    const CalendarChange change{longer_holiday(), {"boss", {"admin"}}, ""};
    REQUIRE(desk.engine().begin_calendar_change(change, std::nullopt, when(kConfirmed)).ok());
}

/// Places of derived tables that are not what the journal makes of them under the rules in force.
std::vector<std::string> differences(const Folder& folder, Desk& desk) {
    auto scan = sqlite::Scan::open(folder.database());
    REQUIRE(scan.ok());
    std::vector<std::string> places;
    const auto note = [&places](CaseId id, std::string_view place) {
        places.push_back(std::to_string(to_int(id)) + " " + std::string(place));
    };
    REQUIRE(scan->derived(find_shipped, *desk.engine().configuration().rules, note).ok());
    return places;
}

}  // namespace

TEST_CASE("while clocks wait for their turn their rows are no fault, those that had it are held to the new calendar") {
    const Folder folder;
    Desk desk(folder.database());
    open_complaints(desk, 4);
    begin_change(desk);
    REQUIRE(desk.engine().rebase_next(when(kConfirmed), 2).ok());
    CHECK(differences(folder, desk) == std::vector<std::string>{});
    (void)all_rows(folder.database(), "UPDATE cases SET next_alarm = 5 WHERE id IN (1, 4)");
    CHECK(differences(folder, desk) == std::vector<std::string>{"1 cases.next_alarm"});
}

TEST_CASE("what is open is made anew from the journal, and so is that nothing is") {
    const Folder folder;
    Desk desk(folder.database());
    open_complaints(desk, 4);
    begin_change(desk);
    REQUIRE(desk.engine().rebase_next(when(kConfirmed), 2).ok());
    REQUIRE(desk.store().rebuild(*desk.engine().configuration().rules).ok());
    Engine after(desk.store(), desk.engine().configuration(), crypto::sha256, fixed_salt);
    const auto first = after.rebase_next(when(kConfirmed), 2);  // those that have moved move no more
    REQUIRE(first.ok());
    CHECK(first->committed.events.empty());
    const auto rest = after.rebase_next(when(kConfirmed), 100);
    REQUIRE(rest.ok());
    CHECK(rest->reply);
    CHECK(rest->committed.events.size() == 3);
    REQUIRE(desk.store().rebuild(*desk.engine().configuration().rules).ok());
    CHECK(desk.store().rebasing().value() == "");
    CHECK(differences(folder, desk) == std::vector<std::string>{});
}

TEST_CASE("a case that is only looked at is not written") {
    const Folder folder;
    Desk desk(folder.database());
    open_complaints(desk, 2);
    REQUIRE(desk.engine().rearm(when(kConfirmed)).ok());
    (void)all_rows(folder.database(),
                   "CREATE TRIGGER no_writing UPDATE ON cases BEGIN SELECT RAISE(ABORT, 'written'); END");
    CHECK(desk.engine().rearm(when(kConfirmed)).ok());
}
