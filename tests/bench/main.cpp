// The figures of the engine, each beside its baseline in the same run: a table for people, JSON for machines.

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <functional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "tests/bench/bench.hpp"
#include "tests/bench/measure.hpp"

using namespace gongdan::bench;

namespace {

struct Group {
    const char* name;
    void (*run)(const Options& options, Report& report);
};

constexpr Group kGroups[] = {{"decide", decide_figures},    {"durable", durable_figures}, {"http", http_figures},
                             {"rungs", rung_figures},       {"clocks", clock_figures},    {"audit", audit_figures},
                             {"calendar", calendar_figures}};

/// TMPDIR when somebody chose it; else beside this program: /tmp is memory on many machines, and memory flushes
/// nothing.
std::filesystem::path scratch_parent() {
    const char* const chosen = std::getenv("TMPDIR");
    if (chosen != nullptr && *chosen != '\0') return chosen;
    return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

int run(const Options& options, const std::vector<std::string>& only, const std::string& json_file) {
    Report report;
    fmt::print("scratch space {} ({})\n", options.folder.string(), filesystem_of(options.folder));
    if (filesystem_of(options.folder) == "tmpfs") report.note("scratch space is memory: durable figures mean nothing");
    if (options.size == Size::smoke) report.note("a smoke run: the figures mean nothing");
    for (const Group& group : kGroups) {
        if (!only.empty() && std::find(only.begin(), only.end(), group.name) == only.end()) continue;
        group.run(options, report);
    }
    if (json_file.empty() || report.write_json(json_file, options)) return 0;
    fmt::print(stderr, "cannot write {}\n", json_file);
    return 3;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("The figures of Gongdan, each beside its baseline in the same run");
    Options options;
    std::vector<std::string> only;
    std::string json_file;
    bool full = false;
    bool smoke = false;
    app.add_option("--only", only,
                   "decide, durable, http, rungs, clocks, audit or calendar; may be given several times")
        ->check(CLI::IsMember({"decide", "durable", "http", "rungs", "clocks", "audit", "calendar"}));
    app.add_option("--repeat", options.repeat, "runs behind each median")->check(CLI::Range(1, 99));
    app.add_option("--json", json_file, "write the figures to this file");
    app.add_flag("--full", full, "the sizes of the goals: 100 000 rungs, a million clocks, ten million events");
    app.add_flag("--smoke", smoke, "the least that still runs everything, once")->excludes("--full");
    CLI11_PARSE(app, argc, argv);
    if (full) options.size = Size::full;
    if (smoke) options.size = Size::smoke;
    if (smoke) options.repeat = 1;
    try {
        const Scratch scratch(scratch_parent());
        options.folder = scratch.path();
        return run(options, only, json_file);
    } catch (const std::exception& failure) {
        fmt::print(stderr, "gongdan_bench: {}\n", failure.what());
        return 1;
    }
}
