#pragma once
/// Text that becomes part of a page or of an XML file.

#include <string>
#include <string_view>

namespace gongdan {

/// &, <, >, " and ' as references that HTML and XML 1.0 both know: for text and for the values of attributes.
[[nodiscard]] std::string escape_markup(std::string_view text);

}  // namespace gongdan
