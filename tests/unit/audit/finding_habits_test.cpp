// What shows only over many cases, and what concerns the system itself: habits, rights, gaps, decisions.

#include <catch2/catch.hpp>

#include "core/audit/finding_decision.hpp"
#include "tests/unit/audit/findings_story.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

using Told = std::vector<std::string>;

/// `total` arrivals of one person, an hour or more apart, `special` of them at the minutes of `strange`.
Story arrivals(int total, int special, double strange_call, double strange_way) {
    Story story;
    for (int i = 0; i < total; ++i) {
        const bool strange = i < special;
        const double call = i * 120 + (strange ? strange_call : 1);
        story.open(i + 1, call);
        story.fire(i + 1, call + (strange ? strange_way : 4 + i), "arrive");
    }
    return story;
}

void look(Story& story, const std::string& person, int times, double at = 0) {
    for (int i = 0; i < times; ++i)
        story.add(1, EventType::case_noted, at, {{"effect", "unmasked"}, {"actor", person}, {"reason", "call back"}});
}

}  // namespace

TEST_CASE("eight arrivals of twenty on the hour or half hour are found, seven are not") {
    // A different way each, so that only the minute of the clock is strange: 08:00 + 120 i - w, plus w.
    const auto round = [](int special) {
        Story story;
        for (int i = 0; i < 20; ++i) {
            const double at = i * 120 + (i < special ? 30 * (i % 2) : 7);
            story.open(i + 1, at - 3 - i);
            story.fire(i + 1, at, "arrive");
        }
        return story;
    };
    CHECK(round(7).told() == Told{});
    REQUIRE(round(8).told() == Told{"round-times/warning"});
    const Finding finding = round(8).findings().front();
    CHECK(finding.id == "round-times.20.40");
    CHECK(finding.person == "li-si");
    CHECK(finding.evidence.size() == 20);
    CHECK(finding.what.zh == "li-si 连续 20 次到达中有 8 次恰在整点或半点");
    CHECK(finding.what.en == "of 20 arrivals in a row of li-si, 8 fell on the hour or half hour");
}

TEST_CASE("eight arrivals of twenty after the same number of minutes are found, seven are not") {
    CHECK(arrivals(20, 7, 3, 44).told() == Told{});
    REQUIRE(arrivals(20, 8, 3, 44).told() == Told{"same-times/warning"});
    CHECK(arrivals(20, 8, 3, 44).findings().front().what.zh == "li-si 连续 20 次到达中有 8 次恰在来电后第 44 分钟");
    CHECK(arrivals(20, 8, 3, 44).findings().front().what.en ==
          "of 20 arrivals in a row of li-si, 8 came exactly 44 minutes after the call");
    CHECK(arrivals(19, 19, 3, 44).told() == Told{});  // a block is judged when it is full
}

TEST_CASE("who looks behind the mask far more often than the others of the month is found") {
    Story story;
    story.open(1, 0);
    look(story, "zhao", 4);
    look(story, "qian", 4);
    look(story, "sun", 19);
    CHECK(story.told() == Told{});
    look(story, "sun", 1, 5);
    REQUIRE(story.told() == Told{"unmasked-often/warning"});
    CHECK(story.findings().front().id == "unmasked-often.0.10");
    CHECK(story.findings().front().what.zh == "sun 在 2026-03 查看客户个人信息 20 次，远多于他人");
    look(story, "sun", 1, 9);
    CHECK(story.findings().front().id == "unmasked-often.0.10");  // the month goes on, the id stays
    look(story, "zhao", 1);
    look(story, "qian", 1);
    CHECK(story.told() == Told{});  // 21 is less than five times 5
}

TEST_CASE("rights given to oneself are found, rights given to others are not") {
    const auto changed = [](const char* actor, const char* account, const char* change, json::value scope = nullptr) {
        Story story;
        story.configure(0, {{"what", "account"},
                            {"actor", actor},
                            {"account", account},
                            {"change", change},
                            {"detail", {{"scope", std::move(scope)}}}});
        return story;
    };
    REQUIRE(changed("root", "root", "roles-changed").told() == Told{"own-rights/serious"});
    CHECK(changed("root", "root", "roles-changed").findings().front().what.en ==
          "root changed rights of his own: roles-changed");
    CHECK(changed("root", "app", "token-created", json::object{{"person", "root"}}).told() ==
          Told{"own-rights/serious"});
    CHECK(changed("root", "li-si", "roles-changed").told() == Told{});
    CHECK(changed("root", "root", "password-changed").told() == Told{});
    CHECK(changed("", "", "roles-changed").told() == Told{});  // the command line names nobody
}

TEST_CASE("missing numbers and jumps of the clock are found") {
    Story story;
    story.open(1, 0);
    story.skip_numbers(2);
    story.fire(1, 5, "dispatch");
    story.configure(6, {{"what", "clock-jump"}, {"finding", "clock-jump"}, {"jump_ms", -7'200'000}});
    REQUIRE(story.told() == Told{"journal-gap/serious", "clock-jump/warning"});
    CHECK(story.findings()[0].id == "journal-gap.0.4");
    CHECK(story.findings()[0].what.zh == "日志缺第 2 至 3 条");
    CHECK(story.findings()[1].what.en == "the system's clock jumped by -7200.0 s");
}

TEST_CASE("the last decision about a finding stands with it") {
    Story story;
    story.configure(0, {{"what", "clock-jump"}, {"jump_ms", 6'000}});
    const FindingDecision first{FindingDecision::Verdict::confirmed, "NTP off", "chen", "leader", {}, 0};
    const FindingDecision then{FindingDecision::Verdict::explained, "the battery was changed", "lu", "admin", {}, 0};
    story.configure(5, decision_note({"clock-jump.0.1", first}));
    story.configure(6, decision_note({"clock-jump.0.1", then}));
    story.configure(7, decision_note({"clock-jump.0.9", first}));
    REQUIRE(story.findings().size() == 1);
    CHECK(
        json::serialize(finding_view(story.findings().front())) ==
        R"({"id":"clock-jump.0.1","rule":"clock-jump","title":{"zh":"系统时钟跳变","en":"The system's clock jumped"},)"
        R"("severity":"warning","case":null,"number":null,"evidence":[1],"at":"2026-03-02T08:00:00+08:00","person":null,)"
        R"("team":null,"text":{"zh":"系统时钟跳变 +6.0 秒","en":"the system's clock jumped by +6.0 s"},)"
        R"("decision":{"verdict":"explained","reason":"the battery was changed","by":"lu","role":"admin",)"
        R"("at":"2026-03-02T08:06:00+08:00"}})");
}

TEST_CASE("a list too long is cut, and says by how much") {
    Story story;
    story.open(1, 0);
    for (std::size_t i = 0; i < kFindingNotesMax + 3; ++i)
        story.add(1, EventType::finding_raised, 0, {{"finding", "field-missing"}});
    story.fire(1, 1, "void");
    CHECK(story.findings().size() == kFindingNotesMax + 1);
    CHECK(story.scan().left_out() == 3);
}
