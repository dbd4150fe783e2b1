// A preview shows what would go out, for the right clock and in the channel's own form, and sends nothing.

#include <catch2/catch.hpp>

#include "adapters/notify/preview.hpp"
#include "tests/unit/notify/support.hpp"

using namespace gongdan;
using namespace gongdan::notify;
using namespace gongdan::notify::test;

namespace {

ClockState clock_of(const std::string& name, Instant due, ClockStatus status = ClockStatus::running) {
    ClockState clock;
    clock.name = name;
    clock.cycle = 1;
    clock.due_at = due;
    clock.status = status;
    return clock;
}

CaseSnapshot fault() {
    auto workflow = std::make_shared<Workflow>();
    workflow->name = "fault-repair";
    workflow->title = {"故障报修", "Fault repair"};
    for (const auto& [name, title] :
         {std::pair("contact", "首次联系"), {"arrival", "到达现场"}, {"restore", "恢复供电"}}) {
        ClockDef definition;
        definition.name = name;
        definition.title = {title, name};
        definition.ladder = "climb";
        workflow->clocks.push_back(definition);
    }
    CaseSnapshot snapshot;
    snapshot.id = CaseId(7);
    snapshot.number = "GZ202603020007";
    snapshot.workflow = workflow;
    snapshot.state = "dispatched";
    snapshot.clocks = {clock_of("contact", kNoon - kDay, ClockStatus::stopped),
                       clock_of("restore", kNoon + std::chrono::hours(1)),
                       clock_of("arrival", kNoon - std::chrono::minutes(35))};
    snapshot.clocks[2].breached = true;
    snapshot.clocks[2].climb.fired = {1, 1};
    snapshot.escalations = {
        {"7.contact.1.1.1", "contact"}, {"7.arrival.1.1.1", "arrival"}, {"7.arrival.1.2.1", "arrival"}};
    return snapshot;
}

/// Three rungs, of which arrival has had two.
Rules climbing() {
    Ladder ladder;
    ladder.name = "climb";
    for (const int level : {1, 1, 2}) {
        Rung rung;
        rung.level = level;
        ladder.rungs.push_back(rung);
    }
    Rules rules;
    rules.calendar = std::make_shared<const Calendar>("test", std::vector<CalendarYear>{});
    rules.ladders = {ladder};
    return rules;
}

Organisation organisation() {
    Organisation made;
    Person elsewhere;
    elsewhere.id = "p0";
    elsewhere.addresses = {{"other", "no"}};
    Person person;
    person.id = "p1";
    person.name = "演示-张三";
    person.roles = {"foreman"};
    person.addresses = {{"other", "no"}, {"desk", "ZhangSan"}};
    made.people = {elsewhere, person};
    return made;
}

Preview made(PluginKind kind, const CaseSnapshot& snapshot, const Organisation& people, bool digest = false) {
    const Rules rules = climbing();
    const auto previewed = preview(channel(kind, {{"url_env", "NOT_READ"}}), {snapshot, rules, people, kNoon, digest});
    if (!previewed) FAIL(previewed.error().detail.en);
    return *previewed;
}

}  // namespace

TEST_CASE("a robot's preview is its message about the clock that is due first, with a real recipient") {
    const auto shown = made(PluginKind::wecom, fault(), organisation());
    CHECK(shown.title == "【2级】GZ202603020007 到达现场");
    CHECK(shown.body.find("到达现场时限已于 11:25 到期") != std::string::npos);
    CHECK(shown.payload.at("msgtype") == "markdown");
    const std::string content(json::value(shown.payload).at_pointer("/markdown/content").as_string());
    CHECK(content.find(shown.title) != std::string::npos);
    CHECK(content.ends_with("<@ZhangSan>"));
}

TEST_CASE("channels that get the message as it is show that message") {
    const auto shown = made(PluginKind::webhook, fault(), organisation());
    CHECK(shown.title.empty());
    CHECK(shown.body.empty());
    CHECK(shown.payload.at("clock") == "arrival");
    CHECK(shown.payload.at("recipient") == json::value{{"id", "p1"}, {"name", "演示-张三"}, {"address", "ZhangSan"}});
}

TEST_CASE("a digest lists the clocks of the ticket that have not ended, or all when every one has") {
    const auto shown = made(PluginKind::file, fault(), organisation(), true);
    CHECK(shown.payload.at("kind") == "digest");
    CHECK(shown.payload.at("count") == 1);  // the ticket has a line for each of its clocks
    CHECK(shown.payload.at("level") == 2);
    CHECK(shown.payload.at("oldest_due_at") == "2026-03-02T11:25:00+08:00");
    CHECK(json::value(shown.payload).at_pointer("/items/1/clock_title/zh") == "恢复供电");
    const auto said = made(PluginKind::feishu, fault(), organisation(), true);
    CHECK(said.body.find("1 件工单") != std::string::npos);
    CHECK(said.body.find("首次联系") == std::string::npos);
    auto closed = fault();
    for (ClockState& clock : closed.clocks) clock.status = ClockStatus::stopped;
    CHECK(made(PluginKind::feishu, closed, organisation(), true).body.find("首次联系") != std::string::npos);
}

