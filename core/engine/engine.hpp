#pragma once
/// Runs cases: commands in, journal events out, alarms at their due time. Time comes in with every call, so the same
/// engine serves virtual time and the wall clock. Not thread-safe: one owner drives it (adapters/host has the thread).

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/access/viewer.hpp"
#include "core/engine/calendar_change.hpp"
#include "core/engine/ports.hpp"
#include "core/engine/rebasing.hpp"
#include "core/ticket/decide.hpp"
#include "core/ticket/view.hpp"

namespace gongdan {

/// The rules and people in force: one immutable bundle, replaced as a whole.
struct Configuration {
    std::shared_ptr<const Rules> rules;
    std::shared_ptr<const Organisation> organisation;
    std::shared_ptr<const RoleBook> roles;  ///< null where nobody logs in (simulate)
};

struct OpenRequest {
    OpenCommand command;
    std::string parent;  ///< id or number; empty = none
};
struct FireRequest {
    std::string ticket;  ///< id or number; of a merge, command.data.into names the master likewise
    FireCommand command;
    std::string_view into_pointer = "/data/into";  ///< where the caller named the master, for errors; a literal
};
struct AcknowledgeRequest {
    std::string ticket;  ///< empty: the escalation id names its case
    AcknowledgeCommand command;
};
struct CommentRequest {
    std::string ticket;
    CommentCommand command;
};
struct AttachRequest {
    std::string ticket;
    AttachCommand command;
};
struct UnmaskRequest {
    std::string ticket;
    UnmaskCommand command;
};
struct EraseRequest {
    std::string ticket;
    EraseCommand command;
};
struct ImportRequest {
    ImportCommand command;
};

/// Bad weather and the like, filed for areas and a period (DOMAIN.md §8).
struct NewFiling {
    std::vector<std::string> areas;  ///< ids or names
    std::vector<std::string> workflows;
    Instant from{};
    Instant to{};
    std::string reason;
    std::string evidence;
};
struct ApproveFiling {
    std::string id;
};
struct WithdrawFiling {
    std::string id;
};
using FilingWish = std::variant<NewFiling, ApproveFiling, WithdrawFiling>;

struct Request {
    std::variant<OpenRequest, FireRequest, AcknowledgeRequest, CommentRequest, AttachRequest, UnmaskRequest,
                 EraseRequest, ImportRequest>
        wish;
    std::optional<Idempotency> idempotency;
    /// Who asks, and what there is for him: other tickets do not exist. Null = the system itself, which sees all.
    std::shared_ptr<const Viewer> viewer;
};

struct Reply {
    CaseRecordPtr record;              ///< the case after the command; null when replayed
    std::optional<StoredAnswer> kept;  ///< with a key: what is kept under it, to be sent to the byte now and later
    bool created = false;              ///< a case was opened, or something was attached
    bool unmasked = false;             ///< show the personal data: the reason stands in the journal
    bool replayed = false;             ///< the key was answered before: nothing was done now
};

/// The case of a reply (which was not replayed) as its viewer may see it.
[[nodiscard]] json::object view_for(const Viewer* viewer, const Reply& reply, const AsOf& as_of);

/// What a batch left in the journal, for streams and for simulate. Filled only after the commit succeeded.
struct Committed {
    std::vector<Event> events;
    std::vector<std::string> channels;  ///< that have new notices in the outbox
};

struct BatchResult {
    std::vector<Result<Reply>> replies;  ///< one a request, in order
    Committed committed;
};

struct FilingResult {
    Reply reply;  ///< status and body in `kept`: the filing as made (201) or changed (200)
    Committed committed;
};

struct RosterResult {
    Reply reply;  ///< status and body in `kept`: the entry as made (201), or nothing (204)
    Committed committed;
};

/// A step of a change of calendar.
struct CalendarStep {
    /// When the last clock has moved, in `kept`: {"year", "moved": clocks with another due time, "settled": those only
    /// certain now}. Nothing: there are more.
    std::optional<Reply> reply;
    Committed committed;
};

struct CalendarResult {
    Reply reply;  ///< as that of the last CalendarStep
    Committed committed;
};

struct NotedResult {
    Reply reply;  ///< status and body in `kept`
    Committed committed;
};

struct SweepResult {
    std::size_t fired = 0;         ///< alarms
    bool more = false;             ///< the limit was reached: call again
    std::vector<Millis> lateness;  ///< now - due time, one an alarm
    Committed committed;
};

/// A sweep of this many alarms is one transaction: large enough to share the disk's flush, small enough that commands
/// wait only a moment behind a storm.
inline constexpr std::size_t kSweepLimit = 1024;

/// A change of calendar looks at this many cases in a transaction: few enough that a desk does not feel it wait, enough
/// to share the disk's flush.
inline constexpr std::size_t kRebaseLimit = 128;

class Batch;
class Transaction;

class Engine {
 public:
    Engine(Store& store, Configuration configuration, Sha256 sha256, SaltSource salt);

    /// Decides the requests one after the other and commits them together. A refused request writes nothing and harms
    /// no other; when the store fails, every request of the batch is answered with its error and nothing remains.
    [[nodiscard]] BatchResult run(std::span<const Request> requests, Instant now);

