#pragma once
/// By what a report divides, and how one of its figures names the tickets behind it:
/// "workflow=fault-repair;clock=arrival;team=A;outcome=late". In a value `;`, `=` and `%` stand as %3B, %3D and %25.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/audit/clock_fact.hpp"
#include "core/audit/period.hpp"
#include "core/base/result.hpp"

namespace gongdan {

enum class Dimension { workflow, clock, promise, month, site_class, area, team, person };
inline constexpr std::size_t kDimensions = 8;

[[nodiscard]] std::string_view name_of(Dimension dimension);
[[nodiscard]] std::optional<Dimension> dimension_of(std::string_view name);
/// Of the clock, not of the ticket?
[[nodiscard]] bool is_of_clock(Dimension dimension);

inline constexpr std::size_t kCrossedMax = 2;

/// "team,month". Errc::invalid_input for a name that is none, one that stands twice, or more than kCrossedMax.
[[nodiscard]] Result<std::vector<Dimension>> parse_dimensions(std::string_view text);

/// Empty where the case says nothing, and for the month, which is no text of a fact. `clock` may be null: then those of
/// clocks are empty. Lives as long as the fact.
[[nodiscard]] std::string_view text_of(Dimension dimension, const CaseFact& fact, const ClockFact* clock);
/// The same as a text of its own, and the month.
[[nodiscard]] std::string value_of(Dimension dimension, const CaseFact& fact, const ClockFact* clock);

struct Selector {
    /// What a ticket or a clock must be besides its values.
    enum class Trait {
        counted,  ///< neither cancelled nor unclear
        stopped,  ///< on time or late
        overdue,  ///< late, or open and overdue
        exempt,   ///< overdue, and covered by a filing
        corrected,
        supervised,
        chased,
        bounced,
        outage,        ///< an interruption of supply
        interruption,  ///< one that the indices of reliability count
    };

    std::vector<std::pair<Dimension, std::string>> where;
    std::optional<std::string> line;
    std::optional<Outcome> outcome;
    std::vector<Trait> traits;

    /// Speaks of clocks, not only of tickets.
    [[nodiscard]] bool is_of_clocks() const;
    /// `clock` is null for a selector that is not of clocks. Merged tickets are never selected, and clocks that no
    /// figure counts (cancelled, unclear) only when their outcome is asked for.
    [[nodiscard]] bool selects(const CaseFact& fact, const ClockFact* clock) const;
};

/// Errc::invalid_input says what would be right.
[[nodiscard]] Result<Selector> parse_selector(std::string_view text);

/// Puts "name=value" behind `key`.
void append_condition(std::string& key, std::string_view name, std::string_view value);

}  // namespace gongdan
