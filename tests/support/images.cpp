#include "tests/support/images.hpp"

#include <cstdint>

namespace gongdan::test {
namespace {

std::string little(std::uint32_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>((value >> unsigned(8 * i)) & 0xFFU);
    return out;
}
std::string big(std::uint32_t value, int bytes) {
    const std::string reversed = little(value, bytes);
    return {reversed.rbegin(), reversed.rend()};
}

/// An entry of a TIFF directory, value inside or at an offset.
std::string field(std::uint32_t tag, std::uint32_t type, std::uint32_t count, const std::string& value) {
    std::string in = value;
    in.resize(4, '\0');
    return little(tag, 2) + little(type, 2) + little(count, 4) + in;
}

std::string segment(char marker, const std::string& body) {
    return std::string("\xFF") + marker + big(std::uint32_t(body.size() + 2), 2) + body;
}

std::string chunk(const std::string& type, const std::string& body) {
    return big(std::uint32_t(body.size()), 4) + type + body + "CRC!";
}

std::string riff(const std::string& type, const std::string& body) {
    return type + little(std::uint32_t(body.size()), 4) + body + (body.size() % 2 == 1 ? std::string(1, '\0') : "");
}

constexpr std::uint32_t kAscii = 2;
constexpr std::uint32_t kLong = 4;
constexpr std::uint32_t kRational = 5;

}  // namespace

std::string exif_block() {
    // Places: header 8; IFD0 at 8 with 4 entries (54 bytes) → 62; Exif IFD at 62 with 1 (18) → 80; GPS IFD at 80 with
    // 4 (54) → 134; then values.
    const std::uint32_t values = 134;
    std::string held;
    const auto hold = [&held](const std::string& bytes) {
        const std::string place = little(std::uint32_t(134 + held.size()), 4);
        held += bytes;
        return place;
    };
    const std::string maker = hold(std::string("Maker\0", 6));
    const std::string model = hold(std::string("Model\0", 6));
    const std::string taken = hold(std::string("2026:03:02 08:30:00\0", 20));
    const std::string north =
        hold(little(39, 4) + little(1, 4) + little(54, 4) + little(1, 4) + little(1512, 4) + little(100, 4));
    const std::string east =
        hold(little(116, 4) + little(1, 4) + little(24, 4) + little(1, 4) + little(2664, 4) + little(100, 4));
    std::string block = "II" + little(42, 2) + little(8, 4);
    block += little(4, 2) + field(0x010F, kAscii, 6, maker) + field(0x0110, kAscii, 6, model) +
             field(0x8769, kLong, 1, little(62, 4)) + field(0x8825, kLong, 1, little(80, 4)) + little(0, 4);
    block += little(1, 2) + field(0x9003, kAscii, 20, taken) + little(0, 4);
    block += little(4, 2) + field(1, kAscii, 2, "N") + field(2, kRational, 3, north) + field(3, kAscii, 2, "E") +
             field(4, kRational, 3, east) + little(0, 4);
    block.resize(values, '\0');
    return block + held;
}

std::string jpeg(const JpegParts& parts) {
    std::string file("\xFF\xD8");
    file += segment('\xE0', std::string("JFIF\0\1\1\0\0\1\0\1\0\0", 14));
    if (!parts.exif.empty()) file += segment('\xE1', std::string("Exif\0\0", 6) + parts.exif);
    if (!parts.comment.empty()) file += segment('\xFE', parts.comment);
    if (!parts.comment.empty()) file += segment('\xED', "Photoshop 3.0" + parts.comment);
    file += segment('\xE2', std::string("ICC_PROFILE\0\1\1profile", 21));
    file += segment('\xC0', std::string("\x08\0\1\0\1\1\1\x11\0", 9));
    file += segment('\xDA', std::string("\1\1\0\0\x3F\0", 6));
    file += std::string("coded\xFF\0more\xFF\xD0rest", 17);
    return file + "\xFF\xD9" + parts.tail;
}

std::string plain_jpeg() { return jpeg({}); }

std::string png(const std::string& exif, const std::string& text) {
    std::string file = "\x89PNG\r\n\x1A\n" + chunk("IHDR", std::string(13, '\1'));
    if (!exif.empty()) file += chunk("eXIf", exif);
    if (!text.empty()) file += chunk("tEXt", "Comment" + text) + chunk("iTXt", text) + chunk("zTXt", text);
    return file + chunk("IDAT", "picture") + chunk("IEND", "");
}

std::string webp(const std::string& exif) {
    std::string extended(10, '\0');
    if (!exif.empty()) extended[0] = '\x0C';
    std::string body = "WEBP" + riff("VP8X", extended) + riff("VP8 ", "picture");
    if (!exif.empty()) body += riff("EXIF", exif) + riff("XMP ", "<x:xmpmeta>");
    return "RIFF" + little(std::uint32_t(body.size()), 4) + body;
}

}  // namespace gongdan::test
