#pragma once
/// One HTTP request and its response as plain values: all that the routes see of HTTP. No socket, no Beast.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/http/stream.hpp"
#include "core/base/json.hpp"

namespace gongdan::http {

struct Header {
    std::string name;  ///< of a request in lower case
    std::string value;
};

struct Response;
/// Takes the answer to one request; may be called from any thread, once (later calls are dropped).
using Respond = std::function<void(Response)>;

/// Takes the body of one request piece by piece, so that a large one never lies in memory as a whole. Calls come one at
/// a time, on an I/O thread: they must not block. When it dies before its request was handled, the peer has gone.
class BodySink {
 public:
    virtual ~BodySink() = default;
    /// The longest body, in bytes.
    [[nodiscard]] virtual std::uint64_t limit() const = 0;
    [[nodiscard]] virtual Response too_large() const = 0;
    /// First called with nothing, before the peer is told to go on. Answers once: with status kGoOn for the next piece;
    /// any other response refuses the request. The next piece is not read before that.
    virtual void take(std::string bytes, Respond respond) = 0;

    static constexpr int kGoOn = 100;
};

struct Request {
    std::string method;  ///< upper case as sent, e.g. "GET"
    std::string path;    ///< as sent, still percent-encoded (an id may hold an encoded slash); without the query
    std::vector<std::pair<std::string, std::string>> query;  ///< decoded, in order
    std::vector<Header> headers;                             ///< in order
    std::string body;
    std::string remote_address;        ///< of the peer, without port
    bool secure = false;               ///< came over TLS
    std::string traceparent;           ///< W3C Trace Context when it came well-formed, else empty
    std::shared_ptr<BodySink> sink{};  ///< shared with the connection: has taken the body; null = it is in `body`

    /// The first header of that (lower-case) name; nothing when absent. Lives as long as the request.
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
    /// The first query parameter of that name; present without "=" reads as empty.
    [[nodiscard]] std::optional<std::string_view> parameter(std::string_view name) const;
    /// The 32 hex digits of the trace; empty without a traceparent.
    [[nodiscard]] std::string_view trace_id() const;
};

/// The server adds Date, Content-Length (or Transfer-Encoding) and Connection.
struct Response {
    int status = 200;
    std::vector<Header> headers;
    std::string body;
    std::shared_ptr<Stream> stream;  ///< shared: its producer fills it while the connection empties it; null = `body`
    std::string ticket;              ///< id of the case concerned, for the log only; may be empty
    /// Writes the body (and headers that depend on it), called once on the connection's thread: rendering must not hold
    /// up the thread that answers, which may be the writer of the journal. May be null.
    std::function<void(Response&)> render;

    Response& with(std::string name, std::string value);
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Answers a request now or later. Called on an I/O thread: it must not block.
using Handler = std::function<void(Request, Respond)>;

[[nodiscard]] Response json_response(int status, std::string body);

/// "%E5%B7%A5" → "工". Nothing when an escape is malformed. `plus_is_space` for queries.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);
/// Splits "/path?a=b" into path and decoded query. False when it does not begin with "/", an escape is malformed, or
/// the path, as sent or decoded, or the query is not UTF-8: answers quote them.
[[nodiscard]] bool parse_target(std::string_view target, Request& request);

/// What an HTML form posts ("a=b&c=d"), as an object of texts; malformed escapes make an empty one.
[[nodiscard]] json::object parse_form(std::string_view body);

/// W3C Trace Context level 1: version 00, ids not all zero.
[[nodiscard]] bool is_traceparent(std::string_view text);

}  // namespace gongdan::http
