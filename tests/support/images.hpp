#pragma once
/// Small files of every kind that matters here, made byte by byte.

#include <string>
#include <string_view>

namespace gongdan::test {

/// The TIFF block of a camera: taken 2026-03-02T08:30:00 (no offset), 39°54'15.12"N 116°24'26.64"E, "Maker Model".
[[nodiscard]] std::string exif_block();

/// A JPEG of these segments between SOI and a scan; `tail` follows EOI.
struct JpegParts {
    std::string exif;     ///< empty = no EXIF
    std::string comment;  ///< empty = none
    std::string tail;
};
[[nodiscard]] std::string jpeg(const JpegParts& parts);
[[nodiscard]] std::string plain_jpeg();  ///< as it is with nothing taken out

[[nodiscard]] std::string png(const std::string& exif, const std::string& text);
[[nodiscard]] std::string webp(const std::string& exif);

}  // namespace gongdan::test
