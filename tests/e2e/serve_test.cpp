// The server's life: it stops in good order, and what it was doing goes on after the next start.

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>

#include <catch2/catch.hpp>

#include "adapters/cli/books.hpp"
#include "adapters/crypto/crypto.hpp"
#include "tests/e2e/program.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

using std::chrono::minutes;

Instant wall() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

/// A reader of the event stream.
class Stream {
 public:
    Stream(const Server& server, const std::string& token, const std::string& after = "")
        : curl_({"curl", "-sN", "--noproxy", "*", "-H", "Authorization: Bearer " + token, "-H",
                 after.empty() ? "X-First: yes" : "Last-Event-ID: " + after, server.base() + "/api/v1/stream"}) {}

    /// The next line that begins with `prefix`, without it; empty at the end of the stream.
    std::string next(const std::string& prefix) {
        while (const auto line = curl_.read_line()) {
            if (line->starts_with(prefix)) return line->substr(prefix.size());
        }
        return {};
    }
    /// Waits until the server has taken the stream up: from then on nothing passes it by.
    void wait_until_open() { REQUIRE(next(": connected").empty()); }
    int wait() { return curl_.wait(); }

 private:
    Process curl_;
};

/// Opens faults in a data folder with no server beside it, as if it had been so long ago and the program had gone down
/// right after.
void open_long_ago(const std::string& data, const std::vector<Millis>& ages) {
    auto books = cli::open_books({}, data);
    REQUIRE(books.ok());
    for (const Millis age : ages) {
        const Instant then = wall() - age;
        Engine engine(*books->store, books->configuration, crypto::sha256, crypto::salt);
        REQUIRE(cli::put_rules_in_force(*books, engine, then).ok());
        json::object fields{{"site_class", "urban"},
                            {"fault_address", "演示路 1 号"},
                            {"area", "demo-101"},
                            {"hangup_at", format_time(then)}};
        const Request request{
            OpenRequest{{"fault-repair", {"ct1", {"call_taker"}}, std::move(fields), std::nullopt, CaseId{}}, ""},
            std::nullopt,
            {}};
        REQUIRE(engine.run({&request, 1}, then).replies.front().ok());
    }
}

std::vector<json::object> of_type(const std::vector<json::object>& events, const std::string& type) {
    std::vector<json::object> found;
    std::copy_if(events.begin(), events.end(), std::back_inserter(found),
                 [&type](const json::object& event) { return string_or_empty(event, "type") == type; });
    return found;
}

std::size_t arrival_rungs(Client& client) {
    const auto page = object_of(client.get("/api/v1/escalations?open=true"));
    const auto& items = page.at("items").as_array();
    return std::size_t(std::count_if(items.begin(), items.end(), [](const json::value& item) {
        return string_or_empty(item.as_object(), "clock") == "arrival";
    }));
}

bool is_breached(Client& client, const std::string& number, const std::string& clock) {
    const auto ticket = object_of(client.get("/api/v1/tickets/" + number));
    const auto& clocks = ticket.at("clocks").as_array();
    return std::any_of(clocks.begin(), clocks.end(), [&clock](const json::value& item) {
        return string_or_empty(item.as_object(), "name") == clock && item.as_object().at("breached").as_bool();
    });
}

Server::Options quiet() { return {.arguments = {"--log", "error"}}; }

}  // namespace

TEST_CASE("a stop ends streams and idle connections in good order") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    Server server(data, quiet());
    Client kept_alive(server.base(), token);
    (void)open_fault(kept_alive);
    Stream stream(server, token);
    stream.wait_until_open();
    const auto started = std::chrono::steady_clock::now();
    CHECK(server.stop() == 0);
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds(8));  // the limit for stragglers is 10 s
    // That the token was made comes into the chain about now.
    std::string last = stream.next("event: ");
    while (last == "config.changed") last = stream.next("event: ");
    CHECK(last == "server.stopping");
    CHECK(stream.wait() == 0);
    CHECK(kept_alive.get("/readyz").status == 0);
}

