// Many armed clocks: what they cost in memory, and how long a restart takes until the first timer fires; beside the
// same program with nothing but the overdue ticket.

#include <thread>

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/data_directory.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/served.hpp"

namespace gongdan::bench {
namespace {

constexpr int kGoalTickets = 1'000'000;
constexpr double kGoal_mb = 200;
constexpr double kGoal_s = 3;
constexpr int kOpeningGroup = 8192;
constexpr auto kPollEvery = std::chrono::milliseconds(2);
constexpr double kPatience_s = 120;

int tickets_of(Size size) {
    switch (size) {
        case Size::smoke: return 200;
        case Size::usual: return kGoalTickets / 10;
        case Size::full: return kGoalTickets;
    }
    return 0;
}

Instant wall() { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }

std::unique_ptr<sqlite::SqliteStore> open_store(const std::filesystem::path& data) {
    return must(sqlite::SqliteStore::open(sqlite::database_file(data), {find_shipped(), sqlite::kCacheMax, ""}),
                "the database");
}

/// Tickets whose clocks are armed for tomorrow.
void fill(const std::filesystem::path& data, int tickets) {
    const auto store = open_store(data);
    Engine engine(*store, shipped(), crypto::sha256, crypto::salt);
    const Instant future = wall() + std::chrono::hours(24);
    std::vector<Request> openings;
    for (int opened = 0; opened < tickets; opened += int(openings.size())) {
        openings.clear();
        for (int i = 0; i < std::min(kOpeningGroup, tickets - opened); ++i) {
            openings.push_back(open_request(opened + i, future));
        }
        run_all(engine, openings, openings.size(), future);
    }
}

/// Opens a ticket that has been overdue for minutes; its id.
std::string open_overdue(const std::filesystem::path& data) {
    const auto store = open_store(data);
    Engine engine(*store, shipped(), crypto::sha256, crypto::salt);
    const Instant past = wall() - std::chrono::minutes(10);
    const Request request = open_request(0, past);
    const BatchResult result = engine.run({&request, 1}, past);
    return std::to_string(to_int(must(result.replies.front(), "an opening").record->snapshot.id));
}

struct Restart {
    double seconds = 0;
    double resident_mb = 0;
    double peak_mb = 0;
};

/// From the start of the process until the overdue clock's breach can be read.
Restart restart(const std::filesystem::path& data, const std::string& token) {
    const std::string path = "/api/v1/tickets/" + open_overdue(data);
    const Stopwatch watch;
    Served server(data, token);
    while (ask(server.endpoint(), path).body.find(R"("breached":true)") == std::string::npos) {
        if (watch.seconds() > kPatience_s) throw std::runtime_error("the first timer never fired");
        std::this_thread::sleep_for(kPollEvery);
    }
    const double seconds = watch.seconds();
    const ProcessUse use = use_of(server.pid());
    server.stop();
    return {seconds, use.resident_mb, use.peak_mb};
}

/// A data directory whose server has been started once, so that its rules are in force; with a token for it.
std::string prepare(const std::filesystem::path& data, int tickets) {
    std::string token = make_token(data);
    Served(data, token).stop();
    fill(data, tickets);
    return token;
}

}  // namespace

void clock_figures(const Options& options, Report& report) {
    const int tickets = tickets_of(options.size);
    report.heading(fmt::format("armed clocks: {} tickets with two each, all but one due tomorrow", tickets));
    const Scratch scratch(options.folder);
    const auto many = scratch.path() / "many";
    const auto none = scratch.path() / "none";
    const std::string token_of_many = prepare(many, tickets);
    const std::string token_of_none = prepare(none, 0);
    Pairs seconds;
    Pairs resident;
    Pairs peak;
    for (int i = 0; i < options.repeat; ++i) {
        const Restart least = restart(none, token_of_none);
        const Restart full = restart(many, token_of_many);
        seconds.add(full.seconds, least.seconds);
        resident.add(full.resident_mb, least.resident_mb);
        peak.add(full.peak_mb, least.peak_mb);
    }
    const auto size = std::filesystem::file_size(sqlite::database_file(many));
    report.note(fmt::format("the database has {:.0f} MB", double(size) / 1e6));
    const Goal memory{Goal::Kind::value_at_most, kGoal_mb};
    const Goal time{Goal::Kind::value_at_most, kGoal_s};
    const char* const baseline = "one overdue ticket";
    report.add(
        {"restart until a timer fired", "s", seconds.value(), baseline, seconds.baseline(), seconds.ratio(), time});
    report.add({"memory after it", "MB", resident.value(), baseline, resident.baseline(), resident.ratio(), memory});
    report.add({"peak memory", "MB", peak.value(), baseline, peak.baseline(), peak.ratio(), memory});
}

}  // namespace gongdan::bench
