#pragma once
/// What cases are pinned to, as kept in the database: read by the writer's connection and by those that only read.

#include <string>
#include <string_view>
#include <vector>

#include "adapters/sqlite/database.hpp"
#include "core/calendar/calendar.hpp"
#include "core/escalation/organisation.hpp"
#include "core/ticket/filing.hpp"

namespace gongdan::sqlite {

/// A workflow version, or a year put into the calendar while running.
struct Definition {
    std::string kind;
    std::string name;
    std::string version;
    std::string content;
};

inline constexpr std::string_view kCalendarYear = "calendar-year";  ///< Definition::kind
inline constexpr std::string_view kRosterEntry = "roster-entry";    ///< one for its making, one for its end
inline constexpr std::string_view kFiling = "filing";               ///< one for each of its states
/// Takes the kind; the rows come in the order in which they were first seen.
inline constexpr std::string_view kSelectDefinitions =
    "SELECT kind, name, version, content FROM definitions WHERE kind = ? ORDER BY place";

/// All rows of kSelectDefinitions, which `bound` is.
[[nodiscard]] Result<std::vector<Definition>> read_definitions(Statement& bound);

/// Of the calendar years among `kept` the last one of each year. Errc::internal when one cannot be read.
[[nodiscard]] Result<std::vector<CalendarYear>> years_of(const std::vector<Definition>& kept);

/// How an entry of the roster is kept, and its removal.
[[nodiscard]] Definition definition_of(const RosterEntry& entry, bool removed);
/// Puts the entries among `kept` that were not removed into `organisation`, in order. Errc::internal when one cannot be
/// read.
[[nodiscard]] Result<void> put_entries(const std::vector<Definition>& kept, Organisation& organisation);

/// How a filing is kept at each step: its making, its approval, its withdrawal.
[[nodiscard]] Definition definition_of(const Filing& filing);
/// The filings among `kept` as they stood last, in the order of their making. Errc::internal when one cannot be read.
[[nodiscard]] Result<std::vector<Filing>> filings_of(const std::vector<Definition>& kept);

}  // namespace gongdan::sqlite
