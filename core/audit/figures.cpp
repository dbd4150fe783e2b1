#include "core/audit/figures.hpp"

#include <algorithm>
#include <numeric>

namespace gongdan {
namespace {

void add_to(HopTimes& sum, const HopTimes& more) {
    for (std::size_t hop = 0; hop < kHops; ++hop) sum[hop] += more[hop];
}

}  // namespace

std::int64_t rounded(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t whole = numerator / denominator;
    const std::int64_t rest = numerator % denominator;
    return rest >= denominator - rest ? whole + 1 : whole;
}

void Spread::add(std::int64_t seconds) {
    ++counts_[seconds];
    ++count_;
    sum_ += seconds;
}

std::int64_t Spread::maximum() const {
    return std::max_element(counts_.begin(), counts_.end(),
                            [](const auto& one, const auto& other) { return one.first < other.first; })
        ->first;
}

std::int64_t Spread::median() const {
    const std::int64_t upper = at_rank(count_ / 2 + 1);
    return count_ % 2 == 1 ? upper : rounded(at_rank(count_ / 2) + upper, 2);
}

std::int64_t Spread::percentile(int percent) const { return at_rank((count_ * percent + 99) / 100); }

std::int64_t Spread::at_rank(std::int64_t rank) const {
    std::vector<std::pair<std::int64_t, std::int64_t>> in_order(counts_.begin(), counts_.end());
    std::sort(in_order.begin(), in_order.end());
    std::int64_t seen = 0;
    for (const auto& [seconds, times] : in_order) {
        seen += times;
        if (seen >= rank) return seconds;
    }
    return maximum();
}

std::optional<std::int64_t> Share::basis_points() const {
    constexpr std::int64_t kHundredthsOfPercent = 10'000;
    if (whole == 0) return std::nullopt;
    return rounded(part * kHundredthsOfPercent, whole);
}

std::int64_t Figures::count() const {
    return std::accumulate(outcomes.begin(), outcomes.end(), std::int64_t(0)) - of(Outcome::cancelled) -
           of(Outcome::unclear);
}

void Figures::add(const ClockFact& fact) {
    ++outcomes[std::size_t(fact.outcome)];
    if (!is_counted(fact.outcome)) return;
    if (fact.exempt && fact.is_overdue()) ++exempt;
    if (fact.corrected && fact.outcome == Outcome::on_time) ++corrected;
    if (fact.provisional) ++provisional;
    if (limit && *limit != fact.limit) limits_differ = true;
    if (!limit) limit = fact.limit;
    if (!fact.has_stopped()) return;
    elapsed.add(whole_seconds(fact.elapsed));
    add_to(hops, fact.hops);
    if (fact.outcome == Outcome::late) add_to(late_hops, fact.hops);
}

void Tallies::add(const CaseFact& fact) {
    if (fact.merged) {
        ++merged;
        return;
    }
    ++tickets;
    supervised += fact.supervised ? 1 : 0;
    chased += fact.chases > 0 ? 1 : 0;
    chases += fact.chases;
    bounced += fact.bounces > 0 ? 1 : 0;
    bounces += fact.bounces;
    add_to(hops, fact.hops);
}

}  // namespace gongdan
