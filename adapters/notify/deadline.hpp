#pragma once
/// The end of one call, by the clock that nobody can set.

#include <algorithm>
#include <chrono>

#include "core/base/time.hpp"

namespace gongdan::notify {

class Deadline {
 public:
    explicit Deadline(Millis limit) : end_(std::chrono::steady_clock::now() + limit) {}

    /// Rounded up, so that nobody spins in the last millisecond; zero when over.
    [[nodiscard]] Millis left() const {
        const auto rest = end_ - std::chrono::steady_clock::now();
        return std::max(Millis(0), std::chrono::ceil<Millis>(rest));
    }
    [[nodiscard]] bool over() const { return left() == Millis(0); }

 private:
    std::chrono::steady_clock::time_point end_;
};

}  // namespace gongdan::notify
