#pragma once
/// An export of another system, judged row by row by the promises and the calendar of the configuration. Nothing is
/// stored: a row becomes a case in memory, its facts, and is forgotten.

#include "adapters/intake/intake.hpp"
#include "adapters/report/document.hpp"
#include "core/audit/clock_fact.hpp"
#include "core/audit/period.hpp"
#include "core/ticket/decide.hpp"

namespace gongdan::report {

/// Not thread-safe.
class ImportAudit {
 public:
    /// Differences listed; past this only the count goes on (a million rows would fill the memory).
    static constexpr std::size_t kListedMax = 100'000;

    struct Options {
        const Rules& rules;
        const Places& places;
        Period period;  ///< rows accepted outside of it are not held against the file's own word
        Instant now{};
    };
    /// What `options` refers to outlives it.
    explicit ImportAudit(Options options) : options_(options) { begin_sheet(); }

    /// The facts of the row; nothing when it is no case, or cannot be one.
    [[nodiscard]] std::optional<CaseFact> take(const intake::BuiltRow& row);

    [[nodiscard]] std::int64_t rows() const { return rows_; }
    /// Rows that were not counted: repeated numbers, other kinds, faults.
    [[nodiscard]] std::int64_t count(intake::Outcome outcome) const { return outcomes_[std::size_t(outcome)]; }
    /// Rows whose own flag says late where the times say otherwise, or the other way round.
    [[nodiscard]] std::int64_t contradictions() const { return contradictions_; }
    /// Cells that cannot be read or lie in the future, clocks whose times cannot be true, and rows that cannot be
    /// cases.
    [[nodiscard]] std::int64_t doubts() const { return doubts_; }
    /// Adds what was found out about the file: the counts, and the sheet of differences.
    void append_to(Document& document) &&;

 private:
    void begin_sheet();
    void compare(const intake::BuiltRow& row, const CaseFact& fact);
    void list_refused(const intake::RowReport& row);
    void list_findings(const intake::BuiltRow& row);
    void list_unclear(const intake::BuiltRow& row, const CaseFact& fact);
    void list(const intake::RowReport& row, std::vector<Cell> cells);

    Options options_;
    Sheet sheet_;
    std::int64_t rows_ = 0;
    std::array<std::int64_t, 4> outcomes_{};  ///< by intake::Outcome
    std::int64_t contradictions_ = 0;
    std::int64_t doubts_ = 0;
    std::int64_t not_judged_ = 0;
};

}  // namespace gongdan::report
