#pragma once
/// The Store in one SQLite file: the single connection that writes. Use it on one thread at a time.
///
/// When the disk is full or failing, a batch is rolled back with Errc::read_only; the next begin() tries again, so the
/// store recovers by itself when there is space.

#include <filesystem>
#include <map>
#include <memory>

#include "adapters/host/accounts.hpp"
#include "adapters/notify/outbox.hpp"
#include "adapters/sqlite/case_cache.hpp"
#include "adapters/sqlite/checkpointer.hpp"
#include "adapters/sqlite/definitions.hpp"
#include "adapters/sqlite/search.hpp"
#include "core/audit/seal.hpp"
#include "core/engine/deliveries.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan::sqlite {

struct StoreOptions {
    FindWorkflow find_workflow;  ///< must know every version a stored case is pinned to
    std::size_t cached_cases = kCacheMax;
    std::string vfs;  ///< another file layer, for tests of failures
};

/// How far a rebuild is: cases done, of how many (0 = not yet known).
using Progress = std::function<void(std::int64_t done, std::int64_t all)>;

/// Answers to idempotent commands are kept at least this long (DESIGN: conventions of the API).
inline constexpr Millis kAnswerAge = std::chrono::hours(24);
/// Answers thrown away with each new one that is kept: so the table shrinks without a pause for sweeping.
inline constexpr int kAnswersPurged = 4;
/// Notices of one escalation: their place in the outbox is made of the escalation's and this.
inline constexpr std::int64_t kNoticesMax = 1 << 16;

class SqliteStore final : public Store {
 public:
    /// Opens `file`, makes it when missing, brings its tables up to date. Errc::conflict when a newer program made it,
    /// Errc::read_only when the disk does not let us, Errc::internal when it is damaged.
    [[nodiscard]] static Result<std::unique_ptr<SqliteStore>> open(const std::filesystem::path& file,
                                                                   StoreOptions options);

    ~SqliteStore() override;

    [[nodiscard]] Result<void> begin() override;
    [[nodiscard]] Result<void> commit() override;
    void rollback() override;

    [[nodiscard]] Result<std::int64_t> take_seq(std::int64_t count) override;
    [[nodiscard]] Result<CaseId> take_case_id() override;
    [[nodiscard]] Result<std::int64_t> take_serial(std::string_view prefix) override;

    [[nodiscard]] Result<CaseRecordPtr> load(CaseId id) override;
    [[nodiscard]] Result<CaseId> find_number(std::string_view number) override;

    [[nodiscard]] Result<void> write(const CaseChange& change) override;
    [[nodiscard]] Result<void> write_configuration(const StoredEvent& event) override;
    [[nodiscard]] Result<ChainTail> configuration_tail() override;

    [[nodiscard]] Result<std::vector<DueCase>> due(Instant until, std::size_t limit) override;
    [[nodiscard]] Result<std::optional<Instant>> next_due() override;
    [[nodiscard]] Result<std::vector<CaseId>> with_clocks(CaseId after, std::size_t limit) override;
    [[nodiscard]] Result<std::vector<CaseId>> at_rest(Instant opened_from, const std::vector<std::string>& areas,
                                                      CaseId after, std::size_t limit) override;

    [[nodiscard]] Result<void> erase_personal(CaseId id) override;

    [[nodiscard]] Result<std::optional<StoredAnswer>> find_answer(std::string_view key) override;
    [[nodiscard]] Result<void> keep_answer(const StoredAnswer& answer) override;

    [[nodiscard]] Result<std::string> rebasing() override;
    [[nodiscard]] Result<void> keep_rebasing(std::string_view text) override;

    /// Records an attempt to deliver a notice. Errc::not_found for an id that nobody was told of. Inside a batch.
    [[nodiscard]] Result<void> settle_in_batch(const std::string& notice_id, const notify::Outcome& outcome,
                                               Instant now);
    /// Writes a test of `channel` into the ledger, under the id of its message. Whatever came of it, nobody sends it
    /// again. Inside a batch.
    [[nodiscard]] Result<void> note_test_in_batch(const std::string& id, const std::string& channel,
                                                  const notify::Outcome& outcome, Instant now);
    /// Binds what waits for `recipient` on `channel` and is due at `now` into one list, pending, due at once. Does
    /// nothing when nothing waits. Inside a batch.
    [[nodiscard]] Result<void> gather_in_batch(const std::string& channel, const Recipient& recipient, Instant now);
    /// Makes a dead letter pending again, due at `now`, and writes into the ledger who did it. Errc::not_found when
    /// there is no such dead letter. Inside a batch.
    [[nodiscard]] Result<void> requeue_in_batch(const std::string& notice_id, const Actor& actor, Instant now);
    /// The same for many, see requeue_dead_letters(): how many they were. Inside a batch.
    [[nodiscard]] Result<std::int64_t> requeue_all_in_batch(const DeadLetterWish& wish, const Actor& actor,
                                                            Instant now);

