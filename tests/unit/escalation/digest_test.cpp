// A storm must reach people as a few lists in which nothing is missing, and a quiet hour must not be delayed by it.

#include <catch2/catch.hpp>

#include "core/base/json.hpp"
#include "core/escalation/digest.hpp"
#include "core/ticket/event.hpp"

using namespace gongdan;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Instant kNoon = from_unix_ms(1772424000000);  // 2026-03-02T12:00:00+08:00

const Budget kPlenty{1000, kNoon};

DigestRules rules(int above = 2) { return {above, seconds(5), {{3, minutes(1)}, {5, minutes(15)}}}; }

Mailbox mailbox(const std::string& person, std::int64_t waiting, int level = 1, Instant since = kNoon) {
    return {{person, ""}, waiting, level, since, false, 0, false};
}

std::string entry(const std::string& number, int level, const std::string& due, const std::string& area = "") {
    json::object message{{"id", number + "/m1/robot"},
                         {"number", number},
                         {"level", level},
                         {"due_at", due},
                         {"state", "dispatched"},
                         {"recipient", {{"id", "m1"}, {"name", "演示-李四"}, {"address", "0001"}}}};
    if (!area.empty()) message["area"] = area;
    return json::serialize(message);
}

json::object digest(const std::vector<std::string>& messages, Instant now = kNoon) {
    return json::parse(digest_message("digest.1/m1/robot", messages, now)).as_object();
}

}  // namespace

TEST_CASE("a notice alone goes out at once") {
    const std::vector<Mailbox> boxes = {mailbox("m1", 1)};
    const auto serving = serve_next(boxes, rules(), {}, kNoon, kPlenty);
    REQUIRE(serving.has_value());
    CHECK(serving->at == kNoon);
    CHECK_FALSE(serving->as_list);
    CHECK_FALSE(serve_next({}, rules(), {}, kNoon, kPlenty).has_value());
}

TEST_CASE("more than a few notices become a list, which waits a moment for its last entries") {
    const std::vector<Mailbox> boxes = {mailbox("m1", 3)};
    const auto serving = serve_next(boxes, rules(), {}, kNoon, kPlenty);
    CHECK(serving->as_list);
    CHECK(serving->at == kNoon + seconds(5));
    CHECK(serve_next(boxes, rules(), {}, kNoon + seconds(5), kPlenty)->at == kNoon + seconds(5));
    CHECK_FALSE(serve_next(boxes, rules(0), {}, kNoon, kPlenty)->as_list);
}

TEST_CASE("a list that was made is sent before another one is begun") {
    std::vector<Mailbox> boxes = {mailbox("m1", 30)};
    boxes[0].list_ready = true;
    const auto serving = serve_next(boxes, rules(), {}, kNoon, kPlenty);
    CHECK(serving->at == kNoon);
    CHECK_FALSE(serving->as_list);
}

TEST_CASE("the highest level is served first, then who waits longest") {
    const std::vector<Mailbox> boxes = {mailbox("m1", 1, 2, kNoon - minutes(2)), mailbox("m2", 1, 5, kNoon),
                                        mailbox("m3", 1, 5, kNoon - minutes(1))};
    CHECK(serve_next(boxes, rules(), {}, kNoon, kPlenty)->mailbox == 2);
}

TEST_CASE("a recipient gets no more in any stretch of time than is allowed, others are not held up by him") {
    SentLately sent;
    for (int i = 0; i < 3; ++i) sent.add({"m1", ""}, kNoon + seconds(10 * i));
    const Instant now = kNoon + seconds(30);
    const std::vector<Mailbox> busy = {mailbox("m1", 1, 5), mailbox("m2", 1, 1)};
    CHECK(serve_next(busy, rules(), sent, now, kPlenty)->mailbox == 1);
    const std::vector<Mailbox> alone = {mailbox("m1", 1, 5)};
    CHECK(serve_next(alone, rules(), sent, now, kPlenty)->at == kNoon + minutes(1));
    for (int i = 0; i < 2; ++i) sent.add({"m1", ""}, kNoon + minutes(2));
    CHECK(serve_next(alone, rules(), sent, kNoon + minutes(4), kPlenty)->at == kNoon + minutes(15));
    sent.forget(rules().per_recipient, kNoon + minutes(17));
    CHECK(sent.allowed_at(mailbox("m1", 1), rules().per_recipient, kNoon) == kNoon);
}

