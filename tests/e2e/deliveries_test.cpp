// From a ticket that is late to the line in the ledger: the real program, its desk file, the API and the command line.

#include <algorithm>

#include <catch2/catch.hpp>

#include "adapters/sqlite/data_directory.hpp"
#include "adapters/sqlite/database.hpp"
#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

json::array items_of(Client& client, const std::string& target) {
    const Answer answer = client.get(target);
    INFO(target << " " << answer.body);
    REQUIRE(answer.status == 200);
    return object_of(answer).at("items").as_array();
}

std::string id_of(Client& client, const std::string& number) {
    return std::string(object_of(client.get("/api/v1/tickets/" + number)).at("id").as_string());
}

}  // namespace

TEST_CASE("what a late ticket set off is found in the ledger, and the same ids are in the messages") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    std::string number;
    {
        const std::string dispatcher = make_token(data, "dispatcher", "desk");
        Server server(data);
        Client client(server.base(), dispatcher);
        number = open_fault(client, std::chrono::hours(2));
        const std::string notices = "/api/v1/tickets/" + number + "/notices";
        REQUIRE(eventually([&client, &notices] {
            const json::array all = items_of(client, notices);
            return !all.empty() && std::all_of(all.begin(), all.end(), [](const json::value& notice) {
                return notice.at("state") == "delivered";
            });
        }));
        const json::array told = items_of(client, notices);
        const json::array ledger = items_of(client, "/api/v1/deliveries?ticket=" + number + "&limit=500");
        CHECK(ledger.size() == told.size());
        const std::string written = read_whole(data + "/notices.ndjson");
        for (const json::value& row : ledger) {
            CHECK(row.at("outcome") == "delivered");
            CHECK(row.at("channel") == "desk-file");
            CHECK(row.at("number") == json::value(number));
            CHECK(has(written, json::serialize(json::object{{"id", row.at("notice")}}).substr(1, 20)));
        }
        const std::string person(ledger.front().at("person").as_string());
        for (const json::value& row : items_of(client, "/api/v1/deliveries?person=" + person))
            CHECK(row.at("person") == json::value(person));
        CHECK(id_of(client, number) == std::string(ledger.front().at("ticket").as_string()));
        CHECK(
            has(client.get("/metrics").body, "gongdan_deliveries_total{channel=\"desk-file\",outcome=\"delivered\"} " +
                                                 std::to_string(ledger.size()) + "\n"));

        const auto beside = program({"deliveries", "--ticket", number, "--json", "--data", data});
        CHECK(beside.code == 0);
        CHECK(lines_of(beside.output).size() == ledger.size());
        CHECK(json::parse(lines_of(beside.output).front()) == ledger.front());
        CHECK(server.stop() == 0);
    }
    const auto table = program({"deliveries", "--ticket", number, "--limit", "1", "--data", data});
    CHECK(lines_of(table.output).size() == 1);
    CHECK(has(table.output, "delivered\tdesk-file\t"));
    CHECK(program({"deliveries", "--ticket", "GZ0", "--data", data}).code == 2);
}

TEST_CASE("all dead letters of a channel are put back from the command line, under the ids they had") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    {
        Server server(data);
        Client client(server.base(), make_token(data, "dispatcher", "desk"));
        const std::string notices = "/api/v1/tickets/" + open_fault(client, std::chrono::hours(2)) + "/notices";
        REQUIRE(eventually([&client, &notices] { return !items_of(client, notices).empty(); }));
        CHECK(server.stop() == 0);
    }
    auto database = sqlite::Database::open(sqlite::database_file(data));
    REQUIRE(database->execute("UPDATE outbox SET state = 2, next_at = 1772424000000").ok());  // 2026-03-02 12:00
    const std::int64_t dead = database->number("SELECT count(*) FROM outbox").value();
    const auto requeue = [&data](std::vector<std::string> more) {
        std::vector<std::string> arguments = {"deliveries", "--requeue", "--channel", "desk-file", "--data", data};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return program(arguments);
    };
    CHECK(requeue({"--json", "--since", "2026-03-03"}).output == "{\"channel\":\"desk-file\",\"requeued\":0}\n");
    CHECK(has(requeue({"--since", "2026-03-02T12:00:00+08:00"}).output, std::to_string(dead) + " dead letters of"));
    CHECK(database->number("SELECT count(*) FROM outbox WHERE state = 0").value() == dead);
    const auto ledger = program({"deliveries", "--limit", "1", "--data", data});
    CHECK(has(ledger.output, "\trequeued\tdesk-file\t"));
    CHECK(has(ledger.output, "command-line"));
    CHECK(requeue({"--since", "soon"}).code == 2);
    CHECK(requeue({"--person", "x"}).code == 2);
    CHECK(program({"deliveries", "--requeue", "--data", data}).code == 2);
    CHECK(program({"deliveries", "--since", "2026-03-02", "--data", data}).code == 2);
    const auto nowhere = program({"deliveries", "--channel", "nope", "--data", data});
    CHECK(nowhere.code == 2);
    CHECK(has(nowhere.errors, "no channel 'nope', and the ledger knows none either; channels: desk-file"));
    CHECK(program({"deliveries", "--requeue", "--channel", "nope", "--data", data}).code == 2);
    const auto nobody = program({"deliveries", "--person", "nobody", "--data", data});
    CHECK(nobody.code == 2);
    CHECK(has(nobody.errors, "nobody has the id 'nobody'"));
    CHECK(program({"deliveries", "--person", "demo-wu-jiu", "--limit", "1", "--data", data}).code == 0);
}

