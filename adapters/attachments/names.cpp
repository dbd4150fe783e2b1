#include "adapters/attachments/names.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "adapters/attachments/media.hpp"
#include "core/base/utf8.hpp"

namespace gongdan::attachments {
namespace {

constexpr std::string_view kNameless = "附件";

std::string lower(std::string_view text) {
    std::string low(text);
    std::transform(low.begin(), low.end(), low.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return low;
}

char32_t code_point(std::string_view character) {
    const auto byte = [character](std::size_t at) { return static_cast<unsigned char>(character[at]); };
    if (character.size() == 1) return byte(0);
    char32_t code = byte(0) & (0xFFU >> (character.size() + 1));
    for (std::size_t i = 1; i < character.size(); ++i) code = (code << 6U) | (byte(i) & 0x3FU);
    return code;
}

/// Control characters, invisible ones, and those that turn the direction of writing.
bool is_hidden(char32_t code) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr std::array<Range, 9> kHidden = {{{0x00, 0x1F},
                                               {0x7F, 0x9F},
                                               {0xAD, 0xAD},
                                               {0x061C, 0x061C},
                                               {0x200B, 0x200F},
                                               {0x2028, 0x202E},
                                               {0x2060, 0x206F},
                                               {0xFEFF, 0xFEFF},
                                               {0xE0000, 0xE007F}}};
    return std::any_of(kHidden.begin(), kHidden.end(),
                       [code](const Range& range) { return code >= range.first && code <= range.last; });
}

/// The visible characters; bytes that are no UTF-8 are left out.
std::string visible(std::string_view text) {
    std::string kept;
    while (!text.empty()) {
        const std::size_t size = character_size(text);
        const auto character = text.substr(0, std::max<std::size_t>(size, 1));
        text.remove_prefix(character.size());
        if (size == 0 || is_hidden(code_point(character))) continue;
        const bool forbidden = size == 1 && std::string_view("<>:\"|?*").find(character) != std::string_view::npos;
        kept += forbidden ? "_" : std::string(character);
    }
    return kept;
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(". ");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(". ") - first + 1);
}

/// "con.txt" is the console on Windows, whatever its ending.
bool is_device(std::string_view name) {
    std::string stem = lower(name.substr(0, name.find('.')));
    while (!stem.empty() && stem.back() == ' ') stem.pop_back();
    static const std::vector<std::string_view> devices{"con", "prn", "aux", "nul", "conin$", "conout$"};
    if (std::find(devices.begin(), devices.end(), stem) != devices.end()) return true;
    const bool numbered = stem.size() > 3 && (stem.starts_with("com") || stem.starts_with("lpt"));
    static const std::vector<std::string_view> digits{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "¹", "²", "³"};
    return numbered && std::find(digits.begin(), digits.end(), stem.substr(3)) != digits.end();
}

/// With an ending of the type, so that no program takes the file for something else.
std::string_view fitting_ending(std::string_view name, const Media& media) {
    const auto dot = name.rfind('.');
    const std::string ending = dot == std::string_view::npos ? std::string() : lower(name.substr(dot));
    const auto& endings = media.endings;
    return std::find(endings.begin(), endings.end(), ending) == endings.end() ? std::string_view() : name.substr(dot);
}

std::string_view cut(std::string_view text, std::size_t most) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t size = std::max<std::size_t>(character_size(text.substr(at)), 1);
        if (at + size > most) break;
        at += size;
    }
    return trimmed(text.substr(0, at));
}

/// At most so many bytes, and no device: looked at last, because cutting can leave one ("nul" and many blanks).
std::string safe(std::string_view name, std::size_t most) {
    const std::string_view kept = cut(name, most);
    return is_device(kept) ? "_" + std::string(cut(kept, most - 1)) : std::string(kept);
}

}  // namespace

std::string clean_name(std::string_view given, std::string_view media_type) {
    const auto slash = given.find_last_of("/\\");
    if (slash != std::string_view::npos) given.remove_prefix(slash + 1);
    const std::string seen = visible(given);
    std::string name(trimmed(seen));
    if (name.empty()) name = kNameless;
    const Media* media = find_media(media_type);
    if (media == nullptr) return safe(name, kNameMax);
    const std::string_view fitting = fitting_ending(name, *media);
    const std::string ending(fitting.empty() ? media->endings.front() : fitting);
    const std::string_view stem = std::string_view(name).substr(0, name.size() - fitting.size());
    return safe(stem, kNameMax - ending.size()) + ending;
}

}  // namespace gongdan::attachments
