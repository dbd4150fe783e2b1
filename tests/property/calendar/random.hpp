#pragma once
/// Random numbers from one printed seed; the environment variable GONGDAN_SEED repeats a run.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace gongdan::testing {

/// The seed of this run, printed once.
inline std::uint64_t seed() {
    static const std::uint64_t value = [] {
        const char* given = std::getenv("GONGDAN_SEED");
        const std::uint64_t chosen = given != nullptr ? std::strtoull(given, nullptr, 10) : 95598;
        std::printf("seed %llu (GONGDAN_SEED repeats it)\n", static_cast<unsigned long long>(chosen));
        return chosen;
    }();
    return value;
}

/// One stream a case, so that a failing case can be repeated alone.
class Random {
 public:
    explicit Random(std::uint64_t case_number) : engine_(seed() * 1'000'003 + case_number) {}

    /// From `low` through `high`.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + std::int64_t(engine_() % std::uint64_t(high - low + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }

 private:
    std::mt19937_64 engine_;
};

}  // namespace gongdan::testing
