#pragma once
/// Is what is stored what the journal says? Every event's hash and place, and every case made anew from its events.

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/audit/fault.hpp"
#include "core/engine/ports.hpp"

namespace gongdan {

/// Takes the journal in order of seq. Memory: one record a case. Not thread-safe.
class Examiner {
 public:
    using FindWorkflow =
        std::function<std::shared_ptr<const Workflow>(std::string_view name, std::string_view version)>;

    /// An event of a case about to be applied to what the events before it made; workflow: what the case is pinned to.
    using Inspect = std::function<void(const CaseSnapshot& before, const Event& event,
                                       const std::shared_ptr<const Workflow>& workflow)>;

    Examiner(Sha256 sha256, FindWorkflow find_workflow, Inspect inspect = {})
        : sha256_(sha256), find_workflow_(std::move(find_workflow)), inspect_(std::move(inspect)) {}

    void take(const StoredEvent& event);
    /// Every case whose events are sound, after the last one.
    void each(const std::function<void(const CaseSnapshot& snapshot)>& look) const;
    /// What a stored row holds: those of schemas before the eighth do not say whom escalations have told.
    enum class Rows { whole, without_told };
    /// The stored row of a case, after the last event.
    void compare(const CaseRecord& stored, Rows rows = Rows::whole);

    [[nodiscard]] std::int64_t events() const { return events_; }
    [[nodiscard]] std::int64_t cases() const { return std::int64_t(records_.size()); }
    /// Cases whose row was never compared.
    [[nodiscard]] std::int64_t not_compared() const { return cases() - compared_; }
    /// At most kFaultsMax; more would not help anybody.
    [[nodiscard]] const std::vector<Fault>& faults() const { return faults_; }
    static constexpr std::size_t kFaultsMax = 100;

 private:
    struct Replayed {
        CaseRecord record;
        bool broken = false;  ///< its first fault is told; what follows cannot be judged
    };

    void note(std::int64_t seq, LocalText what);
    [[nodiscard]] bool chained(const StoredEvent& event, const ChainTail& tail, std::int64_t revision);
    void note_large_numbers(const CaseSnapshot& before, const Event& event);
    [[nodiscard]] bool replayed(const StoredEvent& stored, CaseRecord& record);

    Sha256 sha256_;
    FindWorkflow find_workflow_;
    Inspect inspect_;
    std::unordered_map<std::int64_t, Replayed> records_;
    ChainTail configuration_;
    std::int64_t events_ = 0;
    std::int64_t last_seq_ = 0;
    std::int64_t compared_ = 0;
    std::vector<Fault> faults_;
};

}  // namespace gongdan
