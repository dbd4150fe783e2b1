#include "adapters/attachments/media.hpp"

#include <algorithm>

#include "adapters/attachments/images.hpp"
#include "core/base/utf8.hpp"

namespace gongdan::attachments {
namespace {

const std::vector<Media>& all_media() {
    static const std::vector<Media> all{{"image/jpeg", {".jpg", ".jpeg"}, true},
                                        {"image/png", {".png"}, true},
                                        {"image/webp", {".webp"}, true},
                                        {"application/pdf", {".pdf"}, false},
                                        {"text/plain", {".txt", ".csv", ".log"}, false}};
    return all;
}

constexpr std::string_view kBom = "\xEF\xBB\xBF";

/// Browsers have taken such texts for pages.
bool is_markup(std::string_view start) {
    if (start.starts_with(kBom)) start.remove_prefix(kBom.size());
    const auto first = start.find_first_not_of(" \t\r\n\f");
    return first != std::string_view::npos && start[first] == '<';
}

bool is_text_byte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7F : c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// Whole characters at the front of `part`; 0 when it is no text.
std::size_t text_prefix(std::string_view part, bool last) {
    constexpr std::size_t kLongest = 4;
    std::size_t at = 0;
    while (at < part.size()) {
        if (!last && part.size() - at < kLongest) break;
        const std::size_t size = character_size(part.substr(at));
        if (size == 0 || !is_text_byte(part[at])) return 0;
        at += size;
    }
    return at;
}

bool is_text(Window& window) {
    if (window.size() == 0 || is_markup(window.view(0, kWindow))) return false;
    std::uint64_t at = 0;
    while (at < window.size()) {
        const auto part = window.view(at, kWindow);
        const std::size_t taken = text_prefix(part, at + part.size() == window.size());
        if (taken == 0) return false;
        at += taken;
    }
    return true;
}

std::optional<Examined> image(std::string_view type, std::optional<Picture> picture) {
    if (!picture) return std::nullopt;
    return Examined{find_media(type), std::move(picture->clean), std::move(picture->exif)};
}

}  // namespace

const Media* find_media(std::string_view type) {
    const auto found =
        std::find_if(all_media().begin(), all_media().end(), [type](const Media& media) { return media.type == type; });
    return found == all_media().end() ? nullptr : &*found;
}

std::vector<std::string_view> media_types() {
    std::vector<std::string_view> types;
    for (const Media& media : all_media()) types.push_back(media.type);
    return types;
}

std::optional<Examined> examine(Bytes& bytes) {
    constexpr std::size_t kMagic = 12;
    Window window(bytes);
    const std::string start(window.view(0, kMagic));
    if (start.starts_with("\xFF\xD8\xFF")) return image("image/jpeg", read_jpeg(window));
    if (start.starts_with("\x89PNG\r\n\x1A\n")) return image("image/png", read_png(window));
    if (start.starts_with("RIFF") && start.ends_with("WEBP")) return image("image/webp", read_webp(window));
    if (start.starts_with("%PDF-")) return Examined{find_media("application/pdf")};
    if (is_text(window)) return Examined{find_media("text/plain")};
    return std::nullopt;
}

}  // namespace gongdan::attachments
