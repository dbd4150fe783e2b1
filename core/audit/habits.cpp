#include "core/audit/habits.hpp"

#include <algorithm>

namespace gongdan {
namespace {

constexpr std::int64_t kHalfHour = 30;

std::int64_t minutes_of(Instant at) { return std::chrono::floor<std::chrono::minutes>(at.time_since_epoch()).count(); }

template <class Block>
std::vector<std::int64_t> seqs_of(const Block& block) {
    std::vector<std::int64_t> seqs;
    for (const auto& arrival : block) seqs.push_back(arrival.seq);
    return seqs;
}

/// "2026-03", in China.
std::string month_of(Instant at) { return format_date(date_of(at)).substr(0, 7); }

/// Of an even number the upper of the two in the middle; 0 of none.
std::int64_t median_of(std::vector<std::int64_t> numbers) {
    if (numbers.empty()) return 0;
    const auto middle = numbers.begin() + std::ptrdiff_t(numbers.size() / 2);
    std::nth_element(numbers.begin(), middle, numbers.end());
    return *middle;
}

}  // namespace

void ArrivalHabits::take(const RuleInput& input) {
    const std::string person = input.trace.doer(input.event);
    if (person.empty()) return;
    const Instant at = input.event.occurred_at;
    const Arrival arrival{input.event.seq, at, minutes_of(at) - minutes_of(input.trace.opened.at)};
    round_[person].push_back(arrival);
    same_[person].push_back(arrival);
    judge_round(input, person, round_[person]);
    judge_same(input, person, same_[person]);
}

void ArrivalHabits::judge_round(const RuleInput& input, const std::string& person, Block& block) const {
    const ShareLimit& limit = input.limits.round_times;
    if (block.size() < std::size_t(limit.of)) return;
    const auto round = std::count_if(block.begin(), block.end(),
                                     [](const Arrival& arrival) { return minutes_of(arrival.at) % kHalfHour == 0; });
    if (round >= limit.count) {
        input.list.add(
            input.trace, input.event,
            {"round-times", text("finding.round-times", person, block.size(), round), seqs_of(block), person});
    }
    block.clear();
}

void ArrivalHabits::judge_same(const RuleInput& input, const std::string& person, Block& block) const {
    const ShareLimit& limit = input.limits.same_times;
    if (block.size() < std::size_t(limit.of)) return;
    std::map<std::int64_t, std::int64_t> times;
    for (const Arrival& arrival : block) ++times[arrival.minutes];
    const auto most = std::max_element(times.begin(), times.end(),
                                       [](const auto& one, const auto& other) { return one.second < other.second; });
    if (most->second >= limit.count) {
        input.list.add(input.trace, input.event,
                       {"same-times", text("finding.same-times", person, block.size(), most->second, most->first),
                        seqs_of(block), person});
    }
    block.clear();
}

void UnmaskHabits::take(const Event& event) {
    Looks& looks = months_[month_of(event.recorded_at)][string_or_empty(event.body, "actor")];
    if (looks.seqs.empty()) looks.first = event;
    looks.seqs.push_back(event.seq);
    looks.last = event;
}

bool stands_out(std::int64_t looks, std::vector<std::int64_t> others, const FindingLimits& limits) {
    return looks >= limits.unmasked_least && looks >= limits.unmasked_times * median_of(std::move(others));
}

void UnmaskHabits::judge(const FindingLimits& limits, FindingList& list) const {
    for (const auto& [month, people] : months_) {
        for (const auto& [person, looks] : people) {
            std::vector<std::int64_t> others;
            for (const auto& [other, theirs] : people) {
                if (other != person) others.push_back(std::int64_t(theirs.seqs.size()));
            }
            const auto count = std::int64_t(looks.seqs.size());
            if (!stands_out(count, others, limits)) continue;
            Event named = looks.first;
            named.case_id = {};
            named.occurred_at = looks.last.occurred_at;
            list.add({}, named,
                     {"unmasked-often", text("finding.unmasked-often", person, month, count), looks.seqs, person});
        }
    }
}

}  // namespace gongdan
