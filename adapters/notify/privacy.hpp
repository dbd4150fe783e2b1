#pragma once
/// What plugins and receivers say, made fit for logs and for the record of a delivery.

#include <string>
#include <string_view>

#include "adapters/notify/plugin.hpp"

namespace gongdan::notify {

inline constexpr std::size_t kSaidMax = 500;  ///< bytes kept of what a channel says (see Outcome::answer)

/// One line of valid UTF-8, at most kSaidMax bytes: control characters become blanks, broken bytes '?'. The link, the
/// name and the address of the recipient, anything like a mail address, and seven or more digits in a row (telephone
/// and customer numbers) become "***".
[[nodiscard]] std::string scrub(std::string_view said, const Message& message);

/// A reason as the ledger keeps it: in both languages, at most kSaidMax bytes.
[[nodiscard]] std::string in_both(const LocalText& reason);

}  // namespace gongdan::notify
