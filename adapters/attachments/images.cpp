#include "adapters/attachments/images.hpp"

#include <algorithm>
#include <array>

namespace gongdan::attachments {
namespace {

/// Adds a stretch of the original; neighbours become one.
void keep(Pieces& pieces, std::uint64_t offset, std::uint64_t size) {
    if (!pieces.empty() && pieces.back().instead.empty() && pieces.back().offset + pieces.back().size == offset) {
        pieces.back().size += size;
    } else {
        pieces.push_back({offset, size});
    }
}

void put(Pieces& pieces, std::string bytes) { pieces.push_back({0, bytes.size(), std::move(bytes)}); }

constexpr std::string_view kExif("Exif\0\0", 6);

/// The first one counts, as for most readers.
void take_exif(Picture& picture, Window& window, std::uint64_t offset, std::uint64_t size) {
    if (picture.exif.empty() && size <= kWindow) picture.exif = window.view(offset, std::size_t(size));
}

// ------------------------------------------------------------------------------------------------ JPEG

constexpr std::uint8_t kSoi = 0xD8;
constexpr std::uint8_t kEoi = 0xD9;
constexpr std::uint8_t kSos = 0xDA;
constexpr std::uint8_t kComment = 0xFE;

bool is_restart(std::uint8_t marker) { return marker >= 0xD0 && marker <= 0xD7; }
bool is_application(std::uint8_t marker) { return marker >= 0xE0 && marker <= 0xEF; }

/// Of the application segments only those without which the colours would be wrong: JFIF, ICC profiles, Adobe.
bool is_picture(std::uint8_t marker, std::string_view start) {
    if (marker == kComment) return false;
    if (!is_application(marker)) return true;
    return (marker == 0xE0 && start.starts_with(std::string_view("JFIF\0", 5))) ||
           (marker == 0xE2 && start.starts_with(std::string_view("ICC_PROFILE\0", 12))) ||
           (marker == 0xEE && start.starts_with("Adobe"));
}

/// The next marker's 0xFF behind the coded picture that begins at `at`; the end of the file when there is none.
std::uint64_t end_of_scan(Window& window, std::uint64_t at) {
    while (at < window.size()) {
        const auto part = window.view(at, kWindow);
        const auto found = part.find('\xFF');
        if (found == std::string_view::npos) {
            at += part.size();
            continue;
        }
        at += found;
        const std::uint8_t next = window.byte(at + 1);
        if (at + 1 >= window.size()) return window.size();
        if (next == 0xFF) {
            ++at;
        } else if (next == 0 || is_restart(next)) {
            at += 2;
        } else {
            return at;
        }
    }
    return window.size();
}

class JpegReader {
 public:
    explicit JpegReader(Window& window) : window_(window) {}

    std::optional<Picture> read() {
        keep(picture_.clean, 0, 2);
        for (std::size_t part = 0; part < kPartsMax && !broken_; ++part) {
            if (at_ >= window_.size()) return finished();
            if (!step()) return finished();
        }
        return std::nullopt;
    }

 private:
    std::optional<Picture> finished() {
        if (broken_ || !pictured_) return std::nullopt;
        return std::move(picture_);
    }

    /// Takes one marker; false at the end of the image.
    bool step() {
        while (window_.byte(at_) == 0xFF && window_.byte(at_ + 1) == 0xFF) ++at_;  // fill bytes
        const std::uint8_t marker = window_.byte(at_ + 1);
        if (window_.byte(at_) != 0xFF || marker == 0 || marker == kSoi) return broken();
        if (marker == kEoi || is_restart(marker) || marker == 0x01) {
            keep(picture_.clean, at_, 2);
            at_ += 2;
            return marker != kEoi;
        }
        const std::uint64_t size = window_.big16(at_ + 2);
        if (size < 2 || at_ + 2 + size > window_.size()) return broken();
        segment(marker, size);
        return true;
    }

    void segment(std::uint8_t marker, std::uint64_t size) {
        const std::string start(window_.view(at_ + 4, std::min<std::size_t>(16, std::size_t(size) - 2)));
        if (is_picture(marker, start)) keep(picture_.clean, at_, 2 + size);
        if (marker == 0xE1 && start.starts_with(kExif))
            take_exif(picture_, window_, at_ + 4 + kExif.size(), size - 2 - kExif.size());
        at_ += 2 + size;
        if (marker != kSos) return;
        pictured_ = true;
        const std::uint64_t end = end_of_scan(window_, at_);
        keep(picture_.clean, at_, end - at_);
        at_ = end;
    }

