#pragma once
/// Which passwords people may choose, after NIST SP 800-63B §5.1.1: long, not one that everybody tries, not their own
/// name. No rules about capitals and digits: they make passwords worse.

#include <optional>
#include <string_view>

#include "core/base/texts.hpp"

namespace gongdan::crypto {

inline constexpr std::size_t kPasswordLeast = 12;  ///< characters, not bytes: four Chinese words are four characters
inline constexpr std::size_t kPasswordMost = 256;  ///< bytes

/// What is wrong with `password` for the account `name`; nothing when it may be used.
[[nodiscard]] std::optional<LocalText> password_problem(std::string_view password, std::string_view name);

}  // namespace gongdan::crypto