TEST_CASE("a mail's preview is its subject and text, a short message's its template and parameters") {
    const auto mail = made(PluginKind::email, fault(), organisation());
    CHECK(mail.title == "【2级】GZ202603020007 到达现场");
    CHECK(mail.body.find("到达现场时限已于 11:25 到期") != std::string::npos);

    const auto snapshot = fault();
    const Organisation people = organisation();
    const Rules rules = climbing();
    const auto sms =
        channel(PluginKind::sms, {{"template", "SMS_1"}, {"parameters", {{"what", "{clock}"}, {"due", "{due}"}}}});
    const auto shown = preview(sms, {snapshot, rules, people, kNoon});
    REQUIRE(shown);
    CHECK(shown->title == "SMS_1");
    CHECK(shown->body == "what: 到达现场\ndue: 11:25");
    CHECK(shown->payload.at("parameters") == json::value{{"what", "到达现场"}, {"due", "11:25"}});
    const auto digest = preview(sms, {snapshot, rules, people, kNoon, true});
    REQUIRE(digest);
    CHECK(digest->payload.at("template") == "SMS_1");
}

TEST_CASE("a preview has the name of the area, the roles of the rung, and what the worker adds before it sends") {
    auto snapshot = fault();
    snapshot.data = json::object{{"area", "a1"}};
    Organisation people = organisation();
    people.areas = {{"a1", "一号台区", "", ""}};
    Rules rules = climbing();
    rules.ladders[0].rungs.pop_back();  // both that arrival has had
    rules.ladders[0].rungs[1].level = 4;
    rules.ladders[0].rungs[1].roles = {"leader"};
    const Enrich enrich = [](const Notice& notice) {
        return notice.message.substr(0, notice.message.size() - 1) + R"(,"acknowledge_url":"https://x/a/)" +
               notice.escalation + "\"}";
    };
    const auto shown = preview(channel(PluginKind::webhook, {}), {snapshot, rules, people, kNoon, false, enrich});
    REQUIRE(shown);
    CHECK(shown->payload.at("area") == "一号台区");
    CHECK(shown->payload.at("level") == 4);
    CHECK(shown->payload.at("top") == true);
    CHECK(shown->payload.at("to") == json::array{"leader"});
    CHECK(shown->payload.at("escalation") == "7.arrival.1.2.1");
    CHECK(shown->payload.at("id") == "7.arrival.1.2.1/p1/desk");
    CHECK(shown->payload.at("acknowledge_url") == "https://x/a/7.arrival.1.2.1");
}

TEST_CASE("a preview shows the next message of the clock people look at, not one that nobody is ever sent") {
    auto snapshot = fault();
    auto workflow = std::make_shared<Workflow>(*snapshot.workflow);
    for (ClockDef& def : workflow->clocks) {
        if (def.name == "arrival") def.ladder.clear();  // due first, and silent
    }
    snapshot.workflow = workflow;
    const auto shown = made(PluginKind::webhook, snapshot, organisation());
    CHECK(shown.payload.at("clock") == "restore");
    CHECK(shown.payload.at("escalation") == "7.restore.1.1.1");
    CHECK(made(PluginKind::webhook, fault(), organisation()).payload.at("escalation") == "7.arrival.1.3.1");
}

TEST_CASE("a preview shows no rung that will never come: what watches an answer, or what was said last") {
    auto snapshot = fault();
    ClockState& arrival = snapshot.clocks[2];
    arrival.climb.acknowledged = true;
    arrival.climb.acknowledged_at = kNoon;
    const auto escalation = [&snapshot](const Rules& rules) {
        const Organisation people = organisation();
        const auto shown = preview(channel(PluginKind::webhook, {}), {snapshot, rules, people, kNoon});
        return shown ? string_or_empty(shown->payload, "escalation") : shown.error().detail.en;
    };
    Rules rules = climbing();
    CHECK(escalation(rules) == "7.arrival.1.2.1");
    rules.ladders[0].watch = rules.ladders[0].rungs[0];
    rules.ladders[0].watch->offset = std::chrono::minutes(20);
    CHECK(escalation(rules) == "7.arrival.1.0.1");
    // What an earlier cycle said is not this one's.
    arrival.climb = {};
    arrival.cycle = 2;
    CHECK(escalation(rules) == "7.arrival.2.1.1");
}

TEST_CASE("a paused clock is shown after those that run, and the recipient is one whom the rung reaches") {
    auto snapshot = fault();
    snapshot.clocks[2].status = ClockStatus::paused;
    Organisation people = organisation();
    Person leader = people.people[1];
    leader.id = "p2";
    leader.roles = {"leader"};
    people.people.push_back(leader);
    Rules rules = climbing();
    for (Rung& rung : rules.ladders[0].rungs) rung.roles = {"leader"};
    const auto shown = preview(channel(PluginKind::webhook, {}), {snapshot, rules, people, kNoon});
    REQUIRE(shown);
    CHECK(shown->payload.at("clock") == "restore");
    CHECK(json::value(shown->payload).at_pointer("/recipient/id") == "p2");
}

TEST_CASE("a preview needs no recipient, but a clock with a ladder") {
    const auto shown = made(PluginKind::dingtalk, fault(), {});
    CHECK(json::value(shown.payload).at_pointer("/at/atMobiles").as_array().empty());
    auto fresh = fault();
    fresh.clocks.clear();
    const Organisation people = organisation();
    const Rules rules = climbing();
    CHECK(preview(channel(PluginKind::file, {}), {fresh, rules, people, kNoon}).error().code == Errc::not_found);
    Rules silent = climbing();
    silent.ladders.clear();
    const auto whole = fault();
    CHECK(preview(channel(PluginKind::file, {}), {whole, silent, people, kNoon}).error().code == Errc::not_found);
}