TEST_CASE("a notice of the top level never waits behind the allowance that lower ones have used up") {
    SentLately sent;
    for (int i = 0; i < 3; ++i) sent.add({"m1", ""}, kNoon);
    std::vector<Mailbox> boxes = {mailbox("m1", 1, 4)};
    CHECK(serve_next(boxes, rules(), sent, kNoon, kPlenty)->at == kNoon + minutes(1));
    boxes[0].top = 1;
    CHECK(serve_next(boxes, rules(), sent, kNoon, kPlenty)->at == kNoon);
    // Its own kind does count, so that a storm of top ones is a storm no more than any other.
    for (int i = 0; i < 3; ++i) sent.add({"m1", ""}, kNoon, Urgency::top);
    CHECK(serve_next(boxes, rules(), sent, kNoon, kPlenty)->at == kNoon + minutes(1));
}

TEST_CASE("what is left of a channel's minute is kept for notices of the top level") {
    const Budget spent{0, kNoon + seconds(40)};
    std::vector<Mailbox> boxes = {mailbox("m1", 1, 5), mailbox("m2", 1, 3)};
    boxes[1].top = 1;
    const auto serving = serve_next(boxes, rules(), {}, kNoon, spent);
    CHECK(serving->mailbox == 1);
    CHECK(serving->at == kNoon);
    CHECK_FALSE(serving->as_list);
    boxes[1].top = 0;
    CHECK(serve_next(boxes, rules(), {}, kNoon, spent)->at == kNoon + seconds(40));
}

TEST_CASE(
    "a top notice is bundled only with its like: neither a list that is ready nor a queue of lower ones holds it") {
    std::vector<Mailbox> boxes = {mailbox("m1", 30, 4)};
    boxes[0].top = 1;
    CHECK_FALSE(serve_next(boxes, rules(), {}, kNoon, kPlenty)->as_list);
    boxes[0].list_ready = true;
    CHECK_FALSE(serve_next(boxes, rules(), {}, kNoon, kPlenty)->as_list);
    boxes[0].top = 3;
    CHECK(serve_next(boxes, rules(), {}, kNoon, kPlenty)->as_list);
    boxes[0].top_list = true;
    CHECK_FALSE(serve_next(boxes, rules(), {}, kNoon, kPlenty)->as_list);
}

TEST_CASE("a recipient whose provider takes no more for him is held, however urgent; others are not") {
    SentLately sent;
    sent.hold({"m1", ""}, kNoon, kNoon + minutes(1));
    std::vector<Mailbox> boxes = {mailbox("m1", 1, 5)};
    boxes[0].top = 1;
    CHECK(serve_next(boxes, rules(), sent, kNoon, kPlenty)->at == kNoon + minutes(1));
    boxes.push_back(mailbox("m2", 1, 1));
    CHECK(serve_next(boxes, rules(), sent, kNoon, kPlenty)->mailbox == 1);
    sent.forget(rules().per_recipient, kNoon + minutes(1));
    CHECK(sent.allowed_at(boxes[0], rules().per_recipient, kNoon) == kNoon);
}

TEST_CASE("a clock that was set back keeps nobody waiting for the old time") {
    SentLately sent;
    for (int i = 0; i < 5; ++i) sent.add({"m1", ""}, kNoon + minutes(60));
    CHECK(sent.allowed_at(mailbox("m1", 1), rules().per_recipient, kNoon) == kNoon);
}

TEST_CASE("when the channel has not enough messages left this minute, two notices are a list already") {
    const std::vector<Mailbox> boxes = {mailbox("m1", 2), mailbox("m2", 2)};
    CHECK_FALSE(serve_next(boxes, rules(), {}, kNoon, Budget{4, kNoon})->as_list);
    CHECK(serve_next(boxes, rules(), {}, kNoon, Budget{3, kNoon})->as_list);
}

