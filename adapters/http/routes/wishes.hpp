#pragma once
/// JSON bodies as commands of the engine. The bodies have passed check_body() against their schema.

#include <optional>
#include <string>
#include <vector>

#include "adapters/host/access.hpp"
#include "core/base/json.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::http {

using Revision = std::optional<std::int64_t>;

[[nodiscard]] gongdan::Request open_wish(const json::object& body, const host::Principal& principal);
[[nodiscard]] gongdan::Request fire_wish(std::string ticket, const json::object& body, Revision revision,
                                         const host::Principal& principal);
[[nodiscard]] gongdan::Request merge_wish(std::string ticket, const json::object& body, Revision revision,
                                          const host::Principal& principal);
[[nodiscard]] gongdan::Request comment_wish(std::string ticket, const json::object& body, Revision revision,
                                            const host::Principal& principal);
/// `ticket` may be empty: the escalation's id names its case.
[[nodiscard]] gongdan::Request acknowledge_wish(std::string escalation, std::string ticket,
                                                const host::Principal& principal);

/// A token whose only role is auditor reads everything and changes nothing (DOMAIN.md §1).
[[nodiscard]] bool only_reads(const std::vector<std::string>& roles);

}  // namespace gongdan::http
