#pragma once
/// Other rules laid over those that a journal put in force: what would have been in force at each of its places.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/ticket/decide.hpp"

namespace gongdan {

/// What is to be tried. What is not given stays as it was.
struct RuleChanges {
    std::optional<PromiseSet> promises;        ///< every case is bound to it
    std::shared_ptr<const Calendar> calendar;  ///< from the first day on, whatever was put in later
    std::shared_ptr<const Workflow> workflow;  ///< for every case of its name, whatever version it is pinned to
};

/// Not thread-safe. Memory: one copy of the rules for each time that they changed.
class RuleTimeline {
 public:
    explicit RuleTimeline(RuleChanges changes) : changes_(std::move(changes)) {}

    struct Stretch {
        std::int64_t seq = 0;  ///< of the event that put the rules in force; 0 = from the beginning
        Instant at{};          ///< when it did
        Rules rules;           ///< calendar and promise sets, with the changes; filings, ladders and workflows are not
                               ///< here: they move no deadline
    };

    /// The journal's own `rules`, in force from `seq` on; told by rising seq, the first with 0.
    void put(std::int64_t seq, Instant at, const Rules& rules);

    /// Of a journal with no rules at all there is none.
    [[nodiscard]] const std::vector<Stretch>& stretches() const { return stretches_; }
    [[nodiscard]] const RuleChanges& changes() const { return changes_; }

 private:
    RuleChanges changes_;
    std::vector<Stretch> stretches_;
};

}  // namespace gongdan
