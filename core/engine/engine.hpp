#pragma once
/// Runs cases: commands in, journal events out, alarms at their due time. Time comes in with every call, so the same
/// engine serves virtual time and the wall clock. Cases live in memory; every event goes to the sink in journal order.
/// Not thread-safe: one owner drives it.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "core/ticket/decide.hpp"

namespace gongdan {

class Engine {
 public:
    /// Receives each event once, with its seq. Must not call back into the engine.
    using Sink = std::function<void(const Event&)>;

    Engine(std::shared_ptr<const Rules> rules, Sink sink);

    [[nodiscard]] Result<CaseId> open(const OpenCommand& command, Instant now);

    /// A merge names its master in data.into: `master` is that case, 0 when it is not known.
    [[nodiscard]] Result<void> fire(CaseId id, const FireCommand& command, CaseId master, Instant now);

    [[nodiscard]] Result<void> acknowledge(CaseId id, const AcknowledgeCommand& command, Instant now);

    /// Puts a new calendar in force: running clocks that move are rebased, each with an event.
    void replace_calendar(std::shared_ptr<const Calendar> calendar, Instant now);

    /// Fires what is due before `until`, in order of due time, each at its own time.
    void run_before(Instant until);
    /// The same, up to and including `until`.
    void run_through(Instant until);

    /// Null when there is no such case. Valid until the next call that changes it.
    [[nodiscard]] const CaseSnapshot* find(CaseId id) const;
    [[nodiscard]] const CaseSnapshot* find_number(std::string_view number) const;
    [[nodiscard]] const Rules& rules() const { return *rules_; }

 private:
    void commit(Decision decision);
    void rearm(const CaseSnapshot& snapshot);
    void tell_parent(const CaseSnapshot& child, std::string_view effect, Instant now);
    void gather_children(const CaseSnapshot& child, CaseId master, Instant now);
    [[nodiscard]] std::string next_number(std::string_view workflow, Instant now);

    std::shared_ptr<const Rules> rules_;  // shared: replaced as a whole while readers may hold the old one
    Sink sink_;
    std::map<CaseId, CaseSnapshot> cases_;
    std::map<std::string, CaseId, std::less<>> numbers_;
    std::map<CaseId, Instant> armed_;
    std::set<std::pair<Instant, CaseId>> alarms_;
    std::map<std::string, int> serials_;  // per prefix and day
    std::int64_t last_seq_ = 0;
    std::int64_t last_id_ = 0;
};

}  // namespace gongdan
