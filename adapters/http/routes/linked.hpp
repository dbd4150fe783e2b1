#pragma once
/// What the routes of links share: who stands behind a link, and what he wishes. Internal to adapters/http/routes.

#include <string>
#include <variant>

#include "adapters/http/routes/site.hpp"

namespace gongdan::http {

/// Somebody with a good link.
struct Bearer {
    std::string escalation;  ///< or list
    Actor actor;             ///< with the roles he has now
    Configuration configuration;
    Instant now{};
};

/// Or the page that refuses him. Blocks on the disk.
[[nodiscard]] std::variant<Bearer, Response> bearer_of(Site& site, const Call& call);

/// To acknowledge one escalation as he. The link is the authority: he was told of the ticket, wherever it is now.
[[nodiscard]] gongdan::Request acknowledge_as(const Bearer& bearer, std::string escalation);

/// A page of a list, from 1; see acknowledge_link.hpp. The button acknowledges what its page shows and nothing else.
/// Both run on the reader pool.
[[nodiscard]] Response show_list(Site& site, const Bearer& bearer, std::size_t page);
void acknowledge_list(Site& site, Bearer bearer, std::size_t page, Respond respond);

}  // namespace gongdan::http
