#pragma once
/// In which area an address lies, as far as the organisation and the tickets of the past can tell. A proposal with its
/// reason: whoever opens the ticket decides.

#include <string>
#include <vector>

#include "core/engine/reading.hpp"
#include "core/escalation/organisation.hpp"

namespace gongdan {

inline constexpr std::size_t kAreasSuggested = 3;  ///< as many as one looks at while somebody talks

struct AreaSuggestion {
    /// Why, the surest first.
    enum class Reason {
        tickets,  ///< earlier tickets of this very address were there
        place,    ///< the organisation says that what the address names (a street, an estate) belongs to it
        street,   ///< earlier tickets of its street were there
    };
    std::string area;  ///< id
    Reason reason = Reason::place;
    int tickets = 0;           ///< how many, of the two reasons that count them
    std::string place{};       ///< what the address names, of `place`
    std::string site_class{};  ///< what the area says of itself, or all of those tickets; empty = mixed or unknown
};

[[nodiscard]] std::string_view name_of(AreaSuggestion::Reason reason);

/// At most kAreasSuggested, the surest first, no area twice. Tickets are looked for with the viewer's eyes: who sees
/// addresses masked learns from the organisation alone. Errors are those of the read model.
[[nodiscard]] Result<std::vector<AreaSuggestion>> suggest_areas(const Reading& reading, std::string_view address,
                                                                const Organisation& organisation, Instant now);

}  // namespace gongdan
