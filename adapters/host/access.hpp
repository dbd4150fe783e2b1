#pragma once
/// API tokens: who calls, and in which roles. Tokens are random 256-bit values, shown once, stored as their SHA-256.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/access/rights.hpp"
#include "core/base/result.hpp"
#include "core/base/time.hpp"

namespace gongdan::host {

struct Principal {
    std::string name;                ///< of the token; the journal's `actor`
    std::vector<std::string> roles;  ///< never empty
    std::optional<Scope> scope{};    ///< nothing: as far as there are tickets (see viewer_of)
};

struct TokenInfo {
    std::string name;
    std::vector<std::string> roles;
    Instant created_at{};
    std::optional<Instant> revoked_at;
};

inline constexpr auto kRevocationDelay = std::chrono::milliseconds(500);

/// Thread-safe.
class Access {
 public:
    virtual ~Access() = default;
    /// Nothing for an unknown or revoked token. Takes the same time either way. Quick, for it is asked on I/O threads.
    /// A revocation by another process (`gongdan token revoke`) counts within kRevocationDelay, one by ours at once.
    [[nodiscard]] virtual std::optional<Principal> authenticate(std::string_view token) = 0;
    /// The token itself, never to be seen again. Errc::conflict when the name is taken, Errc::invalid_input for an
    /// unknown role.
    [[nodiscard]] virtual Result<std::string> create_token(const std::string& name, std::vector<std::string> roles) = 0;
    [[nodiscard]] virtual Result<std::vector<TokenInfo>> list_tokens() = 0;
    /// Errc::not_found.
    [[nodiscard]] virtual Result<void> revoke_token(const std::string& name) = 0;
};

}  // namespace gongdan::host
