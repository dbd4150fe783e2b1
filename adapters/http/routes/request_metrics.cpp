#include "adapters/http/routes/request_metrics.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace gongdan::http {

RequestMetrics::RequestMetrics(const std::vector<Route>& table) : table_(table), rows_(table.size() + 1) {}

void RequestMetrics::observe(const Route* route, int status, double seconds) {
    Row& row = rows_[route == nullptr ? table_.size() : std::size_t(route - table_.data())];
    const auto bucket = std::lower_bound(kBounds.begin(), kBounds.end(), seconds) - kBounds.begin();
    row.buckets[std::size_t(bucket)].fetch_add(1, std::memory_order_relaxed);
    row.classes[std::size_t(std::clamp(status / 100, 0, 5))].fetch_add(1, std::memory_order_relaxed);
    row.seconds.fetch_add(seconds, std::memory_order_relaxed);
}

std::string RequestMetrics::label(std::size_t index) const {
    if (index == table_.size()) return R"(method="",route="none")";
    return fmt::format(R"(method="{}",route="{}")", table_[index].method, table_[index].pattern);
}

std::string RequestMetrics::text() const {
    std::string durations =
        "# HELP gongdan_http_request_seconds From the whole request to its answer.\n"
        "# TYPE gongdan_http_request_seconds histogram\n";
    std::string statuses =
        "# HELP gongdan_http_responses_total Answers by class of status.\n"
        "# TYPE gongdan_http_responses_total counter\n";
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const Row& row = rows_[i];
        const std::string who = label(i);
        std::uint64_t total = 0;
        std::string buckets;
        for (std::size_t bucket = 0; bucket < row.buckets.size(); ++bucket) {
            total += row.buckets[bucket].load(std::memory_order_relaxed);
            const std::string bound = bucket < kBounds.size() ? fmt::format("{}", kBounds[bucket]) : "+Inf";
            fmt::format_to(std::back_inserter(buckets), "gongdan_http_request_seconds_bucket{{{},le=\"{}\"}} {}\n", who,
                           bound, total);
        }
        if (total == 0) continue;
        durations += buckets;
        fmt::format_to(std::back_inserter(durations),
                       "gongdan_http_request_seconds_sum{{{0}}} {1}\ngongdan_http_request_seconds_count{{{0}}} {2}\n",
                       who, row.seconds.load(std::memory_order_relaxed), total);
        for (std::size_t digit = 0; digit < row.classes.size(); ++digit) {
            const auto count = row.classes[digit].load(std::memory_order_relaxed);
            if (count == 0) continue;
            fmt::format_to(std::back_inserter(statuses), "gongdan_http_responses_total{{{},status=\"{}xx\"}} {}\n", who,
                           digit, count);
        }
    }
    return durations + statuses;
}

}  // namespace gongdan::http
