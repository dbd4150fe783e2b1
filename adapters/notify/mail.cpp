#include "adapters/notify/mail.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "adapters/crypto/crypto.hpp"
#include "adapters/notify/utf8.hpp"
#include "core/base/markup.hpp"

namespace gongdan::notify {
namespace {

constexpr std::size_t kAddressMax = 254;     // RFC 5321 §4.5.3.1.3, less its angle brackets
constexpr std::size_t kLocalMax = 64;        // RFC 5321 §4.5.3.1.1
constexpr std::size_t kHeaderTextMax = 400;  // bytes of a subject or a name: nobody reads more in a list of mails
constexpr std::size_t kPlainWordMax = 60;    // of a header value that needs no folding
constexpr std::size_t kEncodedBytes = 42;    // "=?UTF-8?B?" + 56 + "?=" stays below the 75 of RFC 2047 §2
constexpr std::size_t kIdMax = 120;          // longer ids are hashed: a line has 998 bytes (RFC 5322 §2.1.1)
constexpr std::int64_t kUrgentLevel = 3;     // from here on the limit is broken

bool is_letter_or_digit(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

/// Words of `fits` with single dots between them (a dot-atom of RFC 5322 §3.2.3).
template <typename Fits>
bool is_dotted(std::string_view text, Fits fits) {
    bool after_dot = true;
    for (const char c : text) {
        if (c == '.' && after_dot) return false;
        if (c != '.' && !fits(c)) return false;
        after_dot = c == '.';
    }
    return !after_dot;
}

bool is_bare_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at > kLocalMax || text.size() > kAddressMax) return false;
    const auto in_local = [](char c) { return is_letter_or_digit(c) || is_one_of(c, "!#$%&'*+-/=?^_`{|}~"); };
    const auto in_domain = [](char c) { return is_letter_or_digit(c) || c == '-'; };
    return is_dotted(text.substr(0, at), in_local) && is_dotted(text.substr(at + 1), in_domain);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_one_of(text.front(), " \t")) text.remove_prefix(1);
    while (!text.empty() && is_one_of(text.back(), " \t")) text.remove_suffix(1);
    return text;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

/// One line of valid UTF-8 without control characters.
std::string one_line(std::string_view text) {
    std::string line = cut_utf8(valid_utf8(text.substr(0, 2 * kHeaderTextMax)), kHeaderTextMax);
    std::replace_if(line.begin(), line.end(), is_control, ' ');
    return line;
}

/// Needs no encoding anywhere in a header, and cannot be mistaken for an encoded word.
bool is_plain(std::string_view text) {
    const auto plain = [](char c) { return is_letter_or_digit(c) || is_one_of(c, " -_./:+!*'#"); };
    return text.size() <= kPlainWordMax && std::all_of(text.begin(), text.end(), plain);
}

std::string mailbox(const MailAddress& who) {
    const std::string name = header_text(trimmed(who.name));
    if (name.empty()) return "<" + who.address + ">";
    // In a phrase a plain word may hold less than in a subject, so it is quoted (it has no quotes and no backslashes).
    const bool encoded = name.starts_with("=?");
    return (encoded ? name : "\"" + name + "\"") + (encoded ? "\r\n " : " ") + "<" + who.address + ">";
}

std::string domain_of(const MailAddress& who) { return who.address.substr(who.address.find('@') + 1); }

/// `id` as the left side of a message id.
std::string as_atom(const std::string& id) {
    std::string atom;
    for (const char c : id) {
        atom += is_letter_or_digit(c) || is_one_of(c, "-_/") ? std::string(1, c)
                                                             : fmt::format("={:02X}", static_cast<unsigned char>(c));
    }
    return atom.size() <= kIdMax ? atom : to_hex(crypto::sha256(id));
}

bool is_urgent(const json::object& message) {
    return get_int(message, "level").value_or(0) >= kUrgentLevel || get_bool(message, "top").value_or(false);
}

}  // namespace