TEST_CASE("a token revoked beside the running server loses its open stream at once") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "leader", "wall");
    Server server(data, quiet());
    Stream stream(server, token);
    stream.wait_until_open();
    const auto revoked_at = std::chrono::steady_clock::now();
    CHECK(program({"token", "revoke", "wall", "--data", data}).code == 0);
    CHECK(stream.wait() == 0);
    // A second is promised; the heartbeat, which used to notice, comes after fifteen.
    CHECK(std::chrono::steady_clock::now() - revoked_at < std::chrono::seconds(5));
    CHECK(server.stop() == 0);
}

TEST_CASE("the supervisor hears when it serves and when it stops") {
    const TemporaryFolder folder;
    const std::string path = folder / "notify";
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    const auto next = [socket] {
        pollfd readable{socket, POLLIN, 0};
        char bytes[100];
        if (::poll(&readable, 1, 60'000) <= 0) return std::string();
        const auto count = ::recv(socket, bytes, sizeof bytes, 0);
        return std::string(bytes, std::size_t(std::max<ssize_t>(count, 0)));
    };
    Server server(folder / "data",
                  {.arguments = {"--log", "error"}, .process = {.environment = {"NOTIFY_SOCKET=" + path}}});
    CHECK(next() == "READY=1");
    CHECK(server.stop() == 0);
    std::string last = next();
    while (last == "WATCHDOG=1") last = next();
    CHECK(last == "STOPPING=1");
    ::close(socket);
}

TEST_CASE("its log is one JSON object a line, without personal data") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    Server server(data, {.arguments = {"--log", "debug"}});
    Client client(server.base(), token);
    (void)open_fault(client, minutes(50));
    CHECK(client.post("/api/v1/tickets", R"({"workflow":"no-such"})").status == 422);
    Client stranger(server.base(), "gd_wrong");
    CHECK(stranger.get("/api/v1/tickets").status == 401);
    CHECK(server.stop() == 0);
    const auto lines = lines_of(server.process().errors());
    CHECK(lines.size() >= 3);
    for (const std::string& line : lines) {
        INFO(line);
        const auto parsed = parse_json(line);
        REQUIRE(parsed.ok());
        REQUIRE(parsed->is_object());
        CHECK(parse_time(string_or_empty(parsed->as_object(), "time")).ok());
        CHECK_FALSE(string_or_empty(parsed->as_object(), "level").empty());
        CHECK(line.find("演示路") == std::string::npos);
        CHECK(line.find(token) == std::string::npos);
        CHECK(line.find("gd_wrong") == std::string::npos);
    }
}

TEST_CASE("an interrupt from the keyboard stops it too") {
    const TemporaryFolder folder;
    Server server(folder / "data", quiet());
    ::kill(server.process().pid(), SIGINT);
    CHECK(server.process().wait() == 0);
}

TEST_CASE("rungs missed while it was down fire at the start, in order of their due time, and say how late") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    open_long_ago(data, {minutes(50), minutes(40), minutes(30)});
    const std::string token = make_token(data, "admin");
    Server server(data, quiet());
    Client client(server.base(), token);
    // 22:30, 36:00 and 45:00 after the call: three rungs and a breach of the first, two rungs of the second, one of the
    // third.
    CHECK(eventually([&client] { return arrival_rungs(client) == 6; }));
    CHECK(server.stop() == 0);

    const auto events = exported_journal(data);
    std::vector<json::object> rungs;
    for (const auto& event : of_type(events, "escalation.raised")) {
        if (string_or_empty(event, "clock") == "arrival") rungs.push_back(event);
    }
    REQUIRE(rungs.size() == 6);
    Instant last{};
    std::map<std::pair<std::string, std::int64_t>, int> times;
    for (const auto& event : rungs) {
        const Instant at = parse_time(string_or_empty(event, "at")).value();
        CHECK(at >= last);
        last = at;
        ++times[{string_or_empty(event, "case"), get_int(event, "rung").value_or(0)}];
        INFO(json::serialize(event));
        const Millis late = parse_time(string_or_empty(event, "recorded_at")).value() - at;
        CHECK(late > minutes(3));
        CHECK(event.contains("late_by_s"));
    }
    for (const auto& [rung, count] : times) CHECK(count == 1);
    CHECK(times.size() == 6);
    CHECK(std::count_if(events.begin(), events.end(), [](const json::object& event) {
              return string_or_empty(event, "type") == "clock.breached" && string_or_empty(event, "clock") == "arrival";
          }) == 1);
}

