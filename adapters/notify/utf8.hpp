#pragma once
/// Texts from strangers: whatever bytes come in, valid UTF-8 goes on. Header only, the plugin runner uses it too.

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/utf8.hpp"

namespace gongdan::notify {

/// `text` with every broken byte replaced by '?'.
[[nodiscard]] inline std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        if (size == 0) {
            valid += '?';
        } else {
            valid += text.substr(0, size);
        }
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return valid;
}

/// The longest beginning of the valid UTF-8 `text` that has at most `limit` bytes and ends with a whole character.
[[nodiscard]] inline std::string cut_utf8(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) return std::string(text);
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
    return std::string(text.substr(0, limit));
}

}  // namespace gongdan::notify
