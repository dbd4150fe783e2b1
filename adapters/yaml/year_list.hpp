#pragma once
/// A year's days off and worked weekend days as somebody brings them: a calendar file as in config/calendars, or a
/// table of the official notice (国务院办公厅关于节假日安排的通知), a line a day: date,kind,name.

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.hpp"
#include "core/calendar/calendar.hpp"

namespace gongdan {

struct YearList {
    CalendarYear year;
    std::vector<LocalText> doubts;  ///< what was left out, and doubts_about() the rest
};

/// The table: a first line may name the columns (date/日期, kind/类型; others are passed over); separated by comma,
/// semicolon or tab; dates as 2027-01-01 or 2027/1/1; kinds holiday/放假 and workday/上班, 调休 or 补班; digits and
/// separators of full width count as theirs. A table is official. `wanted` chooses among several years; without it
/// there must be one. `file` is named in errors: Errc::invalid_input with a field at "/text" for each place at fault,
/// which its text names as file:line.
[[nodiscard]] Result<YearList> read_year_list(const std::string& text, const std::string& file,
                                              std::optional<int> wanted);

}  // namespace gongdan
