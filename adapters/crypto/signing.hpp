#pragma once
/// Ed25519 (RFC 8032) through libsodium. Thread-safe.

#include <memory>
#include <string>
#include <string_view>

#include "core/audit/seal.hpp"

namespace gongdan::crypto {

inline constexpr std::size_t kSeedBytes = 32;

/// A private key. The seed is all of it: keep it where nobody else reads.
class SigningKey {
 public:
    /// `seed` has kSeedBytes (checked).
    explicit SigningKey(std::string_view seed);
    ~SigningKey();
    SigningKey(const SigningKey&) = delete;
    SigningKey& operator=(const SigningKey&) = delete;

    [[nodiscard]] const PublicKey& public_key() const { return public_; }
    [[nodiscard]] Signature sign(std::string_view message) const;

 private:
    PublicKey public_{};
    std::array<unsigned char, 64> secret_{};
};

[[nodiscard]] bool check_signature(std::string_view message, const Signature& signature, const PublicKey& key);

}  // namespace gongdan::crypto
