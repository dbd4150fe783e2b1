#pragma once
/// How often one caller may ask. One bucket a caller: it holds `burst` requests and gets `per_second` new ones.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gongdan::http {

struct Rate {
    int per_second = 0;  ///< 0 = no limit
    int burst = 1;       ///< at least 1
};

struct RateLimits {
    Rate principal{500, 2000};  ///< every request of one account or token: far above any person or sane program
    /// Every request of one address that names nobody: open pages, wrong credentials, paths that do not exist. A whole
    /// office may stand behind one address.
    Rate address{50, 1000};
};

/// Callers remembered at a time; about 100 bytes each. Beyond, newcomers share one bucket: an attacker with many
/// addresses can crowd out other newcomers, but nobody who is remembered, and never the memory.
inline constexpr std::size_t kCallersMax = 50'000;

/// Thread-safe.
class RateLimit {
 public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    /// `clock` is asked on any thread.
    RateLimit(Rate rate, Clock clock, std::size_t callers_max = kCallersMax);

    /// Takes one request out of the caller's bucket; when it is empty, the seconds (at least 1) until one is there.
    [[nodiscard]] std::optional<std::int64_t> take(const std::string& caller);

    [[nodiscard]] std::uint64_t refusals() const;
    [[nodiscard]] std::size_t callers() const;

 private:
    using Instant = std::chrono::steady_clock::time_point;
    [[nodiscard]] Instant& full_at(const std::string& caller, Instant now);

    const Rate rate_;
    const Clock clock_;
    const std::size_t callers_max_;
    mutable std::mutex mutex_;                       // guards what follows
    std::unordered_map<std::string, Instant> full_;  // caller → when his bucket will be full again
    Instant shared_{};                               // the bucket of those who are not remembered
    Instant forget_at_{};
    std::uint64_t refusals_ = 0;
};

}  // namespace gongdan::http