    bool broken() {
        broken_ = true;
        return false;
    }

    Window& window_;
    Picture picture_;
    std::uint64_t at_ = 2;
    bool pictured_ = false;  // a scan was seen
    bool broken_ = false;
};

// ------------------------------------------------------------------------------------------------ PNG

bool is_png_picture(std::string_view type) {
    constexpr std::array<std::string_view, 17> kPicture = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                                           "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs",
                                                           "hIST", "cICP", "acTL", "fcTL", "fdAT"};
    return std::find(kPicture.begin(), kPicture.end(), type) != kPicture.end();
}

// ------------------------------------------------------------------------------------------------ WebP

constexpr std::uint8_t kExifFlag = 0x08;
constexpr std::uint8_t kXmpFlag = 0x04;
constexpr std::uint64_t kRiffHead = 12;

bool is_webp_picture(std::string_view type) {
    constexpr std::array<std::string_view, 7> kPicture = {"VP8 ", "VP8L", "VP8X", "ANIM", "ANMF", "ALPH", "ICCP"};
    return std::find(kPicture.begin(), kPicture.end(), type) != kPicture.end();
}

std::string riff_head(std::uint64_t size) {
    std::string head = "RIFF";
    for (unsigned shift = 0; shift < 32; shift += 8) head += static_cast<char>((size >> shift) & 0xFFU);
    return head + "WEBP";
}

/// The extended header, no longer promising what was left out.
void keep_extended(Pieces& pieces, Window& window, std::uint64_t offset, std::uint64_t size) {
    constexpr std::uint64_t kFlags = 8;
    const auto flags = static_cast<std::uint8_t>(window.byte(offset + kFlags) & ~unsigned(kExifFlag | kXmpFlag));
    keep(pieces, offset, kFlags);
    put(pieces, std::string(1, static_cast<char>(flags)));
    keep(pieces, offset + kFlags + 1, size - kFlags - 1);
}

std::uint64_t total_of(const Pieces& pieces) {
    std::uint64_t total = 0;
    for (const Piece& piece : pieces) total += piece.size;
    return total;
}

}  // namespace

std::optional<Picture> read_jpeg(Window& window) { return JpegReader(window).read(); }

std::optional<Picture> read_png(Window& window) {
    constexpr std::uint64_t kSignature = 8;
    constexpr std::uint64_t kFrame = 12;  // length, type and check of a chunk
    Picture picture;
    keep(picture.clean, 0, kSignature);
    std::uint64_t at = kSignature;
    bool pictured = false;
    for (std::size_t part = 0; part < kPartsMax; ++part) {
        const std::uint64_t size = window.big32(at);
        const std::string type(window.view(at + 4, 4));
        if (at + kFrame + size > window.size() || (part == 0 && type != "IHDR")) return std::nullopt;
        if (is_png_picture(type)) keep(picture.clean, at, kFrame + size);
        if (type == "eXIf") take_exif(picture, window, at + 8, size);
        pictured = pictured || type == "IDAT";
        at += kFrame + size;
        if (type == "IEND") return pictured ? std::optional(std::move(picture)) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<Picture> read_webp(Window& window) {
    constexpr std::uint64_t kFrame = 8;
    const std::uint64_t end = 8 + std::uint64_t(window.little32(4));
    if (end > window.size()) return std::nullopt;
    Picture picture;
    put(picture.clean, riff_head(0));
    std::uint64_t at = kRiffHead;
    bool pictured = false;
    for (std::size_t part = 0; at + kFrame <= end; ++part) {
        const std::string type(window.view(at, 4));
        const std::uint64_t size = window.little32(at + 4);
        const std::uint64_t whole = kFrame + size + size % 2;
        const bool extended = type == "VP8X";
        if (part == kPartsMax || at + kFrame + size > end || (extended && size < 10)) return std::nullopt;
        if (extended) {
            keep_extended(picture.clean, window, at, std::min(whole, end - at));
        } else if (is_webp_picture(type)) {
            keep(picture.clean, at, std::min(whole, end - at));
        }
        const bool marked = size >= kExif.size() && window.view(at + kFrame, kExif.size()) == kExif;
        const std::uint64_t skip = marked ? kExif.size() : 0;
        if (type == "EXIF") take_exif(picture, window, at + kFrame + skip, size - skip);
        pictured = pictured || type == "VP8 " || type == "VP8L" || type == "ANMF";
        at += whole;
    }
    if (!pictured) return std::nullopt;
    picture.clean.front().instead = riff_head(total_of(picture.clean) - 8);
    return picture;
}

}  // namespace gongdan::attachments
