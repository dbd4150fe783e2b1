#pragma once
/// Counters and histograms in the Prometheus text format.

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gongdan::host {

/// Thread-safe. Bounds are upper limits in the unit of the observed values, ascending.
class Histogram {
 public:
    explicit Histogram(std::vector<double> bounds);
    void observe(double value);
    /// Lines with HELP and TYPE.
    void write(std::string_view name, std::string_view help, std::string& out) const;

 private:
    std::vector<double> bounds_;
    std::vector<std::atomic<std::uint64_t>> buckets_;
    std::atomic<std::uint64_t> count_ = 0;
    std::atomic<double> sum_ = 0;
};

void write_counter(std::string_view name, std::string_view help, std::uint64_t value, std::string& out);
void write_gauge(std::string_view name, std::string_view help, double value, std::string& out);

/// Seconds from 100 µs to 10 s.
[[nodiscard]] std::vector<double> latency_bounds();

}  // namespace gongdan::host
