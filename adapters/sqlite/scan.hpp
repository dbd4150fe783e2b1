#pragma once
/// Reading a whole database once, in order and in bounded memory: for the doctor, exports, proofs and explanations.

#include <atomic>
#include <filesystem>
#include <functional>

#include "adapters/sqlite/case_table.hpp"
#include "adapters/sqlite/definitions.hpp"
#include "core/audit/chain.hpp"
#include "core/audit/seal.hpp"
#include "core/calendar/calendar.hpp"
#include "core/engine/rebasing.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan::sqlite {

/// All reads of one scan see one state of the database, whatever a server writes meanwhile.
class Scan {
 public:
    /// Errc::internal when the file is no database of ours, Errc::conflict when a newer program made it.
    [[nodiscard]] static Result<Scan> open(const std::filesystem::path& file);

    /// From now on every read ends with an Error soon after `stop` is true. `stop` outlives the scan.
    void give_up_when(const std::atomic<bool>& stop);
    /// Reads every page and index, but not the search index, for which one would have to write. Errc::internal names
    /// the first fault.
    [[nodiscard]] Result<void> integrity();

    /// Every event with seq > `after`, in order. Ends with the first Error of `take`.
    [[nodiscard]] Result<void> events(std::int64_t after, const std::function<Result<void>(const StoredEvent&)>& take);
    /// Events with `after` < seq <= `through`, in order, until `take` says that it has enough (false) or fails.
    [[nodiscard]] Result<void> events_between(std::int64_t after, std::int64_t through,
                                              const std::function<Result<bool>(const StoredEvent&)>& take);
    /// Nothing when there is no such event.
    [[nodiscard]] Result<std::optional<StoredEvent>> event_at(std::int64_t seq);
    /// What the reading by seq does not show.
    struct Outline {
        std::int64_t events = 0;     ///< rows of the journal, wherever they stand
        std::int64_t machinery = 0;  ///< triggers and views: this program makes none
    };
    [[nodiscard]] Result<Outline> outline();
    /// The events of the case whose last one is `tail_seq`, oldest first.
    [[nodiscard]] Result<std::vector<StoredEvent>> history(std::int64_t tail_seq);
    /// The events of every case opened in `opened`, oldest first; cases by id.
    [[nodiscard]] Result<void> histories(const Interval& opened,
                                         const std::function<Result<void>(const std::vector<StoredEvent>&)>& take);
    /// Every event that happened in `period`, in order of its entry. Looks at the whole journal.
    [[nodiscard]] Result<void> happened(const Interval& period,
                                        const std::function<Result<void>(const StoredEvent&)>& take);
    /// The configuration's own events, oldest first.
    [[nodiscard]] Result<std::vector<StoredEvent>> configuration();
    /// Seq of the last event; 0 = there is none.
    [[nodiscard]] Result<std::int64_t> last_seq();
    /// Of the event at `seq`; nothing when there is no such event.
    [[nodiscard]] Result<std::optional<Digest>> hash_at(std::int64_t seq);
    struct CaseTail {
        CaseId id{};
        Instant opened_at{};
        std::int64_t seq = 0;  ///< of its last event
    };
    /// Cases with an event after `seq`, by id.
    [[nodiscard]] Result<std::vector<CaseTail>> touched_after(std::int64_t seq);
    /// Every case, by day of acceptance (China) and id.
    [[nodiscard]] Result<void> tails(const std::function<Result<void>(const CaseTail&)>& take);
    /// Cases opened in `opened` with an id > `after`, by id, at most `limit`.
    [[nodiscard]] Result<std::vector<CaseTail>> tails_opened(const Interval& opened, CaseId after, int limit);
    /// Nothing when there is no such case.
    [[nodiscard]] Result<std::optional<CaseTail>> tail_of(CaseId id);
    /// When the engine took the last event; the epoch when there is none.
    [[nodiscard]] Result<Instant> last_recorded_at();
    /// Every seal, by number.
    [[nodiscard]] Result<void> seals(const std::function<Result<void>(const Seal&)>& take);
    /// Seals with a number < `before` (0 = from the last), the last first, at most `limit`.
    [[nodiscard]] Result<std::vector<Seal>> seals_before(std::int64_t before, int limit);
    /// Seals with a number > `after`, in order, at most `limit`.
    [[nodiscard]] Result<std::vector<Seal>> seals_after(std::int64_t after, int limit);
    /// False of a database that the present program has not opened yet: its cases do not say whom they told.
    [[nodiscard]] Result<bool> keeps_told();
    /// Every case, by id. A row that cannot be read is an Error.
    [[nodiscard]] Result<void> cases(const FindWorkflow& find_workflow,
                                     const std::function<Result<void>(const CaseRecord&)>& take);
    /// Does some case have an attachment with these bytes that was not erased? Reads every row's text.
    [[nodiscard]] Result<bool> uses_attachment(std::string_view sha256, const FindWorkflow& find_workflow);
    /// Calls `differs` for every place of a derived table that is not what the cases (held against the journal by the
    /// Examiner) and the journal make of it under `rules`: columns boards and timers look at, such as
    /// "cases.next_alarm", and "escalations" or "outbox" without their event. `case_id` 0 when no case is named.
    [[nodiscard]] Result<void> derived(const FindWorkflow& find_workflow, const Rules& rules,
                                       const std::function<void(CaseId case_id, std::string_view place)>& differs);
    /// Calls `differs` for every line of the account log that is not what the configuration's chain says of it, or is
    /// missing, or came in between later.
    [[nodiscard]] Result<void> account_log(const std::function<void(std::int64_t line)>& differs);
    /// As SqliteStore has them: without the lock, and beside a running server.
    [[nodiscard]] Result<std::vector<Definition>> definitions(std::string_view kind);
    [[nodiscard]] Result<std::vector<CalendarYear>> calendar_years();

 private:
    [[nodiscard]] Result<std::optional<Rebasing>> rebasing();

    explicit Scan(Database database) : database_(std::move(database)) {}
    Database database_;
};

}  // namespace gongdan::sqlite
