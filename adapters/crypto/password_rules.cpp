#include "adapters/crypto/password_rules.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace gongdan::crypto {
namespace {

/// Fewer different characters than this are a pattern, not a password.
constexpr std::size_t kDifferentLeast = 5;
/// A shorter name says nothing: "li" stands in many words.
constexpr std::size_t kNameLeast = 3;

/// The commonest of lists of leaked passwords that are long enough, and what they are made of. Compared without case.
constexpr std::array<std::string_view, 26> kCommon = {
    "123456789012", "1234567890123", "12345678901234",   "123456789123", "1234567890ab",  "0123456789012",
    "password1234", "password12345", "passwordpassword", "qwertyuiop12", "qwertyuiop123", "qwertyuiopasdfgh",
    "1q2w3e4r5t6y", "1qaz2wsx3edc",  "1qaz2wsx3edc4rfv", "q1w2e3r4t5y6", "abcdefghijkl",  "abcd1234abcd",
    "a1b2c3d4e5f6", "woaini1314520", "5201314woaini",    "iloveyou1234", "administrator", "changeme1234",
    "admin1234567", "letmein12345"};

std::string lower(std::string_view text) {
    std::string folded(text);
    std::transform(folded.begin(), folded.end(), folded.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return folded;
}

std::size_t characters(std::string_view text) {
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::optional<LocalText> password_problem(std::string_view password, std::string_view name) {
    if (characters(password) < kPasswordLeast) return text("account.password-short", kPasswordLeast);
    if (password.size() > kPasswordMost) return text("account.password-long", kPasswordMost);
    const std::string folded = lower(password);
    if (std::set<char>(folded.begin(), folded.end()).size() < kDifferentLeast) return text("account.password-common");
    if (std::find(kCommon.begin(), kCommon.end(), folded) != kCommon.end()) return text("account.password-common");
    if (name.size() >= kNameLeast && folded.find(lower(name)) != std::string::npos) {
        return text("account.password-name");
    }
    return std::nullopt;
}

}  // namespace gongdan::crypto
