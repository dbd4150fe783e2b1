#pragma once
/// Percent-encoding (RFC 3986) of anything that becomes part of an address.

#include <string>
#include <string_view>

namespace gongdan {

/// Every byte but letters, digits and -._~ as %XX.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace gongdan
