// Merkle roots as everybody computes them, and proofs that hold for their leaf and for nothing else.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "core/audit/merkle.hpp"

using namespace gongdan;

namespace {

std::vector<Digest> some_leaves(std::size_t count) {
    std::vector<Digest> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(crypto::sha256(std::to_string(i)));
    return leaves;
}

Digest root_over(const std::vector<Digest>& leaves) {
    MerkleTree tree(crypto::sha256);
    for (const Digest& leaf : leaves) tree.add(leaf);
    return tree.root();
}

}  // namespace

TEST_CASE("the roots are those of the reference vectors of Certificate Transparency") {
    const std::vector<std::string> leaves{
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
    const std::vector<std::string> roots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    MerkleTree tree(crypto::sha256);
    CHECK(to_hex(tree.root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        tree.add(from_hex(leaves[i]));
        CHECK(to_hex(tree.root()) == roots[i]);
    }
    CHECK(tree.size() == 8);
}

TEST_CASE("a path proves its leaf at its place, for trees of every shape") {
    for (std::size_t size = 1; size <= 33; ++size) {
        const auto leaves = some_leaves(size);
        const Digest root = root_over(leaves);
        for (std::size_t index = 0; index < size; ++index) {
            const auto path = inclusion_path(leaves, index, crypto::sha256);
            CHECK(proves_inclusion(leaves[index], {index, size, path}, root, crypto::sha256));
            const Digest other = crypto::sha256("another event");
            CHECK_FALSE(proves_inclusion(other, {index, size, path}, root, crypto::sha256));
            CHECK_FALSE(proves_inclusion(leaves[index], {index, size, path}, other, crypto::sha256));
            if (size > 1) {
                CHECK_FALSE(proves_inclusion(leaves[index], {(index + 1) % size, size, path}, root, crypto::sha256));
                auto shorter = path;
                shorter.pop_back();
                CHECK_FALSE(proves_inclusion(leaves[index], {index, size, shorter}, root, crypto::sha256));
            }
            auto longer = path;
            longer.push_back(other);
            CHECK_FALSE(proves_inclusion(leaves[index], {index, size, longer}, root, crypto::sha256));
        }
    }
}

TEST_CASE("an index beyond the tree proves nothing") {
    const auto leaves = some_leaves(1);
    CHECK(proves_inclusion(leaves[0], {0, 1, {}}, root_over(leaves), crypto::sha256));
    CHECK_FALSE(proves_inclusion(leaves[0], {1, 1, {}}, root_over(leaves), crypto::sha256));
    CHECK_FALSE(proves_inclusion(leaves[0], {0, 0, {}}, root_over(leaves), crypto::sha256));
}
