// Seals: what is signed, and that nothing under one can be other than it was.

#include <catch2/catch.hpp>

#include "adapters/crypto/crypto.hpp"
#include "adapters/crypto/signing.hpp"
#include "core/audit/seal_check.hpp"

using namespace gongdan;

namespace {

const crypto::SigningKey& our_key() {
    static const crypto::SigningKey key(std::string(32, 'k'));
    return key;
}

/// A journal of so many events, sealed after each of `ends`.
struct Sealed {
    std::vector<Digest> events;
    std::vector<Seal> seals;
};

Sealed sealed(std::int64_t count, const std::vector<std::int64_t>& ends, const crypto::SigningKey& key = our_key()) {
    Sealed made;
    for (std::int64_t seq = 1; seq <= count; ++seq) made.events.push_back(crypto::sha256(std::to_string(seq)));
    Seal last;
    Digest previous{};
    for (const std::int64_t end : ends) {
        MerkleTree tree(crypto::sha256);
        for (std::int64_t seq = last.last_seq + 1; seq <= end; ++seq) tree.add(made.events[std::size_t(seq - 1)]);
        Seal seal{last.number + 1,
                  last.last_seq + 1,
                  end,
                  tree.root(),
                  previous,
                  from_unix_ms(1'772'409'600'000 + 1'000 * end),
                  key.public_key(),
                  {}};
        seal.signature = key.sign(seal_statement(seal));
        previous = seal_digest(seal, crypto::sha256);
        made.seals.push_back(seal);
        last = seal;
    }
    return made;
}

struct Verdict {
    std::vector<std::string> faults;
    std::int64_t unsealed = 0;
};

enum class Order { seals_first, as_exported };

struct Kept {
    std::int64_t number;
    Digest digest;
};

Verdict check(const Sealed& journal, Order order = Order::seals_first, const std::vector<Kept>& kept = {},
              std::vector<PublicKey> keys = {our_key().public_key()}) {
    Verdict verdict;
    SealChecker checker(crypto::sha256, crypto::check_signature, std::move(keys),
                        [&verdict](const Fault& fault) { verdict.faults.push_back(fault.what.en); });
    for (const Kept& one : kept) checker.expect_digest(one.number, one.digest);
    auto seal = journal.seals.begin();
    if (order == Order::seals_first) {
        for (; seal != journal.seals.end(); ++seal) checker.expect(*seal);
    }
    std::int64_t seq = 0;
    for (const Digest& event : journal.events) {
        checker.take(++seq, event);
        while (seal != journal.seals.end() && seal->last_seq <= seq) checker.expect(*seal++);
    }
    while (seal != journal.seals.end()) checker.expect(*seal++);
    checker.finish();
    verdict.unsealed = checker.unsealed();
    return verdict;
}

using Said = std::vector<std::string>;

}  // namespace

TEST_CASE("what is signed is canonical, and a seal comes back from its view") {
    const auto journal = sealed(3, {3});
    const Seal& seal = journal.seals.front();
    CHECK(seal_statement(seal) == R"({"first_seq":1,"key":")" + key_text(our_key().public_key()) +
                                      R"(","last_seq":3,"number":1,"previous":")" + std::string(64, '0') +
                                      R"(","root":")" + to_hex(seal.root) +
                                      R"(","sealed_at":"2026-03-02T08:00:03+08:00"})");
    const auto back = seal_from(seal_view(seal));
    REQUIRE(back);
    CHECK(seal_statement(*back) == seal_statement(seal));
    CHECK(back->signature == seal.signature);
    json::object torn = seal_view(seal);
    torn["root"] = "00";
    CHECK(seal_from(torn).error().code == Errc::invalid_input);
    CHECK(parse_key(key_text(seal.key)) == seal.key);
    CHECK_FALSE(parse_key("ab"));
}

TEST_CASE("Ed25519 is that of RFC 8032") {
    // §7.1, test 1: the empty message.
    const crypto::SigningKey key(from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
    CHECK(key_text(key.public_key()) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    const Signature signature = key.sign("");
    CHECK(to_hex(std::string_view(reinterpret_cast<const char*>(signature.data()), signature.size())) ==
          "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595b"
          "be24"
          "655141438e7a100b");
    CHECK(crypto::check_signature("", signature, key.public_key()));
    CHECK_FALSE(crypto::check_signature("x", signature, key.public_key()));
}

TEST_CASE("a sealed journal is sound in either order, and tells what is not sealed yet") {
    const auto journal = sealed(10, {3, 4, 8});
    for (const Order order : {Order::seals_first, Order::as_exported}) {
        const Verdict verdict = check(journal, order);
        CHECK(verdict.faults.empty());
        CHECK(verdict.unsealed == 2);
    }
    CHECK(check(sealed(2, {})).unsealed == 2);
}

TEST_CASE("an event changed, taken out or put in breaks the seal over it and no other") {
    for (const Order order : {Order::seals_first, Order::as_exported}) {
        auto changed = sealed(8, {3, 6, 8});
        changed.events[4] = crypto::sha256("other");
        CHECK(check(changed, order).faults == Said{"events under seal 2 were changed, taken out or put in"});
        auto swapped = sealed(8, {3, 6, 8});
        std::swap(swapped.events[0], swapped.events[1]);
        CHECK(check(swapped, order).faults == Said{"events under seal 1 were changed, taken out or put in"});
    }
}

TEST_CASE("a missing end is found as far as there are seals") {
    auto cut = sealed(8, {3, 8});
    cut.events.resize(5);
    CHECK(check(cut).faults == Said{"the end of the journal is missing: seal 2 reaches event 8"});
    // Whoever takes the seals along leaves a sound, shorter journal …
    cut.seals.pop_back();
    CHECK(check(cut).faults.empty());
    // … unless somebody else kept the last one.
    const auto whole = sealed(8, {3, 8});
    const Kept last{2, seal_digest(whole.seals.back(), crypto::sha256)};
    CHECK(check(cut, Order::seals_first, {last}).faults ==
          Said{"seal 2, which a third party kept, is not here: the end of the journal was cut off"});
    CHECK(check(whole, Order::seals_first, {last}).faults.empty());
}

TEST_CASE("a journal written anew with the right key differs from the seal that was kept") {
    const auto before = sealed(6, {3, 6});
    auto anew = sealed(6, {4, 6});
    const Kept first{1, seal_digest(before.seals.front(), crypto::sha256)};
    CHECK(check(anew).faults.empty());
    CHECK(check(anew, Order::seals_first, {first}).faults ==
          Said{"seal 1 is not the one that a third party kept: the journal was rewritten"});
}

TEST_CASE("seals changed, left out, or of another hand are found") {
    auto forged = sealed(6, {3, 6});
    forged.seals[0].sealed_at = from_unix_ms(0);
    CHECK(check(forged).faults ==
          Said{"the signature of seal 1 is wrong",
               "seal 2 does not follow the one before: seals were changed, taken out or put in"});
    auto gap = sealed(6, {2, 4, 6});
    gap.seals.erase(gap.seals.begin() + 1);
    CHECK(check(gap).faults.front() ==
          "seal 3 does not follow the one before: seals were changed, taken out or put in");
    const crypto::SigningKey stranger(std::string(32, 's'));
    const auto other = sealed(3, {3}, stranger);
    CHECK(check(other).faults == Said{"seal 1 was signed by another key: " + key_text(stranger.public_key())});
    // Without a key given, any one key is as good as another, but not two.
    CHECK(check(other, Order::seals_first, {}, {}).faults.empty());
}
