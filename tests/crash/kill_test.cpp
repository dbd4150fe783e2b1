// The real program under load, killed with SIGKILL at random moments and started again, thirty times and more:
// no acknowledged command is lost, no rung is doubled or forgotten, nothing is half-written.

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "tests/crash/desk.hpp"
#include "tests/support/client.hpp"
#include "tests/support/journal.hpp"
#include "tests/support/process.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

constexpr int kRounds = 30;
constexpr int kCallers = 4;

/// Seconds until the arrival clock of a ticket opened by the load runs out: soon, so that rungs fire during the kills.
constexpr int kFuseMax_s = 6;

Instant wall() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

/// One caller's conversation with the desk. What was acknowledged is remembered; what got no answer is asked again
/// under the same key after the restart, as a phone would.
class Caller {
 public:
    Caller(int id, unsigned seed) : id_(id), random_(seed) {}

    /// Talks until the connection breaks.
    void talk(const std::string& base, const std::string& token) {
        Client client(base, token);
        while (true) {
            if (!asked_) think();
            const Answer answer = client.post(asked_->path, asked_->body, asked_->key);
            if (answer.status == 0) return;
            hear(answer);
        }
    }

    struct Ticket {
        std::string number;
        std::string state;
    };
    std::vector<Ticket> tickets;
    int acknowledged = 0;
    int surprises = 0;  ///< answers that cannot be right

 private:
    struct Asked {
        std::string path;
        std::string body;
        std::string key;
        std::string expect;  ///< the state that a success leaves
    };

    void think() {
        const std::string key = "caller-" + std::to_string(id_) + "-" + std::to_string(++count_);
        if (open_) {
            const auto& [event, state, data] = kSteps[step_];
            asked_ = Asked{"/api/v1/tickets/" + tickets.back().number + "/events",
                           std::string(R"({"event":")") + event + R"(","data":)" + data + "}", key, state};
            return;
        }
        const int fuse_s = int(random_() % (kFuseMax_s * 1000));
        const Instant hangup = wall() - std::chrono::minutes(45) + Millis(fuse_s);
        asked_ = Asked{
            "/api/v1/tickets",
            R"({"workflow":"fault-repair","data":{"site_class":"urban","fault_address":"演示路","area":"demo-101","hangup_at":")" +
                format_time(hangup) + R"("}})",
            key, "accepted"};
    }

    void hear(const Answer& answer) {
        const auto body = parse_json(answer.body);
        const json::object* view = body ? body->if_object() : nullptr;
        const bool good = (answer.status == 200 || answer.status == 201) && view != nullptr &&
                          string_or_empty(*view, "state") == asked_->expect;
        if (answer.status == 503) return;  // not taken: ask again
        if (!good) {
            ++surprises;
            last_surprise = std::to_string(answer.status) + " " + answer.body;
            asked_.reset();
            open_ = false;
            return;
        }
        ++acknowledged;
        if (!open_) {
            tickets.push_back({string_or_empty(*view, "number"), "accepted"});
            step_ = 0;
            last_step_ = random_() % (kSteps.size() + 1);
            open_ = last_step_ > 0;
        } else {
            tickets.back().state = asked_->expect;
            if (++step_ >= last_step_) open_ = false;
        }
        asked_.reset();
    }

    struct Step {
        const char* event;
        const char* state;
        const char* data;
    };
    static constexpr std::array<Step, 3> kSteps = {{{"dispatch", "dispatched", R"({"team":"A"})"},
                                                    {"acknowledge", "acknowledged", "{}"},
                                                    {"arrive", "on_site", "{}"}}};

    int id_;
    std::mt19937 random_;
    int count_ = 0;
    bool open_ = false;
    std::size_t step_ = 0;
    std::size_t last_step_ = 0;
    std::optional<Asked> asked_;

 public:
    std::string last_surprise;
};

struct Journal {
    std::map<std::string, int> escalations;               ///< id → how often
    std::map<std::string, int> breaches;                  ///< "case.clock.cycle" → how often
    std::map<std::string, std::set<std::int64_t>> rungs;  ///< of arrival clocks that ran: case → rungs
    std::set<std::string> running;  ///< cases whose arrival clock neither stopped nor was cancelled
    std::int64_t events = 0;
    bool in_order = true;
};

