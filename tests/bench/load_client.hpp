#pragma once
/// A small HTTP/1.1 client that keeps many connections busy from one thread, on plain sockets: it must cost far less
/// than the server it measures.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gongdan::bench {

struct Endpoint {
    std::uint16_t port = 0;  ///< on 127.0.0.1
    std::string token;       ///< for the Authorization header; empty = none
};

struct Answer {
    int status = 0;
    std::string body;
};

/// The bytes of a request. An empty `body` makes a GET, anything else a POST of JSON.
[[nodiscard]] std::string request_text(const Endpoint& endpoint, std::string_view path, std::string_view body);

/// One request on a connection of its own. Throws std::runtime_error when there is no answer.
[[nodiscard]] Answer ask(const Endpoint& endpoint, std::string_view path, std::string_view body = {});

/// What connection `connection` asks after it got `answer` (null before its first request).
using Next = std::function<std::string(int connection, const Answer* answer)>;

struct LoadResult {
    double seconds = 0;
    std::vector<double> latencies_ms;  ///< one a request
    std::size_t failures = 0;          ///< answers that were no success
};

/// Keeps `connections` busy with one request each until `requests` are answered. Throws std::runtime_error when a
/// connection breaks.
[[nodiscard]] LoadResult run_load(const Endpoint& endpoint, int connections, std::size_t requests, const Next& next);

}  // namespace gongdan::bench
