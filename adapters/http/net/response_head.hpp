#pragma once
/// The lines before an answer's body (RFC 9112), with the headers that every answer bears. Pure; any thread.

#include <string>
#include <string_view>

#include "adapters/http/message.hpp"

namespace gongdan::http::net {

/// What the answer itself does not know.
struct HeadFacts {
    std::string_view date;     ///< as HTTP writes it
    std::string_view framing;  ///< how the end of the body is known: whole lines, or none
    bool keep_alive = false;   ///< another request may follow
    bool http_1_0 = false;     ///< of the request
    bool secure = false;       ///< the request came over TLS, here or at a trusted proxy
};

/// In place of what `output` held, which keeps its room. A header with a line break in it is left out: a value must
/// never be able to add a line of its own.
void write_head(const Response& response, const HeadFacts& facts, std::string& output);

}  // namespace gongdan::http::net
