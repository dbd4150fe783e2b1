#pragma once
/// Takes over the tickets of another system: a file in, one ImportCommand a row out, and a report that accounts for
/// every row.
///
///     auto importer = Importer::open(options);
///     while (true) {
///         auto row = importer->next();          // Result<optional<BuiltRow>>
///         if (!row) { report.finish(importer->file_report(), row.error().detail); break; }
///         if (!*row) { report.finish(importer->file_report()); break; }
///         if ((*row)->command) …run it…, then settle((*row)->report, answer) when it was refused
///         report.add((*row)->report);
///     }

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "adapters/intake/case_builder.hpp"
#include "adapters/intake/report.hpp"

namespace gongdan::intake {

struct ImportOptions {
    std::string file;
    Mapping mapping;
    std::string config_folder;  ///< holds intake/<mapping.catalogue>; not read when the mapping names no catalogue
    std::vector<std::shared_ptr<const Workflow>> workflows;  ///< shared with the engine that runs the cases
    Actor actor;
    Instant now = Instant::max();  ///< what has happened lies before it; later times become findings
};

/// The header must stand within this many rows: above it there may be a title and the conditions of the export.
inline constexpr std::size_t kHeaderSearchRows = 20;

/// Not thread-safe; reads the file as it goes. Memory: the numbers seen (about 100 bytes a row) and one row.
class Importer {
 public:
    /// Errc::not_found / invalid_input / too_large: the file, its header or the mapping; the text says what would be
    /// right.
    [[nodiscard]] static Result<Importer> open(ImportOptions options);

    /// The next row that is meant to be a case; nothing at the end. Blank rows, totals and repeated headers are counted
    /// and passed over. An Error ends the reading (damaged file, limit): what came before it stands.
    [[nodiscard]] Result<std::optional<BuiltRow>> next();

    /// What is known about the file so far; complete at the end.
    [[nodiscard]] FileReport file_report() const;

 private:
    Importer() = default;
    [[nodiscard]] Result<void> begin(const ImportOptions& options);
    [[nodiscard]] Result<void> check_header(const Catalogue& catalogue);
    [[nodiscard]] Result<std::optional<Row>> next_row();
    [[nodiscard]] bool passed_over(const Row& row);
    void note_duplicate(BuiltRow& built);

    std::string file_;
    Instant now_{};
    std::unique_ptr<RowSource> source_;
    std::shared_ptr<const MappingInUse> in_use_;
    std::unique_ptr<CaseBuilder> builder_;
    Header header_;
    std::vector<std::string> missing_columns_;
    std::deque<Row> held_;                                ///< read while the header was searched for
    std::optional<Error> held_error_;                     ///< met behind those rows
    std::unordered_map<std::string, std::int64_t> seen_;  ///< number → row
    OtherRows other_;
};

/// Records that the store has the case already: importing again changes nothing.
void settle_present(RowReport& report);
/// Records that the core refused the command.
void settle_refused(RowReport& report, const Error& error);

}  // namespace gongdan::intake
