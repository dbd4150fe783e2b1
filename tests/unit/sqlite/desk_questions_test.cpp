// What the form of a new ticket asks: similar tickets, what explains the matter, the area of an address. On the real
// store, with the eyes of the viewer.

#include <chrono>

#include "core/engine/announcements.hpp"
#include "core/engine/area_suggestion.hpp"
#include "tests/unit/sqlite/desk.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

Request opening(const std::string& workflow, json::object data, const std::string& role = "call_taker") {
    return {OpenRequest{{workflow, {role + "1", {role}}, std::move(data), std::nullopt, CaseId{}}, ""}, std::nullopt,
            viewer(role)};
}

Request fault(const std::string& address, json::object more = {}) {
    more["site_class"] = "urban";
    more["fault_address"] = address;
    return opening("fault-repair", std::move(more));
}

struct Scene {
    Folder folder;
    Desk desk{folder.database()};
    sqlite::SqliteReaders readers{folder.database(), find_shipped};

    /// "<last digits of the number> sign,sign" of each.
    std::vector<std::string> similar(const NewMatter& matter, const std::shared_ptr<const Viewer>& who) {
        const auto found = similar_cases(Reading(readers, who), matter, on("12:00:00"));
        if (!found) FAIL(found.error().detail.en);
        std::vector<std::string> told;
        for (const SimilarCase& one : *found) {
            std::string signs;
            for (const Likeness sign : one.signs) signs += (signs.empty() ? "" : ",") + std::string(name_of(sign));
            told.push_back(one.record->snapshot.number + " " + signs);
        }
        return told;
    }

    std::vector<Announcement> known(const NewMatter& matter, Instant now) {
        auto found = announcements(Reading(readers, viewer("dispatcher")), matter, shipped(), now);
        if (!found) FAIL(found.error().detail.en);
        return std::move(*found);
    }

    std::vector<AreaSuggestion> areas(const std::string& address, const std::shared_ptr<const Viewer>& who) {
        auto found = suggest_areas(Reading(readers, who), address, *shipped().organisation, on("12:00:00"));
        if (!found) FAIL(found.error().detail.en);
        return std::move(*found);
    }
};

std::shared_ptr<const Viewer> without_personal_data() {
    Viewer made = *viewer("leader");
    made.personal = false;
    return std::make_shared<const Viewer>(std::move(made));
}

std::shared_ptr<const Viewer> of_area(const std::string& area) {
    Viewer made = *viewer("area_manager");
    made.reach = Reach{};
    made.reach.areas = {area};
    return std::make_shared<const Viewer>(std::move(made));
}

using Shown = std::vector<std::string>;

}  // namespace

TEST_CASE("tickets that may be the same stand there with what they share, the surest first") {
    Scene scene;
    Desk& desk = scene.desk;
    const std::string far = desk.open(fault("人民路 7 号", {{"area", "demo-101"}}), on("08:00:00"));
    const std::string door = desk.open(fault("演示县幸福路１号（东门）"), on("08:01:00"));
    const std::string other = desk.open(fault("幸福路 11 号"), on("08:02:00"));
    const std::string caller = desk.open(fault("不清楚", {{"contact_phone", "138-0000-0001"}}), on("08:03:00"));
    const std::string both =
        desk.open(fault("幸福路1号3单元", {{"customer_no", "3301"}, {"line", "演示一线"}}), on("08:04:00"));
    const NewMatter matter{"fault-repair", "幸福路 1 号", "13800000001", "3301", "演示一线", "demo-101"};
    CHECK(scene.similar(matter, viewer("dispatcher")) ==
          Shown{both + " customer_no,address,line", caller + " phone", door + " address", far + " area"});
    const NewMatter by_phone{"fault-repair", "", "+86 138 0000 0001", "", "", ""};
    CHECK(scene.similar(by_phone, viewer("dispatcher")) == Shown{caller + " phone"});
    CHECK(scene.similar({}, viewer("dispatcher")).empty());
    desk.go(fire(door, "void", "dispatcher", R"({"reason":"x"})"), on("09:00:00"));
    CHECK(scene.similar({"fault-repair", "幸福路1号", "", "", "", ""}, viewer("dispatcher")) ==
          Shown{both + " address"});
}

