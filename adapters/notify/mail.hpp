#pragma once
/// The mail that is made of one message: who writes to whom, the headers, and the rules that keep strangers' texts out
/// of them (RFC 5322, 2047).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/notify/render.hpp"
#include "core/base/json.hpp"
#include "core/base/time.hpp"

namespace gongdan::notify {

struct MailAddress {
    std::string name;     ///< for people, UTF-8, one line; may be empty
    std::string address;  ///< local@domain, ASCII
};

/// "someone@example.com" or "Some One <someone@example.com>"; nothing for anything that is not surely one address: line
/// ends, blanks, quotes, several addresses, letters outside ASCII.
[[nodiscard]] std::optional<MailAddress> parse_mail_address(std::string_view text);

/// `text` as it may stand in a header: as it is when it is plain ASCII, otherwise in encoded words (RFC 2047) of at
/// most 75 characters, each on a line of its own. Never holds a line end that does not fold.
[[nodiscard]] std::string header_text(std::string_view text);

/// "Mon, 02 Mar 2026 12:00:00 +0800" (RFC 5322 §3.3)
[[nodiscard]] std::string mail_date(Instant at);

/// "<…@domain>", made of the id of a notice: the same for every attempt, so that servers and mail programs tell a
/// repeated delivery from a second mail.
[[nodiscard]] std::string message_id(const std::string& notice_id, std::string_view domain);

struct MailEnvelope {
    std::string notice_id;
    MailAddress from;
    MailAddress to;
    Instant now{};
};

/// The headers of the mail, "name: value", without those that describe its parts. Mails of one ticket refer to one
/// common id, so that mail programs show them as one thread.
[[nodiscard]] std::vector<std::string> mail_headers(const MailEnvelope& envelope, const json::object& message,
                                                    const std::string& subject);

/// The subject and the text of the mail: what the templates say, and the place to acknowledge unless they name it.
[[nodiscard]] Rendered mail_text(const Templates& templates, Language language, const json::object& message,
                                 Instant now);

/// A simple HTML page that says the same as `text`, with its addresses of the web as links.
[[nodiscard]] std::string html_of(const std::string& text);

}  // namespace gongdan::notify
