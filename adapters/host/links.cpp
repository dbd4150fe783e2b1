#include "adapters/host/links.hpp"

#include <algorithm>

#include "adapters/crypto/crypto.hpp"

namespace gongdan::host {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kExpiryBytes = 4;       // seconds since 1970, good until 2106
constexpr std::size_t kFingerprintBytes = 8;  // persons of one organisation never meet in 64 bits
constexpr std::size_t kHeadBytes = 1 + kExpiryBytes + kFingerprintBytes;
constexpr std::size_t kTagBytes = 16;  // half of the hash (RFC 2104 §5): 128 bits, and a link that fits a short message
constexpr std::size_t kTokenMax = 512;

std::string keyed(std::string_view key, std::string_view purpose, std::string_view text, std::size_t length) {
    const Digest digest = crypto::hmac_sha256(key, std::string(purpose) + std::string(text));
    return std::string(reinterpret_cast<const char*>(digest.data()), length);
}

std::string big_endian(std::uint32_t number) {
    std::string bytes(kExpiryBytes, '\0');
    for (std::size_t i = 0; i < kExpiryBytes; ++i)
        bytes[i] = static_cast<char>(number >> (8 * (kExpiryBytes - 1 - i)) & 0xffU);
    return bytes;
}

std::uint32_t number_of(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char byte : bytes) number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

}  // namespace

std::string Links::tag(std::string_view payload) const {
    return keyed(settings_.key, "gongdan link\n", payload, kTagBytes);
}

std::string Links::fingerprint(std::string_view person) const {
    return keyed(settings_.key, "gongdan person\n", person, kFingerprintBytes);
}

std::string Links::make(std::string_view escalation, std::string_view person, Instant now) const {
    std::string payload(1, kVersion);
    payload += big_endian(static_cast<std::uint32_t>(to_unix_ms(now + settings_.life) / 1000));
    payload += fingerprint(person);
    payload += escalation;
    return settings_.public_url + "/a/" + crypto::to_base64url(payload + tag(payload));
}

std::string Links::sample(std::string_view escalation) const {
    // As long as a real one, so that what is cut to length is cut alike; its first byte is no version of ours.
    std::string token = "sample-";
    token.resize(crypto::to_base64url(std::string(kHeadBytes + escalation.size() + kTagBytes, '\0')).size(), 'x');
    return settings_.public_url + "/a/" + token;
}

FoundLink Links::open(std::string_view token, const Organisation& organisation, Instant now) const {
    if (token.size() > kTokenMax) return {};
    const std::string bytes = crypto::from_base64url(token);
    if (bytes.size() <= kHeadBytes + kTagBytes || bytes.front() != kVersion) return {};
    const std::string_view payload = std::string_view(bytes).substr(0, bytes.size() - kTagBytes);
    if (!crypto::equal(tag(payload), std::string_view(bytes).substr(payload.size()))) return {};
    const auto expires_at = from_unix_ms(std::int64_t(number_of(payload.substr(1, kExpiryBytes))) * 1000);
    if (now >= expires_at) return {FoundLink::State::expired, {}, {}};
    const std::string_view wanted = payload.substr(1 + kExpiryBytes, kFingerprintBytes);
    const auto found = std::find_if(organisation.people.begin(), organisation.people.end(),
                                    [this, wanted](const Person& person) { return fingerprint(person.id) == wanted; });
    if (found == organisation.people.end()) return {FoundLink::State::nobody, {}, {}};
    return {FoundLink::State::good, std::string(payload.substr(kHeadBytes)), found->id};
}

bool is_list(std::string_view escalation) { return escalation.starts_with("digest."); }

const Escalation* find_escalation(const CaseSnapshot& snapshot, std::string_view id) {
    const auto found = std::find_if(snapshot.escalations.begin(), snapshot.escalations.end(),
                                    [id](const Escalation& escalation) { return escalation.id == id; });
    return found == snapshot.escalations.end() ? nullptr : &*found;
}

bool may_acknowledge(const CaseSnapshot& snapshot, std::string_view id, const Actor& actor, const Rules& rules) {
    const Escalation* escalation = find_escalation(snapshot, id);
    return escalation != nullptr && acknowledging_role(snapshot, *escalation, actor, rules).ok();
}

}  // namespace gongdan::host
