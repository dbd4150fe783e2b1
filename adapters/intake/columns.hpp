#pragma once
/// The columns an export may have, by whatever name this year's export calls them, and the header row of a file
/// matched against them. Source of the 88 columns: config/intake/fields-95598.csv.

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "adapters/intake/row.hpp"

namespace gongdan::intake {

/// Looks strings up by view, without a copy.
struct ViewHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using IndexByName = std::unordered_map<std::string, std::size_t, ViewHash, std::equal_to<>>;

struct Column {
    std::string id;                    ///< canonical name, e.g. "arrive_time"; of foreign files the header itself
    std::string header;                ///< as people know it, e.g. 到达现场时间
    std::vector<std::string> aliases;  ///< other headers for the same
    bool expected = false;             ///< an export of this kind normally has it
};

/// The known columns and every name they go by. Immutable once filled.
class Catalogue {
 public:
    /// Adds a column. Errc::conflict when one of its names belongs to another column already.
    [[nodiscard]] Result<void> add(Column column);

    /// The column called `header`, compared without white space, width and case; a unit in brackets at the end may be
    /// missing or extra, and so may a mark of a required column (*, :). Null when there is none.
    [[nodiscard]] const Column* find(std::string_view header) const;
    [[nodiscard]] const Column* by_id(std::string_view id) const;
    [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }

 private:
    std::vector<Column> columns_;
    IndexByName by_name_;  ///< folded header or alias
    IndexByName by_stem_;  ///< the same without its unit, where that is unambiguous
    IndexByName by_id_;
};

/// Reads a catalogue from a CSV file with the columns canonical, zh_header, aliases_zh (divided by |) and
/// required_for_import. Errc::invalid_input names the row.
[[nodiscard]] Result<Catalogue> load_catalogue(const std::string& path);

/// Which cell of a row holds which column.
struct Header {
    std::int64_t row = 0;               ///< of its last line
    IndexByName cells;                  ///< column id → cell
    std::vector<std::string> names;     ///< what stands above each cell
    std::vector<std::string> unknown;   ///< headers no column goes by
    std::vector<std::string> repeated;  ///< a second header for a column that is there already

    [[nodiscard]] const Cell* cell(const Row& row_of_data, std::string_view id) const;  ///< null when absent
    [[nodiscard]] bool has(std::string_view id) const { return cells.contains(id); }
};

/// Looks for the header among `rows` (the first of a file): titles may stand above it, and group titles may make it
/// two lines. The row that names the most columns wins. Nothing matched = an empty header.
[[nodiscard]] Header find_header(const std::vector<Row>& rows, const Catalogue& catalogue);

}  // namespace gongdan::intake
