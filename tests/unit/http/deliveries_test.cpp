// The ledger of deliveries over HTTP, dead letters that are lists, the health of channels, and test messages.

#include <catch2/catch.hpp>

#include "adapters/host/channels.hpp"
#include "core/base/percent.hpp"
#include "tests/support/shipped.hpp"
#include "tests/unit/http/desk.hpp"

using namespace gongdan;
using namespace gongdan::http;
using namespace gongdan::http::test;

namespace {

const json::object& first_of(const json::object& list) { return list.at("items").as_array().at(0).as_object(); }

host::Channel robot() {
    host::Channel channel;
    channel.name = "robot";
    return channel;
}

Response try_out(Desk& desk, const std::string& body, std::vector<Header> headers = {}) {
    return desk.ask({.method = "POST",
                     .target = "/api/v1/channels/robot/test",
                     .body = body,
                     .role = "admin",
                     .headers = std::move(headers)});
}

}  // namespace

TEST_CASE("the ledger is asked for a ticket by its number, a person and a channel, within the viewer's reach") {
    Desk desk;
    const std::string id = desk.open_fault();
    auto& reads = desk.service.fake_reads();
    DeliveryRow row;
    row.seq = 7;
    row.outcome = DeliveryRow::Outcome::retry;
    row.took = Millis(1250);
    row.channel = "robot";
    row.person = "m1";
    row.notice = "digest.3/m1/robot";
    row.list = true;
    row.tickets = 12;
    row.answer = "busy";
    reads.next_deliveries = {{row}, "next"};
    const std::string number = reads.find(id).value()->snapshot.number;
    const Response answer =
        desk.get("/api/v1/deliveries?ticket=" + number + "&person=m1&channel=robot&limit=5&cursor=c", "leader");
    REQUIRE(answer.status == 200);
    CHECK(to_int(reads.last_deliveries.case_id) == std::stoll(id));
    CHECK(reads.last_deliveries.person == "m1");
    CHECK(reads.last_deliveries.channel == "robot");
    CHECK(reads.last_deliveries.limit == 5);
    CHECK(reads.last_deliveries.cursor == "c");
    CHECK(reads.last_deliveries.reach.all);
    const json::object list = object_of(answer);
    CHECK(list.at("next_cursor") == "next");
    const json::object& shown = first_of(list);
    CHECK(shown.at("outcome") == "retry");
    CHECK(shown.at("took_ms") == 1250);
    CHECK(shown.at("list") == true);
    CHECK(shown.at("ticket").is_null());
    CHECK(shown.at("tickets") == 12);
    CHECK(shown.at("answer") == "busy");
    CHECK_FALSE(shown.contains("address"));

    CHECK(desk.get("/api/v1/deliveries?ticket=GZ0", "leader").status == 404);
    CHECK(desk.get("/api/v1/deliveries?place=1", "leader").status == 422);
    CHECK(desk.get("/api/v1/deliveries", "district_manager@demo-wu-jiu").status == 200);
    CHECK_FALSE(reads.last_deliveries.reach.all);
    CHECK_FALSE(reads.last_deliveries.reach.areas.empty());
}

TEST_CASE("the notices of a ticket are shown to whoever sees the ticket, with the list they go out in") {
    Desk desk;
    const std::string id = desk.open_fault();
    NoticeRow row;
    row.id = id + ".arrival.1.1.0/m1/robot";
    row.state = NoticeState::listed;
    row.list = "digest.3/m1/robot";
    row.list_state = NoticeState::pending;
    row.next_at = gongdan::test::on("09:00:00");
    desk.service.fake_reads().next_notices = {{row}, ""};
    const json::object list = object_of(desk.get("/api/v1/tickets/" + id + "/notices", "call_taker"));
    CHECK(list.at("next_cursor").is_null());
    const json::object& shown = first_of(list);
    CHECK(shown.at("state") == "listed");
    CHECK(shown.at("list") == "digest.3/m1/robot");
    CHECK(shown.at("list_state") == "pending");
    CHECK(shown.at("next_at") == "2026-03-02T09:00:00+08:00");
    CHECK(to_int(desk.service.fake_reads().asked_notices) == std::stoll(id));
    CHECK(desk.get("/api/v1/tickets/99/notices").status == 404);
}

TEST_CASE("a dead list is shown with its count and tickets and goes back by its id, under the name of who did it") {
    Desk desk;
    OutboxRow row;
    row.notice.id = "digest.7/m1/robot";
    row.notice.message = R"({"kind":"digest","count":300})";
    row.state = NoticeState::dead;
    row.entries = 300;
    row.tickets = {CaseId(4), CaseId(9)};
    desk.service.fake_reads().dead = {row};
    const json::object list = object_of(desk.get("/api/v1/dead-letters"));
    const json::object& letter = first_of(list);
    CHECK(letter.at("ticket").is_null());
    CHECK(letter.at("list") == true);
    CHECK(letter.at("count") == 300);
    CHECK(letter.at("tickets") == json::array{"4", "9"});
    const std::string target = "/api/v1/dead-letters/" + percent_encode(row.notice.id) + "/requeue";
    CHECK(target == "/api/v1/dead-letters/digest.7%2Fm1%2Frobot/requeue");
    CHECK(desk.ask({.method = "POST", .target = target}).status == 200);
    CHECK(desk.service.requeued == std::vector<std::string>{"digest.7/m1/robot"});
    CHECK(desk.service.requeued_by == std::vector<std::string>{"someone"});
}

