#pragma once
/// What people and programs look at: lists, journals, boards. Readers run beside the writer and see only what is
/// committed. Thread-safe; calls may block on the disk, so keep them off the I/O thread.

#include <optional>
#include <string>
#include <vector>

#include "core/access/viewer.hpp"
#include "core/engine/deliveries.hpp"
#include "core/engine/ports.hpp"

namespace gongdan {

inline constexpr int kPageDefault = 50;
inline constexpr int kPageMax = 500;  ///< a longer page would hold the reader too long

struct CaseFilter {
    std::string workflow;  ///< empty = any, here and below
    std::string state;
    std::string area;
    bool without_area = false;
    std::string team;
    std::optional<bool> overdue;  ///< some clock is breached and not yet stopped
    bool at_risk = false;         ///< the at_risk_from() of some clock is past
    bool flagged = false;         ///< of special customers: the set field `flags` names something
    bool with_closed = false;     ///< finished cases too (implied by a final `state`)
    std::string text;             ///< words in number or data, any length, Chinese too
    bool personal = true;         ///< `text` may be found in personal data; else a search would tell what a mask hides
    Reach reach = Reach::everything();
    enum class Sort { due, opened, opened_desc } sort = Sort::opened_desc;
    std::string cursor;  ///< of the page before; opaque
    int limit = kPageDefault;
};

struct CasePage {
    std::vector<CaseRecordPtr> cases;
    std::string next_cursor;  ///< empty = this was the last page
};

struct EscalationRow {
    std::string id;
    CaseId case_id{};
    std::string number;
    std::string area;  ///< of the ticket, as it says itself; may be empty
    std::string clock;
    int rung = 0;
    int level = 0;
    std::vector<std::string> to;
    std::vector<std::string> people;
    Instant raised_at{};
    std::optional<Instant> acknowledged_at;
    std::string acknowledged_by;
};

struct EscalationPage {
    std::vector<EscalationRow> rows;
    std::string next_cursor;
};

/// How many tickets came in, stretch by stretch: `count` stretches of `every`, one after the other from `from` on.
struct IntakeQuery {
    Instant from{};
    Millis every = std::chrono::minutes(10);
    int count = 1;  ///< at most kIntakeMax
    Reach reach = Reach::everything();
};
inline constexpr int kIntakeMax = 288;  ///< two days in stretches of ten minutes: more than a chart shows

inline constexpr std::size_t kListedTicketsMax = 100;  ///< a list of a storm names thousands; nobody reads those here

/// A notice and how its delivery stands.
struct OutboxRow {
    Notice notice;
    using State = NoticeState;
    State state = State::pending;
    int attempts = 0;
    Instant next_at{};
    std::string last_answer;
    std::int64_t entries = 0;       ///< of a list: tickets in it; 0 = no list
    std::vector<CaseId> tickets{};  ///< of a list: at most kListedTicketsMax of its tickets, in order of their ids
};

/// An entry of a list of notices.
struct ListEntry {
    std::string escalation;
    CaseId case_id{};
    std::string person;
    int level = 0;
    Instant raised_at{};
};

/// Notices of one channel that wait, or were given up.
struct ChannelBacklog {
    std::string channel;
    std::int64_t pending = 0;
    std::int64_t dead = 0;
    std::optional<Instant> oldest_pending{};  ///< when the rung of the one that waits longest was due
};

struct Gauges {
    std::int64_t open = 0;
    std::int64_t at_risk = 0;
    std::int64_t overdue = 0;
    std::int64_t outbox_pending = 0;
    std::int64_t dead_letters = 0;
    std::int64_t last_seq = 0;
    std::optional<Instant> oldest_pending;  ///< of the outbox
};

/// A version of a workflow that was ever in force here.
struct WorkflowVersion {
    std::string version;
    Instant since{};  ///< when it was first put in force
    std::int64_t open_cases = 0;
};

/// How open tickets may be put together: by a member of their data, by their workflow, or by state and workflow.
enum class CountBy { area, team, workflow, state };

/// Open tickets that have something in common.
struct CaseCount {
    std::string key;       ///< area or team as the data have it, workflow, or state; empty = without one
    std::string workflow;  ///< of a state
    std::int64_t open = 0;
    std::int64_t at_risk = 0;     ///< as CaseFilter::at_risk says; such a ticket may be overdue by another clock
    std::int64_t overdue = 0;     ///< as CaseFilter::overdue says
    std::int64_t unassigned = 0;  ///< with neither team nor assignee
};

class ReadModel {
 public:
    virtual ~ReadModel() = default;
    /// By id ("42") or number ("GZ20260302000001"). Errc::not_found.
    [[nodiscard]] virtual Result<CaseRecordPtr> find(std::string_view id_or_number) = 0;
    /// By id alone, whatever numbers other systems have given. Errc::not_found.
    [[nodiscard]] virtual Result<CaseRecordPtr> find_case(CaseId id) = 0;
    /// Errc::invalid_input for a cursor that is not ours.
    [[nodiscard]] virtual Result<CasePage> list(const CaseFilter& filter, Instant now) = 0;
    /// Open cases with a running or paused clock, by id, after `after`: what a new calendar has to look at.
    [[nodiscard]] virtual Result<std::vector<CaseRecordPtr>> with_clocks(CaseId after, int limit) = 0;
    /// Of the open cases within the reach; groups without any are left out. In no order.
    [[nodiscard]] virtual Result<std::vector<CaseCount>> counts(CountBy by, const Reach& reach, Instant now) = 0;
    /// The case's events with case_seq > `after`, oldest first.
    [[nodiscard]] virtual Result<std::vector<Event>> journal(CaseId id, std::int64_t after, int limit) = 0;
    /// Events of all cases with seq > `after`, in order: for streams and exports.
    [[nodiscard]] virtual Result<std::vector<Event>> events_after(std::int64_t after, int limit) = 0;
    [[nodiscard]] virtual Result<EscalationPage> escalations(bool open_only, const Reach& reach,
                                                             std::string_view cursor, int limit) = 0;
    /// By when they were opened, closed ones and merged ones too; one number for each stretch.
    [[nodiscard]] virtual Result<std::vector<std::int64_t>> intake(const IntakeQuery& query) = 0;
    [[nodiscard]] virtual Result<std::vector<CaseRecordPtr>> children(CaseId parent) = 0;
    [[nodiscard]] virtual Result<std::vector<OutboxRow>> outbox(OutboxRow::State state, int limit) = 0;
    /// What the list "digest.<n>" shows, in list_order(); empty when there is no such list.
    [[nodiscard]] virtual Result<std::vector<ListEntry>> listed(std::string_view list) = 0;
    /// Channels without any are left out; by name.
    [[nodiscard]] virtual Result<std::vector<ChannelBacklog>> backlogs() = 0;
    /// Errc::invalid_input for a cursor that is not ours, here and below.
    [[nodiscard]] virtual Result<DeliveryPage> deliveries(const DeliveryFilter& filter) = 0;
    /// The notices of the case. A case without any, or that does not exist, has none.
    [[nodiscard]] virtual Result<NoticePage> notices(CaseId id, std::string_view cursor, int limit) = 0;
    [[nodiscard]] virtual Result<Gauges> gauges(Instant now) = 0;
    /// In the order in which they came; none for a name that was never in force.
    [[nodiscard]] virtual Result<std::vector<WorkflowVersion>> workflow_versions(std::string_view workflow) = 0;
    /// A version that cases may be pinned to; null when there is no such.
    [[nodiscard]] virtual std::shared_ptr<const Workflow> find_workflow(std::string_view workflow,
                                                                        std::string_view version) = 0;
};

}  // namespace gongdan