TEST_CASE("a clock that was running at a stop runs out on time after the next start") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    std::string number;
    {
        Server server(data, quiet());
        Client client(server.base(), token);
        number = open_fault(client, minutes(45) - std::chrono::seconds(4));
        server.kill();
    }
    Server server(data, quiet());
    Client client(server.base(), token);
    CHECK(eventually([&] { return is_breached(client, number, "arrival"); }));
    CHECK(server.stop() == 0);
    const auto breached = of_type(exported_journal(data), "clock.breached");
    CHECK(std::count_if(breached.begin(), breached.end(), [](const json::object& event) {
              return string_or_empty(event, "clock") == "arrival" &&
                     string_or_empty(event, "at") == string_or_empty(event, "due_at");
          }) == 1);
}

TEST_CASE("a command repeated under its key after a kill gets the first answer again") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    const std::string body = fault_body(minutes(1));
    Answer first;
    {
        Server server(data, quiet());
        Client client(server.base(), token);
        first = client.post("/api/v1/tickets", body, "call-1");
        REQUIRE(first.status == 201);
        server.kill();
    }
    Server server(data, quiet());
    Client client(server.base(), token);
    const Answer again = client.post("/api/v1/tickets", body, "call-1");
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(client.post("/api/v1/tickets", fault_body(minutes(2)), "call-1").status == 422);
    CHECK(server.stop() == 0);
    CHECK(of_type(exported_journal(data), "case.opened").size() == 1);
}

TEST_CASE("a key that comes twice in one batch gets its first answer twice") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    Server server(data, quiet());
    Client client(server.base(), token);
    const auto line = [](const std::string& address, const std::string& key) {
        return R"({"op":"open","workflow":"fault-repair","data":{"site_class":"urban","fault_address":")" + address +
               R"("},"idempotency_key":")" + key + "\"}\n";
    };
    const auto answer =
        client.post("/api/v1/batch", line("a", "k1") + line("a", "k1") + line("b", "k1") + line("b", "k2"));
    const auto lines = lines_of(answer.body);
    REQUIRE(lines.size() == 4);
    const auto without_number = [&lines](std::size_t at) { return lines[at].substr(lines[at].find(',')); };
    CHECK(without_number(0).starts_with(R"(,"status":201)"));
    CHECK(without_number(1) == without_number(0));
    CHECK(without_number(2).starts_with(R"(,"status":422)"));
    CHECK(without_number(3).starts_with(R"(,"status":201)"));
    CHECK(server.stop() == 0);
    CHECK(of_type(exported_journal(data), "case.opened").size() == 2);
}

TEST_CASE("a reader of the stream goes on after a kill where it stood") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    std::string last;
    std::vector<std::string> seen;
    {
        Server server(data, quiet());
        Stream stream(server, token);
        stream.wait_until_open();
        Client client(server.base(), token);
        (void)open_fault(client);
        seen.push_back(stream.next("id: "));
        seen.push_back(stream.next("id: "));
        last = seen.back();
        REQUIRE_FALSE(last.empty());
        (void)open_fault(client);  // nobody reads these
        server.kill();
    }
    Server server(data, quiet());
    Client client(server.base(), token);
    Stream stream(server, token, last);
    stream.wait_until_open();
    (void)open_fault(client);
    std::vector<std::string> journal;
    for (const auto& event : exported_journal(data))
        journal.push_back(std::to_string(get_int(event, "seq").value_or(0)));
    while (seen.back() != journal.back()) {
        seen.push_back(stream.next("id: "));
        REQUIRE_FALSE(seen.back().empty());
    }
    const auto from = std::find(journal.begin(), journal.end(), seen.front());
    CHECK(std::vector<std::string>(from, journal.end()) == seen);
    CHECK(server.stop() == 0);
}