    using Definition = sqlite::Definition;
    /// Keeps what cases are pinned to for later starts. Known ones stay as they are. Inside a batch.
    [[nodiscard]] Result<void> keep_in_batch(const Definition& definition, Instant now);
    /// All of a kind, in the order in which they were first seen.
    [[nodiscard]] Result<std::vector<Definition>> definitions(std::string_view kind);
    /// A year put into the calendar while running; the last one put in wins. Inside a batch.
    [[nodiscard]] Result<void> keep_calendar_year_in_batch(const CalendarYear& year, Instant now);
    [[nodiscard]] Result<std::vector<CalendarYear>> calendar_years();

    /// What the account log, to which other connections and processes write, holds beyond the configuration's chain;
    /// log-ins, log-outs and single downloads are not for the chain. At most kChangesMax; quick when there is nothing.
    /// Outside of a batch.
    [[nodiscard]] Result<host::UnsealedChanges> unsealed_changes();
    static constexpr int kChangesMax = 100;
    /// They are in the chain now, up to `last`. Inside the batch that wrote them.
    [[nodiscard]] Result<void> seal_changes_in_batch(std::int64_t last);

    /// Whether another connection, of this process or of another one, has written since this was last asked. Quick.
    /// Outside of a batch.
    [[nodiscard]] Result<bool> changed_beside();

    /// Fails when there is a seal of that number. Inside a batch.
    [[nodiscard]] Result<void> keep_seal_in_batch(const Seal& seal);

    /// The file grows to at most this many pages of 4 KiB (never below its present size); beyond that the store behaves
    /// as on a full disk.
    [[nodiscard]] Result<void> limit_pages(std::int64_t pages);

    /// Makes every derived row anew from the journal, in one transaction: cases, escalations, the full-text index.
    /// What is no consequence of events stays: outbox, kept answers, serials, tokens, definitions.
    [[nodiscard]] Result<void> rebuild(const Rules& rules, const Progress& progress = {});

 private:
    SqliteStore(Database database, StoreOptions options, std::filesystem::path file);

    [[nodiscard]] Result<void> in_batch() const;
    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<void> read_configuration_tail();
    [[nodiscard]] Result<void> refresh_search();
    [[nodiscard]] Result<const CaseRow*> row(CaseId id);
    [[nodiscard]] Result<void> append(const StoredEvent& event);
    [[nodiscard]] Result<void> append_case_events(const CaseChange& change);
    [[nodiscard]] Result<void> put_notices(std::int64_t seq, std::span<const Notice> notices);
    [[nodiscard]] Result<void> purge_answers(Instant now);
    [[nodiscard]] Result<void> write_serials();
    [[nodiscard]] Result<std::int64_t> find_escalation(std::int64_t tail_seq, std::string_view id);
    [[nodiscard]] Result<std::int64_t> find_notice(std::string_view id);
    [[nodiscard]] Result<void> acknowledge(const StoredEvent& event);
    [[nodiscard]] Result<void> rebuild_all(const Rules& rules, const Progress& progress);
    [[nodiscard]] Result<void> rebuild_case(CaseId id, std::int64_t tail_seq, const Rules& rules);
    [[nodiscard]] Result<void> rebuild_configuration_tail();
    [[nodiscard]] Result<void> rebuild_rebasing();

    struct Statements;

    Database database_;  // first: everything below uses it
    StoreOptions options_;
    Checkpointer checkpointer_;
    CaseTable cases_;
    SearchIndex search_;
    CaseCache cache_;
    std::unique_ptr<Statements> statements_;

    std::int64_t last_seq_ = 0;
    std::int64_t last_id_ = 0;
    ChainTail configuration_;
    std::int64_t account_log_seen_ = 0;     // nothing up to there waits for the chain
    std::int64_t data_version_ = 0;         // as of the last changed_beside()
    std::optional<Instant> oldest_answer_;  // nothing = not known
    bool search_checked_ = false;

    // Of the open batch.
    struct Serial {
        std::int64_t last = 0;
        bool changed = false;
    };
    std::map<std::string, Serial, std::less<>> serials_;
    std::vector<CaseId> touched_;
    std::int64_t seq_before_ = 0;
    std::int64_t id_before_ = 0;
    ChainTail configuration_before_;
};

}  // namespace gongdan::sqlite
