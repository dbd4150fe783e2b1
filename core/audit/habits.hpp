#pragma once
/// What shows only over many cases: how somebody's arrivals fall on the clock, and how often he looks at what a mask
/// hides. Memory: one small record a person.

#include <map>
#include <string>
#include <vector>

#include "core/audit/finding_rules.hpp"

namespace gongdan {

/// The arrivals of each person in blocks of so many in a row: a block is judged once, when it is full, so that a
/// finding stays whatever comes later.
class ArrivalHabits {
 public:
    void take(const RuleInput& input);

 private:
    struct Arrival {
        std::int64_t seq = 0;
        Instant at{};
        std::int64_t minutes = 0;  ///< whole ones since the call
    };
    using Block = std::vector<Arrival>;
    void judge_round(const RuleInput& input, const std::string& person, Block& block) const;
    void judge_same(const RuleInput& input, const std::string& person, Block& block) const;

    std::map<std::string, Block> round_;  ///< by person, here and below
    std::map<std::string, Block> same_;
};

/// Looks at personal data, by month and person. A month is judged as it stands.
class UnmaskHabits {
 public:
    void take(const Event& event);
    /// Adds what is to be told now.
    void judge(const FindingLimits& limits, FindingList& list) const;

 private:
    struct Looks {
        std::vector<std::int64_t> seqs;
        Event first;  ///< names the finding, so that its id stays while the month goes on
        Event last;
    };
    std::map<std::string, std::map<std::string, Looks>> months_;  ///< "2026-03", then person
};

/// True when `seqs.size()` looks stand out among the others' numbers.
[[nodiscard]] bool stands_out(std::int64_t looks, std::vector<std::int64_t> others, const FindingLimits& limits);

}  // namespace gongdan