Journal read_journal(const std::string& folder) {
    const auto exported = run_to_end({GONGDAN_BINARY, "export", "journal", "--data", folder});
    REQUIRE(exported.code == 0);
    Journal journal;
    std::map<std::string, int> cycles;
    std::istringstream lines(exported.output);
    std::int64_t last = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto event = test::journalled_event(line);
        if (!event) continue;
        const json::object& data = *event;
        const std::string subject = string_or_empty(data, "case");
        const std::string type = string_or_empty(data, "type");
        const std::string clock = string_or_empty(data, "clock");
        const auto seq = get_int(data, "seq").value_or(0);
        journal.in_order = journal.in_order && seq > last;
        last = seq;
        ++journal.events;
        if (type == "clock.started") ++cycles[subject + "." + clock];
        if (type == "clock.breached")
            ++journal.breaches[subject + "." + clock + "." + std::to_string(cycles[subject + "." + clock])];
        if (type == "escalation.raised") {
            ++journal.escalations[string_or_empty(data, "id")];
            if (clock == "arrival") journal.rungs[subject].insert(get_int(data, "rung").value_or(0));
        }
        if (type == "clock.started" && clock == "arrival") journal.running.insert(subject);
        if ((type == "clock.stopped" || type == "clock.cancelled") && clock == "arrival")
            journal.running.erase(subject);
    }
    return journal;
}

void check_journal(const Journal& journal) {
    CHECK(journal.in_order);
    for (const auto& [id, count] : journal.escalations) {
        INFO("escalation " << id);
        CHECK(count == 1);
    }
    for (const auto& [clock, count] : journal.breaches) {
        INFO("breach of " << clock);
        CHECK(count == 1);
    }
    // Everything ran out long ago when the last server was asked: 50 %, 80 % and 100 % must have been told.
    for (const std::string& subject : journal.running) {
        INFO("case " << subject);
        const auto found = journal.rungs.find(subject);
        REQUIRE(found != journal.rungs.end());
        for (const std::int64_t rung : {1, 2, 3}) CHECK(found->second.contains(rung));
    }
}

unsigned seed_of_run() {
    const char* given = std::getenv("GONGDAN_SEED");
    return given != nullptr ? unsigned(std::strtoul(given, nullptr, 10)) : std::random_device{}();
}

}  // namespace

TEST_CASE("thirty kills under load lose no acknowledged command and double no rung") {
    const unsigned seed = seed_of_run();
    WARN("seed " << seed << " (repeat with GONGDAN_SEED)");
    std::mt19937 random(seed);
    Desk desk;
    std::vector<std::unique_ptr<Caller>> callers;
    for (int i = 0; i < kCallers; ++i) callers.push_back(std::make_unique<Caller>(i, seed + unsigned(i)));
    for (int round = 0; round < kRounds; ++round) {
        desk.start();
        std::vector<std::thread> talking;
        for (const auto& caller : callers) {
            talking.emplace_back([&desk, speaker = caller.get()] { speaker->talk(desk.base(), desk.token()); });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(100 + random() % 400));
        desk.kill();
        for (std::thread& thread : talking) thread.join();
    }

    desk.start();
    Client client(desk.base(), desk.token());
    int acknowledged = 0;
    std::size_t tickets = 0;
    for (const auto& caller : callers) {
        INFO(caller->last_surprise);
        CHECK(caller->surprises == 0);
        acknowledged += caller->acknowledged;
        for (const auto& ticket : caller->tickets) {
            ++tickets;
            const Answer answer = client.get("/api/v1/tickets/" + ticket.number);
            REQUIRE(answer.status == 200);
            const std::string state = string_or_empty(json::parse(answer.body).as_object(), "state");
            const bool kept =
                state == ticket.state || &ticket == &caller->tickets.back();  // the last may be further on
            INFO(ticket.number << " acknowledged as " << ticket.state << ", found as " << state);
            CHECK(kept);
        }
    }
    // Let what is still armed run out before the books are read.
    for (const Instant until = wall() + std::chrono::seconds(kFuseMax_s + 1); wall() < until;) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    CHECK(desk.stop() == 0);
    const Journal journal = read_journal(desk.folder());
    check_journal(journal);
    const auto examined = run_to_end({GONGDAN_BINARY, "doctor", "--data", desk.folder()});
    INFO(examined.output);
    CHECK(examined.code == 0);
    WARN(kRounds << " kills, " << acknowledged << " acknowledged commands, " << tickets << " tickets, "
                 << journal.events << " events, " << journal.escalations.size() << " escalations");
    CHECK(acknowledged > kRounds);
}
