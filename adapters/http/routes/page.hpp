#pragma once
/// The few pages that the server shows by itself, without the console: self-contained, in both languages, no script.

#include <string>
#include <string_view>

#include "adapters/http/message.hpp"
#include "core/base/texts.hpp"

namespace gongdan::http {

/// A paragraph that says what went wrong.
[[nodiscard]] std::string alert(const LocalText& text);

/// `content` is HTML.
[[nodiscard]] Response page(int status, const LocalText& title, const std::string& content);

}  // namespace gongdan::http
