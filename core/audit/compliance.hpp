#pragma once
/// The compliance report: facts go in one by one and are folded at once, figures come out. It does not care whether a
/// fact was replayed from the journal or read from a foreign file. Every definition stands in docs/audit.md.

#include <string>
#include <unordered_map>
#include <vector>

#include "core/audit/figures.hpp"
#include "core/audit/outages.hpp"
#include "core/audit/selector.hpp"

namespace gongdan {

struct ComplianceWish {
    Period period;
    std::vector<Dimension> by;  ///< beside the workflow and the clock, unless it names one of them, or the promise
    Places places;
};

/// The figures of one value, or of one combination of values.
struct FigureRow {
    std::vector<std::string> values;  ///< in the order of the table's dimensions
    Figures now;
    Figures before;  ///< of the period before; empty in a table without comparison
    Figures year;    ///< of the same period a year before
};

struct FigureTable {
    std::vector<Dimension> by;
    bool compared = false;
    std::vector<FigureRow> rows;  ///< by value; rows that only the periods before have are left out

    /// Names the clocks behind a row: as many as it counts.
    [[nodiscard]] std::string key_of(const FigureRow& row) const;
};

struct TallyRow {
    std::vector<std::string> values;
    Tallies now;
};

struct TallyTable {
    std::vector<Dimension> by;
    std::vector<TallyRow> rows;

    [[nodiscard]] std::string key_of(const TallyRow& row) const;
};

struct Compliance {
    Period period;
    std::optional<Period> before;  ///< nothing without a closed period
    std::optional<Period> year;
    std::optional<Date> first;  ///< day of the first ticket counted; nothing when there was none
    std::optional<Date> last;
    FigureTable figures;  ///< as wished
    FigureTable sites;    ///< by workflow, clock, promise, site class: the promise as an average
    FigureTable teams;    ///< by workflow, clock, team
    FigureTable months;   ///< by workflow, clock, month
    TallyTable tallies;   ///< by workflow, and what was wished of it
    TallyTable busy;      ///< by team
    std::vector<RepeatedOutage> repeated;
    std::vector<Reliability> reliability;
    OutagesLeftOut left_out;
    std::int64_t tickets = 0;
    std::int64_t merged = 0;
};

/// Not thread-safe. Memory: one entry a row of the tables and distinct second of its durations.
class ComplianceFold {
 public:
    explicit ComplianceFold(ComplianceWish wish);
    ComplianceFold(const ComplianceFold&) = delete;  // what it counts outages with refers to its own wish
    ComplianceFold& operator=(const ComplianceFold&) = delete;
    ~ComplianceFold() = default;

    /// Can a ticket accepted then matter: in the period, or in one it is compared with?
    [[nodiscard]] bool wants(Instant opened_at) const;
    void add(const CaseFact& fact);
    /// `now` stands for the days of a period that is open and without a ticket.
    [[nodiscard]] Compliance finish(Instant now) const;

 private:
    /// The days of a comparison, and by how many months its rows are written later.
    struct Compared {
        Period period;
        int months = 0;
    };
    struct FigureBook {
        std::vector<Dimension> by;
        bool compared = false;
        std::unordered_map<std::string, FigureRow> rows{};
    };
    struct TallyBook {
        std::vector<Dimension> by;
        std::unordered_map<std::string, TallyRow> rows{};
    };

    /// Into key_.
    void write_key(const std::vector<Dimension>& by, const CaseFact& fact, const ClockFact* clock,
                   std::string_view month);
    void add_to(FigureBook& book, const CaseFact& fact, const ClockFact& clock);
    void add_to(TallyBook& book, const CaseFact& fact);
    [[nodiscard]] static FigureTable table_of(const FigureBook& book);
    [[nodiscard]] static TallyTable table_of(const TallyBook& book);

    ComplianceWish wish_;
    std::optional<Compared> before_;
    std::optional<Compared> year_;
    std::vector<FigureBook> figures_;  ///< in the order of Compliance
    std::vector<TallyBook> tallies_;   ///< likewise
    Outages outages_;
    std::optional<Date> first_;
    std::optional<Date> last_;
    std::int64_t tickets_ = 0;
    std::int64_t merged_ = 0;
    std::string key_;          ///< of the row at hand: its memory is used again
    std::optional<Date> day_;  ///< of the fact at hand, and its month: facts come day by day
    std::string month_;
};

}  // namespace gongdan
