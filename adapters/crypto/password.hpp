#pragma once
/// Passwords at rest: Argon2id (RFC 9106) by libsodium. Thread-safe.

#include <cstddef>
#include <string>
#include <string_view>

namespace gongdan::crypto {

/// What one hash costs, and so one guess of whoever stole the database.
struct PasswordCost {
    unsigned long long passes = 0;
    std::size_t memory = 0;  ///< bytes, needed for as long as one hash takes
};

/// libsodium's INTERACTIVE: 64 MiB, two passes, some 0.1 s.
[[nodiscard]] PasswordCost interactive_cost();
/// The least libsodium takes: for tests that are not about the cost.
[[nodiscard]] PasswordCost least_cost();

/// "$argon2id$v=19$…": algorithm, cost and a fresh salt stand in it. Blocks as long as `cost` says; empty when there is
/// not that much memory.
[[nodiscard]] std::string hash_password(std::string_view password, const PasswordCost& cost);

/// Blocks as long as the cost in `hash` says. False for a malformed hash, and when there is not that much memory.
[[nodiscard]] bool password_matches(const std::string& hash, std::string_view password);

/// A password for somebody who will change it: five groups of four, without characters that are read wrongly. 100 bits.
[[nodiscard]] std::string random_password();

}  // namespace gongdan::crypto