TEST_CASE("a full disk refuses commands with 503, loses nothing, and recovers when there is room") {
    const TemporaryFolder folder;
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    std::vector<std::string> numbers;
    Server server(data, {.arguments = {"--log", "error"}, .process = {.file_bytes_max = 1'500'000}});
    Client client(server.base(), token);
    Answer refused;
    while (numbers.size() < 20'000) {
        refused = client.post("/api/v1/tickets", fault_body(Millis(0)));
        if (refused.status != 201) break;
        numbers.push_back(string_or_empty(object_of(refused), "number"));
    }
    INFO(refused.body);
    CHECK(refused.status == 503);
    REQUIRE_FALSE(numbers.empty());
    CHECK(client.get("/readyz").status == 503);
    CHECK(client.get("/healthz").status == 200);
    CHECK(client.get("/api/v1/tickets/" + numbers.back()).status == 200);

    const rlimit room{RLIM_INFINITY, RLIM_INFINITY};
    REQUIRE(::prlimit(server.process().pid(), RLIMIT_FSIZE, &room, nullptr) == 0);
    CHECK(eventually([&client] { return client.post("/api/v1/tickets", fault_body(Millis(0))).status == 201; }));
    CHECK(eventually([&client] { return client.get("/readyz").status == 200; }));
    CHECK(server.stop() == 0);
    CHECK(program({"doctor", "--data", data}).code == 0);
    CHECK(of_type(exported_journal(data), "case.opened").size() >= numbers.size() + 1);
}

TEST_CASE("open tickets keep the workflow they were opened with when the files change") {
    const TemporaryFolder folder;
    const std::string config = copy_installation(folder);
    const std::string data = folder / "data";
    const std::string token = make_token(data, "admin");
    const Server::Options options{.arguments = {"--config", config, "--log", "error"}};
    std::string old_number;
    {
        Server server(data, options);
        Client client(server.base(), token);
        old_number = open_fault(client);
        CHECK(server.stop() == 0);
    }
    replace_in_file(folder / "workflows/fault-repair.yaml", "\nfields:\n",
                    "\nfields:\n  street_lamp: {type: text, title: {zh: 灯杆号, en: Street lamp}}\n");
    Server server(data, options);
    Client client(server.base(), token);
    const auto old_case = object_of(client.get("/api/v1/tickets/" + old_number));
    const Answer opened = client.post(
        "/api/v1/tickets",
        R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"x","area":"demo-101","street_lamp":"L-7"}})");
    INFO(opened.body);
    REQUIRE(opened.status == 201);
    CHECK(object_of(opened).at("version") != old_case.at("version"));

    const std::string dispatch = R"({"event":"dispatch","data":{"team":"A","street_lamp":"L-8"}})";
    CHECK(client.post("/api/v1/tickets/" + old_number + "/events", dispatch).status == 422);
    const Answer moved =
        client.post("/api/v1/tickets/" + old_number + "/events", R"({"event":"dispatch","data":{"team":"A"}})");
    CHECK(moved.status == 200);
    CHECK(object_of(moved).at("version") == old_case.at("version"));
    CHECK(server.stop() == 0);
    const auto examined = program({"doctor", "--data", data, "--config", config});
    INFO(examined.output << examined.errors);
    CHECK(examined.code == 0);
}

TEST_CASE("the demo starts again where it was") {
    const TemporaryFolder folder;
    const std::string data = folder / "demo";
    std::size_t tickets = 0;
    for (int start = 0; start < 3; ++start) {
        Server server(data, {.arguments = {"--demo", "--log", "error"}});
        INFO("start " << start);
        std::string token;
        for (const std::string& line : server.greeting()) {
            if (line.starts_with("  admin ")) token = line.substr(line.find("gd_"));
        }
        Client client(server.base(), token);
        CHECK(client.get("/api/v1/tickets").status == 200);
        CHECK(server.stop() == 0);
        const auto opened = of_type(exported_journal(data), "case.opened").size();
        CHECK(opened > 0);
        if (start > 0) CHECK(opened == tickets);
        tickets = opened;
    }
}
