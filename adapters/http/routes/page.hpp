#pragma once
/// The few pages that the server shows by itself, without the console: self-contained, in both languages, no script.

#include <string>
#include <string_view>

#include "adapters/http/message.hpp"
#include "core/base/texts.hpp"

namespace gongdan::http {

/// For text and attribute values of HTML.
[[nodiscard]] std::string escaped(std::string_view text);

/// A paragraph that says what went wrong.
[[nodiscard]] std::string alert(const LocalText& text);

/// `content` is HTML.
[[nodiscard]] Response page(int status, const LocalText& title, const std::string& content);

}  // namespace gongdan::http
