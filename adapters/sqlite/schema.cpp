#include "adapters/sqlite/schema.hpp"

#include <array>

#include <fmt/format.h>

namespace gongdan::sqlite {
namespace {

// The journal has no index but its own order: a pure append costs a third less than one with an index over the cases
// (DESIGN: figures). A case's history is read by following prev_seq back from cases.tail_seq. Escalations and notices
// are found the same way from the case their id names, so none of these tables has an index over texts.
//
// cases carries six indexes, of which a transition touches at most the first two, and only when their columns change:
//   cases_alarm   the timer queue
//   cases_due     boards by due time; its further columns let the gauges be counted without reading rows
//   cases_clocked what a new calendar has to look at        cases_open / cases_opened   lists by opening time
//   cases_parent  work orders of a ticket                   number                      people type numbers
constexpr const char* kVersion1 = R"sql(
CREATE TABLE journal(
    seq INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    case_seq INTEGER NOT NULL,
    prev_seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    personal TEXT,
    hash BLOB NOT NULL);

CREATE TABLE cases(
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    workflow TEXT NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    revision INTEGER NOT NULL,
    area TEXT NOT NULL,
    team TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    parent INTEGER,
    closed INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    risk_at INTEGER NOT NULL,
    overdue INTEGER NOT NULL,
    next_alarm INTEGER,
    clocked INTEGER NOT NULL,
    tail_seq INTEGER NOT NULL,
    tail_hash BLOB NOT NULL,
    snapshot TEXT NOT NULL);
CREATE INDEX cases_alarm ON cases(next_alarm) WHERE next_alarm IS NOT NULL;
CREATE INDEX cases_due ON cases(closed, due_at, risk_at, overdue);
CREATE INDEX cases_clocked ON cases(id) WHERE clocked = 1;
CREATE INDEX cases_open ON cases(opened_at) WHERE closed = 0;
CREATE INDEX cases_opened ON cases(opened_at);
CREATE INDEX cases_parent ON cases(parent) WHERE parent IS NOT NULL;

CREATE TABLE escalations(
    seq INTEGER PRIMARY KEY,
    acknowledged_at INTEGER,
    acknowledged_by TEXT);

CREATE TABLE outbox(
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    escalation TEXT NOT NULL,
    case_id INTEGER NOT NULL,
    channel TEXT NOT NULL,
    person TEXT NOT NULL,
    message TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    state INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    answer TEXT NOT NULL);
CREATE INDEX outbox_pending ON outbox(channel, next_at, raised_at) WHERE state = 0;
CREATE INDEX outbox_dead ON outbox(place) WHERE state = 2;

CREATE TABLE answers(
    place INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at INTEGER NOT NULL);

CREATE TABLE serials(prefix TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE meta(key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;

CREATE TABLE tokens(
    place INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER);

CREATE TABLE definitions(
    place INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    content TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    UNIQUE(kind, name, version));

CREATE VIRTUAL TABLE search USING fts5(words, content='', columnsize=0);
)sql";

// Who a ticket is assigned to decides who may see it; personal words are found only by those who may read them. The
// index itself is filled again at the first batch, when the definitions are known that say what is personal.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE cases ADD COLUMN assignee TEXT NOT NULL DEFAULT '';
UPDATE cases SET assignee = coalesce(json_extract(snapshot, '$.data.assignee'), '');
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5(words, personal, content='', columnsize=0);
DELETE FROM meta WHERE key = 'search_version';
)sql";

// Accounts. login_failures counts by the hash of what was tried, so that a password typed into the wrong field is not
// kept; account_log holds no secret at all.
constexpr const char* kVersion3 = R"sql(
ALTER TABLE tokens ADD COLUMN scope TEXT;
ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
ALTER TABLE tokens ADD COLUMN last_used_at INTEGER;

CREATE TABLE accounts(
    place INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    must_change INTEGER NOT NULL,
    roles TEXT NOT NULL,
    scope TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0,
    totp_secret TEXT NOT NULL DEFAULT '',
    totp_pending TEXT NOT NULL DEFAULT '',
    totp_step INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    last_login_at INTEGER);

CREATE TABLE sessions(
    sha256 TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX sessions_account ON sessions(account, created_at);

CREATE TABLE login_failures(
    key TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked_until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX login_failures_last ON login_failures(last_at);

CREATE TABLE account_log(
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    account TEXT NOT NULL,
    what TEXT NOT NULL,
    address TEXT NOT NULL);
)sql";

// Accounts of people who log in at an identity provider: its issuer and their subject there.
constexpr const char* kVersion4 = R"sql(
ALTER TABLE accounts ADD COLUMN external TEXT;
CREATE UNIQUE INDEX accounts_external ON accounts(external) WHERE external IS NOT NULL;
)sql";

// Lists of notices, and the ledger of every attempt to deliver (place: of the notice or list in the outbox). The index
// of what is pending holds all that is asked when a storm is bundled, so that no row is read for it.
constexpr const char* kVersion5 = R"sql(
ALTER TABLE outbox ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN digest INTEGER;
UPDATE outbox SET address = coalesce(json_extract(message, '$.recipient.address'), ''),
    level = coalesce(json_extract(message, '$.level'), 0);
DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox(channel, next_at, raised_at, person, address, level) WHERE state = 0;
CREATE INDEX outbox_listed ON outbox(digest) WHERE digest IS NOT NULL;

CREATE TABLE attempts(
    seq INTEGER PRIMARY KEY,
    place INTEGER NOT NULL,
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    answer TEXT NOT NULL);
CREATE INDEX attempts_place ON attempts(place);
CREATE INDEX attempts_person ON attempts(person, seq);
CREATE INDEX attempts_at ON attempts(at);
)sql";

// Seals. What they cover is the journal alone: nothing here can be made anew from it.
constexpr const char* kVersion6 = R"sql(
CREATE TABLE seals(
    number INTEGER PRIMARY KEY,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    root BLOB NOT NULL,
    previous BLOB NOT NULL,
    sealed_at INTEGER NOT NULL,
    key BLOB NOT NULL,
    signature BLOB NOT NULL);
)sql";

