// Who was told of a ticket finds it in lists, searches and escalations, and only while it is open.

#include <algorithm>

#include "adapters/sqlite/scan.hpp"
#include "core/engine/examine.hpp"
#include "core/engine/reading.hpp"
#include "core/ticket/told.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

/// In area 103 Li is the manager, and on this Monday Zhang is on duty; 201 lies in the west.
Request fault_in(const std::string& area) {
    Request request = open_fault("rural");
    std::get<OpenRequest>(request.wish).command.data["area"] = area;
    return request;
}

std::shared_ptr<const Viewer> told(const std::string& person, ToldAs as) {
    Viewer made = Viewer::system({"somebody", {"area_manager"}});
    made.reach = Reach{};
    made.reach.told = {told_mark(person, "area_manager", as)};
    return std::make_shared<const Viewer>(std::move(made));
}

struct Scene {
    Folder folder;
    Desk desk{folder.database()};
    sqlite::SqliteReaders readers{folder.database(), find_shipped};
    std::string number = desk.open(fault_in("demo-103"), on("08:00:10"));
    std::string other = desk.open(fault_in("demo-201"), on("08:00:20"));

    std::vector<std::string> listed(const std::shared_ptr<const Viewer>& viewer, const std::string& text = "") {
        CaseFilter filter;
        filter.text = text;
        filter.with_closed = true;
        const auto page = Reading(readers, viewer).list(filter, on("12:00:00"));
        if (!page) FAIL(page.error().detail.en);
        std::vector<std::string> found;
        for (const auto& record : page->cases) found.push_back(record->snapshot.number);
        return found;
    }

    std::vector<Fault> faults() const {
        auto scan = sqlite::Scan::open(folder.database());
        REQUIRE(scan);
        Examiner examiner(crypto::sha256, find_shipped);
        REQUIRE(scan->events(0, [&examiner](const StoredEvent& event) -> Result<void> {
            examiner.take(event);
            return {};
        }));
        REQUIRE(scan->cases(find_shipped, [&examiner](const CaseRecord& record) -> Result<void> {
            examiner.compare(record);
            return {};
        }));
        REQUIRE(scan->derived(find_shipped, *shipped().rules,
                              [](CaseId, std::string_view what) { FAIL("differs: " << what); }));
        return examiner.faults();
    }
};

using Numbers = std::vector<std::string>;

}  // namespace

TEST_CASE("who was told finds the ticket by every way of reading, as what he was told, and no other ticket") {
    Scene scene;
    const auto zhang = told("demo-zhang-san", ToldAs::serving);
    CHECK(scene.listed(zhang).empty());
    scene.desk.sweep(on("08:46:00"));
    CHECK(scene.listed(zhang) == Numbers{scene.number});
    CHECK(scene.listed(zhang, scene.number) == Numbers{scene.number});
    CHECK(scene.listed(told("demo-zhang-san", ToldAs::himself)).empty());
    CHECK(scene.listed(told("demo-zhang", ToldAs::serving)).empty());
    CHECK(scene.listed(told("demo-li-si", ToldAs::serving)).empty());
    const Reading reading(scene.readers, zhang);
    CHECK(reading.find(scene.number).ok());
    CHECK(reading.find(scene.other).error().code == Errc::not_found);
    CHECK(reading.escalations(false, "", kPageMax)->rows.size() == 1);
}

TEST_CASE("a closed ticket is in nobody's list for having been told, and a rebuild makes the same rows") {
    Scene scene;
    scene.desk.sweep(on("08:46:00"));
    CHECK(scene.faults().empty());
    scene.desk.go(fire(scene.number, "void", "foreman", R"({"reason":"x"})"), on("08:47:00"));
    CHECK(scene.listed(told("demo-zhang-san", ToldAs::serving)).empty());
    CHECK(scene.faults().empty());
    REQUIRE(scene.desk.store().rebuild(*shipped().rules).ok());
    CHECK(scene.faults().empty());
}

TEST_CASE("a database of the seventh version learns from its journal whom its escalations have told") {
    const Folder folder;
    const std::string question = "SELECT id, told, json_extract(snapshot, '$.told') FROM cases ORDER BY id";
    {
        Desk desk(folder.database());
        desk.open(fault_in("demo-103"), on("08:00:10"));
        desk.open(fault_in("demo-201"), on("08:00:20"));
        desk.sweep(on("09:30:00"));
    }
    // Escalations of before say nothing about serving.
    (void)all_rows(folder.database(), "UPDATE journal SET body = json_remove(body, '$.serving')");
    {
        auto store = open_store(folder.database());
        REQUIRE(store->rebuild(*shipped().rules).ok());
    }
    const auto expected = all_rows(folder.database(), question);
    (void)all_rows(folder.database(),
                   "UPDATE cases SET snapshot = json_remove(snapshot, '$.told');"
                   "ALTER TABLE cases DROP COLUMN told; PRAGMA user_version=7");
    CHECK(sqlite::Scan::open(folder.database())->keeps_told().value() == false);
    CHECK(
        sqlite::Scan::open(folder.database())
            ->derived(find_shipped, *shipped().rules, [](CaseId, std::string_view what) { FAIL("differs: " << what); })
            .ok());
    const Desk desk(folder.database());
    CHECK(all_rows(folder.database(), question) == expected);
}
