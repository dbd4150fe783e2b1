#pragma once
/// Time, medians, scratch folders, and what the kernel says of a process.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace gongdan::bench {

class Stopwatch {
 public:
    [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
};

/// Keeps the compiler from dropping the making of `value`.
template <class T>
void keep(const T& value) {
    asm volatile("" ::"r"(&value) : "memory");
}

/// `share` from 0 to 1; 0 of no values.
[[nodiscard]] double percentile(std::vector<double> values, double share);
[[nodiscard]] inline double median(std::vector<double> values) { return percentile(std::move(values), 0.5); }

/// A measured value and its baseline, run by run in turn: what disturbs the machine disturbs both.
struct Pairs {
    std::vector<double> values;
    std::vector<double> baselines;

    void add(double value, double baseline);
    [[nodiscard]] double value() const { return median(values); }
    [[nodiscard]] double baseline() const { return median(baselines); }
    [[nodiscard]] double ratio() const;  ///< the median of the pairs' ratios
};

/// A folder below `above` that goes with this.
class Scratch {
 public:
    explicit Scratch(const std::filesystem::path& above);
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
    std::filesystem::path path_;
};

/// "ext4", "tmpfs", … of the folder.
[[nodiscard]] std::string filesystem_of(const std::filesystem::path& folder);

/// Of /proc: memory in megabytes (10^6 bytes), processor time in seconds.
struct ProcessUse {
    double resident_mb = 0;
    double peak_mb = 0;
    double processor_s = 0;
};
[[nodiscard]] ProcessUse use_of(int pid);

}  // namespace gongdan::bench
