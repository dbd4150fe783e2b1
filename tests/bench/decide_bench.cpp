// How long the core takes to decide one command, beside the time it takes merely to copy what it answers: the least
// that any code with this interface could need.

#include "tests/bench/bench.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/measure.hpp"

namespace gongdan::bench {
namespace {

constexpr double kGoal_ns = 2000;
constexpr Millis kUntilFirstRung = std::chrono::minutes(22) + std::chrono::seconds(30);  // half of 45 min

int rounds_of(Size size) {
    switch (size) {
        case Size::smoke: return 10;
        case Size::usual: return 20000;
        case Size::full: return 100000;
    }
    return 0;
}

template <class Work>
double nanoseconds(int rounds, Work work) {
    const Stopwatch watch;
    for (int i = 0; i < rounds; ++i) keep(work());
    return watch.seconds() * 1e9 / rounds;
}

template <class Decide>
void measure(const char* name, const Options& options, Report& report, Decide decide) {
    const int rounds = rounds_of(options.size);
    const Decision answer = decide();
    const auto copy = [&answer] { return Decision(answer); };
    nanoseconds(rounds / 10, decide);  // warms caches and the allocator
    Pairs pairs;
    for (int i = 0; i < options.repeat; ++i) {
        const double copied = nanoseconds(rounds, copy);
        pairs.add(nanoseconds(rounds, decide), copied);
    }
    report.add({name, "ns/command", pairs.value(), "copying its answer", pairs.baseline(), pairs.ratio(),
                Goal{Goal::Kind::value_at_most, kGoal_ns}});
}

}  // namespace

void decide_figures(const Options& options, Report& report) {
    report.heading("decide(): one command, pure, with the shipped fault-repair workflow");
    const Rules& rules = *shipped().rules;
    const Instant start = morning();
    const OpenCommand open = opening(0, start);
    const auto open_it = [&open, &rules, start] {
        return must(decide_open(open, CaseId(1), "GZ20260302000001", rules, start), "open");
    };
    measure("open", options, report, open_it);
    CaseSnapshot before = open_it().after;
    CaseSnapshot waiting;
    Instant now = start;
    for (const Step& step : kSteps) {
        now += std::chrono::minutes(1);
        const FireCommand fire = firing(step);
        const auto fire_it = [&before, &fire, &rules, now] {
            return must(decide_fire(before, fire, nullptr, rules, now), "fire");
        };
        measure(step.event, options, report, fire_it);
        waiting = std::exchange(before, fire_it().after);
    }
    const Instant due = start + kUntilFirstRung;
    measure("alarm (a rung)", options, report, [&waiting, &rules, due] {
        Decision decision = decide_alarms(waiting, rules, {due, due}, due);
        if (decision.events.size() != 1) throw std::runtime_error("one rung was expected");
        return decision;
    });
}

}  // namespace gongdan::bench