TEST_CASE("a channel tells until when it rests and since when something waits") {
    Desk desk;
    host::Channel resting = robot();
    resting.state = host::Channel::State::resting;
    resting.resting_until = gongdan::test::on("08:10:00");
    desk.service.configured_channels = {resting};
    desk.service.fake_reads().waiting = {{"robot", 3, 1, gongdan::test::on("07:59:00")}};
    const json::object list = object_of(desk.get("/api/v1/channels"));
    const json::object& shown = first_of(list);
    CHECK(shown.at("state") == "resting");
    CHECK(shown.at("resting_until") == "2026-03-02T08:10:00+08:00");
    CHECK(shown.at("oldest_pending_at") == "2026-03-02T07:59:00+08:00");
    CHECK(shown.at("pending") == 3);
    CHECK(shown.at("dead") == 1);
}

TEST_CASE("a channel that fails tells since when, and what it was answered last") {
    Desk desk;
    notify::ChannelConfig config;
    config.name = "robot";
    notify::ChannelState state;
    state.name = "robot";
    state.failing_since = gongdan::test::on("07:59:00");
    state.last_answer = "no such robot";
    desk.service.configured_channels = {host::channel_of(config, state)};
    const json::object list = object_of(desk.get("/api/v1/channels"));
    CHECK(first_of(list).at("state") == "failing");
    CHECK(first_of(list).at("failing_since") == "2026-03-02T07:59:00+08:00");
    CHECK(first_of(list).at("last_answer") == "no such robot");
}

TEST_CASE("a test message says in both languages that it is one, and who sent it stands in the account log") {
    Desk desk;
    desk.service.configured_channels = {robot()};
    const Response answer = try_out(desk, R"({"to":"room-5","text":"第二次"})");
    REQUIRE(answer.status == 200);
    const json::object said = object_of(answer);
    CHECK(said.at("outcome") == "delivered");
    CHECK(said.at("reason").is_null());
    REQUIRE(desk.service.tested.size() == 1);
    const json::object message = json::parse(desk.service.tested[0]).as_object();
    CHECK(message.at("id") == said.at("message"));
    CHECK(message.at("kind") == "test");
    CHECK(message.at("recipient").at("address") == "room-5");
    const std::string zh(message.at("text").at("zh").as_string());
    CHECK(zh.starts_with("【测试】"));
    CHECK(zh.ends_with("第二次"));
    CHECK(std::string(message.at("text").at("en").as_string()).starts_with("[TEST]"));
    const auto log = desk.service.accounts().log(0, 10).value();
    REQUIRE(log.size() == 1);
    CHECK(log[0].what == "channel-tested");
    CHECK(log[0].account == "robot");
    CHECK(log[0].actor == "someone");
}

TEST_CASE("a test message that the channel refuses comes back with the reason; an unknown channel is 404") {
    Desk desk;
    desk.service.configured_channels = {robot()};
    desk.service.test_answer =
        host::TestAnswer{host::TestAnswer::Kind::rejected, {"没有这个群", "there is no such room"}};
    const json::object said = object_of(try_out(desk, R"({"to":""})"));
    CHECK(said.at("outcome") == "rejected");
    CHECK(said.at("reason").at("en") == "there is no such room");
    desk.service.test_answer = fail(Errc::overloaded, "host.test-running");
    CHECK(try_out(desk, R"({"to":""})").status == 503);
    CHECK(try_out(desk, "{}").status == 422);
    const Response unknown =
        desk.ask({.method = "POST", .target = "/api/v1/channels/fax/test", .body = R"({"to":"1"})", .role = "admin"});
    CHECK(unknown.status == 404);
    CHECK(desk.service.tested.size() == 2);
}

TEST_CASE("a test message under a key is sent once") {
    Desk desk;
    desk.service.configured_channels = {robot()};
    const std::vector<Header> key = {{"idempotency-key", "k1"}};
    const Response first = try_out(desk, R"({"to":"a"})", key);
    CHECK(first.status == 200);
    desk.service.time += std::chrono::seconds(1);
    const Response again = try_out(desk, R"({"to":"a"})", key);
    CHECK(again.body == first.body);
    CHECK(header_of(again, "Idempotency-Replayed") == "true");
    CHECK(desk.service.tested.size() == 1);
    CHECK(try_out(desk, R"({"to":"b"})", key).status == 422);
}
