#pragma once
/// The findings of a running server: worked out from the journal when somebody asks, and from then on from what is new.

#include <memory>
#include <mutex>
#include <vector>

#include "core/audit/findings.hpp"
#include "core/engine/read_model.hpp"

namespace gongdan::host {

/// Events that one call reads at most, about a second's work: after a start over a long journal the first callers get
/// what there is so far, instead of waiting for all of it.
inline constexpr std::int64_t kCatchUpMax = 100'000;

struct FindingsSoFar {
    std::shared_ptr<const std::vector<Finding>> findings;  ///< shared by all who ask until something new was found
    std::int64_t through = 0;                              ///< seq of the last event that was looked at
    bool complete = false;                                 ///< nothing came after it when it was read
    std::int64_t left_out = 0;                             ///< counted and not kept
};

/// Thread-safe; callers wait for each other, so keep them off the I/O thread. Memory: as FindingScan.
class FindingBook {
 public:
    /// `reads` outlives it.
    FindingBook(ReadModel& reads, FindingLimits limits) : reads_(reads), scan_(std::move(limits)) {}

    /// Looks at what is new first. Errors: those of the read model.
    [[nodiscard]] Result<FindingsSoFar> read();

 private:
    ReadModel& reads_;
    std::mutex mutex_;  // guards what follows
    FindingScan scan_;
    std::shared_ptr<const std::vector<Finding>> known_;
};

}  // namespace gongdan::host
