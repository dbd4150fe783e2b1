#include "adapters/sqlite/scan.hpp"

#include <array>

#include <fmt/ranges.h>

#include "adapters/sqlite/event_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "core/engine/outlook.hpp"

namespace gongdan::sqlite {

Result<Scan> Scan::open(const std::filesystem::path& file) {
    auto database = Database::open(file, {OpenMode::read_only, ""});
    if (!database) return database.error();
    const auto version = database->number("PRAGMA user_version");
    if (!version) return version.error();
    if (*version == 0) return fail(Errc::internal, "store.not-ours", file.string());
    if (*version > kSchemaVersion) return fail(Errc::conflict, "store.newer", *version, kSchemaVersion);
    Scan scan(std::move(*database));
    if (auto begun = scan.database_.execute("BEGIN"); !begun) return begun.error();
    return scan;
}

Result<void> Scan::events(std::int64_t after, const std::function<Result<void>(const StoredEvent&)>& take) {
    Statement all(database_, fmt::format("SELECT {} FROM journal WHERE seq > ? ORDER BY seq", kEventColumns));
    Rows rows(all.bind(after));
    while (rows.next()) {
        const auto event = read_event(rows);
        if (!event) return event.error();
        if (auto taken = take(*event); !taken) return taken;
    }
    return rows.status();
}

Result<void> Scan::events_between(std::int64_t after, std::int64_t through,
                                  const std::function<Result<bool>(const StoredEvent&)>& take) {
    Statement some(database_,
                   fmt::format("SELECT {} FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq", kEventColumns));
    Rows rows(some.bind(after, through));
    while (rows.next()) {
        const auto event = read_event(rows);
        if (!event) return event.error();
        const auto more = take(*event);
        if (!more) return more.error();
        if (!*more) return {};
    }
    return rows.status();
}

Result<std::optional<StoredEvent>> Scan::event_at(std::int64_t seq) {
    Statement one(database_, std::string(kSelectEvent));
    Rows rows(one.bind(seq));
    if (rows.next()) {
        auto event = read_event(rows);
        return event ? Result<std::optional<StoredEvent>>(std::move(*event)) : event.error();
    }
    if (auto read = rows.status(); !read) return read.error();
    return std::optional<StoredEvent>();
}

Result<Scan::Outline> Scan::outline() {
    const auto events = database_.number("SELECT count(*) FROM journal");
    if (!events) return events.error();
    const auto machinery = database_.number("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')");
    if (!machinery) return machinery.error();
    return Outline{*events, *machinery};
}

Result<std::vector<StoredEvent>> Scan::history(std::int64_t tail_seq) {
    Statement one(database_, std::string(kSelectEvent));
    return read_history(one, tail_seq);
}

Result<void> Scan::histories(const Interval& opened,
                             const std::function<Result<void>(const std::vector<StoredEvent>&)>& take) {
    Statement tails(database_, "SELECT tail_seq FROM cases WHERE opened_at >= ? AND opened_at < ? ORDER BY id");
    Statement one(database_, std::string(kSelectEvent));
    Rows rows(tails.bind(opened.from, opened.to));
    while (rows.next()) {
        const auto events = read_history(one, rows.integer(0));
        if (!events) return events.error();
        if (auto taken = take(*events); !taken) return taken;
    }
    return rows.status();
}

Result<void> Scan::happened(const Interval& period, const std::function<Result<void>(const StoredEvent&)>& take) {
    Statement some(
        database_,
        fmt::format("SELECT {} FROM journal WHERE occurred_at >= ? AND occurred_at < ? ORDER BY seq", kEventColumns));
    Rows rows(some.bind(period.from, period.to));
    while (rows.next()) {
        const auto event = read_event(rows);
        if (!event) return event.error();
        if (auto taken = take(*event); !taken) return taken;
    }
    return rows.status();
}

Result<std::vector<StoredEvent>> Scan::configuration() {
    const auto tail = database_.number("SELECT coalesce(max(value), 0) FROM meta WHERE key = 'configuration_seq'");
    if (!tail) return tail.error();
    return history(*tail);
}

Result<std::int64_t> Scan::last_seq() { return database_.number("SELECT coalesce(max(seq), 0) FROM journal"); }

Result<std::optional<Digest>> Scan::hash_at(std::int64_t seq) {
    Statement one(database_, "SELECT hash FROM journal WHERE seq = ?");
    Rows rows(one.bind(seq));
    std::optional<Digest> hash;
    if (rows.next()) hash = rows.digest(0);
    if (auto read = rows.status(); !read) return read.error();
    return hash;
}

namespace {

Scan::CaseTail tail_from(const Rows& rows) { return {CaseId(rows.integer(0)), rows.instant(1), rows.integer(2)}; }

}  // namespace

Result<std::vector<Scan::CaseTail>> Scan::touched_after(std::int64_t seq) {
    // From the beginning on all are: then nobody needs to look at the journal.
    Statement some(database_, seq == 0 ? "SELECT id, opened_at, tail_seq FROM cases WHERE tail_seq > ? ORDER BY id"
                                       : "SELECT id, opened_at, tail_seq FROM cases WHERE id IN"
                                         " (SELECT case_id FROM journal WHERE seq > ?) ORDER BY id");
    std::vector<CaseTail> tails;
    Rows rows(some.bind(seq));
    while (rows.next()) tails.push_back(tail_from(rows));
    if (auto read = rows.status(); !read) return read.error();
    return tails;
}

Result<void> Scan::tails(const std::function<Result<void>(const CaseTail&)>& take) {
    // A day of China begins at 16:00 UTC, when the time of Unix is 28 800 s past a multiple of a day.
    Statement all(database_,
                  "SELECT id, opened_at, tail_seq FROM cases ORDER BY (opened_at + 28800000) / 86400000, id");
    Rows rows(all.bind());
    while (rows.next()) {
        if (auto taken = take(tail_from(rows)); !taken) return taken;
    }
    return rows.status();
}

Result<std::vector<Scan::CaseTail>> Scan::tails_opened(const Interval& opened, CaseId after, int limit) {
    Statement some(database_,
                   "SELECT id, opened_at, tail_seq FROM cases WHERE id > ? AND opened_at >= ? AND opened_at < ?"
                   " ORDER BY id LIMIT ?");
    std::vector<CaseTail> tails;
    Rows rows(some.bind(after, opened.from, opened.to, limit));
    while (rows.next()) tails.push_back(tail_from(rows));
    if (auto read = rows.status(); !read) return read.error();
    return tails;
}

Result<std::optional<Scan::CaseTail>> Scan::tail_of(CaseId id) {
    Statement one(database_, "SELECT id, opened_at, tail_seq FROM cases WHERE id = ?");
    Rows rows(one.bind(id));
    std::optional<CaseTail> tail;
    if (rows.next()) tail = tail_from(rows);
    if (auto read = rows.status(); !read) return read.error();
    return tail;
}

Result<Instant> Scan::last_recorded_at() {
    const auto at = database_.number(
        "SELECT coalesce(max(recorded_at), 0) FROM (SELECT recorded_at FROM journal ORDER BY seq DESC LIMIT 1)");
    if (!at) return at.error();
    return from_unix_ms(*at);
}

Result<std::vector<Definition>> Scan::definitions(std::string_view kind) {
    Statement all(database_, std::string(kSelectDefinitions));
    return read_definitions(all.bind(kind));
}

Result<std::vector<CalendarYear>> Scan::calendar_years() {
    const auto kept = definitions(kCalendarYear);
    if (!kept) return kept.error();
    return years_of(*kept);
}

Result<bool> Scan::keeps_told() {
    const auto version = database_.number("PRAGMA user_version");
    if (!version) return version.error();
    return *version >= kToldSince;
}

Result<void> Scan::cases(const FindWorkflow& find_workflow,
                         const std::function<Result<void>(const CaseRecord&)>& take) {
    Statement all(database_, fmt::format("SELECT {} FROM cases ORDER BY id", kCaseColumns));
    Rows rows(all.bind());
    while (rows.next()) {
        const auto record = read_case(rows, 0, find_workflow);
        if (!record) return record.error();
        if (auto taken = take(**record); !taken) return taken;
    }
    return rows.status();
}

Result<bool> Scan::uses_attachment(std::string_view sha256, const FindWorkflow& find_workflow) {
    Statement all(database_, fmt::format("SELECT {} FROM cases WHERE instr(snapshot, ?) > 0", kCaseColumns));
    Rows rows(all.bind(sha256));
    while (rows.next()) {
        const auto record = read_case(rows, 0, find_workflow);
        if (!record) return record.error();
        if ((*record)->snapshot.attachment(sha256) != nullptr) return true;
    }
    if (auto status = rows.status(); !status) return status.error();
    return false;
}

namespace {

using Differs = std::function<void(CaseId, std::string_view)>;

// What a row of `cases` holds besides the snapshot, which the Examiner compares.
constexpr std::array<std::string_view, 16> kDerivedColumns = {
    "number", "state",  "revision", "area",    "team",    "assignee", "told",       "opened_at",
    "parent", "closed", "due_at",   "risk_at", "overdue", "clocked",  "next_alarm", "tail_seq",
};

/// What a case's row should be: written as the store writes it, into a database in memory.
class Mirror {
 public:
    /// `open`: the change of calendar that has not moved all clocks yet.
    static Result<std::unique_ptr<Mirror>> make(std::optional<Rebasing> open) {
        auto database = Database::open(kInMemory);
        if (!database) return database.error();
        if (auto done = migrate(*database); !done) return done.error();
        return std::unique_ptr<Mirror>(new Mirror(std::move(*database), std::move(open)));
    }

