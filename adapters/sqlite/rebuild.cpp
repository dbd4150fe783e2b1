// Everything derived, made anew from the journal.

#include <algorithm>

#include "adapters/sqlite/event_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/statements.hpp"
#include "core/engine/outlook.hpp"
#include "core/engine/rebasing.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::int64_t kProgressStep = 1000;  // cases between two reports

}  // namespace

Result<void> SqliteStore::rebuild_case(CaseId id, std::int64_t tail_seq, const Rules& rules) {
    const auto events = read_history(statements_->event, tail_seq);
    if (!events) return events.error();
    auto record = std::make_shared<CaseRecord>();
    std::shared_ptr<const Workflow> workflow;
    std::int64_t expected = 0;
    for (const StoredEvent& stored : *events) {
        auto event = restore_event(stored);
        if (!event) return event.error();
        if (event->case_id != id || event->case_seq != ++expected)
            return fail(Errc::internal, "journal.damaged", stored.seq);
        if (event->type == EventType::case_opened) {
            const auto name = string_or_empty(event->body, "workflow");
            const auto version = string_or_empty(event->body, "version");
            workflow = options_.find_workflow(name, version);
            if (!workflow) return fail(Errc::internal, "store.no-workflow", name, version);
        }
        if (!workflow) return fail(Errc::internal, "journal.damaged", stored.seq);
        apply(record->snapshot, *event, workflow);
        record->tail = {stored.seq, stored.hash};
        if (stored.type == EventType::escalation_raised) {
            if (auto done = statements_->raise.bind(stored.seq).run(); !done) return done;
        } else if (stored.type == EventType::escalation_acknowledged) {
            if (auto done = acknowledge(stored); !done) return done;
        }
    }
    const CaseRow row{record, keys_of(record->snapshot, outlook_of(record->snapshot, rules))};
    if (auto done = cases_.insert(row); !done) return done;
    return search_.add(id, record->snapshot);
}

Result<void> SqliteStore::rebuild_configuration_tail() {
    Statement last(database_, "SELECT seq, hash FROM journal WHERE case_id = 0 ORDER BY seq DESC LIMIT 1");
    Rows rows(last.bind());
    if (!rows.next()) {
        configuration_ = {};
        return rows.status();
    }
    configuration_ = {rows.integer(0), rows.digest(1)};
    if (auto done = statements_->put_meta.bind("configuration_seq", configuration_.seq).run(); !done) return done;
    return statements_->put_meta.bind("configuration_hash", configuration_.hash).run();
}

/// The last word of the journal on a change of calendar. Who asked for it is not in the journal: he gets no answer.
Result<void> SqliteStore::rebuild_rebasing() {
    Statement last(database_,
                   "SELECT seq, body FROM journal WHERE case_id = 0 AND json_extract(body, '$.what') IN"
                   " ('calendar-year', 'calendar-rebased') ORDER BY seq DESC LIMIT 1");
    Rows rows(last.bind());
    if (!rows.next()) return rows.status();
    const auto body = parse_json(rows.text(1));
    if (!body || !body->is_object()) return fail(Errc::internal, "journal.damaged", rows.integer(0));
    const auto open = rebasing_after({}, rows.integer(0), body->get_object());
    return open ? keep_rebasing(rebasing_text(*open)) : Result<void>();
}

Result<void> SqliteStore::rebuild(const Rules& rules, const Progress& progress) {
    if (auto begun = begin(); !begun) return begun;
    cache_.clear();
    auto done = rebuild_all(rules, progress);
    if (done) done = commit();
    if (!done) rollback();
    return done;
}

Result<void> SqliteStore::rebuild_all(const Rules& rules, const Progress& progress) {
    if (auto done = empty_derived(database_); !done) return done;
    if (auto done = rebuild_configuration_tail(); !done) return done;
    if (auto done = rebuild_rebasing(); !done) return done;
    // By case, not by time: only one case's history is in memory at once.
    Statement tails(database_,
                    "SELECT case_id, max(seq) FROM journal WHERE case_id > 0 GROUP BY case_id ORDER BY case_id");
    const auto all = database_.number("SELECT count(*) FROM journal WHERE case_seq = 1 AND case_id > 0");
    if (!all) return all.error();
    std::int64_t count = 0;
    Rows rows(tails.bind());
    while (rows.next()) {
        const auto id = CaseId(rows.integer(0));
        if (auto done = rebuild_case(id, rows.integer(1), rules); !done) return done;
        last_id_ = std::max(last_id_, to_int(id));
        if (progress && ++count % kProgressStep == 0) progress(count, *all);
    }
    if (progress) progress(count, *all);
    return rows.status();
}

/// With another way of cutting words than this program's, what the index was told could not be taken out again. At the
/// first batch and not at open(): by then the caller knows the workflow versions that are kept in the store itself.
Result<void> SqliteStore::refresh_search() {
    if (search_checked_) return {};
    std::int64_t version = 0;
    {
        Rows rows(statements_->get_meta.bind("search_version"));
        if (rows.next()) version = rows.integer(0);
        if (auto status = rows.status(); !status) return status;
    }
    search_checked_ = version == kSearchVersion;
    if (search_checked_) return {};
    Transaction transaction(database_);
    if (auto done = transaction.begin(); !done) return done;
    if (auto done = database_.execute("INSERT INTO search(search) VALUES('delete-all')"); !done) return done;
    Statement all(database_, "SELECT id, " + std::string(kCaseColumns) + " FROM cases ORDER BY id");
    {
        Rows rows(all.bind());
        while (rows.next()) {
            const auto record = read_case(rows, 1, options_.find_workflow);
            if (!record) return record.error();
            if (auto done = search_.add(CaseId(rows.integer(0)), (*record)->snapshot); !done) return done;
        }
        if (auto status = rows.status(); !status) return status;
    }
    if (auto done = statements_->put_meta.bind("search_version", kSearchVersion).run(); !done) return done;
    auto done = transaction.commit();
    search_checked_ = done.ok();
    return done;
}

}  // namespace gongdan::sqlite
