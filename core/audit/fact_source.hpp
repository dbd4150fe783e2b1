#pragma once
/// The port through which a report has its facts: kept ones, or those of every case replayed.

#include <functional>

#include "core/audit/case_replay.hpp"

namespace gongdan {

struct FactsWish {
    std::function<bool(Instant opened_at)> wanted;  ///< can a ticket accepted then matter? By whole days of China
    Instant now{};                                  ///< how long what is still open has taken so far
    Places places;
    /// Replay every case: for whoever may see only some and must be told by the case itself, and to prove the others.
    bool replay_all = false;
};

/// `snapshot` is null for a fact that was kept.
using TellFact = std::function<void(const CaseFact& fact, const CaseSnapshot* snapshot)>;

struct FactsTold {
    std::int64_t up_to = 0;   ///< seq of the last event that is in them
    std::int64_t cases = 0;   ///< told
    std::int64_t events = 0;  ///< of the journal that had to be read
};

/// Thread-safe.
class FactSource {
 public:
    virtual ~FactSource() = default;

    /// Tells the facts of every wanted case, by day of acceptance and id: of one state of the journal, the present one.
    /// Blocks on the disk.
    [[nodiscard]] virtual Result<FactsTold> tell(const FactsWish& wish, const TellFact& take) = 0;
};

}  // namespace gongdan
