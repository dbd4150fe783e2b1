#pragma once
/// Looks through a journal for the ten prohibitions (DOMAIN.md §3) and for gaming: what could not be, should not be, or
/// is too good to be true. Pure: events in, findings out.

#include <deque>
#include <unordered_map>

#include "core/audit/habits.hpp"

namespace gongdan {

/// Takes the journal from its first event on, in order. Memory: a small record a case, and what was found. Not
/// thread-safe.
class FindingScan {
 public:
    explicit FindingScan(FindingLimits limits) : limits_(std::move(limits)) {}

    void take(const Event& event);
    /// All that was found so far, in order of the event that completed it, with what was decided about each.
    [[nodiscard]] std::vector<Finding> findings() const;

    [[nodiscard]] std::int64_t last_seq() const { return last_seq_; }
    /// Findings that were counted and not kept: kFindingNotesMax, kFindingsMax.
    [[nodiscard]] std::int64_t left_out() const { return list_.left_out(); }

 private:
    struct Opening {
        std::int64_t seq = 0;
        Instant at{};
    };

    void take_configuration(const Event& event);
    void take_case(const Event& event);
    void check_numbers(const Event& event);
    void check_repeats(const CaseTrace& trace, const Event& event);
    void check_rights(const Event& event);
    void take_decision(const Event& event);

    FindingLimits limits_;
    FindingList list_;
    std::unordered_map<std::int64_t, CaseTrace> cases_;
    std::unordered_map<std::string, std::deque<Opening>> matters_;  ///< by workflow and customer, the last ones
    ArrivalHabits arrivals_;
    UnmaskHabits unmasked_;
    std::unordered_map<std::string, FindingDecision> decisions_;  ///< the last of each finding
    std::int64_t last_seq_ = 0;
};

}  // namespace gongdan
