#pragma once
/// The one table of texts that people read, Chinese first, English second.
///
/// Texts are named by a short dotted id ("ticket.not-allowed"); the table itself is texts.inc. A text may hold
/// fmt placeholders ({} or {0}); both languages take the same arguments. A lint in tests/arch checks that every
/// id used in the sources stands in the table and that both languages use the same placeholders.

#include <string>
#include <string_view>

#include <fmt/core.h>

namespace gongdan {

/// One text in both languages. Owned strings, UTF-8.
struct LocalText {
    std::string zh;
    std::string en;

    bool operator==(const LocalText&) const = default;
};

enum class Language { zh, en };

/// The variant of `text` for `language`; falls back to the other one when it is empty.
[[nodiscard]] const std::string& in_language(const LocalText& text, Language language);

/// The text `id` filled in. An unknown id yields the id itself in both languages (never throws).
[[nodiscard]] LocalText vtext(std::string_view id, fmt::format_args args);

template <class... Args>
[[nodiscard]] LocalText text(std::string_view id, const Args&... args) {
    return vtext(id, fmt::make_format_args(args...));
}

/// "<what>: <cause>".
[[nodiscard]] LocalText with_cause(const LocalText& what, const LocalText& cause);

}  // namespace gongdan
