#pragma once
/// The structure of image files, as far as needed to leave out what is not the picture. Internal to this folder.

#include <optional>
#include <string>

#include "adapters/attachments/media.hpp"

namespace gongdan::attachments {

struct Picture {
    Pieces clean;
    std::string exif;
};

/// Parts of an image file; more are hostile: a photo of 20 MiB has some hundred.
inline constexpr std::size_t kPartsMax = 65536;

/// Each: nothing when the structure is broken. A JPEG may end early, as photos of a broken upload do.
/// Sources: ITU-T T.81 Annex B; PNG third edition §5, §11; WebP container specification (RFC 9649).
[[nodiscard]] std::optional<Picture> read_jpeg(Window& window);
[[nodiscard]] std::optional<Picture> read_png(Window& window);
[[nodiscard]] std::optional<Picture> read_webp(Window& window);

}  // namespace gongdan::attachments
