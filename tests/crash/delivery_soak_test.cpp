// A storm by hand, not in the suite: test_crash "[.soak]". Two hundred faults breach in one second, and the
// program is killed five times at random moments. Takes some minutes.

#include <sqlite3.h>

#include <cstdlib>
#include <iomanip>
#include <random>
#include <regex>
#include <sstream>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/crash/delivery.hpp"

using namespace gongdan;
using namespace gongdan::test;

namespace {

constexpr int kFaults = 200;
constexpr int kKills = 5;
constexpr int kKillMax_ms = 3000;
constexpr auto kPatience =
    std::chrono::minutes(20);  // ten messages in a quarter of an hour are the most for one person

int number_in(const std::string& database, const std::string& query) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    int number = -1;
    const auto take = [](void* into, int, char** values, char**) {
        *static_cast<int*>(into) = values[0] == nullptr ? 0 : std::atoi(values[0]);
        return 0;
    };
    sqlite3_exec(handle, query.c_str(), take, &number, nullptr);
    sqlite3_close(handle);
    return number;
}

/// How many tickets a message tells of: a list names what fits and counts the rest.
int count_in(const Told& told) {
    static const std::regex kList("([0-9]+) 件工单(超时|待处理|即将到期)");
    std::smatch found;
    return std::regex_search(told.text, found, kList) ? std::stoi(found[1]) : int(told.entries.size());
}

struct Row {
    int messages = 0;
    int entries = 0;
    int repeats = 0;
    std::set<std::pair<int, std::string>> named;  ///< entries by their numbers
};

std::map<std::string, Row> table_of(const std::vector<Told>& told) {
    std::map<std::string, Row> rows;
    std::set<std::string> seen;
    for (const Told& one : told) {
        Row& row = rows[one.channel + " " + one.to];
        ++row.messages;
        std::string identity = one.channel + one.to + one.id;
        if (one.id.empty())
            for (const auto& [level, number] : one.entries) identity += number + std::to_string(level);
        if (!seen.insert(identity).second) {
            ++row.repeats;
            continue;
        }
        row.entries += count_in(one);
        row.named.insert(one.entries.begin(), one.entries.end());
    }
    return rows;
}

std::string drawn(const std::map<std::string, Row>& rows) {
    std::ostringstream table;
    table << std::left << std::setw(20) << "\nchannel, recipient" << std::right << std::setw(10) << "messages"
          << std::setw(10) << "entries" << std::setw(10) << "named" << std::setw(10) << "repeats" << std::setw(10)
          << "missing\n";
    for (const auto& [name, row] : rows) {
        table << std::left << std::setw(19) << name << std::right << std::setw(10) << row.messages << std::setw(10)
              << row.entries << std::setw(10) << row.named.size() << std::setw(10) << row.repeats << std::setw(9)
              << kFaults - row.entries << "\n";
    }
    return table.str();
}

}  // namespace

TEST_CASE("a storm of breaches and five kills lose and double nothing", "[.soak]") {
    // The channels' own limits, and every notice by itself as fast as it goes.
    const std::string limits = GENERATE("{}", "{digest_above: 0, per_recipient: [], per_minute: 1000000}");
    const unsigned seed = std::random_device{}();
    WARN("limits: " << limits << ", seed " << seed);
    std::mt19937 random(seed);
    Receivers receivers;
    DeliveryDesk desk(receivers, limits);
    desk.start();
    const Instant due = std::chrono::floor<std::chrono::seconds>(wall()) + std::chrono::seconds(8);
    std::vector<Fault> faults;
    for (int i = 0; i < kFaults; ++i) faults.push_back(desk.open_fault(kDistrict, due));
    WARN("opened, the breach is due in " << (due - wall()).count() << " ms");
    for (int i = 0; i < kKills; ++i) {
        std::this_thread::sleep_for(Millis(random() % kKillMax_ms));
        desk.kill();
        WARN("killed " << (wall() - due).count() << " ms after the breach, " << receivers.told().size() << " messages");
        desk.start();
    }
    const auto until = std::chrono::steady_clock::now() + kPatience;
    const auto unsettled = [&desk] {
        return number_in(desk.database(), "SELECT count(*) FROM outbox WHERE state NOT IN (1, 2)") + 2 * kFaults -
               number_in(desk.database(), "SELECT count(*) FROM outbox WHERE channel = 'email' AND place > 0");
    };
    while (unsettled() > 0 && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(std::chrono::seconds(1));
    WARN("all settled " << (wall() - due).count() / 1000 << " s after the breach");
    CHECK(number_in(desk.database(), "SELECT count(*) FROM outbox WHERE state = 2") == 0);
    CHECK(desk.stop() == 0);
    const auto rows = table_of(receivers.told());
    WARN(drawn(rows));
    CHECK(rows.size() == 2 * kChannels.size());
    for (const auto& [name, row] : rows) {
        INFO(name);
        CHECK(row.entries == kFaults);
        CHECK(row.repeats <= kKills);
    }
    CHECK(journal_mistakes(desk.data(), faults).empty());
    CHECK(run_to_end({GONGDAN_BINARY, "doctor", "--data", desk.data()}).code == 0);
}
