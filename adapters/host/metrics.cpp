#include "adapters/host/metrics.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gongdan::host {

Histogram::Histogram(std::vector<double> bounds) : bounds_(std::move(bounds)), buckets_(bounds_.size()) {}

void Histogram::observe(double value) {
    const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), value);
    if (bucket != bounds_.end())
        buckets_[std::size_t(bucket - bounds_.begin())].fetch_add(1, std::memory_order_relaxed);
    count_.fetch_add(1, std::memory_order_relaxed);
    sum_.fetch_add(value, std::memory_order_relaxed);
}

void Histogram::write(std::string_view name, std::string_view help, std::string& out) const {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "# HELP {} {}\n# TYPE {} histogram\n", name, help, name);
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < bounds_.size(); ++i) {
        below += buckets_[i].load(std::memory_order_relaxed);
        fmt::format_to(to, "{}_bucket{{le=\"{}\"}} {}\n", name, bounds_[i], below);
    }
    const auto count = count_.load(std::memory_order_relaxed);
    fmt::format_to(to, "{}_bucket{{le=\"+Inf\"}} {}\n{}_sum {}\n{}_count {}\n", name, count, name,
                   sum_.load(std::memory_order_relaxed), name, count);
}

void write_counter(std::string_view name, std::string_view help, std::uint64_t value, std::string& out) {
    fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} counter\n{} {}\n", name, help, name, name, value);
}

void write_gauge(std::string_view name, std::string_view help, double value, std::string& out) {
    fmt::format_to(std::back_inserter(out), "# HELP {} {}\n# TYPE {} gauge\n{} {}\n", name, help, name, name, value);
}

std::vector<double> latency_bounds() {
    return {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

}  // namespace gongdan::host
