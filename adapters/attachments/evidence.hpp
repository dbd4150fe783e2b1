#pragma once
/// What the camera noted: when, where, with what. Read with libexif, from bytes that nobody has checked.

#include <string_view>

#include "core/ticket/attachment.hpp"

namespace gongdan::attachments {

/// `exif` is a TIFF block (Examined::exif). What is missing or makes no sense is left empty. Times without an offset
/// are taken for China's, where the cameras are. Thread-safe.
[[nodiscard]] Evidence read_evidence(std::string_view exif);

}  // namespace gongdan::attachments
