#pragma once
/// Filings of important service matters (重要服务事项报备): bad weather in an area for a period, filed by one person
/// and approved by another, makes the clocks it covers eligible for exemption. They still run and breach; reports show
/// both figures (DOMAIN.md §8). Plain values; the engine keeps the book.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace gongdan {

/// Effects of case.noted: a filing covers clocks of the case from now on; it ended before its time.
inline constexpr std::string_view kExempted = "exempted";
inline constexpr std::string_view kExemptionEnded = "exemption-ended";

struct Filing {
    std::string id;                      ///< "BB20260712000001"
    std::vector<std::string> areas;      ///< ids; never empty
    std::vector<std::string> names;      ///< the same areas by name: tickets name an area either way
    std::vector<std::string> workflows;  ///< whose clocks it covers; never empty
    Instant from{};
    Instant to{};
    std::string reason;
    std::string evidence;  ///< where the proof lies: a warning's number, a link, a file
    std::string filed_by;
    std::string filed_role;
    std::string filed_person;  ///< in the organisation, of the account or token that filed; empty = not known
    Instant filed_at{};
    std::string approved_by;  ///< empty = not (yet) approved: it covers nothing
    std::string approved_role;
    std::optional<Instant> approved_at;
    std::string withdrawn_by;
    std::optional<Instant> withdrawn_at;

    enum class State { filed, approved, withdrawn };
    [[nodiscard]] State state() const {
        if (withdrawn_at) return State::withdrawn;
        return approved_at ? State::approved : State::filed;
    }
};

[[nodiscard]] std::string_view name_of(Filing::State state);

/// Its end: of the period, or the moment of its withdrawal when that came first.
[[nodiscard]] Instant end_of(const Filing& filing);

/// Whether it is approved, was not withdrawn, and speaks of the workflow and the area (id or name).
[[nodiscard]] bool covers(const Filing& filing, std::string_view workflow, std::string_view area);

/// As the journal, the store and the API have it; and back (Errc::internal when it is damaged).
[[nodiscard]] json::object filing_view(const Filing& filing);
[[nodiscard]] Result<Filing> filing_from(const json::object& view);

}  // namespace gongdan
