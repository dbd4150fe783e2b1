// What a person did on a day, as rows: his steps and words, in order, customers masked.

#include <catch2/catch.hpp>

#include "adapters/report/worklog.hpp"
#include "adapters/report/write.hpp"
#include "core/audit/chain.hpp"
#include "tests/support/recording_store.hpp"
#include "tests/support/shipped.hpp"

using namespace gongdan;
using namespace gongdan::report;
using test::on;

namespace {

Digest no_digest(std::string_view) { return {}; }

/// The log of "somebody", who dispatched a fault and wrote about it.
WorkDay a_day() {
    test::RecordingStore store;
    Engine engine(store, test::shipped(), no_digest, test::fixed_salt);
    Request opened = test::open_fault("urban", "08:00:00");
    std::get<OpenRequest>(opened.wish).command.data["area"] = "demo-101";
    const Actor somebody{"somebody", {"dispatcher"}};
    const std::vector<std::pair<Request, std::string>> requests{
        {opened, "08:00:30"},
        {test::fire("1", "dispatch", "dispatcher", R"({"team":"T1","contact_name":"张三丰"})"), "08:02:00"},
        {{CommentRequest{"1", {"请打 13900001111, =1+1", somebody, std::nullopt}}, std::nullopt, test::viewer("admin")},
         "08:04:00"},
    };
    for (const auto& [request, at] : requests) REQUIRE(engine.run({&request, 1}, on(at)).replies.front().ok());
    const CaseSnapshot snapshot = (*store.load(CaseId{1}))->snapshot;
    WorkDay day{"演示-张三", "演示东供电所", parse_date("2026-03-02").value(), {}};
    for (auto stored = store.journal.rbegin(); stored != store.journal.rend(); ++stored) {
        const Event event = restore_event(*stored).value();
        if (string_or_empty(event.body, "actor") != "somebody") continue;
        auto entry = work_entry(event, snapshot, *test::shipped().organisation);
        if (entry) day.entries.push_back(std::move(*entry));
    }
    for (WorkEntry& entry : day.entries) entry.number = "GZ1";
    return day;
}

}  // namespace

TEST_CASE("steps and comments stand in order of time, customers masked") {
    CHECK(
        csv_text(worklog_document(a_day())) ==
        "at,number,workflow,area,address,what,stage,remark,recorded_at\r\n"
        "2026-03-02T08:02:00+08:00,GZ1,故障报修,演示一号台区（城区）,幸福路****,dispatch,已受理 → 已派单,抢修班组：T1,"
        "2026-03-02T08:02:00+08:00\r\n"
        "2026-03-02T08:04:00+08:00,GZ1,故障报修,演示一号台区（城区）,幸福路****,comment,,\"请打 139****1111, =1+1\","
        "2026-03-02T08:04:00+08:00\r\n");
}

TEST_CASE("the page names the person and the day, and has room for signatures") {
    const std::string page = html_text(worklog_document(a_day()));
    for (const std::string part : {"客户经理工作日志", "演示-张三", "2026-03-02", "演示东供电所", "2 项，涉及工单 1 张",
                                   "填写人：____", "@page { size: A4"}) {
        INFO(part);
        CHECK(page.find(part) != std::string::npos);
    }
    CHECK(page.find("张三丰") == std::string::npos);
}

TEST_CASE("a day without work says so") {
    WorkDay day = a_day();
    day.entries.clear();
    CHECK(html_text(worklog_document(std::move(day))).find("当日没有记录") != std::string::npos);
}
