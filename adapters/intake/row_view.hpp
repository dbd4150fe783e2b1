#pragma once
/// One row seen through its header and the mapping: values and times by column id, with what could not be read noted.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "adapters/intake/columns.hpp"
#include "adapters/intake/mapping.hpp"
#include "adapters/intake/report.hpp"

namespace gongdan::intake {

/// A mapping with its words folded and its zones looked up once, not for each row. Immutable.
struct MappingInUse {
    Mapping mapping;  ///< the words it translates are folded
    Zone zone;
    std::map<std::string, Zone> zones;  ///< folded word in zone_column → zone
    std::vector<std::string> missing;   ///< folded
    std::vector<std::string> footers;   ///< folded

    /// Errc::invalid_input for a zone the system does not know.
    [[nodiscard]] static Result<MappingInUse> make(Mapping mapping);
};

/// What the reading of every row of a file depends on.
struct Reading {
    bool dates_from_1904 = false;
    Instant now = Instant::max();  ///< what has happened lies before it
};

/// Refers to everything it is given; lives as long as one row is looked at.
class RowView {
 public:
    RowView(const Row& row, const Header& header, const MappingInUse& in_use, Reading reading);

    /// The cleaned text of the column; empty when the column is absent, the cell is empty, or holds a word for "no
    /// value".
    [[nodiscard]] std::string value(std::string_view column) const;
    /// The value a rule yields; empty when there is none.
    [[nodiscard]] std::string value(const ValueRule& rule) const;
    /// Whether the column holds anything other than a "no".
    [[nodiscard]] bool holds(std::string_view column) const;
    [[nodiscard]] bool says_yes(std::string_view column) const;
    /// The first of the sources that holds a time. What cannot be read becomes a finding, once a column.
    [[nodiscard]] std::optional<Instant> time(const TimeSources& sources);
    /// Likewise of something that happened: a time behind now becomes a finding too, and is kept.
    [[nodiscard]] std::optional<Instant> past_time(const TimeSources& sources);
    /// Reads `text` of `column` as a time in the row's zone.
    [[nodiscard]] std::optional<Instant> time_of(std::string_view text) const;

    /// The header above the column, for messages; the id when the file has no such column.
    [[nodiscard]] std::string name_of(std::string_view column) const;
    [[nodiscard]] static std::string name_of(const TimeSource& source);
    [[nodiscard]] std::string names_of(const TimeSources& sources) const;

    /// Notes a finding, once a code.
    void find(RowFinding finding);
    [[nodiscard]] std::vector<RowFinding>& findings() { return findings_; }
    [[nodiscard]] const Row& row() const { return row_; }
    [[nodiscard]] const Cell* cell(std::string_view column) const { return header_.cell(row_, column); }

 private:
    [[nodiscard]] std::optional<Instant> time(const TimeSource& source);
    [[nodiscard]] Instant in_zone(const ReadTime& read) const;

    const Row& row_;
    const Header& header_;
    const MappingInUse& in_use_;
    TimeFormat format_;
    Instant now_;
    Zone zone_;
    std::vector<RowFinding> findings_;
};

}  // namespace gongdan::intake
