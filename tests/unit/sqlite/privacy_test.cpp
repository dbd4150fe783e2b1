// What is stored of people, who finds it, and how it is forgotten.

#include <algorithm>

#include "adapters/sqlite/scan.hpp"
#include "core/engine/examine.hpp"
#include "core/engine/reading.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

Request complaint(const std::string& area, const std::string& team, const std::string& assignee) {
    json::object data{{"complaint_type", "service"},
                      {"description", "来电 13900001111，停电三天"},
                      {"contact_name", "张三丰"},
                      {"contact_phone", "13800000000"},
                      {"area", area},
                      {"team", team},
                      {"assignee", assignee}};
    return {OpenRequest{{"complaint", {"ct1", {"call_taker"}}, std::move(data), std::nullopt, CaseId{}}, ""},
            std::nullopt, viewer("dispatcher")};
}

std::shared_ptr<const Viewer> limited(std::vector<std::string> teams, std::vector<std::string> people, bool personal) {
    Viewer made = Viewer::system({"somebody", {"area_manager"}});
    made.reach = Reach{};
    made.reach.teams = std::move(teams);
    made.reach.people = std::move(people);
    made.personal = personal;
    return std::make_shared<const Viewer>(std::move(made));
}

std::vector<std::string> numbers(sqlite::SqliteReaders& readers, const std::shared_ptr<const Viewer>& viewer,
                                 const std::string& text = "") {
    CaseFilter filter;
    filter.text = text;
    filter.with_closed = true;
    const auto page = Reading(readers, viewer).list(filter, on("12:00:00"));
    if (!page) FAIL(page.error().detail.en);
    std::vector<std::string> found;
    for (const auto& record : page->cases) found.push_back(record->snapshot.number);
    std::sort(found.begin(), found.end());
    return found;
}

using Numbers = std::vector<std::string>;

std::vector<Fault> faults_in(const std::filesystem::path& database) {
    auto scan = sqlite::Scan::open(database);
    REQUIRE(scan);
    Examiner examiner(crypto::sha256, find_shipped);
    REQUIRE(scan->events(0, [&examiner](const StoredEvent& event) -> Result<void> {
        CHECK(personal_values_match(event, crypto::sha256));
        examiner.take(event);
        return {};
    }));
    REQUIRE(scan->cases(find_shipped, [&examiner](const CaseRecord& record) -> Result<void> {
        examiner.compare(record);
        return {};
    }));
    return examiner.faults();
}

}  // namespace

TEST_CASE("lists, searches and escalations hold only what lies within the viewer's reach") {
    const Folder folder;
    Desk desk(folder.database());
    const std::string a = desk.open(complaint("demo-101", "A", "demo-sp-meter"), on("08:00:00"));
    const std::string b = desk.open(complaint("demo-201", "B", "demo-sp-loss"), on("08:01:00"));
    desk.sweep(on("23:00:00") + std::chrono::hours(24 * 10));
    sqlite::SqliteReaders readers(folder.database(), find_shipped);
    CHECK(numbers(readers, viewer("dispatcher")) == Numbers{a, b});
    CHECK(numbers(readers, limited({"A"}, {}, true)) == Numbers{a});
    CHECK(numbers(readers, limited({}, {"demo-sp-loss"}, true)) == Numbers{b});
    CHECK(numbers(readers, limited({"A"}, {"demo-sp-loss"}, true)) == Numbers{a, b});
    CHECK(numbers(readers, limited({}, {}, true)).empty());
    CHECK(numbers(readers, limited({"A"}, {}, true), "停电") == Numbers{a});
    const auto escalated = [&readers](const std::shared_ptr<const Viewer>& who) {
        const auto page = Reading(readers, who).escalations(false, "", kPageMax);
        REQUIRE(page);
        std::vector<std::string> found;
        for (const EscalationRow& row : page->rows) found.push_back(row.number);
        std::sort(found.begin(), found.end());
        found.erase(std::unique(found.begin(), found.end()), found.end());
        return found;
    };
    CHECK(escalated(viewer("dispatcher")) == Numbers{a, b});
    CHECK(escalated(limited({"B"}, {}, true)) == Numbers{b});
    CHECK(escalated(limited({}, {}, true)).empty());
}

TEST_CASE("a ticket of others does not exist, to the writer as to the reader") {
    const Folder folder;
    Desk desk(folder.database());
    const std::string b = desk.open(complaint("demo-201", "B", "demo-sp-loss"), on("08:00:00"));
    sqlite::SqliteReaders readers(folder.database(), find_shipped);
    const auto crew = limited({"A"}, {}, true);
    CHECK(Reading(readers, crew).find(b).error().code == Errc::not_found);
    Request comment{CommentRequest{b, {"x", {"somebody", {"area_manager"}}, std::nullopt}}, std::nullopt, crew};
    CHECK(desk.run(comment, on("08:01:00")).error().code == Errc::not_found);
}