    Result<void> compare(const Rows& stored, const CaseRecordPtr& record, const Rules& rules, const Differs& differs) {
        const CaseId id = record->snapshot.id;
        if (auto done = empty_.bind().run(); !done) return done;
        if (auto done = cases_.insert({record, keys_of(record->snapshot, outlook_of(record->snapshot, rules))}); !done)
            return done;
        Rows expected(one_.bind());
        if (!expected.next()) return expected.status();
        for (std::size_t i = 0; i < kDerivedColumns.size(); ++i) {
            const int column = int(i);
            const int beside = column + kCaseColumnCount;
            const bool same =
                stored.null(beside) == expected.null(column) && stored.text(beside) == expected.text(column);
            if (!same && !waits(id, kDerivedColumns[i])) differs(id, fmt::format("cases.{}", kDerivedColumns[i]));
        }
        return {};
    }

 private:
    Mirror(Database database, std::optional<Rebasing> open)
        : database_(std::move(database)),
          open_(std::move(open)),
          cases_(database_, [](auto, auto) { return nullptr; }),
          empty_(database_, "DELETE FROM cases"),
          one_(database_, fmt::format("SELECT {} FROM cases", fmt::join(kDerivedColumns, ", "))) {}

    /// A case that has not had its turn says by the calendar before when its clocks will speak.
    [[nodiscard]] bool waits(CaseId id, std::string_view column) const {
        return open_ && id > open_->after && (column == "risk_at" || column == "next_alarm");
    }

