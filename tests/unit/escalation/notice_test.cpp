// A notice must say what a manager needs in one sentence, be the same over retries, and carry nothing of the customer.

#include <catch2/catch.hpp>

#include "core/escalation/notice.hpp"

using namespace gongdan;

namespace {

Instant at(const std::string& text) {
    const auto parsed = parse_time(text);
    if (!parsed) FAIL(parsed.error().detail.en);
    return *parsed;
}

std::shared_ptr<const Workflow> workflow() {
    auto made = std::make_shared<Workflow>();
    made->name = "fault-repair";
    made->title = {"故障报修", "Fault repair"};
    State state;
    state.name = "dispatched";
    state.title = {"已派单", "Dispatched"};
    made->states.push_back(state);
    ClockDef clock;
    clock.name = "arrival";
    clock.title = {"到达现场", "Arrival"};
    made->clocks.push_back(clock);
    return made;
}

CaseSnapshot fault(const std::string& due_at) {
    CaseSnapshot snapshot;
    snapshot.id = CaseId(7);
    snapshot.number = "GZ20260302000007";
    snapshot.workflow = workflow();
    snapshot.state = "dispatched";
    snapshot.data =
        json::parse(R"({"fault_address":"秘密路 9 号","contact_name":"某客户","contact_phone":"13800000000"})")
            .as_object();
    ClockState clock;
    clock.name = "arrival";
    clock.due_at = at(due_at);
    snapshot.clocks.push_back(clock);
    return snapshot;
}

Event raised(const std::string& when, const std::string& recorded, std::int64_t repeat = 0) {
    Event event;
    event.case_id = CaseId(7);
    event.type = EventType::escalation_raised;
    event.occurred_at = at(when);
    event.recorded_at = at(recorded);
    event.body = {
        {"clock", "arrival"},      {"rung", 3},        {"level", 3},     {"to", json::array{"district_manager"}},
        {"id", "7.arrival.1.3.1"}, {"repeat", repeat}, {"next_rung", 4}, {"next_repeat", 0}};
    if (event.recorded_at > event.occurred_at)
        event.body["late_by_s"] = (event.recorded_at - event.occurred_at).count() / 1000;
    return event;
}

Organisation one_manager() {
    Organisation organisation;
    Person manager;
    manager.id = "m1";
    manager.name = "演示-李四";
    manager.roles = {"district_manager"};
    manager.addresses = {{"desk-file", "m1"}, {"sms", "0001"}, {"sms", "0002"}};
    organisation.people = {manager};
    return organisation;
}

json::object message_of(const Notice& notice) { return json::parse(notice.message).as_object(); }

std::string sentence(const Event& event, const CaseSnapshot& snapshot, std::string_view language) {
    const auto notices = notices_for(event, snapshot, one_manager());
    if (notices.empty()) FAIL("nobody was told");
    return string_or_empty(message_of(notices.front()).at("text").as_object(), language);
}

}  // namespace

TEST_CASE("every address of a recipient gets a notice with an id of its own") {
    const auto when = "2026-03-02T08:45:00+08:00";
    const auto notices = notices_for(raised(when, when), fault(when), one_manager());
    REQUIRE(notices.size() == 3);
    CHECK(notices[0].id == "7.arrival.1.3.1/m1/desk-file");
    CHECK(notices[1].id == "7.arrival.1.3.1/m1/sms");
    CHECK(notices[2].id == "7.arrival.1.3.1/m1/sms/2");
    CHECK(notices[0].channel == "desk-file");
    CHECK(notices[0].person == "m1");
    CHECK(notices[0].escalation == "7.arrival.1.3.1");
    CHECK(notices[0].case_id == CaseId(7));
    CHECK(notices[0].raised_at == at(when));
}

