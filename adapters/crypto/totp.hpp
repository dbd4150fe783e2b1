#pragma once
/// Time-based one-time passwords (RFC 6238) as every authenticator app makes them: SHA-1, 30 s, six digits.
/// Thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/time.hpp"

namespace gongdan::crypto {

inline constexpr std::int64_t kTotpStepSeconds = 30;
inline constexpr std::size_t kTotpDigits = 6;
/// A code of the step before or after counts too: telephones' clocks go wrong, and people type slowly (RFC 6238 §5.2).
inline constexpr std::int64_t kTotpWindow = 1;

/// 20 random bytes (RFC 4226 §4 R6).
[[nodiscard]] std::string totp_secret();

/// The number of the step that contains `at`.
[[nodiscard]] std::int64_t totp_step(Instant at);

/// The code of a step; `digits` is 6 but for the vectors of the RFC. At most 9.
[[nodiscard]] std::string totp_code(std::string_view secret, std::int64_t step, std::size_t digits = kTotpDigits);

/// The step whose code this is, within the window around `now` and later than `used`: a code is good once. Takes the
/// same time whichever step it is.
[[nodiscard]] std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant now,
                                                        std::int64_t used);

/// RFC 4648 §6 without padding: how people type a secret into an app.
[[nodiscard]] std::string to_base32(std::string_view bytes);

/// What an app reads from a QR code. `account` and `issuer` are percent-encoded here.
[[nodiscard]] std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer);

}  // namespace gongdan::crypto
