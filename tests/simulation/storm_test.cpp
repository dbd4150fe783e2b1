// Ten thousand tickets run out of time at once. Virtual time, the real store and the real worker of a channel with a
// robot's limits: what reaches each manager, when, and is anything missing?

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "adapters/notify/worker.hpp"
#include "adapters/sqlite/outbox.hpp"
#include "adapters/sqlite/store.hpp"
#include "tests/support/shipped.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace gongdan;
using namespace gongdan::test;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr const char* kChannel = "desk-file";  // on which everybody of the shipped organisation is reached
constexpr int kRobotMinute = 20;

std::shared_ptr<const Workflow> find_shipped(std::string_view name, std::string_view version) {
    auto workflow = shipped().rules->find_workflow(name);
    return workflow && workflow->version == version ? workflow : nullptr;
}

notify::ChannelConfig robot() {
    notify::ChannelConfig config;
    config.name = kChannel;
    config.limits.per_minute = kRobotMinute;
    config.limits.digest = {2, seconds(5), {{2, minutes(1)}, {10, minutes(15)}}};
    return config;
}

/// What a manager's telephone showed.
struct Arrival {
    Instant at{};
    std::string id;
    std::string person;
    std::vector<std::string> numbers;  ///< of the tickets, in the order of the message
    std::vector<std::int64_t> levels;
};

class Telephones final : public notify::Plugin {
 public:
    explicit Telephones(std::vector<Arrival>& arrivals) : arrivals_(arrivals) {}

    notify::Answer deliver(const notify::Message& message, const notify::Call& call) override {
        const json::object said = json::parse(message.json).as_object();
        Arrival arrival{call.now, message.id, std::string(said.at("recipient").at("id").as_string()), {}, {}};
        const json::array* items = get_array(said, "items");
        const json::array alone{said};
        for (const json::value& item : items == nullptr ? alone : *items) {
            arrival.numbers.emplace_back(item.at("number").as_string());
            arrival.levels.push_back(item.at("level").as_int64());
        }
        arrivals_.push_back(std::move(arrival));
        return notify::delivered();
    }

 private:
    std::vector<Arrival>& arrivals_;
};

/// A county with a store, an engine and one channel.
class County {
 public:
    County() {
        auto opened = sqlite::SqliteStore::open(folder_ / "gongdan.db", {find_shipped, sqlite::kCacheMax, ""});
        if (!opened) FAIL(opened.error().detail.en);
        store_ = std::move(*opened);
        outbox_ = std::make_unique<sqlite::SqliteOutbox>(
            folder_ / "gongdan.db",
            [this](const std::string& id, const notify::Outcome& outcome, Instant at) {
                return in_batch([&] { return store_->settle_in_batch(id, outcome, at); });
            },
            [this](const std::string& channel, const Recipient& recipient, Instant at) {
                return in_batch([&] { return store_->gather_in_batch(channel, recipient, at); });
            });
        engine_ = std::make_unique<Engine>(*store_, shipped(), crypto::sha256, fixed_salt);
    }

    /// Faults in all areas, called in within one minute before eight, all of them with a crew that never comes.
    void open_faults(int count) {
        const std::vector<std::string> areas = {"demo-101", "demo-102", "demo-201"};
        std::vector<Request> requests;
        for (int i = 0; i < count; ++i) {
            Request request = open_fault("urban", fmt::format("07:59:{:02}", i % 60));
            std::get<OpenRequest>(request.wish).command.data["area"] = areas[std::size_t(i) % areas.size()];
            requests.push_back(std::move(request));
        }
        for (const auto& reply : engine_->run(requests, now).replies) {
            if (!reply) FAIL(reply.error().detail.en);
        }
    }

    void start_worker() {
        worker_ = std::make_unique<notify::ChannelWorker>(
            robot(), std::make_unique<Telephones>(arrivals), *outbox_,
            notify::WorkerTools{[this] { return now; }, [] { return 0.0; }, [](auto, const auto&, const auto&) {}});
    }

