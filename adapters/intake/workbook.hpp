#pragma once
/// What an XLSX workbook says outside its sheets: which sheets there are, shared strings, and which styles are dates.

#include <string>
#include <vector>

#include "adapters/intake/archive.hpp"

namespace gongdan::intake {

inline constexpr std::uint64_t kSmallPartMax = 16 << 20;   ///< styles, sheet list, relations: some KiB in real files
inline constexpr std::size_t kSharedBytesMax = 512 << 20;  ///< all distinct texts of a workbook, in memory

struct Workbook {
    std::string sheet;       ///< name of the sheet chosen
    std::string sheet_part;  ///< its entry in the archive
    bool dates_from_1904 = false;
    std::vector<std::string> shared;  ///< shared strings, by index
    std::vector<bool> date_styles;    ///< by cell style: does it show a date or time
};

/// Reads all of it. `sheet` empty = the first visible sheet. Errc::invalid_input names the sheets there are.
[[nodiscard]] Result<Workbook> read_workbook(const Archive& archive, const std::string& sheet,
                                             std::size_t shared_bytes_max = kSharedBytesMax);

/// Whether a number format shows a date or a time: "yyyy/m/d", "[h]:mm"; not "0.00", "[Red]#,##0" or "\"day\" 0".
[[nodiscard]] bool is_date_format(std::string_view code);

}  // namespace gongdan::intake
