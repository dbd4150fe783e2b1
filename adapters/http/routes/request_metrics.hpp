#pragma once
/// Counts and durations of requests, by route. Thread-safe, without locks.

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/http/routes/route.hpp"

namespace gongdan::http {

class RequestMetrics {
 public:
    explicit RequestMetrics(const std::vector<Route>& table);

    /// `route` belongs to the table; null = no route was found.
    void observe(const Route* route, int status, double seconds);
    /// Prometheus text; routes never asked for are left out.
    [[nodiscard]] std::string text() const;

 private:
    /// Upper bounds in seconds; one more bucket counts the rest.
    static constexpr std::array<double, 13> kBounds = {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                       0.05,    0.1,    0.25,  0.5,    1,     5};

    struct Row {
        std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> buckets{};
        std::array<std::atomic<std::uint64_t>, 6> classes{};  ///< by the first digit of the status
        std::atomic<double> seconds{0};
    };

    [[nodiscard]] std::string label(std::size_t index) const;

    const std::vector<Route>& table_;
    std::vector<Row> rows_;  ///< one a route, and the last for requests without one
};

}  // namespace gongdan::http
