// The compliance report over a year's journal: every case replayed, and from kept facts; beside hashing the same
// events.

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/kept_facts.hpp"
#include "core/audit/compliance.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/measure.hpp"

namespace gongdan::bench {
namespace {

constexpr double kGoal_s = 1;
constexpr std::size_t kGroup = 256;
constexpr int kDays = 365;
constexpr std::array<Step, 8> kToTheEnd = {{{"dispatch", "dispatcher", R"({"team":"A"})"},
                                            {"acknowledge", "area_manager", "{}"},
                                            {"arrive", "area_manager", "{}"},
                                            {"restore", "area_manager", "{}"},
                                            {"reply", "area_manager", R"({"close_code":"repaired","handling":"done"})"},
                                            {"approve", "dispatcher", "{}"},
                                            {"call_back", "call_taker", R"({"satisfied":true})"},
                                            {"archive", "call_taker", "{}"}}};

/// A ticket makes 18 events on its way to the archive: at full size they are ten million.
int tickets_for(Size size) {
    switch (size) {
        case Size::smoke: return 40;
        case Size::usual: return 20'000;
        case Size::full: return 556'000;
    }
    return 0;
}

/// Tickets of a year, each handled within the hour; the last group is still under way.
void play_year(const std::filesystem::path& file, int tickets) {
    const auto store = must(sqlite::SqliteStore::open(file, {find_shipped(), sqlite::kCacheMax, ""}), "a database");
    Engine engine(*store, shipped(), crypto::sha256, crypto::salt);
    const int groups = (tickets + int(kGroup) - 1) / int(kGroup);
    for (int group = 0; group < groups; ++group) {
        const Instant opened = morning() + kDay * (std::int64_t(group) * kDays / groups) + Millis(group);
        const int first = group * int(kGroup);
        const int count = std::min(int(kGroup), tickets - first);
        std::vector<Request> requests;
        for (int i = 0; i < count; ++i) requests.push_back(open_request(first + i, opened));
        run_all(engine, requests, kGroup, opened);
        Instant now = opened;
        for (const Step& step : kToTheEnd) {
            if (group == groups - 1) break;
            now += std::chrono::minutes(3 + group % 9);
            requests.clear();
            for (int i = 0; i < count; ++i) requests.push_back(step_request(first + i + 1, step));
            run_all(engine, requests, kGroup, now);
        }
    }
}

std::shared_ptr<const Workflow> pinned(const Event& opened) {
    return find_shipped()(string_or_empty(opened.body, "workflow"), string_or_empty(opened.body, "version"));
}

struct Made {
    double seconds = 0;
    FactsTold told;
    std::int64_t tickets = 0;
};

Made make(const std::filesystem::path& file, bool replay_all) {
    const Instant now = morning() + kDay * (kDays + 1);
    const Period year{date_of(morning()), date_of(now)};
    sqlite::KeptFacts facts(file, pinned);
    const Stopwatch watch;
    ComplianceFold fold({year, {Dimension::team, Dimension::area}, {}});
    const FactsWish wish{[&fold](Instant opened_at) { return fold.wants(opened_at); }, now, {}, replay_all};
    const auto told = facts.tell(wish, [&fold](const CaseFact& fact, const CaseSnapshot*) { fold.add(fact); });
    if (!told) throw std::runtime_error("the report: " + told.error().detail.en);
    const Compliance compliance = fold.finish(now);
    return {watch.seconds(), *told, compliance.tickets};
}

/// Seconds to hash every event's bytes once, as the chain does: no proof can cost less.
double hash_all(const std::filesystem::path& file) {
    auto scan = must(sqlite::Scan::open(file), "the database");
    double seconds = 0;
    must(scan.events(0,
                     [&seconds](const StoredEvent& event) -> Result<void> {
                         const Stopwatch watch;
                         keep(crypto::sha256(event.body));
                         seconds += watch.seconds();
                         return {};
                     }),
         "the journal");
    return seconds;
}

}  // namespace

void audit_figures(const Options& options, Report& report) {
    report.heading("audit: the compliance report over a year, by team and area");
    const Scratch scratch(options.folder);
    const auto file = scratch.path() / "gongdan.db";
    const int tickets = tickets_for(options.size);
    play_year(file, tickets);
    const Made first = make(file, false);
    Pairs replayed;
    Pairs kept;
    double events = 0;
    for (int i = 0; i < options.repeat; ++i) {
        const Made slow = make(file, true);
        const Made quick = make(file, false);
        if (slow.tickets != tickets || quick.tickets != tickets)
            throw std::runtime_error("a report does not count every ticket");
        events = double(slow.told.events);
        replayed.add(events / slow.seconds, events / hash_all(file));
        kept.add(quick.seconds, slow.seconds);
    }
    report.note(fmt::format("audit: {} tickets, {:.0f} events", tickets, events));
    report.add(
        {"replayed", "events/s", replayed.value(), "SHA-256 of the bodies", replayed.baseline(), replayed.ratio(), {}});
    const double taken_in = events / first.seconds;
    report.add({"facts taken in the first time",
                "events/s",
                taken_in,
                "replayed",
                replayed.value(),
                taken_in / replayed.value(),
                {}});
    report.add({"from kept facts", "s", kept.value(), "replayed", kept.baseline(), kept.ratio(),
                Goal{Goal::Kind::value_at_most, kGoal_s}});
}

}  // namespace gongdan::bench
