#include "adapters/sqlite/store.hpp"

#include <utility>

#include "adapters/sqlite/event_rows.hpp"
#include "adapters/sqlite/schema.hpp"
#include "adapters/sqlite/statements.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::size_t kSerialsKept = 1000;  // prefixes in memory: a few a day

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::filesystem::path& file, StoreOptions options) {
    auto database = Database::open(file, {OpenMode::create, options.vfs});
    if (!database) return database.error();
    std::unique_ptr<SqliteStore> store(new SqliteStore(std::move(*database), std::move(options), file));
    if (auto started = store->start(); !started) return started.error();
    return store;
}

SqliteStore::SqliteStore(Database database, StoreOptions options, std::filesystem::path file)
    : database_(std::move(database)),
      options_(std::move(options)),
      checkpointer_(database_, std::move(file), options_.vfs),
      cases_(database_, options_.find_workflow),
      search_(database_),
      cache_(options_.cached_cases),
      statements_(std::make_unique<Statements>(database_)) {}

SqliteStore::~SqliteStore() = default;

Result<void> SqliteStore::start() {
    if (auto done = prepare_writer(database_); !done) return done;
    if (auto done = migrate(database_); !done) return done;
    const auto last_seq = database_.number("SELECT max(seq) FROM journal");
    if (!last_seq) return last_seq.error();
    const auto last_id = database_.number("SELECT max(id) FROM cases");
    if (!last_id) return last_id.error();
    last_seq_ = *last_seq;
    last_id_ = *last_id;
    return read_configuration_tail();
}

Result<void> SqliteStore::read_configuration_tail() {
    configuration_ = {};
    {
        Rows rows(statements_->get_meta.bind("configuration_seq"));
        if (rows.next()) configuration_.seq = rows.integer(0);
        if (auto status = rows.status(); !status) return status;
    }
    Rows rows(statements_->get_meta.bind("configuration_hash"));
    if (rows.next()) configuration_.hash = rows.digest(0);
    return rows.status();
}

Result<void> SqliteStore::begin() {
    if (database_.in_transaction()) rollback();
    checkpointer_.between_batches();
    if (auto done = refresh_search(); !done) return done;
    seq_before_ = last_seq_;
    id_before_ = last_id_;
    configuration_before_ = configuration_;
    database_.turn().give_way();
    auto begun = statements_->begin.bind().run();
    if (begun) database_.turn().hold(true);
    return begun;
}

Result<void> SqliteStore::commit() {
    if (auto open = in_batch(); !open) return open;
    if (auto done = write_serials(); !done) return done;
    if (auto done = statements_->commit.bind().run(); !done) return done;
    database_.turn().hold(false);
    touched_.clear();
    for (auto& [prefix, serial] : serials_) serial.changed = false;
    if (serials_.size() > kSerialsKept) serials_.clear();
    return {};
}

void SqliteStore::rollback() {
    // SQLite has rolled back by itself after some failures. What fails here fails again at the next begin().
    if (database_.in_transaction()) (void)database_.execute("ROLLBACK");
    database_.turn().hold(false);
    for (const CaseId id : touched_) cache_.forget(id);
    touched_.clear();
    serials_.clear();
    last_seq_ = seq_before_;
    last_id_ = id_before_;
    configuration_ = configuration_before_;
    oldest_answer_.reset();
}

Result<void> SqliteStore::limit_pages(std::int64_t pages) {
    return database_.execute("PRAGMA max_page_count=" + std::to_string(pages));
}

Result<std::int64_t> SqliteStore::take_seq(std::int64_t count) {
    last_seq_ += count;
    return last_seq_ - count + 1;
}

Result<CaseId> SqliteStore::take_case_id() { return CaseId(++last_id_); }

Result<std::int64_t> SqliteStore::take_serial(std::string_view prefix) {
    auto known = serials_.find(prefix);
    if (known == serials_.end()) {
        Rows rows(statements_->serial.bind(prefix));
        const std::int64_t last = rows.next() ? rows.integer(0) : 0;
        if (auto status = rows.status(); !status) return status.error();
        known = serials_.emplace(std::string(prefix), Serial{last, false}).first;
    }
    known->second.changed = true;
    return ++known->second.last;
}