TEST_CASE("the message holds exactly what its documentation lists") {
    const auto when = "2026-03-02T08:45:00+08:00";
    const auto notices = notices_for(raised(when, when), fault(when), one_manager());
    const auto expected = json::parse(R"({
        "id": "7.arrival.1.3.1/m1/sms", "escalation": "7.arrival.1.3.1", "case": "7", "number": "GZ20260302000007",
        "workflow": "fault-repair", "title": {"zh": "故障报修", "en": "Fault repair"},
        "clock": "arrival", "clock_title": {"zh": "到达现场", "en": "Arrival"}, "rung": 3, "level": 3, "top": false,
        "repeat": 0,
        "due_at": "2026-03-02T08:45:00+08:00", "raised_at": "2026-03-02T08:45:00+08:00", "to": ["district_manager"],
        "recipient": {"id": "m1", "name": "演示-李四", "address": "0001"}, "state": "dispatched", "state_title": {"zh": "已派单", "en": "Dispatched"},
        "text": {"zh": "工单 GZ20260302000007（故障报修）的到达现场时限已于 08:45 到期，当前状态：已派单。",
                 "en": "Ticket GZ20260302000007 (Fault repair): the limit for 'Arrival' ended at 08:45; state: Dispatched."}
    })");
    CHECK(json::value(message_of(notices[1])) == expected);
}

TEST_CASE("a rung before the limit says when it will end") {
    const auto when = "2026-03-02T08:22:30+08:00";
    const auto snapshot = fault("2026-03-02T08:45:00+08:00");
    CHECK(sentence(raised(when, when), snapshot, "zh") ==
          "工单 GZ20260302000007（故障报修）的到达现场时限将于 08:45 到期，当前状态：已派单。");
    CHECK(sentence(raised(when, when), snapshot, "en") ==
          "Ticket GZ20260302000007 (Fault repair): the limit for 'Arrival' ends at 08:45; state: Dispatched.");
}

TEST_CASE("a repeated rung says how often it was told") {
    const auto when = "2026-03-02T11:15:00+08:00";
    const auto snapshot = fault("2026-03-02T08:45:00+08:00");
    CHECK(sentence(raised(when, when, 1), snapshot, "zh").find("第 2 次提醒") != std::string::npos);
    CHECK(sentence(raised(when, when, 1), snapshot, "en").find("reminder number 2") != std::string::npos);
}

TEST_CASE("a rung told late after downtime speaks from the present and says by how much") {
    const auto event = raised("2026-03-02T08:22:30+08:00", "2026-03-02T10:22:30+08:00");
    const auto snapshot = fault("2026-03-02T08:45:00+08:00");
    CHECK(sentence(event, snapshot, "zh").find("已于 08:45 到期") != std::string::npos);
    CHECK(get_int(message_of(notices_for(event, snapshot, one_manager())[0]), "late_by_s") == 7200);
}

TEST_CASE("a due time on another day says the day, and midnight belongs to the day it ends") {
    const auto when = "2026-02-13T19:30:00+08:00";
    CHECK(sentence(raised(when, when), fault("2026-02-15T00:00:00+08:00"), "zh").find("将于 2026-02-14 24:00 到期") !=
          std::string::npos);
    CHECK(sentence(raised(when, when), fault("2026-02-14T00:00:00+08:00"), "zh").find("将于 24:00 到期") !=
          std::string::npos);
    CHECK(sentence(raised(when, when), fault("2026-02-14T09:05:00+08:00"), "en").find("ends at 2026-02-14 09:05") !=
          std::string::npos);
}

TEST_CASE("nothing of the customer leaves with a notice") {
    const auto when = "2026-03-02T08:45:00+08:00";
    for (const Notice& notice : notices_for(raised(when, when), fault(when), one_manager())) {
        for (const std::string secret : {"秘密路", "某客户", "13800000000"})
            CHECK(notice.message.find(secret) == std::string::npos);
    }
}

