#include "adapters/http/net/response_head.hpp"

#include <iterator>

#include <fmt/format.h>
#include <boost/beast/http/status.hpp>

namespace gongdan::http::net {
namespace {

constexpr std::string_view kPolicy = "Content-Security-Policy";
constexpr std::string_view kReferrer = "Referrer-Policy";

/// "Not Found"; "" of an unknown status.
std::string_view reason_phrase(int status) {
    const auto phrase = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    return {phrase.data(), phrase.size()};
}

bool has_line_break(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

/// On every answer, whatever made it; a page that needs more than nothing brings its own policies. Of two of a kind a
/// browser takes the last: with no-referrer it would not say where a form comes from, and the form would be refused.
void add_security_headers(const Response& response, bool secure, std::string& output) {
    output +=
        "X-Content-Type-Options: nosniff\r\n"
        "X-Frame-Options: DENY\r\n"
        "Cross-Origin-Resource-Policy: same-origin\r\n";
    auto out = std::back_inserter(output);
    if (!response.header(kReferrer)) fmt::format_to(out, "{}: no-referrer\r\n", kReferrer);
    if (!response.header(kPolicy)) fmt::format_to(out, "{}: default-src 'none'; frame-ancestors 'none'\r\n", kPolicy);
    if (secure) output += "Strict-Transport-Security: max-age=31536000\r\n";
}

}  // namespace

void write_head(const Response& response, const HeadFacts& facts, std::string& output) {
    output.clear();
    auto out = std::back_inserter(output);
    fmt::format_to(out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_phrase(response.status), facts.date);
    for (const Header& header : response.headers) {
        if (has_line_break(header.name) || has_line_break(header.value)) continue;
        fmt::format_to(out, "{}: {}\r\n", header.name, header.value);
    }
    output += facts.framing;
    if (!facts.keep_alive) output += "Connection: close\r\n";
    if (facts.keep_alive && facts.http_1_0) output += "Connection: keep-alive\r\n";
    add_security_headers(response, facts.secure, output);
    output += "\r\n";
}

}  // namespace gongdan::http::net