Result<void> SqliteStore::write_serials() {
    for (const auto& [prefix, serial] : serials_) {
        if (!serial.changed) continue;
        if (auto done = statements_->put_serial.bind(prefix, serial.last).run(); !done) return done;
    }
    return {};
}

Result<const CaseRow*> SqliteStore::row(CaseId id) {
    if (const CaseRow* kept = cache_.find(id)) return kept;
    auto loaded = cases_.load(id);
    if (!loaded) return loaded.error();
    if (!loaded->record) return static_cast<const CaseRow*>(nullptr);
    cache_.put(id, std::move(*loaded));
    return cache_.find(id);
}

Result<CaseRecordPtr> SqliteStore::load(CaseId id) {
    const auto found = row(id);
    if (!found) return found.error();
    return *found == nullptr ? CaseRecordPtr() : (*found)->record;
}

Result<CaseId> SqliteStore::find_number(std::string_view number) { return cases_.find_number(number); }

/// After some failures SQLite ends the transaction by itself: what came after would be committed alone.
Result<void> SqliteStore::in_batch() const {
    return database_.in_transaction() ? Result<void>() : fail(Errc::read_only, "store.no-batch");
}

Result<void> SqliteStore::write(const CaseChange& change) {
    if (auto open = in_batch(); !open) return open;
    const CaseSnapshot& snapshot = change.after->snapshot;
    CaseRow after{change.after, keys_of(snapshot, change.outlook)};
    if (change.events.empty()) {
        const auto before = row(snapshot.id);
        if (!before) return before.error();
        // Looked at, and nothing came of it: most cases of a change of rules.
        if (*before != nullptr && (*before)->keys == after.keys) return {};
    }
    touched_.push_back(snapshot.id);
    if (auto done = append_case_events(change); !done) return done;
    if (!change.events.empty() && change.events.front().case_seq == 1) {
        if (auto done = cases_.insert(after); !done) return done;
        if (auto done = search_.add(snapshot.id, snapshot); !done) return done;
    } else {
        const auto before = row(snapshot.id);
        if (!before) return before.error();
        if (*before == nullptr) return fail(Errc::internal, "store.no-case", to_int(snapshot.id));
        if (auto done = cases_.update(after, (*before)->keys); !done) return done;
        if (change.text_changed) {
            if (auto done = search_.change(snapshot.id, (*before)->record->snapshot, snapshot); !done) return done;
        }
    }
    cache_.put(snapshot.id, std::move(after));
    return {};
}

Result<void> SqliteStore::append(const StoredEvent& event) {
    const auto personal = event.personal.empty() ? std::nullopt : std::optional<std::string_view>(event.personal);
    return statements_->append
        .bind(event.seq, event.case_id, event.case_seq, event.prev_seq, name_of(event.type), event.occurred_at,
              event.recorded_at, event.body, personal, event.hash)
        .run();
}

Result<void> SqliteStore::write_configuration(const StoredEvent& event) {
    if (auto open = in_batch(); !open) return open;
    if (auto done = append(event); !done) return done;
    configuration_ = {event.seq, event.hash};
    if (auto done = statements_->put_meta.bind("configuration_seq", event.seq).run(); !done) return done;
    return statements_->put_meta.bind("configuration_hash", event.hash).run();
}

Result<ChainTail> SqliteStore::configuration_tail() { return configuration_; }

Result<std::vector<DueCase>> SqliteStore::due(Instant until, std::size_t limit) {
    std::vector<DueCase> found;
    Rows rows(statements_->due.bind(until, limit));
    while (rows.next()) found.push_back({rows.instant(0), CaseId(rows.integer(1))});
    if (auto status = rows.status(); !status) return status.error();
    return found;
}

