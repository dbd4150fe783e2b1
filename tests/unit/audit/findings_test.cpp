// The rules over one case: for each a case that triggers, and a near miss that does not.

#include <catch2/catch.hpp>

#include "tests/unit/audit/findings_story.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

using Told = std::vector<std::string>;

/// The words of the one finding of the story.
LocalText only_text(const Story& story) {
    const auto findings = story.findings();
    REQUIRE(findings.size() == 1);
    return findings.front().what;
}

}  // namespace

TEST_CASE("a crew that was there before it was sent is found, whatever order the export tells it in") {
    Story story;
    story.open(1, 0);
    const auto sent = story.import(1, 20, "dispatch");
    const auto came = story.import(1, 19, "arrive");
    REQUIRE(story.told() == Told{"arrival-before-dispatch/serious"});
    const Finding finding = story.findings().front();
    CHECK(finding.id == "arrival-before-dispatch.1.3");
    CHECK(finding.number == "GZ1");
    CHECK(finding.evidence == std::vector{sent, came});
    CHECK(finding.what.zh == "到达于 2026-03-02T08:19:00+08:00，早于派单（2026-03-02T08:20:00+08:00）");
    CHECK(finding.what.en ==
          "the arrival at 2026-03-02T08:19:00+08:00, before the dispatch (2026-03-02T08:20:00+08:00)");

    Story other_way;
    other_way.open(1, 0);
    other_way.import(1, 19, "arrive");
    other_way.import(1, 20, "dispatch");
    CHECK(other_way.told() == Told{"arrival-before-dispatch/serious"});
    CHECK(other_way.findings().front().id == "arrival-before-dispatch.1.3");

    Story at_once;
    at_once.open(1, 0);
    at_once.import(1, 20, "dispatch");
    at_once.import(1, 20, "arrive");
    CHECK(at_once.told() == Told{});
}

TEST_CASE("the engine's word on a step out of order is not told a second time") {
    Story story;
    story.open(1, 0);
    story.import(1, 20, "dispatch");
    const auto engine =
        story.add(1, EventType::finding_raised, 19, {{"finding", "times-out-of-order"}, {"event", "arrive"}});
    story.clock(1, 19, EventType::clock_breached, "dispatch");
    story.import(1, 19, "arrive");
    REQUIRE(story.told() == Told{"arrival-before-dispatch/serious"});
    CHECK(story.findings().front().evidence == std::vector<std::int64_t>{2, engine, 5});

    // Of a step that no rule compares it stays, and does not hang on to the next one.
    story.add(1, EventType::finding_raised, 18, {{"finding", "times-out-of-order"}, {"event", "survey"}});
    story.import(1, 18, "survey");
    story.import(1, 25, "repair");
    CHECK(story.told() == Told{"arrival-before-dispatch/serious", "times-out-of-order/warning"});
    CHECK(story.findings().back().what.en == "Times out of order: survey");
}

TEST_CASE("a second visit after a repair contradicts nothing") {
    Story story;
    story.open(1, 0);
    story.fire(1, 5, "dispatch");
    story.fire(1, 30, "arrive");
    story.fire(1, 50, "repair");
    story.fire(1, 60, "dispatch");
    story.fire(1, 80, "arrive");
    story.fire(1, 90, "repair");
    CHECK(story.told() == Told{});
}

TEST_CASE("a reply before the repair, an arrival before the call and a restoration before the outage are found") {
    Story reply;
    reply.open(1, 0);
    reply.import(1, 40, "repair");
    reply.import(1, 39, "reply");
    CHECK(reply.told() == Told{"times-contradict/warning"});
    CHECK(only_text(reply).zh == "回单于 2026-03-02T08:39:00+08:00，早于修复（2026-03-02T08:40:00+08:00）");

    Story call;
    call.open(1, 0, {{"hangup_at", format_time(minute(2))}});
    call.import(1, 1, "arrive");
    call.add(1, EventType::finding_raised, 0, {{"finding", "hangup-after-arrival"}});
    CHECK(only_text(call).zh == "2026-03-02T08:01:00+08:00 到达，而客户 2026-03-02T08:02:00+08:00 才挂机");
    CHECK(call.told() == Told{"times-contradict/warning"});

    Story outage;
    outage.open(1, 0, {{"outage_at", format_time(minute(10))}});
    outage.import(1, 9, "restore");
    CHECK(only_text(outage).en ==
          "restored at 2026-03-02T08:09:00+08:00, and the outage is said to have begun at 2026-03-02T08:10:00+08:00");

    Story right;
    right.open(1, 0, {{"hangup_at", format_time(minute(0))}, {"outage_at", format_time(minute(-30))}});
    right.import(1, 0, "arrive");
    right.import(1, 9, "restore");
    right.import(1, 9, "reply");
    CHECK(right.told() == Told{});
}

