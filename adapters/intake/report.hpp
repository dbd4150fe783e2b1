#pragma once
/// What became of every row of a file. The sum of all counts is the number of rows read.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "adapters/intake/row.hpp"
#include "core/base/json.hpp"

namespace gongdan::intake {

enum class Outcome {
    imported,
    duplicate,  ///< its number stood in the file before, or is in the store already
    skipped,    ///< understood, and no workflow takes it
    failed,     ///< cannot become a case; the reasons say what to correct
};

[[nodiscard]] std::string_view name_of(Outcome outcome);

/// Something odd about a row that was taken nevertheless.
struct RowFinding {
    std::string code;  ///< stable, e.g. "times-out-of-order", "duration-differs/arrive_minutes"
    LocalText detail;
    std::string column{};  ///< the header it stands under; of an order the step, of what is missing the field
    std::string value{};   ///< as the file has it, or as it was read
};

struct RowReport {
    std::int64_t row = 0;   ///< as a spreadsheet counts, from 1
    std::int64_t line = 0;  ///< of a text file
    std::string number;     ///< of the case; empty when the row has none
    Outcome outcome = Outcome::failed;
    std::vector<LocalText> reasons;  ///< why it was not imported
    std::vector<RowFinding> findings;
};

/// Rows of the file that are no cases.
struct OtherRows {
    std::int64_t header = 0;  ///< titles above the header, the header, and its repetitions further down
    std::int64_t blank = 0;
    std::int64_t footer = 0;  ///< totals, signatures
};

/// What was found out about the file as a whole.
struct FileReport {
    std::string file;
    SourceFacts source;
    std::string mapping;
    std::vector<std::string> unknown_columns;   ///< headers nobody knows: their cells are not imported
    std::vector<std::string> repeated_columns;  ///< second headers of a known column: not imported either
    std::vector<std::string> missing_columns;   ///< expected in such an export, and not there
    std::vector<std::string>
        unused_fields;  ///< "workflow.field" or "workflow.event" that the mapping fills and the workflow lacks
    OtherRows other;
};

/// Rows kept in detail: past this only the counts go on (a million rows would fill the memory).
inline constexpr std::size_t kReportedRowsMax = 100'000;

class ImportReport {
 public:
    void add(RowReport row);
    /// The last word on the file, when all of it was read, or when reading stopped with `stopped_by`.
    void finish(FileReport file) { file_ = std::move(file); }
    void finish(FileReport file, LocalText stopped_by) {
        file_ = std::move(file);
        stopped_by_ = std::move(stopped_by);
    }

    [[nodiscard]] std::int64_t count(Outcome outcome) const;
    [[nodiscard]] std::int64_t rows_read() const;
    [[nodiscard]] const FileReport& file() const { return file_; }
    [[nodiscard]] const std::vector<RowReport>& rows() const { return rows_; }
    [[nodiscard]] std::int64_t rows_left_out() const { return left_out_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& findings() const { return findings_; }
    [[nodiscard]] const LocalText& stopped_by() const { return stopped_by_; }

 private:
    FileReport file_;
    std::map<Outcome, std::int64_t> counts_;
    std::map<std::string, std::int64_t> findings_;  ///< by code
    std::vector<RowReport> rows_;
    std::int64_t left_out_ = 0;
    LocalText stopped_by_;
};

/// A table for people: the totals, then every row that was not simply imported, then what the findings are.
[[nodiscard]] std::string report_text(const ImportReport& report, Language language);

/// The same and all rows as {file, source, totals, columns, findings, rows}.
[[nodiscard]] json::object report_json(const ImportReport& report);

}  // namespace gongdan::intake
