#pragma once
/// Filings (重要服务事项报备): who may file, approve and withdraw what. Pure: the engine keeps and journals the
/// outcome.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/engine/engine.hpp"

namespace gongdan {

/// A filing may begin this long before it is filed, for it is filed during the storm (DOMAIN.md §8) …
inline constexpr Millis kFilingBackMax = std::chrono::hours(24);
/// … and lasts at most so long: a longer one is no weather, and would excuse a season.
inline constexpr Millis kFilingSpanMax = std::chrono::hours(24 * 31);
/// Tickets whose clocks have ended are looked through as far back before the period: a longer limit than this is not
/// among those that weather delays.
inline constexpr Millis kFilingOpenedBefore = std::chrono::hours(24 * 31);
inline constexpr std::size_t kFilingTextMax = 2000;      ///< bytes of its reason and of its evidence
inline constexpr std::string_view kFilingPrefix = "BB";  ///< 报备

/// Whether some area of the filing lies within the reach.
[[nodiscard]] bool sees(const Reach& reach, const Filing& filing);

/// Whether there are filings that he may make, or approve: what decide_filing() asks first of all.
[[nodiscard]] bool may_file(const Viewer& viewer, const RoleBook& roles);
[[nodiscard]] bool may_approve(const Viewer& viewer, const RoleBook& roles);

/// Puts the filing into the book, in place of its older self.
void put_filing(std::vector<Filing>& filings, const Filing& filing);

/// The filing as it stands after `wish`; a new one gets `id`. Errc::invalid_input lists every field at fault,
/// Errc::forbidden for who may not, Errc::conflict for a step that was done already, Errc::not_found.
[[nodiscard]] Result<Filing> decide_filing(const FilingWish& wish, const Viewer& viewer,
                                           const Configuration& configuration, const std::string& id, Instant now);

}  // namespace gongdan
