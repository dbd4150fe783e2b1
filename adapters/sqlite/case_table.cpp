#include "adapters/sqlite/case_table.hpp"

#include <algorithm>

#include "adapters/sqlite/schema.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "core/ticket/told.hpp"

namespace gongdan::sqlite {
namespace {

constexpr unsigned kAlarm = 1;    // next_alarm changed
constexpr unsigned kBoard = 2;    // closed, due_at, risk_at or overdue changed
constexpr unsigned kClocked = 4;  // clocked changed

constexpr std::size_t kCaseArena = 16384;  // bytes in which an ordinary case is read without asking for memory

/// Boards show the most overdue first, so a breached clock counts here as long as it has not ended.
std::int64_t due_of(const CaseSnapshot& snapshot) {
    std::int64_t due = kNever;
    for (const ClockState& clock : snapshot.clocks) {
        const bool counts =
            clock.status == ClockStatus::running || (clock.status == ClockStatus::paused && clock.breached);
        if (counts) due = std::min(due, to_unix_ms(clock.due_at));
    }
    return due;
}

std::string_view data_text(const CaseSnapshot& snapshot, std::string_view field) {
    return get_string(snapshot.data, field).value_or(std::string_view());
}

std::optional<std::int64_t> parent_of(const CaseSnapshot& snapshot) {
    return to_int(snapshot.parent) == 0 ? std::nullopt : std::optional(to_int(snapshot.parent));
}

}  // namespace

CaseKeys keys_of(const CaseSnapshot& snapshot, const Outlook& outlook) {
    CaseKeys keys;
    keys.next_alarm = outlook.next_alarm;
    keys.due_at = due_of(snapshot);
    keys.risk_at = outlook.risk_at ? to_unix_ms(*outlook.risk_at) : kNever;
    keys.overdue = outlook.overdue;
    keys.closed = snapshot.closed();
    keys.clocked = std::any_of(snapshot.clocks.begin(), snapshot.clocks.end(),
                               [](const ClockState& clock) { return !clock.ended(); });
    return keys;
}

Result<CaseRecordPtr> read_case(const Rows& rows, int first, const FindWorkflow& find_workflow) {
    const auto name = rows.text(first);
    const auto version = rows.text(first + 1);
    auto workflow = find_workflow(name, version);
    if (!workflow) return fail(Errc::internal, "store.no-workflow", name, version);
    std::array<unsigned char, kCaseArena> place;
    json::monotonic_resource arena(place.data(), place.size());
    const auto parsed = parse_json(rows.text(first + 2), &arena);
    if (!parsed || !parsed->is_object())
        return fail(Errc::internal, "store.damaged-case", rows.text(first + 2).substr(0, 80));
    auto snapshot = snapshot_from_json(parsed->get_object(), std::move(workflow));
    if (!snapshot) return snapshot.error();
    const ChainTail tail{rows.integer(first + 3), rows.digest(first + 4)};
    return CaseRecordPtr(std::make_shared<const CaseRecord>(CaseRecord{std::move(*snapshot), tail}));
}

CaseTable::CaseTable(const Database& database, FindWorkflow find_workflow)
    : database_(database),
      find_workflow_(std::move(find_workflow)),
      load_(database, "SELECT next_alarm, due_at, risk_at, overdue, closed, clocked, " + std::string(kCaseColumns) +
                          " FROM cases WHERE id = ?"),
      find_number_(database, "SELECT id FROM cases WHERE number = ?"),
      insert_(database,
              "INSERT INTO cases(id, number, workflow, version, state, revision, area, team, assignee, opened_at, "
              "parent, closed, due_at,"
              " risk_at, overdue, next_alarm, clocked, tail_seq, tail_hash, snapshot, told)"
              " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)") {}

Result<CaseRow> CaseTable::load(CaseId id) {
    Rows rows(load_.bind(id));
    if (!rows.next()) {
        if (auto status = rows.status(); !status) return status.error();
        return CaseRow{};
    }
    auto record = read_case(rows, 6, find_workflow_);
    if (!record) return record.error();
    CaseRow row{std::move(*record), {}};
    if (!rows.null(0)) row.keys.next_alarm = rows.instant(0);
    row.keys.due_at = rows.integer(1);
    row.keys.risk_at = rows.integer(2);
    row.keys.overdue = rows.integer(3) != 0;
    row.keys.closed = rows.integer(4) != 0;
    row.keys.clocked = rows.integer(5) != 0;
    return row;
}

Result<CaseId> CaseTable::find_number(std::string_view number) {
    Rows rows(find_number_.bind(number));
    if (rows.next()) return CaseId(rows.integer(0));
    if (auto status = rows.status(); !status) return status.error();
    return CaseId{};
}

Result<void> CaseTable::insert(const CaseRow& row) {
    const CaseSnapshot& snapshot = row.record->snapshot;
    const CaseKeys& keys = row.keys;
    const std::string stored = snapshot_text(snapshot);
    return insert_
        .bind(snapshot.id, snapshot.number, snapshot.workflow->name, snapshot.workflow->version, snapshot.state,
              snapshot.revision, data_text(snapshot, "area"), data_text(snapshot, "team"),
              data_text(snapshot, "assignee"), snapshot.opened_at, parent_of(snapshot), keys.closed, keys.due_at,
              keys.risk_at, keys.overdue, keys.next_alarm, keys.clocked, row.record->tail.seq, row.record->tail.hash,
              stored, told_text(snapshot))
        .run();
}

Statement& CaseTable::update_for(unsigned changed) {
    auto& statement = updates_[changed];
    if (statement) return *statement;
    // SQLite maintains every index whose columns are named in SET, whether their values differ or not.
    std::string sql =
        "UPDATE cases SET state = ?1, revision = ?2, area = ?3, team = ?4, tail_seq = ?5, tail_hash = ?6, snapshot = "
        "?7, assignee = ?8, told = ?9";
    if ((changed & kAlarm) != 0) sql += ", next_alarm = ?10";
    if ((changed & kBoard) != 0) sql += ", closed = ?11, due_at = ?12, risk_at = ?13, overdue = ?14";
    if ((changed & kClocked) != 0) sql += ", clocked = ?15";
    sql += " WHERE id = ?16";  // the highest number in every variant: so one list of values fits all of them
    statement = std::make_unique<Statement>(database_, std::move(sql));
    return *statement;
}

Result<void> CaseTable::update(const CaseRow& row, const CaseKeys& before) {
    const CaseSnapshot& snapshot = row.record->snapshot;
    const CaseKeys& keys = row.keys;
    const bool board = keys.closed != before.closed || keys.due_at != before.due_at || keys.risk_at != before.risk_at ||
                       keys.overdue != before.overdue;
    const unsigned changed = (keys.next_alarm != before.next_alarm ? kAlarm : 0U) | (board ? kBoard : 0U) |
                             (keys.clocked != before.clocked ? kClocked : 0U);
    const std::string stored = snapshot_text(snapshot);
    return update_for(changed)
        .bind(snapshot.state, snapshot.revision, data_text(snapshot, "area"), data_text(snapshot, "team"),
              row.record->tail.seq, row.record->tail.hash, stored, data_text(snapshot, "assignee"), told_text(snapshot),
              keys.next_alarm, keys.closed, keys.due_at, keys.risk_at, keys.overdue, keys.clocked, snapshot.id)
        .run();
}

}  // namespace gongdan::sqlite
