#pragma once
/// The facts of a whole journal, in one pass in the order of seq. A case is told when its last clock has ended and it
/// is closed; the others at the end. Memory: the cases that are still under way.

#include <functional>
#include <memory>
#include <unordered_map>

#include "core/audit/chain.hpp"
#include "core/audit/clock_fact.hpp"

namespace gongdan {

/// Not thread-safe.
class JournalFacts {
 public:
    /// The definition that the case, opened by this event, is pinned to; null when nobody knows it.
    using FindWorkflow = std::function<std::shared_ptr<const Workflow>(const Event& opened)>;
    /// Of a case: its facts, and the case as they were made of it (for whoever may see only some).
    using Tell = std::function<void(const CaseFact& fact, const CaseSnapshot& snapshot)>;

    struct Options {
        FindWorkflow find_workflow;
        /// Does a case opened then matter? Others are passed over unread. Null = all do.
        std::function<bool(Instant opened_at)> wanted;
        Places places;
        Instant now{};  ///< how long what is still open has taken so far
        Tell tell;
    };
    explicit JournalFacts(Options options) : options_(std::move(options)) {}

    /// Errc::internal for a record that cannot be read, or of a workflow version that nobody knows.
    [[nodiscard]] Result<void> take(const StoredEvent& stored);
    [[nodiscard]] Result<void> take(const Event& event);
    /// Tells what is still under way, in order of id.
    void finish();

    [[nodiscard]] std::int64_t events() const { return events_; }

 private:
    struct UnderWay {
        CaseSnapshot snapshot;
        Trail trail;
    };

    /// Does the event belong to a case that is counted? Tells the case before it when that one is over.
    [[nodiscard]] bool is_wanted(EventType type, CaseId id, Instant occurred_at);
    [[nodiscard]] Result<void> apply_wanted(const Event& event);
    void settle(CaseId next);

    Options options_;
    std::unordered_map<CaseId, UnderWay> under_way_;
    CaseId last_{};  ///< case of the event before
    std::int64_t events_ = 0;
};

}  // namespace gongdan