TEST_CASE("an arrival entered long after it happened is found, and graver when it undid a breach") {
    const auto entered = [](std::int64_t late_s, bool corrected, const std::string& event) {
        Story story;
        story.open(1, 0);
        story.clock(1, 0, EventType::clock_started, "arrival", 45);
        story.clock(1, 45, EventType::clock_breached, "arrival");
        story.fire(1, 44, event);
        if (corrected) story.clock(1, 44, EventType::clock_corrected, "arrival");
        story.add(1, EventType::finding_raised, 44,
                  {{"finding", "late-entry"}, {"event", event}, {"late_by_s", late_s}});
        return story;
    };
    CHECK(entered(1'800, false, "arrive").told() == Told{"late-arrival/warning"});
    CHECK(entered(1'800, true, "arrive").told() == Told{"late-arrival/serious"});
    CHECK(entered(1'799, true, "arrive").told() == Told{"late-entry/note"});
    CHECK(entered(1'800, false, "repair").told() == Told{"late-entry/note"});
    const Finding finding = entered(1'800, true, "arrive").findings().front();
    CHECK(finding.person == "li-si");
    CHECK(finding.what.zh == "到达现场在 30 分钟后才录入，超时因此改为未超时");
    CHECK(finding.what.en ==
          "the arrival was entered 30 min after it happened, and turned a breach into a promise kept");
}

TEST_CASE("a ticket passed on once too often is found once") {
    Story story;
    story.open(1, 0);
    for (int i = 0; i < 2; ++i) story.fire(1, 1 + i, "return", {}, {{"effect", "bounce"}});
    CHECK(story.told() == Told{});
    story.fire(1, 3, "reassign", {}, {{"effect", "bounce"}});
    story.fire(1, 4, "reassign", {}, {{"effect", "bounce"}});
    REQUIRE(story.told() == Told{"bounces/warning"});
    CHECK(story.findings().front().evidence == std::vector<std::int64_t>{2, 3, 4});
    CHECK(only_text(story).zh == "退单、转派已达 3 次（首问负责制）");
}

TEST_CASE("a customer who has to come again for one matter is found") {
    Story story;
    story.open(1, 0, {{"assignee", "wang-wu"}});
    story.fire(1, 1, "chase", {}, {{"effect", "chase"}});
    CHECK(story.told() == Told{});
    story.fire(1, 2, "call_back", {}, {{"effect", "reopen"}});
    CHECK(story.told() == Told{"customer-again/warning"});
    CHECK(story.findings().front().person == "wang-wu");  // whose matter it is, not who wrote it down
}

TEST_CASE("a pause needs an approver or a proof, and is not made just before the limit") {
    const auto paused = [](double at, json::object data, bool attached) {
        Story story;
        story.open(1, 0);
        story.clock(1, 0, EventType::clock_started, "arrival", 45);
        story.clock(1, 0, EventType::clock_started, "restoration", 240);
        if (attached) story.add(1, EventType::case_noted, 1, {{"effect", "attached"}, {"sha256", "x"}});
        story.fire(1, at, "suspend", std::move(data));
        story.clock(1, at, EventType::clock_paused, "arrival");
        story.clock(1, at, EventType::clock_paused, "restoration");
        return story;
    };
    const json::object approved{{"approver", "wang-wu"}};
    CHECK(paused(34, {{"reason", "rain"}}, false).told() == Told{"pause-unproved/warning"});
    CHECK(paused(34, approved, false).told() == Told{});
    CHECK(paused(34, {}, true).told() == Told{});
    CHECK(paused(35, approved, false).told() == Told{"pause-before-due/warning"});
    CHECK(paused(35, {}, true).told() == Told{"pause-before-due/serious"});
    CHECK(paused(46, approved, false).told() == Told{});  // the limit had passed: nothing was saved
    CHECK(only_text(paused(35, approved, false)).zh == "时钟 arrival 在到期前 10 分钟被暂停");
    CHECK(only_text(paused(34, {}, false)).en == "paused without an approver, and without an attachment as proof");
}

TEST_CASE("a void without an approver is found, and graver when a limit had run out") {
    const auto voided = [](bool breached, json::object data) {
        Story story;
        story.open(1, 0);
        story.clock(1, 0, EventType::clock_started, "arrival", 45);
        if (breached) story.clock(1, 45, EventType::clock_breached, "arrival");
        story.fire(1, 50, "void", std::move(data));
        return story;
    };
    CHECK(voided(false, {{"reason", "x"}}).told() == Told{"void-unapproved/warning"});
    CHECK(voided(true, {{"reason", "x"}}).told() == Told{"void-unapproved/serious"});
    CHECK(voided(true, {{"approver", "wang-wu"}}).told() == Told{});
    CHECK(only_text(voided(true, {})).zh == "工单已超时，作废没有批准人");
}

TEST_CASE("an erasure is noted with who did it") {
    Story story;
    story.open(1, 0);
    story.add(1, EventType::case_noted, 9,
              {{"effect", "erased"}, {"actor", "root"}, {"fields", json::array{"contact_name", "contact_phone"}}});
    REQUIRE(story.told() == Told{"erased/note"});
    CHECK(story.findings().front().person == "root");
    CHECK(only_text(story).en == "personal data was erased (2 fields)");
}

TEST_CASE("a cut-off needs a notice seven days before, and power is back a day after the payment") {
    constexpr double kDays = 24 * 60;
    const auto cut = [](std::optional<double> notice, double at) {
        Story story;
        story.open(1, 0);
        if (notice) story.fire(1, *notice, "notice");
        story.fire(1, at, "cut_off");
        return story;
    };
    CHECK(cut(std::nullopt, 9 * kDays).told() == Told{"cut-off-early/serious"});
    CHECK(cut(1, 1 + 7 * kDays - 1).told() == Told{"cut-off-early/serious"});
    CHECK(cut(1, 1 + 7 * kDays).told() == Told{});
    const auto back = [](double at) {
        Story story;
        story.open(1, 0);
        story.fire(1, 10, "pay");
        story.fire(1, at, "reconnect");
        return story;
    };
    CHECK(back(10 + kDays).told() == Told{});
    CHECK(back(11 + kDays).told() == Told{"reconnect-late/serious"});
}

TEST_CASE("a third ticket of one customer and kind within the period is found") {
    constexpr double kDays = 24 * 60;
    const auto thirds = [](double third, const std::string& workflow) {
        Story story;
        story.open(1, 0, {{"customer_no", "7001"}}, "complaint");
        story.open(2, 10 * kDays, {{"customer_no", "7001"}}, "complaint");
        story.open(3, 11 * kDays, {{"customer_no", "7002"}}, "complaint");
        story.open(4, third, {{"customer_no", "7001"}}, workflow);
        return story;
    };
    CHECK(thirds(60 * kDays, "complaint").told() == Told{"repeated-matter/warning"});
    CHECK(thirds(60 * kDays, "complaint").findings().front().evidence == std::vector<std::int64_t>{1, 2, 4});
    CHECK(thirds(60 * kDays + 1, "complaint").told() == Told{});
    CHECK(thirds(60 * kDays, "fault-repair").told() == Told{});

    Story stated;
    stated.open(1, 0, {{"repeats", 2}}, "complaint");
    stated.open(2, 0, {{"repeats", 3}}, "complaint");
    CHECK(only_text(stated).zh == "工单写明这是第 3 次重复投诉");
}

TEST_CASE("a complaint about prohibited conduct becomes grave when it is substantiated") {
    Story story;
    story.open(1, 0, {{"subtype", "工作人员酒后上岗"}}, "complaint");
    story.open(2, 0, {{"subtype", "抄表质量"}}, "complaint");
    REQUIRE(story.told() == Told{"prohibited-conduct/warning"});
    CHECK(only_text(story).zh == "投诉内容涉及“十个不准”第 7 条：工作人员酒后上岗");
    story.fire(1, 90, "answer", {{"verdict", "substantiated"}});
    CHECK(story.told() == Told{"prohibited-conduct/serious"});
    CHECK(story.findings().front().id == "prohibited-conduct.1.1");  // as before: a decision about it holds
    story.fire(1, 99, "answer", {{"verdict", "unsubstantiated"}});
    CHECK(story.told() == Told{"prohibited-conduct/note"});
}

TEST_CASE("what an import found is in the same list, with what it is about") {
    Story story;
    story.open(1, 0);
    story.add(1, EventType::finding_raised, 0, {{"finding", "duration-differs/repair_minutes"}});
    story.add(1, EventType::finding_raised, 0, {{"finding", "field-missing"}, {"pointer", "/data/site_class"}});
    story.add(1, EventType::finding_raised, 0, {{"finding", "unheard-of"}});
    story.add(1, EventType::finding_raised, 0, {{"finding", "nobody-to-tell"}, {"clock", "arrival"}});
    CHECK(story.told() ==
          Told{"duration-differs/warning", "field-missing/note", "other/note", "nobody-to-tell/serious"});
    CHECK(story.findings()[0].what.zh == "导出时长与重算不符：repair_minutes");
    CHECK(story.findings()[1].what.en == "Field missing: /data/site_class");
    CHECK(story.findings()[2].what.en == "Other: unheard-of");
    CHECK(story.findings()[3].what.en == "Nobody to tell: arrival");
}
