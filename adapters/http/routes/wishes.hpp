#pragma once
/// JSON bodies as commands of the engine. The bodies have passed check_body() against their schema.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/engine/engine.hpp"

namespace gongdan::http {

/// Never null.
using ViewerPtr = std::shared_ptr<const Viewer>;
using Revision = std::optional<std::int64_t>;

[[nodiscard]] gongdan::Request open_wish(const json::object& body, const ViewerPtr& viewer);
[[nodiscard]] gongdan::Request fire_wish(std::string ticket, const json::object& body, Revision revision,
                                         const ViewerPtr& viewer);
[[nodiscard]] gongdan::Request merge_wish(std::string ticket, const json::object& body, Revision revision,
                                          const ViewerPtr& viewer);
[[nodiscard]] gongdan::Request comment_wish(std::string ticket, const json::object& body, Revision revision,
                                            const ViewerPtr& viewer);
/// `ticket` may be empty: the escalation's id names its case.
[[nodiscard]] gongdan::Request acknowledge_wish(std::string escalation, std::string ticket, const ViewerPtr& viewer);

[[nodiscard]] gongdan::Request unmask_wish(std::string ticket, const json::object& body, const ViewerPtr& viewer);
[[nodiscard]] gongdan::Request erase_wish(std::string ticket, const json::object& body, const ViewerPtr& viewer);

}  // namespace gongdan::http
