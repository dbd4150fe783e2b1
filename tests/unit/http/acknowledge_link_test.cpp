// The link of a message on a telephone: it shows the ticket masked, acknowledges once, and can do nothing else.

#include <catch2/catch.hpp>

#include "tests/support/shipped.hpp"
#include "tests/unit/http/people.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;
using gongdan::test::on;

namespace {

const std::string kManager = "demo-wu-jiu";
const std::string kForeman = "demo-sun-qi";

/// A fault in the east whose arrival is overdue.
struct Overdue {
    Desk desk;
    std::string id;
    std::string escalation;

    Overdue() {
        id = open();
        advance("08:46:00");
        escalation = id + ".arrival.1.3.1";
    }
    std::string open() {
        const Response opened = desk.post(
            "/api/v1/tickets",
            R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"幸福路 1 号","area":"demo-101",)"
            R"("contact_name":"张三丰","contact_phone":"13800000000","hangup_at":"2026-03-02T08:00:00+08:00"}})");
        INFO(opened.body);
        REQUIRE(opened.status == 201);
        return string_or_empty(object_of(opened), "id");
    }
    void advance(const std::string& clock) {
        desk.service.sweep(on(clock));
        desk.service.time = on(clock);
    }
    Response get(const std::string& path) { return desk.ask({.target = path, .role = ""}); }
    Response post(const std::string& path, std::vector<Header> headers = {}) {
        return desk.ask({.method = "POST", .target = path, .role = "", .headers = std::move(headers)});
    }
    std::size_t count(EventType type) {
        const auto& events = desk.service.fake_reads().all_events;
        return std::size_t(
            std::count_if(events.begin(), events.end(), [type](const Event& event) { return event.type == type; }));
    }
    std::size_t answers() { return count(EventType::escalation_acknowledged); }
};

bool says(const Response& response, std::string_view text) { return response.body.find(text) != std::string::npos; }

constexpr std::string_view kButton = "<form method=\"post\"><button>";

}  // namespace

TEST_CASE("the page shows the ticket masked, with one button, for browsers that keep nothing and run nothing") {
    Overdue overdue;
    const Response page = overdue.get(overdue.desk.link(overdue.escalation, kManager));
    CHECK(page.status == 200);
    CHECK(says(page, kButton));
    CHECK(says(page, "138****0000"));
    CHECK_FALSE(says(page, "13800000000"));
    CHECK_FALSE(says(page, "张三丰"));
    CHECK_FALSE(says(page, "幸福路 1 号"));
    CHECK(says(page, "2026-03-02 08:45"));
    CHECK(says(page, "超时 0 小时 1 分"));
    CHECK(says(page, "演示一号台区（城区）"));
    CHECK_FALSE(says(page, "<script"));
    CHECK(header_of(page, "Content-Security-Policy").starts_with("default-src 'none'; style-src 'sha256-"));
    CHECK(header_of(page, "Cache-Control") == "no-store");
    CHECK(header_of(page, "X-Robots-Tag") == "noindex, nofollow");
    CHECK(header_of(page, "Referrer-Policy") == "same-origin");
}

TEST_CASE("to open a link changes nothing, however often a chat program fetches it") {
    Overdue overdue;
    const std::string link = overdue.desk.link(overdue.escalation, kManager);
    const std::size_t before = overdue.desk.service.fake_reads().all_events.size();
    for (int i = 0; i < 3; ++i) CHECK(overdue.get(link).status == 200);
    CHECK(overdue.desk.ask({.method = "HEAD", .target = link, .role = ""}).status == 200);
    CHECK(overdue.desk.service.fake_reads().all_events.size() == before);
}

TEST_CASE("the button acknowledges as the person, stops the climb, and is spent") {
    Overdue overdue;
    const std::string link = overdue.desk.link(overdue.escalation, kManager);
    const Response done = overdue.post(link);
    CHECK(done.status == 200);
    CHECK(says(done, "您已于 2026-03-02 08:46 确认"));
    CHECK_FALSE(says(done, kButton));
    REQUIRE(overdue.answers() == 1);
    const Event& event = overdue.desk.service.fake_reads().all_events.back();
    CHECK(string_or_empty(event.body, "actor") == kManager);
    CHECK(event.body.at("role") == "district_manager");
    CHECK(event.body.at("via") == "link");
    CHECK(string_or_empty(event.body, "id") == overdue.escalation);

    const std::size_t raised = overdue.count(EventType::escalation_raised);
    overdue.advance("12:00:00");
    const auto rungs = overdue.count(EventType::escalation_raised);
    // Rungs of other clocks may fire; none of this one does.
    const auto& events = overdue.desk.service.fake_reads().all_events;
    for (std::size_t i = events.size() - 1; i > 0 && rungs > raised; --i) {
        if (events[i].seq == event.seq) break;
        if (events[i].type == EventType::escalation_raised) CHECK(events[i].body.at("clock") != "arrival");
    }
    for (const Response& again : {overdue.post(link), overdue.get(link)}) {
        CHECK(again.status == 200);
        CHECK(says(again, "您已于 2026-03-02 08:46 确认"));
    }
    CHECK(overdue.answers() == 1);
}

