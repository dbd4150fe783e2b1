#pragma once
/// Seals (DESIGN: the journal and its proof): a Merkle root over the events since the seal before, chained to it and
/// signed. What a seal covers cannot be changed, taken out or put in later without breaking it; where a third party
/// holds the last seal, not even by whoever has the key.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/audit/digest.hpp"
#include "core/base/json.hpp"

namespace gongdan {

using PublicKey = std::array<std::uint8_t, 32>;  ///< Ed25519 (RFC 8032), as the rest here
using Signature = std::array<std::uint8_t, 64>;

/// Signs with the key of the house. Thread-safe.
using Sign = std::function<Signature(std::string_view message)>;
/// Thread-safe.
using CheckSignature = bool (*)(std::string_view message, const Signature& signature, const PublicKey& key);

struct Seal {
    std::int64_t number = 0;     ///< from 1, without gaps
    std::int64_t first_seq = 0;  ///< the events it covers, both included: all since the seal before
    std::int64_t last_seq = 0;
    Digest root{};      ///< MerkleTree over their hashes in order of seq
    Digest previous{};  ///< seal_digest() of the seal before; all zero in the first
    Instant sealed_at{};
    PublicKey key{};  ///< that signed it
    Signature signature{};

    [[nodiscard]] std::int64_t events() const { return last_seq - first_seq + 1; }
};

/// What is signed: RFC 8785 JSON of everything but the signature, digests in hexadecimal.
[[nodiscard]] std::string seal_statement(const Seal& seal);

/// SHA-256 of the statement: what the next seal is chained to, and what a third party may keep.
[[nodiscard]] Digest seal_digest(const Seal& seal, Sha256 sha256);

/// The statement's members and "signature".
[[nodiscard]] json::object seal_view(const Seal& seal);
/// A seal from its view. Errc::invalid_input when a member is missing or malformed.
[[nodiscard]] Result<Seal> seal_from(const json::object& view);

/// Hexadecimal of a key, and back; nothing for anything else than 64 lower-case digits.
[[nodiscard]] std::string key_text(const PublicKey& key);
[[nodiscard]] std::optional<PublicKey> parse_key(std::string_view text);

}  // namespace gongdan
