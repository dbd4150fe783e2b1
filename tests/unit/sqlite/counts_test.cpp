// Counts of open tickets are what the filters of lists find, within the same reach.

#include <algorithm>
#include <map>

#include "core/engine/reading.hpp"
#include "core/ticket/told.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

Request fault_in(const std::string& area) {
    Request request = open_fault("rural");
    std::get<OpenRequest>(request.wish).command.data["area"] = area;
    return request;
}

struct Scene {
    Folder folder;
    Desk desk{folder.database()};
    sqlite::SqliteReaders readers{folder.database(), find_shipped};

    Scene() {
        desk.open(fault_in("demo-103"), on("08:00:10"));
        desk.open(fault_in("demo-101"), on("08:00:20"));
        desk.open(open_fault(), on("09:50:00"));
        const std::string closed = desk.open(fault_in("demo-101"), on("09:55:00"));
        desk.go(fire(closed, "void", "foreman", R"({"reason":"x"})"), on("09:56:00"));
        desk.sweep(on("10:00:00"));
    }
};

}  // namespace

TEST_CASE("counts are what the filters of lists find") {
    Scene scene;
    const Reading reading(scene.readers, viewer("dispatcher"));
    for (const std::string time : {"10:00:00", "10:40:00", "23:00:00"}) {
        INFO(time);
        const Instant now = on(time);
        const auto counts = reading.counts(CountBy::state, now).value();
        REQUIRE(counts.size() == 1);
        CHECK(counts.front().key == "accepted");
        CHECK(counts.front().workflow == "fault-repair");
        const auto found = [&reading, now](const CaseFilter& filter) {
            return std::int64_t(reading.list(filter, now)->cases.size());
        };
        CaseFilter filter;
        CHECK(counts.front().open == found(filter));
        CHECK(counts.front().open == 3);
        filter.at_risk = true;
        CHECK(counts.front().at_risk == found(filter));
        filter.at_risk = false;
        filter.overdue = true;
        CHECK(counts.front().overdue == found(filter));
        CHECK(counts.front().overdue == 3);
    }
}

TEST_CASE("groups are those of the tickets themselves, and tickets without an area are found as such") {
    Scene scene;
    const Reading reading(scene.readers, viewer("dispatcher"));
    std::map<std::string, std::int64_t> open;
    const auto areas = reading.counts(CountBy::area, on("10:00:00")).value();
    for (const CaseCount& count : areas) open[count.key] = count.open;
    CHECK(open == std::map<std::string, std::int64_t>{{"", 1}, {"demo-101", 1}, {"demo-103", 1}});
    const auto workflows = reading.counts(CountBy::workflow, on("10:00:00")).value();
    REQUIRE(workflows.size() == 1);
    CHECK(workflows.front().open == 3);
    const auto teams = reading.counts(CountBy::team, on("10:00:00")).value();
    REQUIRE(teams.size() == 1);
    CHECK(teams.front().unassigned == 3);
    CaseFilter filter;
    filter.without_area = true;
    CHECK(reading.list(filter, on("10:00:00"))->cases.size() == 1);
}

TEST_CASE("nobody counts what he does not see; who was told of a ticket counts it") {
    Scene scene;
    Viewer zhang = Viewer::system({"zhang", {"area_manager"}});
    zhang.reach = Reach{};
    const auto counts = [&scene, &zhang]() -> std::vector<CaseCount> {
        const Reading reading(scene.readers, std::make_shared<const Viewer>(zhang));
        return reading.counts(CountBy::area, on("10:00:00")).value();
    };
    CHECK(counts().empty());
    zhang.reach.told = {told_mark("demo-zhang-san", "area_manager", ToldAs::serving)};
    const auto told = counts();
    std::int64_t open = 0;
    for (const CaseCount& count : told) open += count.open;
    CHECK(open >= 1);
    CHECK(std::any_of(told.begin(), told.end(), [](const CaseCount& count) { return count.key == "demo-103"; }));
}
