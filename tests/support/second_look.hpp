#pragma once
/// A recorded journal under other rules, for tests.

#include <string>
#include <vector>

#include "core/audit/chain.hpp"
#include "core/audit/whatif.hpp"

namespace gongdan::test {

struct SecondLook {
    std::vector<ClockDifference> differences;
    std::vector<Misfit> misfits;
    std::map<std::pair<std::string, std::string>, ClockSummary> summaries;

    /// One line a difference: "clock: due verdict overdue -> due verdict overdue", due times without year and seconds.
    [[nodiscard]] std::vector<std::string> lines() const;
};

/// As of the last event. Rules that the journal does not hold are the shipped ones.
[[nodiscard]] SecondLook look_again(const std::vector<StoredEvent>& journal, const RuleChanges& changes);

}  // namespace gongdan::test
