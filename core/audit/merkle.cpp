#include "core/audit/merkle.hpp"

#include <bit>
#include <span>
#include <string>

#include "core/base/check.hpp"

namespace gongdan {
namespace {

Digest leaf_hash(std::string_view leaf, Sha256 sha256) {
    std::string bytes(1, '\x00');
    bytes.append(leaf);
    return sha256(bytes);
}

Digest node_hash(const Digest& left, const Digest& right, Sha256 sha256) {
    std::string bytes(1, '\x01');
    bytes.append(bytes_of(left)).append(bytes_of(right));
    return sha256(bytes);
}

Digest root_of(std::span<const Digest> leaves, Sha256 sha256) {
    MerkleTree tree(sha256);
    for (const Digest& leaf : leaves) tree.add(leaf);
    return tree.root();
}

}  // namespace

void MerkleTree::add(std::string_view leaf) {
    ++size_;
    Peak peak{0, leaf_hash(leaf, sha256_)};
    while (!peaks_.empty() && peaks_.back().height == peak.height) {
        peak = {peak.height + 1, node_hash(peaks_.back().root, peak.root, sha256_)};
        peaks_.pop_back();
    }
    peaks_.push_back(peak);
}

Digest MerkleTree::root() const {
    if (peaks_.empty()) return sha256_({});
    Digest root = peaks_.back().root;
    for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) root = node_hash(peak->root, root, sha256_);
    return root;
}

std::vector<Digest> inclusion_path(const std::vector<Digest>& leaves, std::size_t index, Sha256 sha256) {
    GONGDAN_CHECK(index < leaves.size(), "a proof is of a leaf of the tree");
    std::vector<Digest> path;
    std::span<const Digest> below = leaves;
    // From the root down; a tree splits at the largest power of two below its size.
    while (below.size() > 1) {
        const std::size_t left = std::bit_ceil(below.size()) / 2;
        const bool in_left = index < left;
        path.push_back(root_of(in_left ? below.subspan(left) : below.first(left), sha256));
        below = in_left ? below.first(left) : below.subspan(left);
        if (!in_left) index -= left;
    }
    return {path.rbegin(), path.rend()};
}

// RFC 9162 §2.1.3.2.
bool proves_inclusion(const Digest& leaf, const InclusionProof& proof, const Digest& root, Sha256 sha256) {
    if (proof.index >= proof.size) return false;
    std::uint64_t node = proof.index;
    std::uint64_t last = proof.size - 1;
    Digest reached = leaf_hash(bytes_of(leaf), sha256);
    for (const Digest& beside : proof.path) {
        if (last == 0) return false;
        if (node % 2 == 1 || node == last) {
            reached = node_hash(beside, reached, sha256);
            while (node % 2 == 0 && node != 0) {
                node /= 2;
                last /= 2;
            }
        } else {
            reached = node_hash(reached, beside, sha256);
        }
        node /= 2;
        last /= 2;
    }
    return last == 0 && reached == root;
}

}  // namespace gongdan
