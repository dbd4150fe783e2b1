#pragma once
/// Merkle tree hashing and inclusion proofs as Certificate Transparency defines them (RFC 9162 §2.1). A leaf is the
/// hash of one event; leaves and inner nodes are hashed under different first bytes, so that neither can pass for the
/// other.

#include <cstdint>
#include <vector>

#include "core/audit/digest.hpp"

namespace gongdan {

/// The root over leaves that come one by one. Memory: one digest for each bit of their number. Not thread-safe.
class MerkleTree {
 public:
    explicit MerkleTree(Sha256 sha256) : sha256_(sha256) {}

    void add(std::string_view leaf);
    void add(const Digest& leaf) { add(bytes_of(leaf)); }
    [[nodiscard]] std::int64_t size() const { return size_; }
    /// Over all leaves so far; of none, SHA-256 of nothing.
    [[nodiscard]] Digest root() const;

 private:
    /// The root of a complete subtree of 2^height leaves.
    struct Peak {
        int height = 0;
        Digest root{};
    };

    Sha256 sha256_;
    std::vector<Peak> peaks_;  ///< from the first leaves to the last, of falling height
    std::int64_t size_ = 0;
};

/// The digests that lead from leaf `index` (from 0) to the root over `leaves`, lowest first. `index` must be one of
/// them (checked).
[[nodiscard]] std::vector<Digest> inclusion_path(const std::vector<Digest>& leaves, std::size_t index, Sha256 sha256);

/// Where a leaf stands, and what leads from it to the root.
struct InclusionProof {
    std::uint64_t index = 0;  ///< from 0
    std::uint64_t size = 0;   ///< leaves of the tree
    std::vector<Digest> path;
};

/// Does the proof lead from `leaf` to `root`? False for a path of the wrong length too.
[[nodiscard]] bool proves_inclusion(const Digest& leaf, const InclusionProof& proof, const Digest& root, Sha256 sha256);

}  // namespace gongdan
