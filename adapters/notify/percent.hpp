#pragma once
/// Texts in addresses of the web and in forms.

#include <string>
#include <string_view>

namespace gongdan::notify {

/// All but letters, digits, '-', '_', '.' and '~' as %XX (RFC 3986 §2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace gongdan::notify
