#pragma once
/// What explains a new ticket: announced outages of its line or area now or soon, filings in force, arrears of its
/// customer. They inform whoever opens it and stop nobody (DOMAIN.md §2, 3a, 3b and 8).

#include <optional>
#include <string>
#include <vector>

#include "core/engine/engine.hpp"
#include "core/engine/similar.hpp"

namespace gongdan {

inline constexpr Millis kAnnouncedSoon = std::chrono::hours(24);  ///< an outage that begins within it is told of

struct Announcement {
    enum class Kind { outage, filing, arrears };
    Kind kind = Kind::outage;
    CaseRecordPtr record;  ///< the ticket that says so; null of a filing
    std::string filing;    ///< its id; empty of a ticket
    std::optional<Instant> from{};
    std::optional<Instant> until{};  ///< may be past: power that should be back and of which nobody said that it is
    std::string reason{};
    std::optional<std::int64_t> amount{};  ///< fen
    std::string close_code{};              ///< what a ticket that it explains is usually closed with; empty = none
};

[[nodiscard]] std::string_view name_of(Announcement::Kind kind);

/// In the viewer's reach: outages first, the one that begins first at the top, then filings, then arrears. Errors are
/// those of the read model.
[[nodiscard]] Result<std::vector<Announcement>> announcements(const Reading& reading, const NewMatter& matter,
                                                              const Configuration& configuration, Instant now);

}  // namespace gongdan
