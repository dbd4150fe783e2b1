#pragma once
/// Rows of a table in a file, whatever its format. A source is pulled row by row, so a million rows need the memory of
/// a few.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"

namespace gongdan::intake {

/// One cell as text, valid UTF-8. Numbers keep the digits they were written with: an id of 16 digits must not go
/// through a double.
struct Cell {
    std::string text;
    bool precision_lost = false;  ///< a number cell of 16 or more digits whose last ones the spreadsheet has zeroed
};

struct Row {
    std::int64_t row = 0;   ///< counts from 1, as a spreadsheet shows it (the header is usually row 1)
    std::int64_t line = 0;  ///< of a CSV file: the text line on which the row begins; of XLSX the same as `row`
    std::vector<Cell> cells;
    bool unclosed_quote = false;  ///< CSV: the file ended inside a quoted cell
};

/// What the reader found out about the file.
struct SourceFacts {
    std::string format;                   ///< "csv" or "xlsx"
    std::string encoding;                 ///< "UTF-8", "GB18030", …; of XLSX always "UTF-8"
    char separator = 0;                   ///< CSV only
    std::string sheet;                    ///< XLSX only
    std::int64_t damaged_characters = 0;  ///< bytes that are no text, each read as U+FFFD
    bool dates_from_1904 = false;         ///< serial dates count from 1904-01-01 (workbooks of old Macs)
};

/// Not thread-safe. After an Error nothing more can be read.
class RowSource {
 public:
    virtual ~RowSource() = default;

    /// The next row; nothing at the end. Errc::invalid_input for a damaged file, Errc::too_large past a limit.
    [[nodiscard]] virtual Result<std::optional<Row>> next() = 0;
    [[nodiscard]] virtual SourceFacts facts() const = 0;
};

/// Rows past this are refused: more belongs into several files (a spreadsheet ends at 1 048 576).
inline constexpr std::int64_t kRowsMax = 5'000'000;
/// One row with all its cells: longer is a quote that was never closed, or no table at all.
inline constexpr std::size_t kRowBytesMax = 1 << 20;
inline constexpr std::size_t kColumnsMax = 2'048;  ///< wider is no list of tickets

/// Opens a file by what it holds, not by its name: XLSX when it is a zip, text otherwise. `sheet` names a worksheet of
/// XLSX; empty = the first visible one. Errors say what to do with old .xls files, web pages and locked workbooks.
[[nodiscard]] Result<std::unique_ptr<RowSource>> open_rows(const std::string& path, const std::string& sheet);

}  // namespace gongdan::intake
