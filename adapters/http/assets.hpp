#pragma once
/// The files of a console that is served from memory, and the answers to requests for them. No route: they need no
/// token, are no part of the API, and whoever has the program has them too.

#include <optional>
#include <span>
#include <string_view>

#include "adapters/http/message.hpp"

namespace gongdan::http {

/// One file; everything lives as long as the program.
struct Asset {
    std::string_view path;   ///< "/assets/board-3f2a.js"; "/" is the page that every path of the console gets
    std::string_view type;   ///< Content-Type
    std::string_view etag;   ///< with its quotes
    bool immutable = false;  ///< its name changes with its bytes: a browser needs not ask again
    std::string_view plain;
    std::string_view gzip;    ///< empty = not worth it
    std::string_view brotli;  ///< empty = not worth it
};

/// The file of that path, in the best coding the client takes (RFC 9110 §12.5.3), or 304. Nothing when there is no such
/// file, or the method is neither GET nor HEAD.
[[nodiscard]] std::optional<Response> asset_answer(std::span<const Asset> assets, const Request& request);

/// The page for an address inside the console ("/tickets/7"), which only the console itself understands. Nothing when
/// the client does not ask for HTML, or the path looks like a file or belongs to the server.
[[nodiscard]] std::optional<Response> page_answer(std::span<const Asset> assets, const Request& request);

}  // namespace gongdan::http