TEST_CASE("a neighbour with the same trouble stands before another matter of the area, the same caller before both") {
    Scene scene;
    Desk& desk = scene.desk;
    const json::object place{{"area", "demo-101"}, {"line", "演示一线"}};
    const auto complaint = [](const char* phone) {
        return opening(
            "complaint",
            {{"complaint_type", "quality"}, {"description", "x"}, {"contact_phone", phone}, {"area", "demo-101"}});
    };
    const std::string caller = desk.open(complaint("13800000001"), on("08:00:00"));
    const std::string neighbour = desk.open(fault("人民路 7 号", place), on("08:01:00"));
    const std::string again = desk.open(fault("不清楚", {{"contact_phone", "13800000001"}}), on("08:02:00"));
    std::vector<std::string> others;
    for (int i = 0; i < 12; ++i) others.push_back(desk.open(complaint("13900000009"), on("08:03:00")));
    const NewMatter matter{"fault-repair", "", "13800000001", "", "演示一线", "demo-101"};
    const auto found = similar_cases(Reading(scene.readers, viewer("dispatcher")), matter, on("12:00:00"));
    REQUIRE(found);
    REQUIRE(found->size() == kSimilarMax);
    const std::vector<std::pair<std::string, Kinship>> wanted = {
        {again, Kinship::same_matter}, {caller, Kinship::same_caller}, {neighbour, Kinship::same_place}};
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        CHECK((*found)[i].record->snapshot.number == wanted[i].first);
        CHECK((*found)[i].kinship == wanted[i].second);
    }
    CHECK(found->back().kinship == Kinship::remote);
}

TEST_CASE("where the power is back, a call is hardly the same matter") {
    Scene scene;
    Desk& desk = scene.desk;
    const std::string mended = desk.open(fault("人民路 7 号", {{"contact_phone", "13800000001"}}), on("08:00:00"));
    desk.go(fire(mended, "dispatch", "dispatcher", R"({"team":"A"})"), on("08:01:00"));
    for (const char* step : {"acknowledge", "arrive", "restore"})
        desk.go(fire(mended, step, "area_manager", "{}"), on("08:30:00"));
    const std::string dark = desk.open(fault("人民路 9 号", {{"contact_phone", "13800000001"}}), on("09:00:00"));
    const auto found = similar_cases(Reading(scene.readers, viewer("dispatcher")),
                                     {"fault-repair", "人民路 7 号", "13800000001", "", "", ""}, on("09:30:00"));
    REQUIRE(found);
    REQUIRE(found->size() == 2);
    CHECK((*found)[0].record->snapshot.number == dark);
    CHECK(!(*found)[0].mended);
    CHECK((*found)[1].record->snapshot.number == mended);
    CHECK((*found)[1].mended);
    CHECK((*found)[1].kinship == Kinship::same_caller);
}

TEST_CASE("nobody learns of a ticket outside of his reach, nor by data that he sees masked") {
    Scene scene;
    const std::string mine = scene.desk.open(
        fault("幸福路 1 号", {{"area", "demo-101"}, {"contact_phone", "13800000001"}, {"customer_no", "3301"}}),
        on("08:00:00"));
    const NewMatter matter{"fault-repair", "幸福路 1 号", "13800000001", "3301", "", "demo-101"};
    CHECK(scene.similar(matter, viewer("dispatcher")) == Shown{mine + " customer_no,phone,address,area"});
    CHECK(scene.similar(matter, without_personal_data()) == Shown{mine + " customer_no,area"});
    CHECK(scene.similar({"fault-repair", "幸福路 1 号", "13800000001", "", "", ""}, without_personal_data()).empty());
    CHECK(scene.similar(matter, of_area("demo-201")).empty());
    CHECK(scene.similar(matter, of_area("demo-101")) == Shown{mine + " customer_no,phone,address,area"});
}

