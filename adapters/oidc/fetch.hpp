#pragma once
/// Talking to a provider over HTTP(S): no redirects, a time limit, bounded answers. libcurl stays behind it.

#include <functional>
#include <string>

#include "core/base/result.hpp"

namespace gongdan::oidc {

struct Ask {
    std::string url;
    std::string form{};        ///< application/x-www-form-urlencoded; empty = a GET
    std::string basic_user{};  ///< HTTP Basic; empty = none
    std::string basic_password{};
};

/// The body of a 200. Errc::unavailable for everything else, with the status or the reason; no secrets in it. Blocks
/// for at most kFetchLimit. Must be thread-safe.
using Fetch = std::function<Result<std::string>(const Ask& ask)>;

inline constexpr int kFetchLimitSeconds = 10;

/// By libcurl; `ca_file` empty = the system's certificates.
[[nodiscard]] Fetch fetch_by_curl(std::string ca_file);

}  // namespace gongdan::oidc
