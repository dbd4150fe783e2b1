#pragma once
/// A case as its events have made it, and whether more time alone can still change what a report counts of it.

#include <functional>
#include <memory>
#include <vector>

#include "core/audit/chain.hpp"
#include "core/audit/clock_fact.hpp"

namespace gongdan {

struct ReplayedCase {
    CaseSnapshot snapshot;
    Trail trail;
};

/// The definition that the case, opened by this event, is pinned to; null when nobody knows it.
using FindPinned = std::function<std::shared_ptr<const Workflow>(const Event& opened)>;

/// `history` is the whole of one case, oldest first. Errc::internal for a record that cannot be read, that is not the
/// next of the case, or is of a workflow version that nobody knows.
[[nodiscard]] Result<ReplayedCase> replay(const std::vector<StoredEvent>& history, const FindPinned& find);
[[nodiscard]] Result<ReplayedCase> replay(const std::vector<Event>& history, const FindPinned& find);

/// Only another event can change the fact: the case is closed, its clocks have ended, and none of them is unclear for
/// starting in the future.
[[nodiscard]] bool is_settled(const CaseSnapshot& snapshot, const CaseFact& fact);

}  // namespace gongdan
