#pragma once
/// Which addresses count as one caller.

#include <string>
#include <string_view>

namespace gongdan::http {

/// An IPv4 address as it is, an IPv6 address as its /64: who has one of those has all of them. Anything else as it is.
[[nodiscard]] std::string address_group(std::string_view address);

}  // namespace gongdan::http