TEST_CASE("of two people the first wins, and the other learns who it was") {
    Overdue overdue;
    const std::string his = overdue.desk.link(overdue.escalation, kForeman);
    CHECK(overdue.post(overdue.desk.link(overdue.escalation, kManager)).status == 200);
    const Response late = overdue.post(his);
    CHECK(late.status == 409);
    CHECK(says(late, "已由 演示-吴九 于 2026-03-02 08:46 确认"));
    CHECK(overdue.get(his).status == 200);
    CHECK_FALSE(says(overdue.get(his), kButton));
    CHECK(overdue.answers() == 1);
}

TEST_CASE("forged, foreign and expired links show nothing of the ticket and do nothing") {
    Overdue overdue;
    const std::string good = overdue.desk.link(overdue.escalation, kManager);
    const host::Links others({std::string(32, 'x'), "https://gongdan.example.com", std::chrono::hours(24)});
    const std::string forged = "/a/" + others.make(overdue.escalation, kManager, on("08:46:00")).substr(30);
    const std::vector<std::string> wrong = {good.substr(0, good.size() - 1),
                                            good + "A",
                                            "/a/x",
                                            forged,
                                            overdue.desk.link("999.arrival.1.3.1", kManager),
                                            overdue.desk.link(overdue.id + ".arrival.1.5.1", kManager),
                                            overdue.desk.link("last", kManager),
                                            overdue.desk.link("digest.9", kManager)};
    for (const std::string& link : wrong) {
        INFO(link);
        for (const Response& answer : {overdue.get(link), overdue.post(link)}) {
            CHECK(answer.status == 404);
            CHECK(says(answer, "链接无效"));
            CHECK_FALSE(says(answer, "demo"));
        }
    }
    overdue.desk.service.time += std::chrono::hours(24);
    CHECK(overdue.get(good).status == 410);
    CHECK(overdue.post(good).status == 410);
    CHECK(overdue.answers() == 0);
}

TEST_CASE("somebody whose roles do not allow it, or whose account is disabled, acknowledges nothing") {
    Overdue overdue;
    const Response crew = overdue.post(overdue.desk.link(overdue.id + ".arrival.1.1.1", "demo-zhang-san"));
    CHECK(crew.status == 403);
    CHECK_FALSE(says(crew, "138****"));
    CHECK(overdue.answers() == 0);

    Scope scope;
    scope.person = kForeman;
    add_account(overdue.desk, "sun", "foreman", scope);
    const std::string link = overdue.desk.link(overdue.escalation, kForeman);
    CHECK(overdue.get(link).status == 200);
    host::AccountChange disabled;
    disabled.disabled = true;
    REQUIRE(overdue.desk.service.accounts().change("sun", disabled, {"test", ""}).ok());
    CHECK(overdue.get(link).status == 403);
    CHECK(overdue.post(link).status == 403);
    CHECK(overdue.answers() == 0);
    add_account(overdue.desk, kForeman, "foreman");
    CHECK(overdue.post(link).status == 200);
}

TEST_CASE("another site's form is refused, our own is not") {
    Overdue overdue;
    const std::string link = overdue.desk.link(overdue.escalation, kManager);
    const Header host{"host", "gongdan.example.com"};
    CHECK(overdue.post(link, {host, {"origin", "https://evil.example"}}).status == 403);
    CHECK(overdue.post(link, {host, {"origin", "null"}}).status == 403);
    CHECK(overdue.answers() == 0);
    CHECK(overdue.post(link, {host, {"origin", "https://gongdan.example.com"}}).status == 200);
}

TEST_CASE("when the store cannot write, the page says so and keeps its button") {
    Overdue overdue;
    const std::string link = overdue.desk.link(overdue.escalation, kManager);
    overdue.desk.service.refuse_next = fail(Errc::overloaded, "test.busy");
    const Response answer = overdue.post(link);
    CHECK(answer.status == 503);
    CHECK(says(answer, kButton));
    CHECK(overdue.post(link).status == 200);
}

namespace {

/// An overdue fault and 299 more, all in the list "digest.1" of the manager.
struct Storm : Overdue {
    std::vector<ListEntry> entries;
    std::string link;

