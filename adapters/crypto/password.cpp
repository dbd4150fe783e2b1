#include "adapters/crypto/password.hpp"

#include <sodium.h>

#include "adapters/crypto/crypto.hpp"
#include "core/base/check.hpp"

namespace gongdan::crypto {
namespace {

constexpr std::size_t kGroups = 5;
constexpr std::size_t kGroupLength = 4;
/// 32 of them, so that a byte's low bits choose evenly.
constexpr std::string_view kReadable = "abcdefghijkmnpqrstuvwxyz23456789";
static_assert(kReadable.size() == 32);

void ready() {
    static const bool done = sodium_init() >= 0;
    GONGDAN_CHECK(done, "libsodium must start: without it nobody can be known");
}

}  // namespace

PasswordCost interactive_cost() {
    return {crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE, crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE};
}

PasswordCost least_cost() { return {crypto_pwhash_argon2id_OPSLIMIT_MIN, crypto_pwhash_argon2id_MEMLIMIT_MIN}; }

std::string hash_password(std::string_view password, const PasswordCost& cost) {
    ready();
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost.passes, cost.memory,
                                             crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) return {};
    hash.resize(hash.find('\0'));
    return hash;
}

bool password_matches(const std::string& hash, std::string_view password) {
    ready();
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string random_password() {
    const std::string bytes = random_bytes(kGroups * kGroupLength);
    std::string password;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0 && i % kGroupLength == 0) password += '-';
        password += kReadable[static_cast<unsigned char>(bytes[i]) % kReadable.size()];
    }
    return password;
}

}  // namespace gongdan::crypto
