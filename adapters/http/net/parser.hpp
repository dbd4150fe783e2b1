#pragma once
/// Reads one HTTP/1 request from bytes. Beast's grammar, with our own Request as the target: no field table is built
/// and copied. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "adapters/http/message.hpp"

namespace gongdan::http::net {

class RequestParser {
 public:
    enum class Progress {
        need_more,    ///< all bytes are taken in (or wait to be seen again with more behind them)
        header_done,  ///< once, when a header is complete and a body follows
        done,         ///< the request is complete
        malformed,    ///< not HTTP/1, or ambiguous
        header_too_big,
        body_too_big,
    };

    /// `limit` in bytes.
    explicit RequestParser(std::uint32_t header_limit);
    ~RequestParser();

    /// Takes in the front of `bytes`; `consumed` says how much. Unconsumed bytes must come again, with more behind.
    [[nodiscard]] Progress feed(std::string_view bytes, std::size_t& consumed);

    /// After header_done.
    void set_body_limit(std::uint64_t limit);
    [[nodiscard]] std::uint64_t announced_length() const;  ///< of Content-Length; 0 when chunked
    [[nodiscard]] bool keep_alive() const;
    [[nodiscard]] bool is_http_1_0() const;
    /// False when the target was no path or held a malformed escape, or an HTTP/1.1 request came without one Host.
    [[nodiscard]] bool target_ok() const;
    [[nodiscard]] Request& request();

    /// Ready for the next request.
    void reset();

 private:
    class Grammar;
    std::uint32_t header_limit_;
    std::unique_ptr<Grammar> grammar_;
};

}  // namespace gongdan::http::net