    Storm() {
        entries.push_back({escalation, CaseId(std::stoll(id)), kManager, 3, {}});
        for (int i = 0; i < 299; ++i) {
            const std::string one = open();
            entries.push_back({one + ".arrival.1.3.1", CaseId(std::stoll(one)), kManager, 3, {}});
        }
        advance("08:47:00");
        desk.service.fake_reads().lists["digest.1"] = entries;
        link = desk.link("digest.1", kManager);
    }
    bool is_acknowledged(std::size_t entry) {
        const auto record = desk.service.reads().find_case(entries[entry].case_id);
        const Escalation* found = host::find_escalation((*record)->snapshot, entries[entry].escalation);
        return found != nullptr && found->acknowledged;
    }
    std::string number(std::size_t entry) {
        return "<strong>" + (*desk.service.reads().find_case(entries[entry].case_id))->snapshot.number + "</strong>";
    }
};

constexpr std::string_view kFirstButton = "<form method=\"post\" action=\"?page=1\"><button>";
constexpr std::string_view kSecondButton = "<form method=\"post\" action=\"?page=2\"><button>";

}  // namespace

TEST_CASE("a list is shown page by page, and the button acknowledges its page and nothing else") {
    Storm storm;
    const Response first = storm.get(storm.link);
    CHECK(first.status == 200);
    CHECK(says(first, "共 300 张工单"));
    CHECK(says(first, "第 1 页，共 2 页"));
    CHECK(says(first, "确认本页 200 张（第 1 页）"));
    CHECK(says(first, kFirstButton));
    CHECK(says(first, "<a rel=\"next\" href=\"?page=2\">下一页"));
    CHECK_FALSE(says(first, "上一页"));
    CHECK(says(first, storm.number(199)));
    CHECK_FALSE(says(first, storm.number(200)));
    CHECK_FALSE(says(first, "13800000000"));
    CHECK(first.body.size() < 400'000);

    const Response second = storm.get(storm.link + "?page=2");
    CHECK(says(second, "确认本页 100 张（第 2 页）"));
    CHECK(says(second, kSecondButton));
    CHECK(says(second, "<a rel=\"prev\" href=\"?page=1\">上一页"));
    CHECK_FALSE(says(second, "下一页"));
    CHECK_FALSE(says(second, storm.number(199)));
    CHECK(says(second, storm.number(200)));

    const Response done = storm.post(storm.link + "?page=2");
    CHECK(done.status == 200);
    CHECK(says(done, "刚刚确认 100 张，此前已确认 0 张"));
    CHECK(says(done, "第 2 页（共 2 页）的工单都已有人确认"));
    CHECK(storm.answers() == 100);
    CHECK_FALSE(storm.is_acknowledged(199));
    CHECK(storm.is_acknowledged(200));
    CHECK(storm.is_acknowledged(299));

    // A form without a page is the first page's: what an older page posts.
    CHECK(says(storm.post(storm.link), "刚刚确认 200 张，此前已确认 0 张"));
    CHECK(storm.answers() == 300);
}

TEST_CASE("a page that the list does not have shows and acknowledges nothing") {
    Storm storm;
    for (const char* page : {"?page=3", "?page=99999999999999999999", "?page=0", "?page=-1", "?page=x", "?page="}) {
        INFO(page);
        CHECK(storm.get(storm.link + page).status == 404);
        CHECK(storm.post(storm.link + page).status == 404);
    }
    CHECK(storm.answers() == 0);
}

TEST_CASE("a page is acknowledged ticket by ticket, and again for what failed") {
    Storm storm;
    // One is answered before, by its own link.
    CHECK(storm.post(storm.desk.link(storm.entries[1].escalation, kForeman)).status == 200);
    CHECK(says(storm.get(storm.link), "确认本页 199 张（第 1 页）"));
    storm.desk.service.refuse_next = fail(Errc::overloaded, "test.busy");
    const Response partly = storm.post(storm.link);
    CHECK(partly.status == 503);
    CHECK(says(partly, "刚刚确认 198 张，此前已确认 1 张"));
    CHECK(says(partly, "有 1 张未能确认"));
    CHECK(says(partly, kFirstButton));
    CHECK(storm.answers() == 199);

    const Response rest = storm.post(storm.link);
    CHECK(rest.status == 200);
    CHECK(says(rest, "刚刚确认 1 张，此前已确认 199 张"));
    CHECK_FALSE(says(rest, kFirstButton));
    CHECK(storm.answers() == 200);
}

TEST_CASE("a list of somebody else, or of nothing he may acknowledge, is none of his") {
    Overdue overdue;
    auto& lists = overdue.desk.service.fake_reads().lists;
    const auto id = CaseId(std::stoll(overdue.id));
    lists["digest.1"] = {{overdue.escalation, id, kForeman, 3, {}}};
    CHECK(overdue.get(overdue.desk.link("digest.1", kManager)).status == 404);
    CHECK(overdue.post(overdue.desk.link("digest.1", kManager)).status == 404);
    lists["digest.2"] = {{overdue.id + ".arrival.1.1.1", id, "demo-zhang-san", 1, {}}};
    CHECK(overdue.get(overdue.desk.link("digest.2", "demo-zhang-san")).status == 403);
    CHECK(overdue.post(overdue.desk.link("digest.2", "demo-zhang-san")).status == 403);
    CHECK(overdue.answers() == 0);
}
