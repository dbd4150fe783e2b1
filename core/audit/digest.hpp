#pragma once
/// SHA-256 and random bytes enter the core as functions: it links no crypto library of its own.

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gongdan {

using Digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4) of `bytes`. Thread-safe.
using Sha256 = Digest (*)(std::string_view bytes);

/// 16 bytes nobody can guess, as raw characters. Thread-safe. Deterministic in tests and in `simulate`.
using SaltSource = std::function<std::string()>;

/// Its bytes; a view that lives as long as the digest.
[[nodiscard]] inline std::string_view bytes_of(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Lower-case hexadecimal, and back; an empty result means `hex` was malformed.
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::string to_hex(const Digest& digest);
[[nodiscard]] std::string from_hex(std::string_view hex);

}  // namespace gongdan
