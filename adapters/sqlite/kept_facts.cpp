#include "adapters/sqlite/kept_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "adapters/crypto/crypto.hpp"
#include "adapters/sqlite/data_directory.hpp"
#include "adapters/sqlite/database.hpp"
#include "core/audit/fact_bytes.hpp"

namespace gongdan::sqlite {
namespace {

constexpr std::int64_t kProgressEvery = 1'000;
constexpr int kAttempts = 5;

/// `fact` is empty for a case that time alone still changes: it is replayed for every report.
constexpr const char* kTables = R"sql(
CREATE TABLE IF NOT EXISTS facts(
    day INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    fact BLOB NOT NULL,
    PRIMARY KEY(day, case_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept(one INTEGER PRIMARY KEY CHECK(one = 1), seq INTEGER NOT NULL, hash BLOB NOT NULL,
                                made_of TEXT NOT NULL);
)sql";

/// Days since 1970-01-01, of China.
std::int64_t day_of(Instant at) { return date_of(at).time_since_epoch().count(); }
Instant start_of_day(std::int64_t day) { return start_of(Date(std::chrono::days(day))); }

/// What facts depend on beside the journal. Where it differs from what it was, they are made anew.
std::string made_of(const Places& places) {
    std::vector<std::string> lines;
    for (const auto& [name, area] : places.areas) lines.push_back(name + "\t" + area.name);
    std::sort(lines.begin(), lines.end());
    std::string all = fmt::format("format {}\n", kFactFormat);
    for (const std::string& line : lines) all += line + "\n";
    return to_hex(crypto::sha256(all));
}

/// What is read meanwhile is of one state.
class ReadTransaction {
 public:
    explicit ReadTransaction(Database& database) : database_(database), begun_(database.execute("BEGIN").ok()) {}
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;
    ~ReadTransaction() {
        if (begun_) (void)database_.execute("ROLLBACK");
    }

 private:
    Database& database_;
    bool begun_;
};

}  // namespace

/// The database of facts, and how far it is.
class Book {
 public:
    static Result<Book> open(const std::filesystem::path& file) {
        keep_private(file);
        auto database = Database::open(file);
        if (!database) return database.error();
        // Derived data: a loss of power may cost it, and it is made again. WAL lets reports read while one takes in.
        for (const char* const sql : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", kTables}) {
            if (auto done = database->execute(sql); !done) return done.error();
        }
        return Book(std::move(*database));
    }

    struct State {
        std::int64_t seq = 0;
        Digest hash{};
        std::string made_of;
    };
    [[nodiscard]] Result<State> state() {
        Statement one(database_, "SELECT seq, hash, made_of FROM kept");
        Rows rows(one.bind());
        State state;
        if (rows.next()) state = {rows.integer(0), rows.digest(1), std::string(rows.text(2))};
        if (auto read = rows.status(); !read) return read.error();
        return state;
    }
    [[nodiscard]] Result<void> keep(const State& state) {
        Statement put(database_, "INSERT OR REPLACE INTO kept(one, seq, hash, made_of) VALUES (1, ?, ?, ?)");
        return put.bind(state.seq, state.hash, state.made_of).run();
    }
    [[nodiscard]] Database& database() { return database_; }

 private:
    explicit Book(Database database) : database_(std::move(database)) {}
    Database database_;
};

namespace {

/// The case whose last event is at `tail`; counts the events it takes.
Result<ReplayedCase> replayed_case(Scan& scan, std::int64_t tail, const FindPinned& find, std::int64_t& events) {
    const auto history = scan.history(tail);
    if (!history) return history.error();
    events += std::int64_t(history->size());
    return replay(*history, find);
}

/// Brings the book up to the state that the scan sees.
class Intake {
 public:
    Intake(Book& book, Scan& scan, const FindPinned& find, const KeptFacts::Progress& progress)
        : book_(book),
          scan_(scan),
          find_(find),
          progress_(progress),
          put_(book.database(), "INSERT OR REPLACE INTO facts(day, case_id, fact) VALUES (?, ?, ?)") {}

    /// `before`: the state of the book before the scan was opened, so that the scan of the same journal sees its last
    /// event. One transaction: whoever is cut off has changed nothing.
    Result<void> run(const Book::State& before, const FactsWish& wish) {
        const auto last = scan_.last_seq();
        if (!last) return last.error();
        const std::string basis = made_of(wish.places);
        const auto known = scan_.hash_at(before.seq);
        if (!known) return known.error();
        // Otherwise: another organisation, another program, or another journal (a backup was restored).
        const bool fits = before.made_of == basis && before.seq > 0 && *known && **known == before.hash;
        if (fits && before.seq == *last) return {};
        Transaction transaction(book_.database());
        if (auto begun = transaction.begin(); !begun) return begun;
        const auto present = book_.state();
        if (!present) return present.error();
        if (present->seq != before.seq || present->hash != before.hash) return {};  // somebody else was quicker
        if (!fits) {
            if (auto cleared = book_.database().execute("DELETE FROM facts"); !cleared) return cleared;
        }
        if (auto taken = take_in(fits ? before.seq : 0, wish); !taken) return taken;
        const auto hash = scan_.hash_at(*last);
        if (!hash) return hash.error();
        if (auto kept = book_.keep({*last, hash->value_or(Digest{}), basis}); !kept) return kept;
        return transaction.commit();
    }

