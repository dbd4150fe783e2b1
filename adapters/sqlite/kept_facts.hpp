#pragma once
/// The facts of reports in a file of their own beside the database, one row a case, so that a report over millions of
/// events needs not replay them (ADR 0011). Derived: it may be deleted at any time, and is made anew. Nothing trusts it
/// but reports; `gongdan doctor` and `gongdan audit --recompute` hold it against the journal.

#include <filesystem>

#include "adapters/sqlite/scan.hpp"
#include "core/audit/fact_source.hpp"

namespace gongdan::sqlite {

/// The file beside `database`.
[[nodiscard]] std::filesystem::path kept_facts_file(const std::filesystem::path& database);

class Book;

/// Thread-safe: each call has its own connections. Several processes may share the file.
class KeptFacts final : public FactSource {
 public:
    /// Called with the number of cases taken in so far, while many are. May be null.
    using Progress = std::function<void(std::int64_t cases)>;

    KeptFacts(std::filesystem::path database, FindPinned find, Progress progress = {})
        : database_(std::move(database)), find_(std::move(find)), progress_(std::move(progress)) {}

    /// First takes in what the journal has more. Errc::read_only when the file cannot be written: replay_all needs
    /// none.
    [[nodiscard]] Result<FactsTold> tell(const FactsWish& wish, const TellFact& take) override;

    /// Calls `differs` for every case whose kept fact is not what its events make of it.
    /// `now` as in FactsWish. Without a file there is nothing to compare.
    [[nodiscard]] Result<void> compare(const Places& places, Instant now,
                                       const std::function<void(CaseId id)>& differs);

 private:
    [[nodiscard]] Result<std::optional<FactsTold>> tell_kept(Book& book, Scan& scan, const FactsWish& wish,
                                                             const TellFact& take) const;
    struct Telling {
        const TellFact& take;
        FactsTold& told;  ///< counts
    };
    [[nodiscard]] Result<void> tell_day(std::int64_t day, Book& book, Scan& scan, const FactsWish& wish,
                                        const Telling& telling) const;
    struct Reading {
        Scan& scan;
        const FactsWish& wish;
        std::int64_t& events;  ///< read so far
        CaseFact& fact;        ///< where it goes
    };
    /// Of the row of `id`: kept, or made of its events now.
    [[nodiscard]] Result<void> fact_in(std::string_view bytes, CaseId id, const Reading& reading) const;
    [[nodiscard]] Result<FactsTold> replay_all(Scan& scan, const FactsWish& wish, const TellFact& take) const;

    std::filesystem::path database_;
    FindPinned find_;
    Progress progress_;
};

}  // namespace gongdan::sqlite
