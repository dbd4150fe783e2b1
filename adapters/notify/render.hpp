#pragma once
/// What a channel says of one message: its templates filled in, within the lengths the channel can carry.

#include <limits>
#include <string>
#include <string_view>

#include "adapters/notify/templates.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"

namespace gongdan::notify {

/// How much a channel can carry.
struct TextLimit {
    enum class Unit { bytes, characters };
    std::size_t most = std::numeric_limits<std::size_t>::max();
    Unit unit = Unit::bytes;  ///< bytes of UTF-8, or Unicode characters (code points)
};

/// Makes a value harmless in the markup of a channel (Markdown, HTML); the words of templates stay as written.
using Escape = std::string (*)(std::string_view);

struct RenderOptions {
    Language language = Language::zh;
    Instant now{};  ///< "08:45" is of this day; other days are written out
    TextLimit title{};
    TextLimit body{};
    Escape escape = nullptr;  ///< null = values stand as they are. Links are never escaped
};

struct Rendered {
    std::string title;  ///< one line
    std::string body;
};

/// A message without "kind" is a notice.
[[nodiscard]] bool is_digest(const json::object& message);

/// A message that somebody sends to see whether the channel works.
[[nodiscard]] bool is_test(const json::object& message);

/// Where a person acknowledges (notice) or sees the list (digest); empty when the message names no such place.
[[nodiscard]] std::string link_of(const json::object& message);

/// The title and the body of a message (see core/escalation/notice.hpp). A body that is too long is shortened; a digest
/// lists as many of its tickets as fit and says how many more there are. What the message does not hold stays empty.
/// Templates are written for alarms: a test, and a list of which nothing is left, say their own title and text.
[[nodiscard]] Rendered render(const Templates& templates, const json::object& message, const RenderOptions& options);

/// One template of use `notice` (or, for a digest, `digest`) filled in from `message`, shortened to `options.body`; for
/// channels that want single parameters. {lines} stays empty.
[[nodiscard]] std::string fill(const Template& written, const json::object& message, const RenderOptions& options);

/// The beginning of the valid UTF-8 `text` within `limit`, with "…" at its end when something is missing. Never ends
/// within a character, nor within a number, a ticket number or an address: half of one would mislead.
[[nodiscard]] std::string shorten(std::string_view text, TextLimit limit);

/// How a person acknowledges where the message may not hold a link; empty when it says nothing of that.
[[nodiscard]] LocalText hint_of(const json::object& message);

/// In the unit of `limit`.
[[nodiscard]] std::size_t length_of(std::string_view text, TextLimit::Unit unit);

}  // namespace gongdan::notify
