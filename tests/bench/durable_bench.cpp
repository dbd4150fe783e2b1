// Transitions on disk: the engine over our SQLite store in groups of 1, 16, 64 and 256, beside plain SQLite writing the
// same bytes to the same tables in the same groups.

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/recorder.hpp"

namespace gongdan::bench {
namespace {

constexpr double kGoal = 0.6;

struct Load {
    std::size_t group = 1;
    std::vector<Request> openings;
    std::vector<Request> moves;

    [[nodiscard]] std::size_t opening_groups() const { return (openings.size() + group - 1) / group; }
};

/// Small groups wait for the disk, so that fewer transitions take as long.
int tickets_for(std::size_t group, Size size) {
    if (size == Size::smoke) return 20;
    const int usual = group == 1 ? 1000 : group == 16 ? 4000 : 10000;
    return size == Size::full ? usual * 2 : usual;
}

Load load_of(std::size_t group, int tickets) {
    Load load{group, {}, {}};
    for (int i = 0; i < tickets; ++i) load.openings.push_back(open_request(i, morning()));
    for (const Step& step : kSteps) {
        for (int i = 0; i < tickets; ++i) load.moves.push_back(step_request(i + 1, step));
    }
    return load;
}

struct Seconds {
    double openings = 0;
    double moves = 0;
};

Seconds run_load(Store& store, const Load& load, const SaltSource& salt) {
    Engine engine(store, shipped(), crypto::sha256, salt);
    Seconds seconds;
    const Stopwatch opening;
    run_all(engine, load.openings, load.group, morning());
    seconds.openings = opening.seconds();
    const Stopwatch moving;
    run_all(engine, load.moves, load.group, morning() + std::chrono::minutes(1));
    seconds.moves = moving.seconds();
    return seconds;
}

std::unique_ptr<sqlite::SqliteStore> fresh_store(const std::filesystem::path& file) {
    return must(sqlite::SqliteStore::open(file, {find_shipped(), sqlite::kCacheMax, ""}), "a fresh database");
}

Seconds run_raw(const std::filesystem::path& file, const Recording& recording, std::size_t opening_groups) {
    fresh_store(file).reset();
    RawSqlite raw(file);
    Seconds seconds;
    const Stopwatch opening;
    raw.write(recording, 0, opening_groups);
    seconds.openings = opening.seconds();
    const Stopwatch moving;
    raw.write(recording, opening_groups, recording.groups.size());
    seconds.moves = moving.seconds();
    return seconds;
}

Recording record(const Options& options, const Load& load) {
    const Scratch scratch(options.folder);
    const auto file = scratch.path() / "engine.db";
    auto store = fresh_store(file);
    Recorder recorder(*store, *shipped().rules);
    run_load(recorder, load, crypto::salt);
    store.reset();
    const auto raw_file = scratch.path() / "raw.db";
    run_raw(raw_file, recorder.recording(), load.opening_groups());
    if (fingerprint_of(file) != fingerprint_of(raw_file)) {
        throw std::runtime_error("the baseline does not write what the engine writes");
    }
    return recorder.recording();
}

void measure_group(std::size_t group, const Options& options, Report& report) {
    const Load load = load_of(group, tickets_for(group, options.size));
    const Recording recording = record(options, load);
    Pairs openings;
    Pairs moves;
    for (int i = 0; i < options.repeat; ++i) {
        const Scratch scratch(options.folder);
        const Seconds raw = run_raw(scratch.path() / "raw.db", recording, load.opening_groups());
        const Seconds ours = run_load(*fresh_store(scratch.path() / "engine.db"), load, crypto::salt);
        openings.add(double(load.openings.size()) / ours.openings, double(load.openings.size()) / raw.openings);
        moves.add(double(load.moves.size()) / ours.moves, double(load.moves.size()) / raw.moves);
    }
    const Goal goal{Goal::Kind::ratio_at_least, kGoal};
    report.add({fmt::format("transitions, groups of {}", group), "/s", moves.value(), "raw SQLite, same bytes",
                moves.baseline(), moves.ratio(), goal});
    report.add({fmt::format("openings, groups of {}", group), "/s", openings.value(), "raw SQLite, same bytes",
                openings.baseline(), openings.ratio(), goal});
}

}  // namespace

void durable_figures(const Options& options, Report& report) {
    report.heading("durable: dispatch, acknowledge and arrive (transitions), and openings, each group on disk");
    for (const std::size_t group : {1, 16, 64, 256}) measure_group(group, options, report);
}

}  // namespace gongdan::bench
