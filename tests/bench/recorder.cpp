#include "tests/bench/recorder.hpp"

#include "adapters/sqlite/search.hpp"
#include "adapters/sqlite/store.hpp"
#include "core/engine/outlook.hpp"
#include "core/ticket/snapshot_json.hpp"
#include "core/ticket/told.hpp"

namespace gongdan::bench {
namespace {

// The statements of adapters/sqlite (statements.cpp, case_table.cpp, search.cpp), to the letter.
constexpr std::string_view kAppend =
    "INSERT INTO journal(seq, case_id, case_seq, prev_seq, type, occurred_at, recorded_at, body, personal, hash)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view kOpen =
    "INSERT INTO cases(id, number, workflow, version, state, revision, area, team, assignee, opened_at, parent,"
    " closed, due_at, risk_at, overdue, next_alarm, clocked, tail_seq, tail_hash, snapshot, told)"
    " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view kSearch = "INSERT INTO search(rowid, words, personal) VALUES(?, ?, ?)";
constexpr std::string_view kRaise = "INSERT INTO escalations(seq) VALUES(?)";
constexpr std::string_view kNotice =
    "INSERT INTO outbox(place, id, escalation, case_id, channel, person, message, raised_at, state, attempts, next_at,"
    " answer, address, level) VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, '', ?, ?)";
constexpr std::string_view kSerial =
    "INSERT INTO serials(prefix, last) VALUES(?, ?) ON CONFLICT DO UPDATE SET last = excluded.last";

Value number(std::int64_t value) { return value; }
Value time(Instant at) { return to_unix_ms(at); }
Value hash(const Digest& digest) { return Bytes{std::string(bytes_of(digest))}; }
Value field(const CaseSnapshot& snapshot, std::string_view name) { return string_or_empty(snapshot.data, name); }
Value alarm(const std::optional<Instant>& at) { return at ? time(*at) : Value(); }
Value row(const CaseSnapshot& snapshot) { return snapshot_text(snapshot); }

bool same_board(const sqlite::CaseKeys& one, const sqlite::CaseKeys& other) {
    return one.closed == other.closed && one.due_at == other.due_at && one.risk_at == other.risk_at &&
           one.overdue == other.overdue;
}

}  // namespace

Recorder::Recorder(Store& inner, const Rules& rules) : inner_(inner), rules_(rules) {}

Result<void> Recorder::begin() {
    group_.clear();
    return inner_.begin();
}

Result<void> Recorder::commit() {
    for (const auto& [prefix, last] : serials_) note(kSerial, {prefix, last});
    serials_.clear();
    auto done = inner_.commit();
    if (done) recording_.groups.push_back(std::move(group_));
    group_.clear();
    return done;
}

void Recorder::rollback() {
    group_.clear();
    serials_.clear();
    inner_.rollback();
}

Result<std::int64_t> Recorder::take_serial(std::string_view prefix) {
    auto taken = inner_.take_serial(prefix);
    if (taken) serials_.insert_or_assign(std::string(prefix), *taken);
    return taken;
}

Result<void> Recorder::write(const CaseChange& change) {
    const sqlite::CaseKeys keys = sqlite::keys_of(change.after->snapshot, change.outlook);
    const auto before = inner_.load(change.after->snapshot.id);
    if (!before) return before.error();
    note_events(change);
    if (*before) {
        const CaseSnapshot& known = (*before)->snapshot;
        note_change(change, sqlite::keys_of(known, outlook_of(known, rules_)), keys);
    } else {
        note_opening(change, keys);
    }
    return inner_.write(change);
}

void Recorder::note(std::string_view sql, std::vector<Value> values) {
    const auto known = statements_.find(sql);
    const std::size_t place = known == statements_.end() ? recording_.statements.size() : known->second;
    if (known == statements_.end()) {
        recording_.statements.emplace_back(sql);
        statements_.emplace(sql, place);
    }
    group_.push_back({place, std::move(values)});
}

void Recorder::note_events(const CaseChange& change) {
    std::size_t next_notice = 0;
    for (const StoredEvent& event : change.events) {
        note(kAppend, {event.seq, number(to_int(event.case_id)), event.case_seq, event.prev_seq,
                       std::string(name_of(event.type)), time(event.occurred_at), time(event.recorded_at), event.body,
                       event.personal.empty() ? Value() : Value(event.personal), hash(event.hash)});
        if (event.type != EventType::escalation_raised) continue;
        note(kRaise, {event.seq});
        // One sweep fires one rung of a case at a time, so all notices of a change are of its one escalation.
        for (std::int64_t place = event.seq * sqlite::kNoticesMax; next_notice < change.notices.size(); ++next_notice) {
            const Notice& notice = change.notices[next_notice];
            note(kNotice, {place++, notice.id, notice.escalation, number(to_int(notice.case_id)), notice.channel,
                           notice.person, notice.message, time(notice.raised_at), time(notice.not_before),
                           notice.address, number(notice.level)});
        }
    }
}

void Recorder::note_opening(const CaseChange& change, const sqlite::CaseKeys& keys) {
    const CaseSnapshot& snapshot = change.after->snapshot;
    const ChainTail& tail = change.after->tail;
    note(kOpen, {number(to_int(snapshot.id)),
                 snapshot.number,
                 snapshot.workflow->name,
                 snapshot.workflow->version,
                 snapshot.state,
                 snapshot.revision,
                 field(snapshot, "area"),
                 field(snapshot, "team"),
                 field(snapshot, "assignee"),
                 time(snapshot.opened_at),
                 Value(),
                 number(keys.closed),
                 keys.due_at,
                 keys.risk_at,
                 number(keys.overdue),
                 alarm(keys.next_alarm),
                 number(keys.clocked),
                 tail.seq,
                 hash(tail.hash),
                 row(snapshot),
                 told_text(snapshot)});
    const sqlite::SearchWords words = sqlite::search_words(snapshot);
    note(kSearch, {number(to_int(snapshot.id)), words.open, words.personal});
}

void Recorder::note_change(const CaseChange& change, const sqlite::CaseKeys& before, const sqlite::CaseKeys& after) {
    std::string sql =
        "UPDATE cases SET state = ?1, revision = ?2, area = ?3, team = ?4, tail_seq = ?5, tail_hash = ?6, snapshot = "
        "?7, assignee = ?8, told = ?9";
    if (after.next_alarm != before.next_alarm) sql += ", next_alarm = ?10";
    if (!same_board(before, after)) sql += ", closed = ?11, due_at = ?12, risk_at = ?13, overdue = ?14";
    if (after.clocked != before.clocked) sql += ", clocked = ?15";
    sql += " WHERE id = ?16";
    const CaseSnapshot& snapshot = change.after->snapshot;
    const ChainTail& tail = change.after->tail;
    note(sql, {snapshot.state, snapshot.revision, field(snapshot, "area"), field(snapshot, "team"), tail.seq,
               hash(tail.hash), row(snapshot), field(snapshot, "assignee"), told_text(snapshot),
               alarm(after.next_alarm), number(after.closed), after.due_at, after.risk_at, number(after.overdue),
               number(after.clocked), number(to_int(snapshot.id))});
}

}  // namespace gongdan::bench
