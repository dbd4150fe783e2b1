// What is taken, told by its content; and what is left of an image for eyes that need no personal data.

#include <catch2/catch.hpp>

#include "adapters/attachments/evidence.hpp"
#include "adapters/attachments/media.hpp"
#include "tests/support/images.hpp"

using namespace gongdan;
using namespace gongdan::attachments;
using namespace gongdan::test;

namespace {

std::string type_of(const std::string& file) {
    TextBytes bytes(file);
    const auto examined = examine(bytes);
    return examined ? std::string(examined->media->type) : "refused";
}

std::string cleaned(const std::string& file) {
    TextBytes bytes(file);
    const auto examined = examine(bytes);
    if (!examined) return "refused";
    std::string clean;
    for (const Piece& piece : examined->clean)
        clean += piece.instead.empty() ? file.substr(piece.offset, piece.size) : piece.instead;
    return clean;
}

Evidence evidence_of(const std::string& file) {
    TextBytes bytes(file);
    const auto examined = examine(bytes);
    return examined ? read_evidence(examined->exif) : Evidence();
}

}  // namespace

TEST_CASE("the content alone says what a file is") {
    CHECK(type_of(plain_jpeg()) == "image/jpeg");
    CHECK(type_of(png("", "")) == "image/png");
    CHECK(type_of(webp("")) == "image/webp");
    CHECK(type_of("%PDF-1.7\n") == "application/pdf");
    CHECK(type_of("到现场，已修复。\r\n\tok\n") == "text/plain");
    CHECK(type_of("\xEF\xBB\xBFwith a mark") == "text/plain");
}

TEST_CASE("what could become active, or cannot be looked into, is refused") {
    for (const std::string& file :
         {std::string("<!doctype html><script>alert(1)</script>"), std::string("  \n<svg onload=alert(1)>"),
          std::string("\xEF\xBB\xBF<?xml version=\"1.0\"?>"), std::string("MZ\x90\0\3", 5),
          std::string("\x7F"
                      "ELF"),
          std::string("PK\3\4zip"), std::string("GIF89a\1\0\1\0", 10),
          std::string("\0\0\0\x18"
                      "ftypheic",
                      12),
          std::string("broken \xFF text"), std::string("\xC3"), std::string("a\0b", 3), std::string()}) {
        INFO(file);
        CHECK(type_of(file) == "refused");
    }
}

TEST_CASE("a text is looked through to its end, over every border of the window") {
    std::string text;
    while (text.size() < 3 * kWindow) text += "电x力";
    CHECK(type_of(text) == "text/plain");
    CHECK(type_of(text + "\xE7") == "refused");
    CHECK(type_of(text + std::string(1, '\0')) == "refused");
}

TEST_CASE("a cleaned JPEG is the picture alone: no EXIF, no comment, no Photoshop block, nothing behind its end") {
    const std::string photo = jpeg({exif_block(), "call 13800000000", "MP4 hidden behind the picture"});
    CHECK(cleaned(photo) == plain_jpeg());
    CHECK(cleaned(plain_jpeg()) == plain_jpeg());
}

TEST_CASE("a cleaned PNG and a cleaned WebP hold no EXIF and no texts, and say so in their heads") {
    CHECK(cleaned(png(exif_block(), "secret")) == png("", ""));
    CHECK(cleaned(png("", "") + "behind") == png("", ""));
    CHECK(cleaned(webp(exif_block())) == webp(""));
}

TEST_CASE("time, place and device of the camera are read from every kind of image") {
    for (const std::string& photo : {jpeg({exif_block(), "", ""}), png(exif_block(), ""), webp(exif_block()),
                                     webp(std::string("Exif\0\0", 6) + exif_block())}) {
        const Evidence evidence = evidence_of(photo);
        CHECK(evidence.taken_at == "2026-03-02T08:30:00+08:00");
        CHECK(evidence.latitude == "39.904200");
        CHECK(evidence.longitude == "116.407400");
        CHECK(evidence.device == "Maker Model");
    }
    CHECK(evidence_of(plain_jpeg()).empty());
    CHECK(read_evidence("no TIFF at all").empty());
}

TEST_CASE("an image without sense in its structure is refused, one that only ends early is taken") {
    const std::string photo = plain_jpeg();
    CHECK(type_of(photo.substr(0, photo.size() - 6)) == "image/jpeg");
    CHECK(type_of(photo.substr(0, 30)) == "refused");
    CHECK(type_of("\xFF\xD8\xFF\xE1\xFF\xFF"
                  "short") == "refused");
    CHECK(type_of("\xFF\xD8\xFF\xD9") == "refused");
    const std::string picture = png("", "");
    CHECK(type_of(picture.substr(0, picture.size() - 1)) == "refused");
    CHECK(type_of(std::string("\x89PNG\r\n\x1A\n") + std::string("\xFF\xFF\xFF\xFFIHDR", 8)) == "refused");
    CHECK(type_of(webp("").substr(0, 20)) == "refused");
}

TEST_CASE("no cut and no turned byte of an image brings the reader down") {
    for (const std::string& photo : {jpeg({exif_block(), "c", "t"}), png(exif_block(), "t"), webp(exif_block())}) {
        std::size_t outcomes = 0;
        for (std::size_t at = 0; at < photo.size(); ++at) {
            std::string turned = photo;
            for (const char byte : {'\0', '\x7F', '\xFF'}) {
                turned[at] = byte;
                outcomes += cleaned(turned).empty() ? 0U : 1U;
                outcomes += evidence_of(turned).device.size() <= kDeviceMax ? 1U : 0U;
            }
            outcomes += cleaned(photo.substr(0, at)).empty() ? 0U : 1U;
        }
        CHECK(outcomes >= photo.size() * 6);
    }
}

TEST_CASE("what was cleaned is an image without a camera's notes, and cleaning it again changes nothing") {
    for (const std::string& photo : {jpeg({exif_block(), "c", "t"}), png(exif_block(), "t"), webp(exif_block())}) {
        std::vector<std::size_t> wrong;
        for (std::size_t at = 0; at < photo.size(); ++at) {
            std::string turned = photo;
            turned[at] = static_cast<char>(turned[at] ^ '\x21');
            const std::string once = cleaned(turned);
            if (once == "refused" || once.empty()) continue;
            if (cleaned(once) != once || !evidence_of(once).empty()) wrong.push_back(at);
        }
        CHECK(wrong.empty());
    }
}