    /// Lets time pass until `end`: timers fire, the channel delivers.
    void run_until(Instant end) {
        while (now < end) {
            while (fire()) {
            }
            Instant next = end;
            if (const auto due = store_->next_due().value()) next = std::min(next, *due);
            std::optional<Instant> again = now;
            for (int turn = 0; again && *again <= now; ++turn) {
                if (turn > 100'000) FAIL("the worker spins");
                again = worker_->step(now);
                if (!std::exchange(dead_, false)) continue;
                ++crashes_;
                start_worker();
                again = now;
            }
            if (again) next = std::min(next, *again);
            now = std::max(next, now + Millis(1));
        }
    }

    /// The process dies at the `write`th write of the worker, before it or right after it is on disk.
    void crash_at(int write, bool written) {
        crash_at_ = write;
        crash_after_ = written;
    }
    [[nodiscard]] int crashes() const { return crashes_; }

    std::vector<std::string> sql(const std::string& question) {
        auto database = sqlite::Database::open(folder_ / "gongdan.db");
        sqlite::Statement statement(*database, question);
        std::vector<std::string> rows;
        sqlite::Rows found(statement.bind());
        while (found.next()) rows.push_back(std::string(found.text(0)) + " " + std::string(found.text(1)));
        return rows;
    }

    Instant now = on("08:00:00");
    std::vector<Arrival> arrivals;

 private:
    bool fire() {
        auto swept = engine_->sweep(now, now);
        if (!swept) FAIL(swept.error().detail.en);
        return swept->more;
    }
    template <class Work>
    Result<void> in_batch(Work work) {
        const bool dies = ++writes_ == crash_at_;
        dead_ = dies;
        if (dies && !crash_after_) return fail(Errc::read_only, "notify.outbox");
        if (auto begun = store_->begin(); !begun) return begun;
        if (auto done = work(); !done) {
            store_->rollback();
            return done;
        }
        return store_->commit();
    }

    TemporaryFolder folder_;
    std::unique_ptr<sqlite::SqliteStore> store_;
    std::unique_ptr<sqlite::SqliteOutbox> outbox_;
    std::unique_ptr<Engine> engine_;
    std::unique_ptr<notify::ChannelWorker> worker_;
    int writes_ = 0;
    int crash_at_ = 0;
    bool crash_after_ = false;
    bool dead_ = false;
    int crashes_ = 0;
};

using PerPerson = std::map<std::string, std::vector<std::string>>;

/// "person number" of every message entry.
PerPerson told(const std::vector<Arrival>& arrivals) {
    PerPerson all;
    for (const Arrival& arrival : arrivals) {
        auto& mine = all[arrival.person];
        mine.insert(mine.end(), arrival.numbers.begin(), arrival.numbers.end());
    }
    for (auto& [person, numbers] : all) std::sort(numbers.begin(), numbers.end());
    return all;
}

/// The same as the journal's escalations want it.
PerPerson wanted(County& county) {
    PerPerson all;
    for (const std::string& row :
         county.sql("SELECT person, json_extract(message, '$.number') FROM outbox WHERE place > 0")) {
        const auto blank = row.find(' ');
        all[row.substr(0, blank)].push_back(row.substr(blank + 1));
    }
    for (auto& [person, numbers] : all) std::sort(numbers.begin(), numbers.end());
    return all;
}

std::string table_of(const std::vector<Arrival>& arrivals) {
    std::map<std::string, std::vector<const Arrival*>> by_person;
    for (const Arrival& arrival : arrivals) by_person[arrival.person].push_back(&arrival);
    std::string table = fmt::format("\n{:<18}{:>9}{:>10}  {}\n", "person", "messages", "entries", "at (entries)");
    for (const auto& [person, his] : by_person) {
        std::size_t entries = 0;
        std::string times;
        for (const Arrival* arrival : his) {
            entries += arrival->numbers.size();
            times += fmt::format(" {} ({})", format_time(arrival->at).substr(11, 8), arrival->numbers.size());
        }
        table += fmt::format("{:<18}{:>9}{:>10} {}\n", person, his.size(), entries, times);
    }
    return table;
}

}  // namespace

TEST_CASE("ten thousand overdue tickets reach each manager in a handful of messages, and none is missing") {
    County county;
    county.open_faults(10'000);
    county.start_worker();
    county.run_until(on("09:00:00"));
    WARN(table_of(county.arrivals));

    CHECK(told(county.arrivals) == wanted(county));
    std::map<std::string, int> messages;
    for (const Arrival& arrival : county.arrivals) ++messages[arrival.person];
    // Three rungs fire until nine: at 50 %, at 80 % and at the breach. Each is a handful for whom it names.
    for (const auto& [person, count] : messages) {
        INFO(person);
        CHECK(count <= 8);
    }
    const std::set<std::string> managers = {"demo-wu-jiu", "demo-zheng-shi"};
    for (const std::string& manager : managers) {
        INFO(manager);
        CHECK(messages[manager] >= 1);
        CHECK(messages[manager] <= 5);
    }
    CHECK(county.sql("SELECT state, count(*) FROM outbox WHERE state <> 1 GROUP BY state").empty());
}

TEST_CASE("a robot is never sent more than twenty messages in any minute, and lists put the most urgent first") {
    County county;
    county.open_faults(600);
    county.start_worker();
    county.run_until(on("10:30:00"));
    std::vector<Instant> times;
    for (const Arrival& arrival : county.arrivals) {
        times.push_back(arrival.at);
        CHECK(std::is_sorted(arrival.levels.rbegin(), arrival.levels.rend()));
    }
    for (std::size_t i = kRobotMinute; i < times.size(); ++i)
        CHECK(times[i] - times[i - kRobotMinute] >= Millis(minutes(1)));
    CHECK(told(county.arrivals) == wanted(county));
}

TEST_CASE("a crash at any write repeats at most the message on its way, under the same id, and loses nothing") {
    const int dying = GENERATE(1, 2, 3, 4, 5, 6, 9);
    const bool written = GENERATE(false, true);
    CAPTURE(dying, written);
    County county;
    county.open_faults(60);
    county.start_worker();
    county.crash_at(dying, written);
    county.run_until(on("09:30:00"));
    CHECK(county.crashes() == 1);
    std::map<std::string, std::vector<std::string>> by_id;
    std::vector<Arrival> once;
    int repeats = 0;
    for (const Arrival& arrival : county.arrivals) {
        const auto [known, fresh] = by_id.emplace(arrival.id, arrival.numbers);
        if (fresh) once.push_back(arrival);
        if (!fresh) ++repeats;
        CHECK(known->second == arrival.numbers);
    }
    CHECK(repeats <= 1);
    CHECK(told(once) == wanted(county));
}