TEST_CASE("a search by somebody who sees personal data masked does not find by what the mask hides") {
    const Folder folder;
    Desk desk(folder.database());
    const std::string number = desk.open(complaint("demo-101", "A", ""), on("08:00:00"));
    sqlite::SqliteReaders readers(folder.database(), find_shipped);
    const auto plain = viewer("dispatcher");
    Viewer leader = Viewer::system({"leader", {"leader"}});
    leader.personal = false;
    const auto masked = std::make_shared<const Viewer>(leader);
    for (const std::string hidden : {"13800000000", "张三丰", "三丰", "0000", "13900001111"}) {
        INFO(hidden);
        CHECK(numbers(readers, plain, hidden) == Numbers{number});
        CHECK(numbers(readers, masked, hidden).empty());
    }
    for (const std::string open : {"停电三天", number.c_str()}) {
        INFO(open);
        CHECK(numbers(readers, masked, open) == Numbers{number});
    }
}

TEST_CASE("a form that was shown masked and comes back does not overwrite what is true") {
    const Folder folder;
    Desk desk(folder.database());
    const std::string number = desk.open(complaint("demo-101", "A", ""), on("08:00:00"));
    Viewer leader = Viewer::system({"leader", {"leader"}});
    leader.personal = false;
    Request supervise = fire(number, "supervise", "leader", R"({"contact_phone":"138****0000"})");
    supervise.viewer = std::make_shared<const Viewer>(leader);
    const auto refused = desk.run(supervise, on("08:01:00"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().fields.at(0).pointer == "/data/contact_phone");
    CHECK(refused.error().fields.at(0).code == "masked");
}

TEST_CASE("erasing takes a person out of the ticket, the journal, the index and kept answers, and breaks no proof") {
    const Folder folder;
    Desk desk(folder.database());
    Request open = complaint("demo-101", "A", "");
    open.idempotency = Idempotency{"t:k", "f"};
    const auto opened = desk.run(open, on("08:00:00"));
    REQUIRE(opened);
    const std::string number = opened->record->snapshot.number;
    const auto erase = [&number](const std::string& role) {
        return Request{EraseRequest{number, {"客户要求", {"somebody", {role}}}}, std::nullopt, viewer(role)};
    };
    CHECK(desk.run(erase("dispatcher"), on("08:01:00")).error().code == Errc::forbidden);
    CHECK(desk.run(erase("admin"), on("08:01:00")).error().code == Errc::conflict);  // still open
    desk.go(fire(number, "void", "dispatcher", R"({"reason":"误报"})"), on("08:02:00"));
    desk.go(erase("admin"), on("08:03:00"));
    CHECK(desk.run(erase("admin"), on("08:04:00")).error().code == Errc::conflict);  // nothing is left

    sqlite::SqliteReaders readers(folder.database(), find_shipped);
    const auto record = readers.find(number);
    REQUIRE(record);
    CHECK((*record)->snapshot.data.object().at("contact_phone").is_null());
    CHECK(numbers(readers, viewer("dispatcher"), "13800000000").empty());
    const auto events = readers.journal((*record)->snapshot.id, 0, 100);
    REQUIRE(events);
    CHECK(events->back().body.at("effect") == "erased");
    for (const Event& event : *events) CHECK(json::serialize(event.body).find("13800000000") == std::string::npos);
    for (const std::string column : {"SELECT personal FROM journal WHERE personal IS NOT NULL",
                                     "SELECT snapshot FROM cases", "SELECT body FROM answers"}) {
        for (const std::string& row : all_rows(folder.database(), column)) {
            INFO(column);
            CHECK(row.find("13800000000") == std::string::npos);
            CHECK(row.find("张三丰") == std::string::npos);
        }
    }
    CHECK(faults_in(folder.database()).empty());
    // The first answer again, without the data it showed.
    const auto again = desk.run(open, on("08:05:00"));
    REQUIRE(again);
    REQUIRE(again->kept);
    CHECK(again->kept->body.find("张三丰") == std::string::npos);
    // And what is made anew from the journal is the same.
    REQUIRE(desk.store().rebuild(*shipped().rules).ok());
    CHECK(faults_in(folder.database()).empty());
    CHECK(numbers(readers, viewer("dispatcher"), "张三丰").empty());
}

TEST_CASE("a database of the first version learns who tickets are assigned to, and is searched as before") {
    const Folder folder;
    std::string number;
    {
        Desk desk(folder.database());
        number = desk.open(complaint("demo-101", "A", "demo-sp-meter"), on("08:00:00"));
    }
    (void)all_rows(folder.database(),
                   kWithoutAccounts +
                       "DROP TABLE search; CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0);"
                       "ALTER TABLE cases DROP COLUMN assignee; DELETE FROM meta WHERE key = 'search_version';"
                       "PRAGMA user_version=1");
    Desk desk(folder.database());
    sqlite::SqliteReaders readers(folder.database(), find_shipped);
    CHECK(numbers(readers, limited({}, {"demo-sp-meter"}, true)) == Numbers{number});
    desk.go(fire(number, "chase", "dispatcher", "{}"), on("08:01:00"));
    CHECK(numbers(readers, viewer("dispatcher"), "张三丰") == Numbers{number});
    CHECK(faults_in(folder.database()).empty());
}
