#pragma once
/// Counts and times of many clocks, exact to the second: integers until the output, which rounds once, half up.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/audit/clock_fact.hpp"

namespace gongdan {

/// `numerator / denominator`, rounded half up. Neither is negative, and the denominator is not 0.
[[nodiscard]] std::int64_t rounded(std::int64_t numerator, std::int64_t denominator);

/// Every value of a quantity of whole seconds, and how often it occurred. Memory: one entry a distinct value.
class Spread {
 public:
    void add(std::int64_t seconds);

    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::int64_t sum() const { return sum_; }

    // Of a spread that is not empty; whole seconds, rounded half up where a value lies between two.
    [[nodiscard]] std::int64_t average() const { return rounded(sum_, count_); }
    [[nodiscard]] std::int64_t maximum() const;
    /// The middle value, or the mean of the two in the middle.
    [[nodiscard]] std::int64_t median() const;
    /// Nearest rank: the smallest value that at least `percent` of a hundred do not exceed.
    [[nodiscard]] std::int64_t percentile(int percent) const;

 private:
    [[nodiscard]] std::int64_t at_rank(std::int64_t rank) const;  ///< from 1; sorts the distinct values

    std::unordered_map<std::int64_t, std::int64_t> counts_;
    std::int64_t count_ = 0;
    std::int64_t sum_ = 0;
};

/// A share, exact.
struct Share {
    std::int64_t part = 0;
    std::int64_t whole = 0;

    /// Hundredths of a percent; nothing when there is nothing to judge.
    [[nodiscard]] std::optional<std::int64_t> basis_points() const;
};

struct Figures {
    std::array<std::int64_t, kOutcomes> outcomes{};
    std::int64_t exempt = 0;       ///< overdue (late or still open), and covered by a filing
    std::int64_t corrected = 0;    ///< of those on time: late evidence
    std::int64_t provisional = 0;  ///< of all counted
    Spread elapsed;                ///< seconds, of those that stopped
    HopTimes hops{};               ///< summed over those that stopped
    HopTimes late_hops{};          ///< … and of them over the late ones
    std::optional<Limit> limit;    ///< of the first; nothing when there are none
    bool limits_differ = false;    ///< not all were promised that

    void add(const ClockFact& fact);

    [[nodiscard]] std::int64_t of(Outcome outcome) const { return outcomes[std::size_t(outcome)]; }
    /// All but the cancelled and the unclear.
    [[nodiscard]] std::int64_t count() const;
    [[nodiscard]] std::int64_t overdue() const { return of(Outcome::late) + of(Outcome::open_overdue); }
    /// On time, of those that can be judged: stopped, or overdue already.
    [[nodiscard]] Share on_time() const { return {of(Outcome::on_time), of(Outcome::on_time) + overdue()}; }
    /// The same without the overdue ones that a filing covers.
    [[nodiscard]] Share on_time_exempted() const {
        return {of(Outcome::on_time), of(Outcome::on_time) + overdue() - exempt};
    }
};

/// Counted once a ticket.
struct Tallies {
    std::int64_t tickets = 0;  ///< without the merged
    std::int64_t merged = 0;
    std::int64_t supervised = 0;  ///< tickets, 督办
    std::int64_t chased = 0;      ///< tickets
    std::int64_t chases = 0;      ///< 催办
    std::int64_t bounced = 0;     ///< tickets
    std::int64_t bounces = 0;     ///< 退单, 转派
    HopTimes hops{};              ///< summed

    void add(const CaseFact& fact);
};

}  // namespace gongdan