    Database database_;
    std::optional<Rebasing> open_;
    CaseTable cases_;
    Statement empty_;
    Statement one_;
};

/// Rows of the two tables that follow from events of a type, against these events; lists (below 0) and tests of
/// channels (from kTestPlaces on) follow from none.
constexpr const char* kStrays = R"sql(
WITH raised AS MATERIALIZED (
    SELECT seq, case_id, json_extract(body, '$.id') AS id FROM journal WHERE type = 'escalation.raised'),
answered AS MATERIALIZED (
    SELECT occurred_at, json_extract(body, '$.id') AS id, json_extract(body, '$.actor') AS actor
    FROM journal WHERE type = 'escalation.acknowledged')
SELECT 'escalations', raised.case_id FROM raised
    LEFT JOIN escalations ON escalations.seq = raised.seq LEFT JOIN answered ON answered.id = raised.id
    WHERE escalations.seq IS NULL OR acknowledged_at IS NOT occurred_at OR acknowledged_by IS NOT actor
UNION ALL SELECT 'escalations', 0 FROM escalations WHERE seq NOT IN (SELECT seq FROM raised)
UNION ALL SELECT 'outbox', outbox.case_id FROM outbox LEFT JOIN raised ON raised.id = outbox.escalation
    WHERE raised.id IS NULL AND outbox.place > 0 AND outbox.place < 1 << 62
UNION ALL SELECT 'outbox', outbox.case_id FROM outbox LEFT JOIN outbox AS list ON list.place = outbox.digest
    WHERE outbox.digest IS NOT NULL AND list.place IS NULL
)sql";

}  // namespace

Result<std::optional<Rebasing>> Scan::rebasing() {
    Statement kept(database_, "SELECT value FROM meta WHERE key = ?");
    Rows rows(kept.bind(kRebasingKey));
    const std::string text(rows.next() ? rows.text(0) : std::string_view());
    if (auto status = rows.status(); !status) return status.error();
    return rebasing_from(text);
}

Result<void> Scan::derived(const FindWorkflow& find_workflow, const Rules& rules, const Differs& differs) {
    auto open = rebasing();
    if (!open) return open.error();
    auto mirror = Mirror::make(std::move(*open));
    if (!mirror) return mirror.error();
    const auto told = keeps_told();
    if (!told) return told.error();
    // Without the column, nobody is told of what is open: as the snapshot of such a row says, too.
    Statement all(database_, fmt::format("SELECT {}, {} FROM (SELECT *{} FROM cases) ORDER BY id", kCaseColumns,
                                         fmt::join(kDerivedColumns, ", "), *told ? "" : ", '' AS told"));
    Rows rows(all.bind());
    while (rows.next()) {
        const auto record = read_case(rows, 0, find_workflow);
        if (!record) return record.error();
        if (auto done = (*mirror)->compare(rows, *record, rules, differs); !done) return done;
    }
    if (auto status = rows.status(); !status) return status;
    Statement strays(database_, kStrays);
    Rows found(strays.bind());
    while (found.next()) differs(CaseId(found.integer(1)), found.text(0));
    return found.status();
}

}  // namespace gongdan::sqlite