    /// Fires what is due at or before `until`, over all cases in order of due time, at most `limit` alarms.
    [[nodiscard]] Result<SweepResult> sweep(Instant until, Instant now, std::size_t limit = kSweepLimit);

    /// Puts another year into the calendar: a journalled configuration event, in force when this returns. One
    /// transaction, which `also` may take part in (keeping the year for the next start). The clocks follow in
    /// rebase_next(); a case that is met before its turn moves its clocks then and there, before anything else
    /// (rebasing.hpp). With a key, once. Errors: those of check_year(), of replay() and of the store; Errc::conflict
    /// when the calendar is another one than `change` was seen in, or while a change is open.
    using InBatch = std::function<Result<void>()>;
    [[nodiscard]] Result<CalendarStep> begin_calendar_change(const CalendarChange& change,
                                                             const std::optional<Idempotency>& idempotency, Instant now,
                                                             const InBatch& also = {});
    /// Moves the clocks of the next `limit` cases, each by an event of its own. One transaction.
    [[nodiscard]] Result<CalendarStep> rebase_next(Instant now, std::size_t limit = kRebaseLimit);
    /// Whether rebase_next() has something to do; before the first transaction, whether it may have: a change that was
    /// open when the last owner of the store stopped is found in the store.
    [[nodiscard]] bool has_clocks_to_move() const { return !known_ || rebasing_.has_value(); }
    /// The two to their end, for those whom nobody waits behind.
    [[nodiscard]] Result<CalendarResult> change_calendar(const CalendarChange& change,
                                                         const std::optional<Idempotency>& idempotency, Instant now,
                                                         const InBatch& also = {});
    /// The same for one who looked at nothing before (a line of `simulate`).
    [[nodiscard]] Result<Committed> replace_calendar_year(const CalendarYear& year, const Actor& actor, Instant now,
                                                          const InBatch& also = {});

    /// Files, approves or withdraws: a journalled configuration event; clocks that are covered from now on, or no
    /// longer, get an event of their own, and their ladders wait or go on. With a key, once. One transaction, which
    /// `keep` takes part in (keeping the filing for the next start). Errors: those of decide_filing(), of replay() and
    /// of the store.
    using KeepFiling = std::function<Result<void>(const Filing& filing)>;
    [[nodiscard]] Result<FilingResult> change_filing(const FilingWish& wish, const Viewer& viewer,
                                                     const std::optional<Idempotency>& idempotency, Instant now,
                                                     const KeepFiling& keep = {});

    /// Looks at every case with a clock after the rules have changed: rebases what moves and arms what the ladders now
    /// say. One transaction.
    [[nodiscard]] Result<Committed> rearm(Instant now);

    /// Records a configuration fact (a workflow version put in force, a clock jump of the system, …) under `type` in
    /// the configuration's own chain.
    [[nodiscard]] Result<Committed> note_configuration(json::object body, Instant now);
    /// Several of them in one transaction, which `also` takes part in.
    [[nodiscard]] Result<Committed> note_configuration(std::vector<json::object> bodies, Instant now,
                                                       const InBatch& also);

    /// Records one and answers as `answer` says, in one transaction; with a key, once. Errors: those of replay() and of
    /// the store.
    using MakeAnswer = std::function<StoredAnswer(Instant now)>;
    [[nodiscard]] Result<NotedResult> note_once(const json::object& body, const MakeAnswer& answer,
                                                const std::optional<Idempotency>& idempotency, Instant now);

    /// Puts an entry into the roster or takes one out: a journalled configuration event, in force at once. With a key,
    /// once. One transaction, which `keep` takes part in (keeping the entry for the next start). Errors: those of
    /// decide_roster(), of replay() and of the store.
    using KeepEntry = std::function<Result<void>(const RosterEntry& entry, bool removed)>;
    [[nodiscard]] Result<RosterResult> change_roster(const RosterChange& change,
                                                     const std::optional<Idempotency>& idempotency, Instant now,
                                                     const KeepEntry& keep = {});

    /// Another configuration for what comes from now on; cases keep the workflow version they were opened with.
    void use(Configuration configuration) { configuration_ = std::move(configuration); }
    [[nodiscard]] const Configuration& configuration() const { return configuration_; }

 private:
    [[nodiscard]] Result<void> begin(Transaction& transaction);
    [[nodiscard]] Result<void> commit(Transaction& transaction, std::span<const Event> events);
    [[nodiscard]] Result<StoredAnswer> close_rebasing(Batch& batch, const Rebasing& rebasing, Instant now);
    [[nodiscard]] Result<void> rebase_cases(Batch& batch);
    [[nodiscard]] Result<void> mark_ended_cases(Batch& batch, const Filing& filing);

    Store& store_;
    Configuration configuration_;
    Sha256 sha256_;
    SaltSource salt_;
    bool known_ = false;                ///< rebasing_ is what the store says
    std::optional<Rebasing> rebasing_;  ///< the change of calendar that is open
};

}  // namespace gongdan