TEST_CASE("the people of the moment of firing are told, not those of the moment it was due") {
    Organisation organisation = one_manager();
    Person other = organisation.people[0];
    other.id = "m2";
    organisation.people.push_back(other);
    organisation.shifts = {
        {"m1", "district_manager", at("2026-03-02T08:00:00+08:00"), at("2026-03-02T09:00:00+08:00"), false},
        {"m2", "district_manager", at("2026-03-02T09:00:00+08:00"), at("2026-03-02T20:00:00+08:00"), false}};
    const auto event = raised("2026-03-02T08:45:00+08:00", "2026-03-02T10:00:00+08:00");
    const auto notices = notices_for(event, fault("2026-03-02T08:45:00+08:00"), organisation);
    REQUIRE(notices.size() == 3);
    CHECK(notices[0].person == "m2");
}

TEST_CASE("a role that nobody holds makes no notice") {
    const auto when = "2026-03-02T08:45:00+08:00";
    CHECK(notices_for(raised(when, when), fault(when), Organisation()).empty());
}

TEST_CASE("in quiet hours a notice waits for their end, over midnight too, unless it is of the highest level") {
    Organisation organisation = one_manager();
    organisation.people[0].quiet = QuietHours{std::chrono::hours(22), std::chrono::hours(7)};
    const auto waits_until = [&organisation](const std::string& when, bool top) {
        return format_time(notices_for(raised(when, when), fault(when), organisation, top).front().not_before);
    };
    CHECK(waits_until("2026-03-02T22:00:00+08:00", false) == "2026-03-03T07:00:00+08:00");
    CHECK(waits_until("2026-03-03T06:59:59+08:00", false) == "2026-03-03T07:00:00+08:00");
    CHECK(waits_until("2026-03-03T07:00:00+08:00", false) == "2026-03-03T07:00:00+08:00");
    CHECK(waits_until("2026-03-02T23:30:00+08:00", true) == "2026-03-02T23:30:00+08:00");
}

TEST_CASE("whoever is on duty has no quiet hours") {
    Organisation organisation = one_manager();
    organisation.people[0].quiet = QuietHours{std::chrono::hours(22), std::chrono::hours(7)};
    organisation.duties.push_back({"m1", "district_manager", {}, std::chrono::hours(20), std::chrono::hours(12)});
    const auto when = "2026-03-02T23:00:00+08:00";
    CHECK(notices_for(raised(when, when), fault(when), organisation).front().not_before == at(when));
}

TEST_CASE("what was acknowledged and is still not done is told as such") {
    const auto when = "2026-03-02T09:30:00+08:00";
    Event event = raised(when, when);
    event.body["rung"] = 0;
    const auto snapshot = fault("2026-03-02T08:45:00+08:00");
    CHECK(sentence(event, snapshot, "zh") ==
          "工单 GZ20260302000007（故障报修）的到达现场已有人确认，但仍未完成，时限 08:45，当前状态：已派单。");
    CHECK(
        sentence(event, snapshot, "en") ==
        "Ticket GZ20260302000007 (Fault repair): 'Arrival' was acknowledged and is still not done; limit 08:45; state: "
        "Dispatched.");
}

TEST_CASE(
    "a notice that goes out late tells the present state, and of a clock that has ended that nothing is left to do") {
    const auto when = "2026-03-02T08:45:00+08:00";
    CaseSnapshot snapshot = fault(when);
    const std::string written = notices_for(raised(when, when), snapshot, one_manager()).front().message;
    CHECK(brought_up_to_date(written, snapshot) == written);
    snapshot.clocks[0].status = ClockStatus::stopped;
    snapshot.clocks[0].stopped_at = at("2026-03-02T08:52:00+08:00");
    const json::object now = json::parse(brought_up_to_date(written, snapshot)).as_object();
    CHECK(now.at("settled").as_bool());
    CHECK(now.at("text").at("zh").as_string() ==
          "工单 GZ20260302000007 的到达现场已于 08:52 结束，无需再处理；当前状态：已派单。");
    CHECK(now.at("recipient") == json::parse(written).at("recipient"));
    CHECK(brought_up_to_date("no message", snapshot) == "no message");
}
