#pragma once
/// A key as a file of its own in the data directory, and no row of the database: so that neither a backup nor a stolen
/// copy of the database lets anybody forge what is made with it.

#include <filesystem>
#include <string>

#include "core/base/result.hpp"

namespace gongdan::host {

/// The 32 random bytes in `file`, made when it is missing, readable by its owner only. Errc::unavailable when it is
/// damaged or others can read it, Errc::read_only when it cannot be made.
[[nodiscard]] Result<std::string> secret_key(const std::filesystem::path& file);

inline constexpr const char* kLinkKeyFile = "link.key";  ///< of links in messages
inline constexpr const char* kSealKeyFile = "seal.key";  ///< Ed25519 seed that signs the seals

}  // namespace gongdan::host
