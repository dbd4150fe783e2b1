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
    std::string name;                ///< of the token or account; the journal's `actor`
    std::vector<std::string> roles;  ///< never empty
    std::optional<Scope> scope{};  ///< nothing: as far as there are tickets (see viewer_of); an account always has one
};

/// Who changes accounts or tokens, for the account log.
struct Doer {
    std::string name;
    std::string address;  ///< of the peer; empty at the machine itself
};

struct NewToken {
    std::string name;
    std::vector<std::string> roles;
    std::optional<Scope> scope{};         ///< as in Principal
    std::optional<Instant> expires_at{};  ///< nothing: never
};

/// The secret in the address of one person's roster feed: it opens that and nothing else. Listed and revoked like a
/// token, with kFeedRole as its role and the person as its scope.
struct NewFeed {
    std::string name;
    std::string person;
    std::optional<Instant> expires_at{};  ///< nothing: never
};
inline constexpr std::string_view kFeedRole = "roster-feed";

struct TokenInfo {
    std::string name;
    std::vector<std::string> roles;
    std::optional<Scope> scope{};
    Instant created_at{};
    std::optional<Instant> expires_at{};
    std::optional<Instant> last_used_at{};  ///< to the minute
    std::optional<Instant> revoked_at{};
};

/// "/feeds/<secret>/roster.ics", on the server's own address.
[[nodiscard]] inline std::string feed_path(std::string_view secret) {
    return "/feeds/" + std::string(secret) + "/roster.ics";
}

inline constexpr auto kRevocationDelay = std::chrono::milliseconds(500);
/// A last use is written down at most this often.
inline constexpr Millis kUseInterval = std::chrono::minutes(1);

/// Thread-safe.
class Access {
 public:
    virtual ~Access() = default;
    /// Nothing for an unknown, expired or revoked token. Takes the same time either way. Quick, for it is asked on I/O
    /// threads. A revocation by another process (`gongdan token revoke`) counts within kRevocationDelay, one by ours at
    /// once.
    [[nodiscard]] virtual std::optional<Principal> authenticate(std::string_view token) = 0;
    /// The token itself, never to be seen again. Errc::conflict when an account or a token has the name,
    /// Errc::invalid_input for an unknown role or an expiry that is past.
    [[nodiscard]] virtual Result<std::string> create_token(const NewToken& token, const Doer& doer) = 0;
    /// The person whose feed the secret opens; authenticate() knows none of these secrets. Else like authenticate().
    [[nodiscard]] virtual std::optional<std::string> open_feed(std::string_view secret) = 0;
    /// The secret, never to be seen again. Refused like create_token().
    [[nodiscard]] virtual Result<std::string> create_feed(const NewFeed& feed, const Doer& doer) = 0;
    [[nodiscard]] virtual Result<std::vector<TokenInfo>> list_tokens() = 0;
    /// Errc::not_found.
    [[nodiscard]] virtual Result<void> revoke_token(const std::string& name, const Doer& doer) = 0;
    /// Writes down the last uses of the past kUseInterval; does nothing when called earlier. Blocks.
    [[nodiscard]] virtual Result<void> save_uses() = 0;
};

}  // namespace gongdan::host