TEST_CASE("a list holds every ticket, the most urgent first, and says how bad it is in one sentence") {
    const auto message = digest({entry("GZ1", 2, "2026-03-02T11:30:00+08:00", "城南"),
                                 entry("GZ2", 3, "2026-03-02T11:50:00+08:00", "城北"),
                                 entry("GZ3", 3, "2026-03-02T11:08:00+08:00", "城北")});
    CHECK(message.at("kind").as_string() == "digest");
    CHECK(message.at("count").as_int64() == 3);
    CHECK(message.at("level").as_int64() == 3);
    CHECK(message.at("oldest_due_at").as_string() == "2026-03-02T11:08:00+08:00");
    CHECK(message.at("recipient").at("name").as_string() == "演示-李四");
    std::vector<std::string> numbers;
    for (const auto& item : message.at("items").as_array()) numbers.emplace_back(item.at("number").as_string());
    CHECK(numbers == std::vector<std::string>{"GZ3", "GZ2", "GZ1"});
    CHECK(message.at("text").at("zh").as_string() ==
          "3 张工单待处理（城北 2, 城南 1），最早的已超时 52 分钟，最高 3 级。");
    CHECK(message.at("text").at("en").as_string() ==
          "3 tickets need you (城北 2, 城南 1); the oldest is 52 min overdue; highest level 3.");
}

TEST_CASE("the headline of a list says how many are overdue, where, and for how long the oldest is") {
    const auto headline = [](const std::vector<std::string>& messages, std::string_view language) {
        return std::string(digest(messages).at("headline").at(language).as_string());
    };
    const std::string north = entry("GZ1", 1, "2026-03-02T11:08:00+08:00", "城北");
    const std::string north_too = entry("GZ2", 1, "2026-03-02T11:30:00+08:00", "城北");
    const std::string south = entry("GZ3", 1, "2026-03-02T11:50:00+08:00", "城南");
    const std::string soon = entry("GZ4", 1, "2026-03-02T12:30:00+08:00", "城北");
    CHECK(headline({north, north_too}, "en") == "2 tickets overdue in 城北, oldest 52 min");
    CHECK(headline({north, north_too}, "zh") == "城北 2 件工单超时，最早 52 分钟");
    CHECK(headline({north, south}, "en") == "2 tickets overdue in 2 areas, oldest 52 min");
    CHECK(headline({north, south}, "zh") == "2 个台区 2 件工单超时，最早 52 分钟");
    CHECK(headline({north, soon}, "en") == "2 tickets waiting in 城北, 1 overdue, oldest 52 min");
    CHECK(headline({soon}, "zh") == "城北 1 件工单即将到期");
}

TEST_CASE("a ticket that was told of more than once is one ticket of the list, its clock one line") {
    const auto about = [](const std::string& escalation, int level) {
        const std::string ticket = escalation.substr(0, escalation.find('.'));
        json::object message =
            json::parse(entry("GZ" + ticket, level, "2026-03-02T11:30:00+08:00", "城北")).as_object();
        message["case"] = ticket;
        message["escalation"] = escalation;
        return json::serialize(message);
    };
    const auto message = digest({about("1.arrival.1.0.1", 2), about("2.arrival.1.1.1", 1), about("1.arrival.1.0.2", 2),
                                 about("2.arrival.1.2.1", 3), about("1.restoration.1.1.1", 1)});
    CHECK(message.at("count").as_int64() == 2);
    std::vector<std::string> shown;
    for (const auto& item : message.at("items").as_array()) shown.emplace_back(item.at("escalation").as_string());
    CHECK(shown == std::vector<std::string>{"2.arrival.1.2.1", "1.arrival.1.0.2", "1.restoration.1.1.1"});
    CHECK(message.at("text").at("zh").as_string().find("城北 2") != std::string::npos);
}

TEST_CASE("a list of tickets that are not yet overdue says so") {
    const auto message = digest({entry("GZ1", 1, "2026-03-02T12:30:00+08:00")});
    CHECK(message.at("text").at("en").as_string() == "1 tickets run out of time soon; highest level 1.");
    CHECK(message.at("text").at("zh").as_string() == "1 张工单的时限即将到期，最高 1 级。");
}

namespace {

/// Three tickets, of which a list was made when all of them were open.
struct Listed {
    std::map<std::string, std::shared_ptr<CaseSnapshot>> tickets;
    std::string written;