TEST_CASE("what the command line puts back beside a running server goes out within seconds, not at the next look") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    Server server(data);
    Client client(server.base(), make_token(data, "dispatcher", "desk"));
    const std::string notices = "/api/v1/tickets/" + open_fault(client, std::chrono::hours(2)) + "/notices";
    const auto all_delivered = [&client, &notices] {
        const json::array all = items_of(client, notices);
        return !all.empty() && std::all_of(all.begin(), all.end(),
                                           [](const json::value& notice) { return notice.at("state") == "delivered"; });
    };
    REQUIRE(eventually(all_delivered));
    auto database = sqlite::Database::open(sqlite::database_file(data));
    REQUIRE(database->execute("UPDATE outbox SET state = 2").ok());
    CHECK_FALSE(all_delivered());
    const auto requeued = program({"deliveries", "--requeue", "--channel", "desk-file", "--data", data});
    INFO(requeued.errors);
    REQUIRE(requeued.code == 0);
    // The workers by themselves look again after a minute.
    CHECK(eventually(all_delivered, std::chrono::seconds(20)));
    CHECK(server.stop() == 0);
}

TEST_CASE(
    "a test message goes out over the API and from the command line, and stands in the account log and in the ledger") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string admin = make_token(data, "admin", "boss");
    Server server(data);
    Client client(server.base(), admin);
    const Answer sent = client.post("/api/v1/channels/desk-file/test", R"({"to":"here","text":"hello"})", "k1");
    INFO(sent.body);
    REQUIRE(sent.status == 200);
    CHECK(object_of(sent).at("outcome") == "delivered");
    CHECK(client.post("/api/v1/channels/desk-file/test", R"({"to":"here","text":"hello"})", "k1").body == sent.body);
    CHECK(client.post("/api/v1/channels/fax/test", R"({"to":"here"})").status == 404);

    const auto by_hand = program({"channel", "test", "desk-file", "--to", "there", "--data", data});
    CHECK(by_hand.code == 0);
    CHECK(program({"channel", "test", "fax", "--to", "there", "--data", data}).code == 2);
    const auto lines = lines_of(read_whole(data + "/notices.ndjson"));
    REQUIRE(lines.size() == 2);
    CHECK(has(lines[0], "[TEST]"));
    CHECK(has(lines[0], "hello"));
    CHECK(has(lines[0], R"("address":"here")"));
    CHECK(has(lines[1], "【测试】"));
    CHECK(has(lines[1], R"("address":"there")"));
    int noted = 0;
    for (const json::value& entry : items_of(client, "/api/v1/account-log"))
        noted += entry.at("what") == "channel-tested" && entry.at("account") == "desk-file" ? 1 : 0;
    CHECK(noted == 2);
    const auto ledger = items_of(client, "/api/v1/deliveries?channel=desk-file");
    REQUIRE(ledger.size() == 2);
    for (const json::value& line : ledger) {
        CHECK(line.at("outcome") == "delivered");
        CHECK(line.at("notice").as_string().starts_with("test."));
        CHECK(line.at("ticket").is_null());
    }
    CHECK(server.stop() == 0);
    // They follow from no event, and are no fault of the store.
    CHECK(program({"doctor", "--data", data}).code == 0);
}