// What is top waits behind nothing lower, and a receiver's request for a pause outlives the process.
constexpr const char* kVersion7 = R"sql(
ALTER TABLE outbox ADD COLUMN top INTEGER NOT NULL DEFAULT 0;
UPDATE outbox SET top = coalesce(json_extract(message, '$.top'), 0) WHERE message <> '';
UPDATE outbox SET top = coalesce((SELECT max(entry.top) FROM outbox entry WHERE entry.digest = outbox.place), 0)
    WHERE place < 0;
DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox(channel, next_at, raised_at, person, address, level, top) WHERE state = 0;
ALTER TABLE attempts ADD COLUMN rests_until INTEGER;
)sql";

// Who was told of a ticket sees it. Cases of before learn from their escalations whom these told; of a duty, which ends
// that, their events say nothing.
constexpr const char* kVersion8 = R"sql(
ALTER TABLE cases ADD COLUMN told TEXT NOT NULL DEFAULT '';
CREATE TEMP TABLE told_marks AS
    SELECT DISTINCT journal.case_id, person.value || '/' || role.value AS mark
    FROM journal, json_each(journal.body, '$.people') person, json_each(journal.body, '$.to') role
    WHERE journal.type = 'escalation.raised';
CREATE INDEX temp.told_marks_case ON told_marks(case_id, mark);
UPDATE cases SET snapshot = json_set(snapshot, '$.told', json((SELECT json_group_array(mark)
    FROM (SELECT mark FROM told_marks WHERE case_id = cases.id ORDER BY mark))))
    WHERE id IN (SELECT case_id FROM told_marks);
UPDATE cases SET told = coalesce(json_extract(snapshot, '$.told'), '') WHERE closed = 0;
DROP TABLE told_marks;
)sql";

constexpr std::array<const char*, kSchemaVersion> kMigrations = {kVersion1, kVersion2, kVersion3, kVersion4,
                                                                 kVersion5, kVersion6, kVersion7, kVersion8};

Result<void> step_to(Database& database, int version) {
    Transaction transaction(database);
    if (auto done = transaction.begin(); !done) return done;
    // Another process may have migrated while this one waited for the lock.
    const auto present = database.number("PRAGMA user_version");
    if (!present) return present.error();
    if (*present >= version) return {};
    if (auto done = database.execute(kMigrations[std::size_t(version - 1)]); !done) return done;
    if (auto done = database.execute(fmt::format("PRAGMA user_version={}", version)); !done) return done;
    return transaction.commit();
}

}  // namespace

Result<void> prepare_writer(Database& database) {
    // The cache holds the hot end of every index of a province. Checkpoints are Checkpointer's: `PRAGMA
    // wal_autocheckpoint` must not be named here, it would take away its hook.
    return database.execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        // What is erased must not lie on in free places of the file.
        " PRAGMA secure_delete=ON");
}

Result<void> migrate(Database& database) {
    const auto present = database.number("PRAGMA user_version");
    if (!present) return present.error();
    if (*present > kSchemaVersion) return fail(Errc::conflict, "store.newer", *present, kSchemaVersion);
    for (int version = int(*present) + 1; version <= kSchemaVersion; ++version) {
        if (auto done = step_to(database, version); !done) return done;
    }
    return {};
}

Result<void> empty_derived(Database& database) {
    return database.execute(
        "DELETE FROM cases; DELETE FROM escalations; INSERT INTO search(search) VALUES('delete-all');"
        "DELETE FROM meta WHERE key IN ('configuration_seq', 'configuration_hash', 'rebasing')");
}

}  // namespace gongdan::sqlite
