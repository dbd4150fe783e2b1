#pragma once
/// Whether an address of a person is one that his channel can reach: asked when the organisation is read, so that it
/// does not come out as a dead letter in the night.

#include <optional>
#include <string>

#include "adapters/notify/channel.hpp"

namespace gongdan::notify {

/// What is wrong with `address` for somebody who is told over a channel of this kind; nothing when it will do. Robots
/// speak to a group and need none; what programs want of an address is theirs to know.
[[nodiscard]] std::optional<LocalText> address_problem(PluginKind kind, const std::string& address);

}  // namespace gongdan::notify