TEST_CASE("an announced outage is told of from a day before, for its line and for every area it names") {
    Scene scene;
    const json::object data{{"line", "演示一线"},
                            {"area", "demo-101"},
                            {"areas", "demo-102 演示三号台区（农村）"},
                            {"outage_from", "2026-03-12T08:00:00+08:00"},
                            {"outage_to", "2026-03-12T12:00:00+08:00"},
                            {"reason", "更换配变"}};
    const std::string outage = scene.desk.open(opening("planned-outage", data, "specialist"), on("08:00:00"));
    const Instant eve = *parse_time("2026-03-11T09:00:00+08:00");
    const NewMatter of_line{"fault-repair", "", "", "", "演示一线", ""};
    CHECK(scene.known(of_line, eve).empty());  // a draft is no announcement
    scene.desk.go(fire(outage, "approve", "county_dept"), on("08:10:00"));
    scene.desk.go(fire(outage, "publish", "dispatcher", R"({"announced_by":"网站"})"), on("08:20:00"));
    for (int draft = 0; draft < kPageMax; ++draft)  // newer ones, and none of them announces anything
        scene.desk.open(opening("planned-outage", data, "specialist"), on("08:30:00"));
    const auto told = scene.known(of_line, eve);
    REQUIRE(told.size() == 1);
    CHECK(told[0].kind == Announcement::Kind::outage);
    CHECK(told[0].reason == "更换配变");
    CHECK(told[0].close_code == "planned");
    CHECK(told[0].until == *parse_time("2026-03-12T12:00:00+08:00"));
    for (const std::string area : {"demo-101", "demo-102", "demo-103", "演示一号台区（城区）"}) {
        INFO(area);
        CHECK(scene.known({"fault-repair", "", "", "", "", area}, eve).size() == 1);
    }
    CHECK(scene.known({"fault-repair", "", "", "", "", "demo-201"}, eve).empty());
    CHECK(scene.known(of_line, eve - std::chrono::hours(24)).empty());
    // Past its end and nobody has said that power is back: for a day it is told of as that.
    CHECK(scene.known(of_line, eve + std::chrono::hours(24 + 20)).size() == 1);
    CHECK(scene.known(of_line, eve + std::chrono::hours(24 + 30)).empty());
    CHECK(scene.similar(of_line, viewer("dispatcher")).empty());
}

TEST_CASE("open arrears of the customer are told of with the amount, until they are paid") {
    Scene scene;
    const json::object data{
        {"customer_no", "3301"}, {"address", "幸福路 1 号"}, {"amount", 35620}, {"notice_method", "in_person"}};
    const std::string arrears = scene.desk.open(opening("arrears-disconnection", data, "area_manager"), on("08:00:00"));
    const NewMatter matter{"fault-repair", "幸福路 1 号", "", "3301", "", ""};
    const auto told = scene.known(matter, on("09:00:00"));
    REQUIRE(told.size() == 1);
    CHECK(told[0].kind == Announcement::Kind::arrears);
    CHECK(told[0].amount == 35620);
    CHECK(scene.known({"fault-repair", "幸福路 1 号", "", "3302", "", ""}, on("09:00:00")).empty());
    scene.desk.go(fire(arrears, "pay", "call_taker"), on("10:00:00"));
    CHECK(scene.known(matter, on("11:00:00")).empty());
}

