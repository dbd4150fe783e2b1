#include "adapters/crypto/signing.hpp"

#include <sodium.h>

#include "core/base/check.hpp"

namespace gongdan::crypto {
namespace {

static_assert(kSeedBytes == crypto_sign_SEEDBYTES);
static_assert(std::tuple_size_v<PublicKey> == crypto_sign_PUBLICKEYBYTES);
static_assert(std::tuple_size_v<Signature> == crypto_sign_BYTES);

const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

SigningKey::SigningKey(std::string_view seed) {
    static_assert(sizeof(secret_) == crypto_sign_SECRETKEYBYTES);
    GONGDAN_CHECK(seed.size() == kSeedBytes, "a seed of Ed25519 has 32 bytes");
    GONGDAN_CHECK(sodium_init() >= 0, "libsodium must start: without it nothing can be proved");
    crypto_sign_seed_keypair(public_.data(), secret_.data(), raw(seed));
}

SigningKey::~SigningKey() { sodium_memzero(secret_.data(), secret_.size()); }

Signature SigningKey::sign(std::string_view message) const {
    Signature signature{};
    crypto_sign_detached(signature.data(), nullptr, raw(message), message.size(), secret_.data());
    return signature;
}

bool check_signature(std::string_view message, const Signature& signature, const PublicKey& key) {
    return crypto_sign_verify_detached(signature.data(), raw(message), message.size(), key.data()) == 0;
}

}  // namespace gongdan::crypto
