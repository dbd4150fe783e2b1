#include "core/audit/digest.hpp"

namespace gongdan {
namespace {

/// Value of a lower-case hexadecimal digit; -1 for anything else. One spelling only: a digest is compared as text.
int digit_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string hex(bytes.size() * 2, '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        hex[2 * i] = kHex[byte >> 4U];
        hex[2 * i + 1] = kHex[byte & 15U];
    }
    return hex;
}

std::string to_hex(const Digest& digest) { return to_hex(bytes_of(digest)); }

std::string from_hex(std::string_view hex) {
    if (hex.size() % 2 != 0) return {};
    std::string bytes(hex.size() / 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = digit_value(hex[2 * i]);
        const int low = digit_value(hex[2 * i + 1]);
        if (high < 0 || low < 0) return {};
        bytes[i] = static_cast<char>(high * 16 + low);
    }
    return bytes;
}

}  // namespace gongdan
