#include "adapters/crypto/totp.hpp"

#include <array>

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "adapters/crypto/crypto.hpp"
#include "core/base/check.hpp"
#include "core/base/percent.hpp"

namespace gongdan::crypto {
namespace {

constexpr std::size_t kSecretBytes = 20;
constexpr std::size_t kSha1Bytes = 20;

std::array<unsigned char, kSha1Bytes> hmac_sha1(std::string_view key, const std::array<unsigned char, 8>& message) {
    std::array<unsigned char, kSha1Bytes> digest{};
    unsigned int length = 0;
    const auto* done =
        HMAC(EVP_sha1(), key.data(), int(key.size()), message.data(), message.size(), digest.data(), &length);
    GONGDAN_CHECK(done != nullptr && length == kSha1Bytes, "HMAC-SHA-1 must work: without it no code can be checked");
    return digest;
}

}  // namespace

std::string totp_secret() { return random_bytes(kSecretBytes); }

std::int64_t totp_step(Instant at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() / kTotpStepSeconds;
}

std::string totp_code(std::string_view secret, std::int64_t step, std::size_t digits) {
    std::array<unsigned char, 8> counter{};
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[i] = static_cast<unsigned char>(std::uint64_t(step) >> (8 * (counter.size() - 1 - i)));
    }
    const auto digest = hmac_sha1(secret, counter);
    // Dynamic truncation (RFC 4226 §5.3): four bytes from where the last half byte says, without the sign.
    const std::size_t from = digest.back() & 0x0fU;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = number << 8 | digest[from + i];
    number &= 0x7fffffffU;
    std::uint32_t modulus = 1;
    for (std::size_t i = 0; i < digits; ++i) modulus *= 10;
    return fmt::format("{:0{}}", number % modulus, digits);
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code, Instant now,
                                          std::int64_t used) {
    std::optional<std::int64_t> found;
    const std::int64_t present = totp_step(now);
    for (std::int64_t step = present - kTotpWindow; step <= present + kTotpWindow; ++step) {
        if (equal(totp_code(secret, step), code) && step > used) found = step;
    }
    return found;
}

std::string to_base32(std::string_view bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char c : bytes) {
        held = held << 8 | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[held >> (bits - 5) & 31U];
    }
    if (bits > 0) text += kAlphabet[held << (5 - bits) & 31U];
    return text;
}

std::string totp_uri(std::string_view secret, std::string_view account, std::string_view issuer) {
    return fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm=SHA1&digits={3}&period={4}",
                       percent_encode(issuer), percent_encode(account), to_base32(secret), kTotpDigits,
                       kTotpStepSeconds);
}

}  // namespace gongdan::crypto