    Listed() {
        auto workflow = std::make_shared<Workflow>();
        workflow->states.push_back({});
        std::vector<std::string> messages;
        for (const std::string number : {"1", "2", "3"}) {
            auto ticket = std::make_shared<CaseSnapshot>();
            ticket->id = CaseId(std::stoll(number));
            ticket->workflow = workflow;
            ticket->state = "dispatched";
            ClockState clock;
            clock.name = "arrival";
            clock.cycle = 1;
            ticket->clocks = {clock};
            ticket->escalations = {{number + ".arrival.1.3.1", "arrival"}};
            tickets[number] = ticket;
            auto message =
                json::parse(entry("GZ" + number, std::stoi(number), "2026-03-02T11:3" + number + ":00+08:00"));
            message.as_object()["escalation"] = number + ".arrival.1.3.1";
            message.as_object()["case"] = number;
            message.as_object()["clock"] = "arrival";
            messages.push_back(json::serialize(message));
        }
        written = digest_message("digest.1/m1/robot", messages, kNoon);
    }
    [[nodiscard]] json::object now() const {
        const FindSnapshot find = [this](CaseId id) -> std::shared_ptr<const CaseSnapshot> {
            const auto found = tickets.find(std::to_string(to_int(id)));
            return found == tickets.end() ? nullptr : found->second;
        };
        return json::parse(list_brought_up_to_date(written, find, kNoon)).as_object();
    }
};

std::vector<std::string> numbers_of(const json::object& list) {
    std::vector<std::string> numbers;
    for (const auto& item : list.at("items").as_array()) numbers.emplace_back(item.at("number").as_string());
    return numbers;
}

}  // namespace

TEST_CASE("a list that goes out late shows the present state, without what has ended, acknowledged tickets last") {
    Listed listed;
    CHECK(numbers_of(listed.now()) == std::vector<std::string>{"GZ3", "GZ2", "GZ1"});
    listed.tickets["3"]->clocks[0].status = ClockStatus::stopped;
    listed.tickets["2"]->escalations[0].acknowledged = true;
    listed.tickets["1"]->state = "on_site";
    const json::object list = listed.now();
    CHECK(numbers_of(list) == std::vector<std::string>{"GZ1", "GZ2"});
    CHECK(list.at("count").as_int64() == 1);
    CHECK(list.at("acknowledged_count").as_int64() == 1);
    CHECK(list.at("settled_count").as_int64() == 1);
    CHECK(list.at("level").as_int64() == 1);
    CHECK(list.at("oldest_due_at").as_string() == "2026-03-02T11:31:00+08:00");
    CHECK(list.at("items").at(0).at("state").as_string() == "on_site");
    CHECK_FALSE(list.at("items").at(0).as_object().contains("acknowledged"));
    CHECK(list.at("items").at(1).at("acknowledged").as_bool());
    CHECK(list.at("text").at("zh").as_string() ==
          "1 张工单待处理，最早的已超时 29 分钟，最高 1 级。另有 1 张已有人确认。另有 1 张已处理完毕，不再列出。");
    CHECK_FALSE(list.contains("settled"));
}

TEST_CASE("a list whose tickets have all been acknowledged asks nobody for anything") {
    Listed listed;
    listed.tickets["3"]->clocks[0].status = ClockStatus::stopped;
    for (const std::string number : {"1", "2"}) listed.tickets[number]->escalations[0].acknowledged = true;
    const json::object list = listed.now();
    CHECK(list.at("settled").as_bool());
    CHECK(list.at("count").as_int64() == 0);
    CHECK(list.at("acknowledged_count").as_int64() == 2);
    CHECK(numbers_of(list) == std::vector<std::string>{"GZ2", "GZ1"});
    CHECK(list.at("title").at("zh").as_string() == "清单已全部有人确认");
    CHECK(list.at("text").at("zh").as_string() ==
          "清单中的 2 张工单都已有人确认，无需再确认。另有 1 张已处理完毕，不再列出。");
}

TEST_CASE("a list of which nothing is left says so") {
    Listed listed;
    for (auto& [number, ticket] : listed.tickets) ticket->clocks[0].status = ClockStatus::cancelled;
    const json::object list = listed.now();
    CHECK(list.at("settled").as_bool());
    CHECK(list.at("count").as_int64() == 0);
    CHECK(list.at("items").as_array().empty());
    CHECK(list.at("title").at("zh").as_string() == "清单已处理完毕");
    CHECK(list.at("text").at("zh").as_string() == "清单中的 3 张工单都已处理完毕，无需再处理。");
    CHECK(list_brought_up_to_date("no message", {}, kNoon) == "no message");
}

TEST_CASE("a ticket that cannot be read stays in its list as it was written") {
    Listed listed;
    listed.tickets.clear();
    CHECK(numbers_of(listed.now()) == std::vector<std::string>{"GZ3", "GZ2", "GZ1"});
    CHECK(listed.now().at("text") == json::parse(listed.written).at("text"));
}