 private:
    Result<void> take_in(std::int64_t after, const FactsWish& wish) {
        const auto touched = scan_.touched_after(after);
        if (!touched) return touched.error();
        for (const Scan::CaseTail& tail : *touched) {
            const auto replayed = replayed_case(scan_, tail.seq, find_, events_);
            if (!replayed) return replayed.error();
            const CaseFact fact = fact_of(replayed->snapshot, replayed->trail, wish.places, wish.now);
            const std::string bytes = is_settled(replayed->snapshot, fact) ? bytes_of(fact) : std::string();
            if (auto kept = put_.bind(day_of(tail.opened_at), tail.id, Blob{bytes}).run(); !kept) return kept;
            if (progress_ && ++taken_ % kProgressEvery == 0) progress_(taken_);
        }
        return {};
    }

    Book& book_;
    Scan& scan_;
    const FindPinned& find_;
    const KeptFacts::Progress& progress_;
    Statement put_;
    std::int64_t taken_ = 0;
    std::int64_t events_ = 0;
};

}  // namespace

std::filesystem::path kept_facts_file(const std::filesystem::path& database) {
    return database.parent_path() / "reports.db";
}

Result<FactsTold> KeptFacts::tell(const FactsWish& wish, const TellFact& take) {
    if (wish.replay_all) {
        auto scan = Scan::open(database_);
        return scan ? replay_all(*scan, wish, take) : scan.error();
    }
    auto book = Book::open(kept_facts_file(database_));
    if (!book) return book.error();
    // Another process may take in newer events between our taking in and our reading; then once more.
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        const auto before = book->state();
        if (!before) return before.error();
        auto scan = Scan::open(database_);
        if (!scan) return scan.error();
        if (auto taken = Intake(*book, *scan, find_, progress_).run(*before, wish); !taken) return taken.error();
        const auto told = tell_kept(*book, *scan, wish, take);
        if (!told) return told.error();
        if (*told) return **told;
    }
    return fail(Errc::overloaded, "http.report-busy");
}

/// Nothing when the book is not of the state that the scan sees.
Result<std::optional<FactsTold>> KeptFacts::tell_kept(Book& book, Scan& scan, const FactsWish& wish,
                                                      const TellFact& take) const {
    const ReadTransaction reading(book.database());
    const auto last = scan.last_seq();
    if (!last) return last.error();
    const auto state = book.state();
    if (!state) return state.error();
    if (state->seq != *last) return std::optional<FactsTold>();
    FactsTold told{*last};
    // From day to day by the key: a report of a month does not step over the rows of years.
    Statement next(book.database(), "SELECT min(day) FROM facts WHERE day > ?");
    std::int64_t day = INT64_MIN;
    while (true) {
        Rows rows(next.bind(day));
        const bool more = rows.next() && !rows.null(0);
        if (auto read = rows.status(); !read) return read.error();
        if (!more) return std::optional(told);
        day = rows.integer(0);
        if (!wish.wanted(start_of_day(day))) continue;
        if (auto done = tell_day(day, book, scan, wish, {take, told}); !done) return done.error();
    }
}

Result<void> KeptFacts::tell_day(std::int64_t day, Book& book, Scan& scan, const FactsWish& wish,
                                 const Telling& telling) const {
    Statement all(book.database(), "SELECT case_id, fact FROM facts WHERE day = ? ORDER BY case_id");
    Rows rows(all.bind(day));
    CaseFact fact;
    while (rows.next()) {
        ++telling.told.cases;
        const auto id = CaseId(rows.integer(0));
        if (auto read = fact_in(rows.text(1), id, {scan, wish, telling.told.events, fact}); !read) return read;
        telling.take(fact, nullptr);
    }
    return rows.status();
}

Result<void> KeptFacts::fact_in(std::string_view bytes, CaseId id, const Reading& reading) const {
    if (!bytes.empty()) return read_fact(bytes, reading.fact);
    const auto tail = reading.scan.tail_of(id);
    if (!tail) return tail.error();
    if (!*tail) return fail(Errc::internal, "audit.kept-unreadable");
    const auto replayed = replayed_case(reading.scan, (*tail)->seq, find_, reading.events);
    if (!replayed) return replayed.error();
    reading.fact = fact_of(replayed->snapshot, replayed->trail, reading.wish.places, reading.wish.now);
    return {};
}

Result<FactsTold> KeptFacts::replay_all(Scan& scan, const FactsWish& wish, const TellFact& take) const {
    const auto last = scan.last_seq();
    if (!last) return last.error();
    FactsTold told{*last};
    const auto done = scan.tails([this, &scan, &wish, &take, &told](const Scan::CaseTail& tail) -> Result<void> {
        if (!wish.wanted(tail.opened_at)) return {};
        const auto replayed = replayed_case(scan, tail.seq, find_, told.events);
        if (!replayed) return replayed.error();
        take(fact_of(replayed->snapshot, replayed->trail, wish.places, wish.now), &replayed->snapshot);
        if (++told.cases % kProgressEvery == 0 && progress_) progress_(told.cases);
        return {};
    });
    if (!done) return done.error();
    return told;
}

Result<void> KeptFacts::compare(const Places& places, Instant now, const std::function<void(CaseId id)>& differs) {
    std::error_code missing;
    if (!std::filesystem::exists(kept_facts_file(database_), missing)) return {};
    std::vector<std::string> kept;
    FactsWish wish{[](Instant) { return true; }, now, places};
    const auto first =
        tell(wish, [&kept](const CaseFact& fact, const CaseSnapshot*) { kept.push_back(bytes_of(fact)); });
    if (!first) return first.error();
    wish.replay_all = true;
    std::size_t at = 0;
    const auto second = tell(wish, [&kept, &at, &differs](const CaseFact& fact, const CaseSnapshot* snapshot) {
        if (at >= kept.size() || kept[at] != bytes_of(fact)) differs(snapshot->id);
        ++at;
    });
    return second ? Result<void>() : second.error();
}

}  // namespace gongdan::sqlite