TEST_CASE("an area is suggested by tickets of the address, by the organisation's places, by tickets of the street") {
    Scene scene;
    Desk& desk = scene.desk;
    desk.open(fault("演示大道 3 号", {{"area", "demo-102"}}), on("08:00:00"));
    desk.open(fault("演示大道 3 号 2 单元", {{"area", "演示二号台区（城区）"}}), on("08:01:00"));
    desk.open(fault("演示大道 9 号", {{"area", "demo-101"}}), on("08:02:00"));
    const auto by_ticket = scene.areas("演示县演示大道３号", viewer("dispatcher"));
    REQUIRE(by_ticket.size() == 2);
    CHECK(by_ticket[0].area == "demo-102");
    CHECK(by_ticket[0].reason == AreaSuggestion::Reason::tickets);
    CHECK(by_ticket[0].tickets == 2);
    CHECK(by_ticket[0].site_class == "urban");
    CHECK(by_ticket[1].area == "demo-101");
    CHECK(by_ticket[1].reason == AreaSuggestion::Reason::street);
    const auto by_place = scene.areas("演示县岭上村 5 组", viewer("dispatcher"));
    REQUIRE(by_place.size() == 1);
    CHECK(by_place[0].area == "demo-203");
    CHECK(by_place[0].place == "岭上村");
    CHECK(by_place[0].site_class == "remote");
    CHECK(scene.areas("演示大道 3 号", without_personal_data()).empty());
    CHECK(scene.areas("无名路", viewer("dispatcher")).empty());
    CHECK(scene.areas("", viewer("dispatcher")).empty());
}

TEST_CASE("a ticket of a special customer is flagged at its opening, unless whoever opens it says otherwise") {
    Scene scene;
    const auto flags = [&scene](const std::string& number) {
        const auto found = scene.readers.find(number);
        REQUIRE(found);
        const json::value* given = (*found)->snapshot.data.object().if_contains("flags");
        return given == nullptr ? std::string("none") : json::serialize(*given);
    };
    CHECK(flags(scene.desk.open(fault("幸福路 1 号", {{"customer_no", "0000000002"}}), on("08:00:00"))) ==
          R"(["medical","important"])");
    CHECK(flags(scene.desk.open(fault("幸福路 2 号", {{"contact_phone", "000 0000 0901"}}), on("08:01:00"))) ==
          R"(["elderly"])");
    CHECK(flags(scene.desk.open(fault("幸福路 3 号", {{"customer_no", "0000000002"}, {"flags", json::array{}}}),
                                on("08:02:00"))) == "[]");
    CHECK(flags(scene.desk.open(fault("幸福路 4 号", {{"customer_no", "3399"}}), on("08:03:00"))) == "none");
}

TEST_CASE("whoever does not see telephones learns of none by opening a ticket with it") {
    Scene scene;
    const auto flagged = [&scene](json::object more) {
        Request request = fault("幸福路 5 号", std::move(more));
        request.viewer = without_personal_data();
        const auto found = scene.readers.find(scene.desk.open(std::move(request), on("08:00:00")));
        REQUIRE(found);
        return (*found)->snapshot.data.object().contains("flags");
    };
    CHECK_FALSE(flagged({{"contact_phone", "000 0000 0901"}}));
    CHECK(flagged({{"customer_no", "0000000002"}}));
}

TEST_CASE("a list of special customers' tickets holds those that name a flag, open and ended") {
    Scene scene;
    const std::string special = scene.desk.open(fault("幸福路 1 号", {{"customer_no", "0000000002"}}), on("08:00:00"));
    const std::string ended = scene.desk.open(fault("幸福路 2 号", {{"customer_no", "0000000002"}}), on("08:01:00"));
    scene.desk.open(fault("\"flags\":[\"medical\"]"), on("08:02:00"));
    scene.desk.open(fault("幸福路 4 号", {{"customer_no", "0000000002"}, {"flags", json::array{}}}), on("08:03:00"));
    scene.desk.go(fire(ended, "void", "dispatcher", R"({"reason":"x"})"), on("08:04:00"));
    const auto listed = [&scene](bool with_closed) {
        CaseFilter filter;
        filter.flagged = true;
        filter.with_closed = with_closed;
        filter.sort = CaseFilter::Sort::opened;
        std::vector<std::string> numbers;
        const auto page = scene.readers.list(filter, on("09:00:00"));
        for (const CaseRecordPtr& record : page->cases) numbers.push_back(record->snapshot.number);
        return numbers;
    };
    CHECK(listed(false) == std::vector<std::string>{special});
    CHECK(listed(true) == std::vector<std::string>{special, ended});
}
