#pragma once
/// What we use of libsodium and OpenSSL, behind plain types. Thread-safe.

#include <memory>
#include <string>
#include <string_view>

#include "core/audit/digest.hpp"

namespace gongdan::crypto {

/// SHA-256 (FIPS 180-4).
[[nodiscard]] Digest sha256(std::string_view bytes);

/// SHA-256 of what comes piece by piece. Movable, not thread-safe.
class Sha256Stream {
 public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(Sha256Stream&&) noexcept;
    Sha256Stream& operator=(Sha256Stream&&) = delete;
    void add(std::string_view bytes);
    [[nodiscard]] Digest finish();  ///< once, at the end

 private:
    struct State;
    std::unique_ptr<State> state_;
};

/// HMAC-SHA256 (RFC 2104) with a key of any length.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view message);

/// `count` bytes of the system's secure random source.
[[nodiscard]] std::string random_bytes(std::size_t count);

/// 16 of them: the salt of a personal value.
[[nodiscard]] std::string salt();

/// Standard base64 with padding (RFC 4648 §4), and back; nothing comes back from malformed text.
[[nodiscard]] std::string to_base64(std::string_view bytes);
[[nodiscard]] std::string from_base64(std::string_view text);

/// URL-safe base64 without padding (RFC 4648 §5): tokens and cursors.
[[nodiscard]] std::string to_base64url(std::string_view bytes);
[[nodiscard]] std::string from_base64url(std::string_view text);

/// Compares without telling by its time where the difference is.
[[nodiscard]] bool equal(std::string_view one, std::string_view other);

}  // namespace gongdan::crypto
