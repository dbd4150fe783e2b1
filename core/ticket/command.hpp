#pragma once
/// Wishes that may be refused. The engine fills in what only it knows (ids, the master of a merge).

#include <optional>
#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "core/base/time.hpp"
#include "core/ticket/event.hpp"

namespace gongdan {

/// Who acts. One person often has several roles (DOMAIN.md §1).
struct Actor {
    std::string id;
    std::vector<std::string> roles;
};

struct OpenCommand {
    std::string workflow;
    Actor actor;
    json::object data;
    std::optional<Instant> occurred_at;  ///< nothing = now
    CaseId parent{};
};

struct FireCommand {
    std::string event;
    Actor actor;
    json::object data;
    std::optional<Instant> occurred_at;             ///< nothing = now
    std::optional<std::int64_t> expected_revision;  ///< of If-Match
};

struct AcknowledgeCommand {
    std::string escalation;  ///< its id, or "last"
    Actor actor;
};

}  // namespace gongdan
