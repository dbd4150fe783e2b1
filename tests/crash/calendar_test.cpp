// The real program killed with SIGKILL while a year put into the calendar moves the clocks of open tickets: the next
// start finds what is left, every clock moves exactly once, and the books are sound.

#include <algorithm>
#include <atomic>
#include <map>
#include <sstream>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "tests/crash/desk.hpp"
#include "tests/support/client.hpp"
#include "tests/support/journal.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

constexpr int kCallers = 8;
constexpr int kComplaints = 1200;  ///< several times what moves in one transaction
constexpr int kChanges = 4;

/// Complaints, whose answers are due in seven working days.
void complain(const Desk& desk) {
    std::atomic<int> refused = 0;
    std::vector<std::thread> callers;
    for (int i = 0; i < kCallers; ++i) {
        callers.emplace_back([&desk, &refused] {
            Client client(desk.base(), desk.token());
            for (int ticket = 0; ticket < kComplaints / kCallers; ++ticket) {
                const Answer answer = client.post(
                    "/api/v1/tickets",
                    R"({"workflow":"complaint","data":{"complaint_type":"quality","description":"电压低"}})");
                if (answer.status != 201) ++refused;
            }
        });
    }
    for (std::thread& caller : callers) caller.join();
    REQUIRE(refused == 0);
}

/// The coming weekday that is no day off, which is one and is none in turn.
class NextWorkday {
 public:
    explicit NextWorkday(const Desk& desk) {
        Client client(desk.base(), desk.token());
        const json::object calendars = json::parse(client.get("/api/v1/calendars").body).as_object();
        day_ = date_of(std::chrono::floor<Millis>(std::chrono::system_clock::now()));
        do {
            day_ += std::chrono::days(1);
            take_year(calendars);
        } while (is_off());
    }

    /// What is to be confirmed, as previewed now.
    [[nodiscard]] std::string wish(const Desk& desk, bool off) const {
        json::object wish = year_;
        if (off) wish["holidays"].as_array().emplace_back(format_date(day_));
        const Answer seen = Client(desk.base(), desk.token()).post("/api/v1/calendars/preview", json::serialize(wish));
        INFO(seen.body);
        REQUIRE(seen.status == 200);
        wish["preview"] = json::parse(seen.body).at("preview");
        return json::serialize(wish);
    }

 private:
    void take_year(const json::object& calendars) {
        const int number = int(std::chrono::year_month_day(day_).year());
        year_ = {{"year", number}, {"holidays", json::array()}, {"workdays", json::array()}};
        for (const json::value& item : calendars.at("items").as_array()) {
            const json::object& known = item.as_object();
            if (known.at("year") != number) continue;
            year_["holidays"] = known.at("holidays");
            year_["workdays"] = known.at("workdays");
        }
    }
    [[nodiscard]] bool is_off() const {
        const std::chrono::weekday weekday(day_);
        if (weekday == std::chrono::Saturday || weekday == std::chrono::Sunday) return true;
        const json::array& holidays = year_.at("holidays").as_array();
        return std::find(holidays.begin(), holidays.end(), json::value(format_date(day_))) != holidays.end();
    }

    Date day_;
    json::object year_;
};

/// What each change of calendar moved: "case.clock" → how often.
struct Changes {
    std::vector<std::map<std::string, int>> moved;
    int closed = 0;  ///< changes that the journal says are over
};

Changes read_changes(const std::string& folder) {
    const auto exported = run_to_end({GONGDAN_BINARY, "export", "journal", "--data", folder});
    REQUIRE(exported.code == 0);
    Changes changes;
    std::istringstream lines(exported.output);
    for (std::string line; std::getline(lines, line);) {
        const auto event = journalled_event(line);
        if (!event) continue;
        const std::string what = string_or_empty(*event, "what");
        if (what == "calendar-year") changes.moved.emplace_back();
        if (what == "calendar-rebased") ++changes.closed;
        if (string_or_empty(*event, "type") == "clock.rebased")
            ++changes.moved.back()[string_or_empty(*event, "case") + "." + string_or_empty(*event, "clock")];
    }
    return changes;
}

/// When the answer of the first ticket is due.
std::string first_due(Client& client) {
    const json::object ticket = json::parse(client.get("/api/v1/tickets/1").body).as_object();
    for (const json::value& clock : ticket.at("clocks").as_array()) {
        if (clock.as_object().at("name") == "reply") return string_or_empty(clock.as_object(), "due_at");
    }
    return "";
}

/// Confirms `body` and kills the server as soon as the first ticket has moved; says how many clocks had.
std::size_t kill_in_the_middle(Desk& desk, const std::string& body, const std::string& key) {
    Client watching(desk.base(), desk.token());
    const std::string before = first_due(watching);
    REQUIRE(before != "");
    std::atomic<bool> answered = false;
    std::thread confirming([&desk, &body, &key, &answered] {
        (void)Client(desk.base(), desk.token()).post("/api/v1/calendars", body, key);
        answered = true;
    });
    while (!answered && first_due(watching) == before) std::this_thread::yield();
    desk.kill();
    confirming.join();
    return read_changes(desk.folder()).moved.back().size();
}

/// The answer to the same confirmation, once the start has gone on with it.
Answer ask_again(const Desk& desk, const std::string& body, const std::string& key) {
    Client client(desk.base(), desk.token());
    while (true) {
        Answer answer = client.post("/api/v1/calendars", body, key);
        if (answer.status != 409) return answer;
        std::this_thread::yield();
    }
}

void check_sound(const Desk& desk, const char* check) {
    const auto examined = run_to_end({GONGDAN_BINARY, check, "--data", desk.folder()});
    INFO(check << ": " << examined.output);
    CHECK(examined.code == 0);
}

}  // namespace

TEST_CASE("a kill while clocks move leaves sound books, and after the start every clock has moved exactly once") {
    Desk desk;
    desk.start();
    complain(desk);
    const NextWorkday day(desk);
    for (int change = 0; change < kChanges; ++change) {
        INFO("change " << change);
        const std::string body = day.wish(desk, change % 2 == 0);
        const std::string key = "change-" + std::to_string(change);
        const std::size_t moved = kill_in_the_middle(desk, body, key);
        CHECK(moved > 0);
        CHECK(moved < std::size_t(kComplaints));
        check_sound(desk, "doctor");
        check_sound(desk, "verify");
        desk.start();
        const Answer answer = ask_again(desk, body, key);
        INFO(answer.body);
        REQUIRE(answer.status == 200);
        CHECK(get_int(json::parse(answer.body).as_object(), "moved") >= kComplaints);
    }
    CHECK(desk.stop() == 0);
    const Changes changes = read_changes(desk.folder());
    REQUIRE(changes.moved.size() == kChanges);
    CHECK(changes.closed == kChanges);
    for (const auto& moved : changes.moved) {
        CHECK(moved.size() >= std::size_t(kComplaints));
        for (const auto& [clock, count] : moved) {
            INFO("clock " << clock);
            CHECK(count == 1);
        }
    }
    check_sound(desk, "doctor");
    check_sound(desk, "verify");
}
