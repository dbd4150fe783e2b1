#pragma once
/// The names that clients give to files. They are shown and offered when saving, and never used as a path by us.

#include <string>
#include <string_view>

namespace gongdan::attachments {

inline constexpr std::size_t kNameMax = 120;  ///< bytes of UTF-8: file systems take 255, people read far less

/// What is left of `given` when nothing in it can hurt on any system: the last part of a path; no control, direction or
/// invisible characters; none of <>:"|?*; no dots and spaces at the ends; no device name of Windows; an ending that
/// belongs to `media_type`; at most kNameMax bytes. "附件" when nothing is left.
[[nodiscard]] std::string clean_name(std::string_view given, std::string_view media_type);

}  // namespace gongdan::attachments
