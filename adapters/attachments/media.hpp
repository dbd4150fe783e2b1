#pragma once
/// What kinds of files are taken, told by their content alone, and how an image is shown without what its camera wrote
/// into it.
///
/// Crews attach photos and papers. Nothing active is on the list (no HTML, no SVG, no scripts), and no container whose
/// metadata we could not take out: HEIC and MP4 keep theirs in the middle of the picture's own tables.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/attachments/bytes.hpp"

namespace gongdan::attachments {

struct Media {
    std::string_view type;                  ///< as it is served
    std::vector<std::string_view> endings;  ///< of names, the usual one first
    bool image = false;                     ///< may be shown in a page, and can be cleaned
};

/// Null for a type that is not taken.
[[nodiscard]] const Media* find_media(std::string_view type);

/// Every type that is taken.
[[nodiscard]] std::vector<std::string_view> media_types();

/// A stretch of the original, or bytes in its place.
struct Piece {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::string instead{};  ///< when not empty
};
using Pieces = std::vector<Piece>;

/// What a look through the whole file found.
struct Examined {
    const Media* media = nullptr;  ///< lives as long as the program
    /// Of an image: the picture alone, without EXIF, XMP, comments, previews and whatever hides behind its end. Colour
    /// profiles stay. What turns the picture goes with the EXIF.
    Pieces clean{};
    std::string exif{};  ///< the TIFF block with the camera's notes, at most kWindow bytes; may be empty
};

/// Nothing when the type is not allowed, or an image is so broken that it cannot be cleaned. Reads every byte of images
/// and texts once.
[[nodiscard]] std::optional<Examined> examine(Bytes& bytes);

}  // namespace gongdan::attachments