std::optional<MailAddress> parse_mail_address(std::string_view text) {
    if (!is_utf8(text) || std::any_of(text.begin(), text.end(), is_control)) return std::nullopt;
    const auto open = text.find('<');
    if (open == std::string_view::npos) {
        if (!is_bare_address(trimmed(text))) return std::nullopt;
        return MailAddress{"", std::string(trimmed(text))};
    }
    const std::string_view rest = trimmed(text.substr(open + 1));
    if (!rest.ends_with('>') || !is_bare_address(rest.substr(0, rest.size() - 1))) return std::nullopt;
    std::string_view name = trimmed(text.substr(0, open));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    if (name.size() > kHeaderTextMax || name.find_first_of("\"\\") != std::string_view::npos) return std::nullopt;
    return MailAddress{std::string(name), std::string(rest.substr(0, rest.size() - 1))};
}

std::string header_text(std::string_view text) {
    const std::string line = one_line(text);
    if (is_plain(line)) return line;
    std::string words;
    for (std::size_t at = 0; at < line.size();) {
        const std::string piece = cut_utf8(std::string_view(line).substr(at), kEncodedBytes);
        words += (words.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + crypto::to_base64(piece) + "?=");
        at += piece.size();
    }
    return words;
}

std::string mail_date(Instant at) {
    constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const Date day = date_of(at);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(at - start_of(day)));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0800", kDays[std::chrono::weekday(day).c_encoding()],
                       unsigned(date.day()), kMonths[unsigned(date.month()) - 1], int(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string message_id(const std::string& notice_id, std::string_view domain) {
    return fmt::format("<{}@{}>", as_atom(notice_id), domain);
}

std::vector<std::string> mail_headers(const MailEnvelope& envelope, const json::object& message,
                                      const std::string& subject) {
    const std::string domain = domain_of(envelope.from);
    std::vector<std::string> headers = {
        "Date: " + mail_date(envelope.now),
        "From: " + mailbox(envelope.from),
        "To: " + mailbox(envelope.to),
        "Subject: " + header_text(subject),
        "Message-ID: " + message_id(envelope.notice_id, domain),
        "Auto-Submitted: auto-generated",
        "List-Id: Gongdan <gongdan." + domain + ">",
    };
    const std::string number = string_or_empty(message, "number");
    if (const std::string ticket = string_or_empty(message, "case"); !is_digest(message) && !ticket.empty()) {
        const std::string thread = message_id("case/" + ticket + "/" + number, domain);
        headers.push_back("In-Reply-To: " + thread);
        headers.push_back("References: " + thread);
    }
    if (!number.empty()) headers.push_back("X-Gongdan-Number: " + header_text(number));
    if (const auto level = get_int(message, "level")) headers.push_back(fmt::format("X-Gongdan-Level: {}", *level));
    if (is_urgent(message)) {
        headers.emplace_back("X-Priority: 1");
        headers.emplace_back("Importance: high");
    }
    return headers;
}

Rendered mail_text(const Templates& templates, Language language, const json::object& message, Instant now) {
    RenderOptions options;
    options.language = language;
    options.now = now;
    Rendered rendered = render(templates, message, options);
    const std::string link = link_of(message);
    if (rendered.body.find(link) == std::string::npos) rendered.body += "\n\n" + link;  // "" is found everywhere
    if (const std::string hint = in_language(hint_of(message), language); !hint.empty()) rendered.body += "\n\n" + hint;
    return rendered;
}

std::string html_of(const std::string& text) {
    std::string page = "<!DOCTYPE html>\n<html><body><p style=\"white-space: pre-line; font-size: 16px\">";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t link = std::min(text.find("https://", at), text.find("http://", at));
        page += escape_markup(std::string_view(text).substr(at, link == std::string::npos ? link : link - at));
        if (link == std::string::npos) break;
        const auto in_address = [](char c) { return is_letter_or_digit(c) || is_one_of(c, "-._~:/?#[]@!$&'*+,;=%"); };
        const auto end = std::find_if_not(text.begin() + std::ptrdiff_t(link), text.end(), in_address);
        const std::string address = escape_markup({text.begin() + std::ptrdiff_t(link), end});
        page += fmt::format("<a href=\"{0}\">{0}</a>", address);
        at = std::size_t(end - text.begin());
    }
    return page + "</p></body></html>\n";
}

}  // namespace gongdan::notify
