// A storm: as many rungs as there are tickets fall due within one second. Until the last one is journalled and its
// notices are in the outbox; how late they were; beside plain SQLite writing the same rows in the same groups.

#include <algorithm>

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/recorder.hpp"

namespace gongdan::bench {
namespace {

constexpr double kGoal_s = 5;
constexpr int kGoalRungs = 100'000;
constexpr std::size_t kOpeningGroup = 4096;
constexpr Millis kStorm = std::chrono::seconds(1);
constexpr Millis kUrbanLimit = std::chrono::minutes(45);
constexpr Millis kRuralLimit = std::chrono::minutes(90);

int rungs_of(Size size) {
    switch (size) {
        case Size::smoke: return 30;
        case Size::usual: return kGoalRungs / 5;
        case Size::full: return kGoalRungs;
    }
    return 0;
}

/// The first rung comes at half of the limit of the arrival clock. Rural callers hung up earlier, so that all rungs
/// fall into the second after `storm`.
Instant hangup_for(Instant storm, int index, int count) {
    const Millis into(kStorm.count() * index / count);
    const bool rural = string_or_empty(fault_data(index, storm), "site_class") == "rural";
    return storm + into - (rural ? kRuralLimit : kUrbanLimit) / 2;
}

std::unique_ptr<sqlite::SqliteStore> open_store(const std::filesystem::path& file) {
    return must(sqlite::SqliteStore::open(file, {find_shipped(), sqlite::kCacheMax, ""}), "the database");
}

/// Tickets that are dispatched and wait for their crew.
void prepare(const std::filesystem::path& file, Instant storm, int count) {
    const auto store = open_store(file);
    Engine engine(*store, shipped(), crypto::sha256, crypto::salt);
    std::vector<Request> openings;
    std::vector<Request> dispatches;
    for (int i = 0; i < count; ++i) {
        openings.push_back(open_request(i, hangup_for(storm, i, count)));
        dispatches.push_back(step_request(i + 1, kSteps[0]));
    }
    const Instant now = storm - kUrbanLimit / 2 + kStorm;
    run_all(engine, openings, kOpeningGroup, now);
    run_all(engine, dispatches, kOpeningGroup, now);
}

struct Storm {
    double seconds = 0;
    std::vector<double> late_ms;  ///< from the due time to the commit, one a rung
};

/// The timer loop: whoever is due by now is fired, again and again, as time passes.
Storm fire_storm(Store& store, Instant storm, std::size_t count) {
    Engine engine(store, shipped(), crypto::sha256, crypto::salt);
    Storm result;
    const Stopwatch watch;
    while (result.late_ms.size() < count) {
        const double started_ms = watch.seconds() * 1000;
        const Instant now = storm + Millis(std::int64_t(started_ms));
        const auto sweep = must(engine.sweep(now, now), "a sweep");
        const double took_ms = watch.seconds() * 1000 - started_ms;
        for (const Millis late : sweep.lateness) result.late_ms.push_back(double(late.count()) + took_ms);
    }
    result.seconds = watch.seconds();
    if (result.late_ms.size() != count) throw std::runtime_error("more rungs fired than were due");
    return result;
}

/// All at once, so that the groups are full whatever this machine's speed.
Recording record(const Options& options, const std::filesystem::path& prepared, Instant storm, std::size_t count) {
    const Scratch scratch(options.folder);
    const auto file = scratch.path() / "engine.db";
    std::filesystem::copy_file(prepared, file);
    auto store = open_store(file);
    Recorder recorder(*store, *shipped().rules);
    Engine engine(recorder, shipped(), crypto::sha256, crypto::salt);
    std::size_t fired = 0;
    std::size_t notices = 0;
    for (bool more = true; more;) {
        const auto sweep = must(engine.sweep(storm + kStorm, storm + kStorm), "a sweep");
        fired += sweep.fired;
        notices += sweep.committed.channels.size();
        more = sweep.more;
    }
    if (fired != count || notices == 0) throw std::runtime_error(fmt::format("{} rungs of {} fired", fired, count));
    store.reset();
    const auto raw_file = scratch.path() / "raw.db";
    std::filesystem::copy_file(prepared, raw_file);
    RawSqlite(raw_file).write(recorder.recording(), 0, recorder.recording().groups.size());
    if (fingerprint_of(file) != fingerprint_of(raw_file)) {
        throw std::runtime_error("the baseline does not write what the engine writes");
    }
    return recorder.recording();
}

double raw_seconds(const std::filesystem::path& file, const Recording& recording) {
    RawSqlite raw(file);
    const Stopwatch watch;
    raw.write(recording, 0, recording.groups.size());
    return watch.seconds();
}

}  // namespace

void rung_figures(const Options& options, Report& report) {
    const int count = rungs_of(options.size);
    report.heading(fmt::format("storm: {} rungs due within one second", count));
    const Instant storm = morning();
    const Scratch scratch(options.folder);
    const auto prepared = scratch.path() / "prepared.db";
    prepare(prepared, storm, count);
    const Recording recording = record(options, prepared, storm, std::size_t(count));
    Pairs seconds;
    std::vector<double> half_ms;
    std::vector<double> last_ms;
    for (int i = 0; i < options.repeat; ++i) {
        const Scratch run(options.folder);
        std::filesystem::copy_file(prepared, run.path() / "raw.db");
        std::filesystem::copy_file(prepared, run.path() / "engine.db");
        const double raw = raw_seconds(run.path() / "raw.db", recording);
        const auto store = open_store(run.path() / "engine.db");
        const Storm fired = fire_storm(*store, storm, std::size_t(count));
        seconds.add(fired.seconds, raw);
        half_ms.push_back(percentile(fired.late_ms, 0.5));
        last_ms.push_back(percentile(fired.late_ms, 0.99));
    }
    const Goal goal{Goal::Kind::value_at_most, kGoal_s * count / kGoalRungs};
    report.add({"until all are in the outbox", "s", seconds.value(), "raw SQLite, same rows", seconds.baseline(),
                seconds.ratio(), options.size == Size::full ? std::optional(goal) : std::nullopt});
    const double raw_ms = seconds.baseline() * 1000;
    report.add({"lateness p50", "ms", median(half_ms), "raw SQLite, all rows", raw_ms, median(half_ms) / raw_ms, {}});
    report.add({"lateness p99", "ms", median(last_ms), "raw SQLite, all rows", raw_ms, median(last_ms) / raw_ms, {}});
}

}  // namespace gongdan::bench
