#pragma once
/// The only ways in which the engine meets the outside world. Implementations live in adapters (and memory_store for
/// virtual time); every Store passes tests/conformance.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/audit/chain.hpp"
#include "core/base/result.hpp"
#include "core/escalation/notice.hpp"
#include "core/ticket/snapshot.hpp"

namespace gongdan {

/// A case as stored: what its events made of it, and where its hash chain stands. Immutable and shared: the store's
/// cache, running readers and the engine may hold the same one.
struct CaseRecord {
    CaseSnapshot snapshot;
    ChainTail tail;
};
using CaseRecordPtr = std::shared_ptr<const CaseRecord>;

/// What boards and the timer loop need to know of a case's clocks without looking inside.
struct Outlook {
    std::optional<Instant> next_alarm;  ///< when a clock next has something to say (a breach or a rung)
    std::optional<Instant> due_at;      ///< the earliest due time of a running, unbreached clock
    std::optional<Instant> risk_at;     ///< the earliest at_risk_from() of its clocks
    bool overdue = false;               ///< some clock is breached and has not ended
};

/// What one decision leaves behind, written as a whole.
struct CaseChange {
    std::span<const StoredEvent> events;  ///< in order; seq already given
    CaseRecordPtr after;
    Outlook outlook;
    std::span<const Notice> notices;
    bool text_changed = false;  ///< data changed: the full-text index must follow
};

/// What makes a repeated command the same one.
struct Idempotency {
    std::string key;          ///< scoped by the caller, e.g. "<token>:<key>"
    std::string fingerprint;  ///< of the request: method, path, body

    bool operator==(const Idempotency&) const = default;
};

/// The first answer to a command that carried an Idempotency-Key; kept 24 h.
struct StoredAnswer {
    std::string key;          ///< scoped by the caller, e.g. "<token>:<key>"
    std::string fingerprint;  ///< of the request: method, path, body
    int status = 0;
    std::string body;           ///< JSON
    std::int64_t revision = 0;  ///< of the case, for the ETag; 0 = none
    Instant at{};
};

struct DueCase {
    Instant at{};
    CaseId id{};
};

/// One writer at a time, not thread-safe. Errors: Errc::read_only when the disk is full or failing (nothing of the
/// batch remains), Errc::internal when stored data cannot be understood.
class Store {
 public:
    virtual ~Store() = default;

    /// A batch: begin, any number of calls, commit. After commit() returns, the batch is on disk. rollback() forgets
    /// it, caches included.
    [[nodiscard]] virtual Result<void> begin() = 0;
    [[nodiscard]] virtual Result<void> commit() = 0;
    virtual void rollback() = 0;

    /// The first of `count` consecutive numbers: places in the journal, case ids, serials of a day ("GZ20260302").
    [[nodiscard]] virtual Result<std::int64_t> take_seq(std::int64_t count) = 0;
    [[nodiscard]] virtual Result<CaseId> take_case_id() = 0;
    [[nodiscard]] virtual Result<std::int64_t> take_serial(std::string_view prefix) = 0;

    /// Sees the batch's own writes. Null = no such case.
    [[nodiscard]] virtual Result<CaseRecordPtr> load(CaseId id) = 0;
    /// CaseId 0 = no such number.
    [[nodiscard]] virtual Result<CaseId> find_number(std::string_view number) = 0;

    [[nodiscard]] virtual Result<void> write(const CaseChange& change) = 0;
    /// A configuration event (case id 0): only the journal, chained like a case of its own.
    [[nodiscard]] virtual Result<void> write_configuration(const StoredEvent& event) = 0;
    [[nodiscard]] virtual Result<ChainTail> configuration_tail() = 0;

    /// Cases whose next alarm is due at or before `until`, earliest first, at most `limit`.
    [[nodiscard]] virtual Result<std::vector<DueCase>> due(Instant until, std::size_t limit) = 0;
    /// The earliest next alarm of all; nothing when no clock is armed. O(log n): the index is the timer queue.
    [[nodiscard]] virtual Result<std::optional<Instant>> next_due() = 0;
    /// Open cases with a running or paused clock, by id, after `after`, at most `limit`: for a change of calendar.
    [[nodiscard]] virtual Result<std::vector<CaseId>> with_clocks(CaseId after, std::size_t limit) = 0;

    /// Cases without a running or paused clock that were opened at or after `opened_from` in one of `areas` (as their
    /// data names it), by id, after `after`, at most `limit`: for a filing that is approved when their clocks have
    /// ended.
    [[nodiscard]] virtual Result<std::vector<CaseId>> at_rest(Instant opened_from,
                                                              const std::vector<std::string>& areas, CaseId after,
                                                              std::size_t limit) = 0;

    /// Forgets the personal values beside every event of the case, and the data in kept answers that show it.
    [[nodiscard]] virtual Result<void> erase_personal(CaseId id) = 0;

    [[nodiscard]] virtual Result<std::optional<StoredAnswer>> find_answer(std::string_view key) = 0;
    [[nodiscard]] virtual Result<void> keep_answer(const StoredAnswer& answer) = 0;

    /// How far a change of calendar is that has not moved all clocks yet (rebasing_text()); empty = none is open. A
    /// part of the batch, and derived like a row: the journal tells which change is open.
    [[nodiscard]] virtual Result<std::string> rebasing() = 0;
    [[nodiscard]] virtual Result<void> keep_rebasing(std::string_view text) = 0;
};

}  // namespace gongdan
