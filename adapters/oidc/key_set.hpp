#pragma once
/// A provider's published keys (RFC 7517), and what they sign. rhonabwy stays behind it.

#include <memory>
#include <string>
#include <string_view>

#include "core/base/json.hpp"
#include "core/base/result.hpp"

namespace gongdan::oidc {

/// Immutable; thread-safe.
class KeySet {
 public:
    /// Errc::unavailable when it is no JWKS with at least one key.
    [[nodiscard]] static Result<KeySet> parse(const std::string& jwks);

    /// The claims of a signed token (RFC 7519). Errc::not_found when no key has the token's `kid`: the provider may
    /// have new ones. Errc::unauthenticated for everything else: malformed, not signed, signed with a secret both sides
    /// know (HS256 with a public key as the secret is an old trick), or with another key. Times are not looked at.
    [[nodiscard]] Result<json::object> claims_of(const std::string& token) const;

 private:
    struct Keys;
    explicit KeySet(std::shared_ptr<const Keys> keys) : keys_(std::move(keys)) {}
    std::shared_ptr<const Keys> keys_;  // shared by copies
};

}  // namespace gongdan::oidc
