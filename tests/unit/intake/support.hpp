#pragma once
/// Helpers of the importer's tests: files in an own temporary folder, workbooks made by hand, the shipped mappings.

#include <map>
#include <string>
#include <vector>

#include "adapters/intake/intake.hpp"
#include "tests/support/temporary_folder.hpp"

namespace gongdan::intake::test {

/// A folder of its own, and the files of the test in it.
class TemporaryFolder {
 public:
    /// Writes a file and returns its path.
    [[nodiscard]] std::string write(const std::string& name, const std::string& bytes) const;
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ / name; }

 private:
    gongdan::test::TemporaryFolder folder_;
};

[[nodiscard]] std::string data_file(const std::string& name);
[[nodiscard]] std::string read_file(const std::string& path);

/// Parts of a workbook by entry name; `sheet` is the content of sheetData of its only sheet.
[[nodiscard]] std::map<std::string, std::string> workbook_parts(const std::string& sheet);
enum class Packing { deflated, stored };
/// Writes the parts as a zip.
void write_zip(const std::string& path, const std::map<std::string, std::string>& parts,
               Packing packing = Packing::deflated);

/// All rows as texts; the Error that ended the reading, if any.
struct Table {
    std::vector<std::vector<std::string>> rows;
    std::vector<Row> raw;
    SourceFacts facts;
    std::optional<Error> error;
};
[[nodiscard]] Table read_table(const std::string& path, const std::string& sheet = "");

[[nodiscard]] Mapping shipped_mapping(const std::string& name);
[[nodiscard]] std::vector<std::shared_ptr<const Workflow>> shipped_workflows();
[[nodiscard]] ImportOptions options_for(const std::string& file, const std::string& mapping);

/// A whole import: every command by number, and the report.
struct Taken {
    std::map<std::string, ImportCommand> commands;
    ImportReport report;
    std::optional<Error> refused;  ///< of open()
};
[[nodiscard]] Taken take(const ImportOptions& options);
[[nodiscard]] Taken take(const std::string& file, const std::string& mapping = "95598");

}  // namespace gongdan::intake::test