Result<std::optional<Instant>> SqliteStore::next_due() {
    std::optional<Instant> next;
    Rows rows(statements_->next_due.bind());
    if (rows.next()) next = rows.instant(0);
    if (auto status = rows.status(); !status) return status.error();
    return next;
}

Result<std::vector<CaseId>> SqliteStore::with_clocks(CaseId after, std::size_t limit) {
    std::vector<CaseId> found;
    Rows rows(statements_->with_clocks.bind(after, limit));
    while (rows.next()) found.push_back(CaseId(rows.integer(0)));
    if (auto status = rows.status(); !status) return status.error();
    return found;
}

Result<std::vector<CaseId>> SqliteStore::at_rest(Instant opened_from, const std::vector<std::string>& areas,
                                                 CaseId after, std::size_t limit) {
    std::vector<CaseId> found;
    const std::string places = json::serialize(json::value_from(areas));
    Rows rows(statements_->at_rest.bind(opened_from, after, places, limit));
    while (rows.next()) found.push_back(CaseId(rows.integer(0)));
    if (auto status = rows.status(); !status) return status.error();
    return found;
}

Result<std::optional<StoredAnswer>> SqliteStore::find_answer(std::string_view key) {
    Rows rows(statements_->answer.bind(key));
    std::optional<StoredAnswer> found;
    if (rows.next()) {
        found = StoredAnswer{std::string(key),          std::string(rows.text(0)), int(rows.integer(1)),
                             std::string(rows.text(2)), rows.integer(3),           rows.instant(4)};
    }
    if (auto status = rows.status(); !status) return status.error();
    return found;
}

/// The number of a connection changes with what others commit, never with what it commits itself.
Result<bool> SqliteStore::changed_beside() {
    const auto version = database_.number("PRAGMA data_version");
    if (!version) return version.error();
    return std::exchange(data_version_, *version) != *version;
}

Result<void> SqliteStore::erase_personal(CaseId id) {
    if (auto open = in_batch(); !open) return open;
    const auto found = row(id);
    if (!found) return found.error();
    if (*found == nullptr) return fail(Errc::not_found, "case.unknown", to_int(id));
    const auto events = read_history(statements_->event, (*found)->record->tail.seq);
    if (!events) return events.error();
    for (const StoredEvent& event : *events) {
        if (event.personal.empty()) continue;
        if (auto done = statements_->erase_personal.bind(event.seq).run(); !done) return done;
    }
    return statements_->erase_answers.bind(fmt::format(R"({{"id":"{}",%)", to_int(id))).run();
}

Result<void> SqliteStore::keep_answer(const StoredAnswer& answer) {
    if (auto open = in_batch(); !open) return open;
    if (auto done = purge_answers(answer.at); !done) return done;
    return statements_->put_answer
        .bind(answer.key, answer.fingerprint, answer.status, answer.body, answer.revision, answer.at)
        .run();
}

Result<std::string> SqliteStore::rebasing() {
    Rows rows(statements_->get_meta.bind(kRebasingKey));
    std::string text(rows.next() ? rows.text(0) : std::string_view());
    if (auto status = rows.status(); !status) return status.error();
    return text;
}

Result<void> SqliteStore::keep_rebasing(std::string_view text) {
    if (auto open = in_batch(); !open) return open;
    if (text.empty()) return database_.execute(fmt::format("DELETE FROM meta WHERE key = '{}'", kRebasingKey));
    return statements_->put_meta.bind(kRebasingKey, text).run();
}

Result<void> SqliteStore::purge_answers(Instant now) {
    if (!oldest_answer_) {
        Rows rows(statements_->oldest_answer.bind());
        oldest_answer_ = rows.next() ? rows.instant(0) : now;
        if (auto status = rows.status(); !status) return status;
    }
    if (now - *oldest_answer_ < kAnswerAge) return {};
    oldest_answer_.reset();
    return statements_->purge_answers.bind(kAnswersPurged, now - kAnswerAge).run();
}

}  // namespace gongdan::sqlite
