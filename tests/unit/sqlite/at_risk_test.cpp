// "At risk" is one thing: what a ticket says of its clocks is what the filter of lists finds, at every moment.

#include <algorithm>

#include "core/engine/reading.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

struct Shown {
    bool at_risk = false;    ///< some clock says so
    bool consistent = true;  ///< every clock says so exactly from the instant on that it names
};

Shown shown(const json::object& ticket, Instant now) {
    Shown found;
    for (const json::value& entry : ticket.at("clocks").as_array()) {
        const json::object& clock = entry.as_object();
        const bool at_risk = clock.at("at_risk").as_bool();
        const auto from = get_string(clock, "at_risk_at");
        const bool past = from && parse_time(*from).value() <= now;
        found.at_risk = found.at_risk || at_risk;
        found.consistent = found.consistent && at_risk == past;
        const bool may_be = clock.at("status") == "running" && !clock.at("breached").as_bool();
        found.consistent = found.consistent && from.has_value() == may_be;
    }
    return found;
}

}  // namespace

TEST_CASE("a ticket's clocks are at risk exactly when the filter finds it, whatever happens and as time passes") {
    const Folder folder;
    Desk desk(folder.database());
    sqlite::SqliteReaders readers(folder.database(), find_shipped);
    const Reading reading(readers, viewer("dispatcher"));
    const Calendar& calendar = *shipped().rules->calendar;
    const std::string urban = desk.open(open_fault(), on("08:00:10"));
    const std::string paused = desk.open(open_fault("rural"), on("08:00:20"));
    desk.open(open_fault("remote"), on("08:00:30"));
    int at_risk = 0;
    for (int minute = 1; minute < 180; ++minute) {
        const Instant now = on("08:00:30") + std::chrono::minutes(minute);
        if (minute == 10) desk.go(fire(paused, "suspend", "dispatcher", R"({"reason":"x","approver":"foreman"})"), now);
        if (minute == 20) desk.go(fire(urban, "dispatch", "dispatcher", R"({"team":"A"})"), now);
        if (minute == 60) desk.go(fire(paused, "resume", "dispatcher"), now);
        desk.sweep(now);
        CaseFilter filter;
        const auto all = reading.list(filter, now)->cases;
        filter.at_risk = true;
        const auto found = reading.list(filter, now)->cases;
        REQUIRE(all.size() == 3);
        for (const CaseRecordPtr& record : all) {
            const Shown says = shown(reading.view(record->snapshot, {now, calendar}), now);
            const bool listed = std::any_of(found.begin(), found.end(), [&record](const CaseRecordPtr& other) {
                return other->snapshot.id == record->snapshot.id;
            });
            INFO(record->snapshot.number << " at " << format_time(now));
            CHECK(says.at_risk == listed);
            CHECK(says.consistent);
            at_risk += listed ? 1 : 0;
        }
    }
    CHECK(at_risk > 20);
}
